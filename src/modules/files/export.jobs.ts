import { defineJob, type JobDefinition } from '../../kit/module.ts';
import { type ExportCatalogue, fulfilExport, makeExport, purgeExports } from './export.service.ts';

/** Makes the file of one export. */
export function makeExportJob(catalogue: ExportCatalogue): JobDefinition<{ exportId: string }> {
  return defineJob<{ exportId: string }>({
    ...makeExport,
    run: (ctx, { exportId }, { signal }) => fulfilExport(ctx, exportId, catalogue, signal),
  });
}

/** Every hour: the files of exports are kept for seven days. */
export const purgeExportsJob = defineJob({
  name: 'purge-exports',
  schedule: '40 * * * *',
  run: async (ctx, _payload, { log }) => {
    const purged = await purgeExports(ctx);
    if (purged > 0) log('files of exports that had expired were thrown away', { purged });
  },
});
