import { defineJob } from '../../kit/module.ts';
import type { FileToCheck } from './batch-filing.service.ts';
import { checkFiledFile } from './file-check.service.ts';
import { checkResponseFile, deskOfBatch } from './filing.service.ts';

/** Checks and stores what was filed as a file; done again from the start when a hub dies over it. */
export const checkResponseFileJob = defineJob<FileToCheck>({
  ...checkResponseFile,
  run: (ctx, file, { signal }) => checkFiledFile(ctx, file, deskOfBatch, signal),
});
