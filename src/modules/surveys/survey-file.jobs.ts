import { defineJob } from '../../kit/module.ts';
import type { FileToCheck } from '../questionnaires/batch-filing.service.ts';
import { checkFiledFile } from '../questionnaires/file-check.service.ts';
import { checkSurveyFile, deskOfSurveyBatch } from './survey-batch.service.ts';

/** Checks and stores sheets that came as a file; done again from the start when a hub dies over it. */
export const checkSurveyFileJob = defineJob<FileToCheck>({
  ...checkSurveyFile,
  run: (ctx, file, { signal }) => checkFiledFile(ctx, file, deskOfSurveyBatch, signal),
});
