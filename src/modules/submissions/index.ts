/**
 * What a municipality hands in for a cycle: questionnaires and the nine-month report, in numbered revisions, examined and accepted.
 * Whose: a municipality's staff hand in; ANALYST returns and accepts; the ministry reads all.
 * Requirements: R7 (the provider's own findings), R12 (both parts, no later than 20 October).
 */
import { defineModule } from '../../kit/module.ts';
import { acceptedVolumeChanges } from './submission.changes.ts';
import {
  Submission,
  SubmissionPart,
  SubmissionRevision,
  SubmissionRevisionBatch,
  SubmissionRevisionLine,
  SubmissionRevisionPart,
} from './submission.entity.ts';

export const submissions = defineModule({
  name: 'submissions',
  entities: [Submission, SubmissionPart, SubmissionRevision, SubmissionRevisionPart, SubmissionRevisionBatch, SubmissionRevisionLine],
  changes: [acceptedVolumeChanges],
});
