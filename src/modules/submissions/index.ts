/**
 * What a municipality hands in for a cycle: questionnaires and the nine-month report, in numbered revisions, examined and accepted. What it
 * is asked for stands here too, as `Obligation` rows that the module obligations begins and ends.
 * Whose: a municipality's staff hand in; ANALYST returns and accepts; the ministry reads all.
 * Requirements: R7 (the provider's own findings), R12 (both parts, no later than 20 October).
 */
import { reaction } from '../../kit/happening.ts';
import { defineModule } from '../../kit/module.ts';
import { questionnairesFiled } from '../questionnaires/filing.service.ts';
import { assertNotHandedIn } from './submission-filing.service.ts';
import { acceptedVolumeChanges } from './submission.changes.ts';
import { Obligation } from './obligation.entity.ts';
import { SubmissionRevisionObligation } from './revision-obligation.entity.ts';
import {
  Submission,
  SubmissionPart,
  SubmissionRemark,
  SubmissionRevision,
  SubmissionRevisionBatch,
  SubmissionRevisionLine,
  SubmissionRevisionPart,
} from './submission.entity.ts';
import { submissionAccepted, submissionReceived, submissionReturned } from './submission.notices.ts';
import {
  RemarkResolver,
  SubmissionPartResolver,
  SubmissionResolver,
  SubmissionRevisionResolver,
  VolumeLineRemarksResolver,
} from './submission.resolver.ts';

export const submissions = defineModule({
  name: 'submissions',
  entities: [
    Submission,
    SubmissionPart,
    Obligation,
    SubmissionRevision,
    SubmissionRevisionPart,
    SubmissionRevisionObligation,
    SubmissionRevisionBatch,
    SubmissionRevisionLine,
    SubmissionRemark,
  ],
  resolvers: [SubmissionResolver, SubmissionPartResolver, SubmissionRevisionResolver, RemarkResolver, VolumeLineRemarksResolver],
  notices: [submissionReceived, submissionReturned, submissionAccepted],
  changes: [acceptedVolumeChanges],
  reactions: [reaction(questionnairesFiled, assertNotHandedIn)],
});
