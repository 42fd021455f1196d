import { defineJob } from '../../kit/module.ts';
import { purgeUploads } from './upload.service.ts';

/** Every hour: what was begun a day ago and not used is not kept. */
export const purgeUploadsJob = defineJob({
  name: 'purge-uploads',
  schedule: '35 * * * *',
  run: async (ctx, _payload, { log }) => {
    const purged = await purgeUploads(ctx);
    if (purged > 0) log('uploads that nobody used were thrown away', { purged });
  },
});
