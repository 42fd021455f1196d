import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, instant, ref } from '../../kit/entity.ts';
import { Obligation } from './obligation.entity.ts';
import { SubmissionRevision } from './submission.entity.ts';

const SubmissionRevisionObligationSchema = defineEntity({
  name: 'SubmissionRevisionObligation',
  properties: {
    id: id(),
    /** Deferred: written set-based, before the ORM writes the new revision. */
    revisionId: () => ref(SubmissionRevision).deferMode('deferred'),
    obligationId: () => ref(Obligation).index(),
    /** Questionnaires handed in for its object; null = the part is VOLUME_REPORT. */
    responses: p.integer().nullable(),
    /** The revision's: kept here so that a status costs one look in an index, for 16,000 obligations too. */
    number: p.integer(),
    submittedAt: instant(),
    /** When the unit accepted what the revision holds for its object: with it, or with an earlier one that held the same; null = it did not (yet). */
    acceptedAt: instant().nullable(),
  },
  uniques: [{ properties: ['revisionId', 'obligationId'] }],
});

/** R12: an obligation that a revision answers. One that no revision answers is still due, whatever else was handed in. */
export class SubmissionRevisionObligation extends SubmissionRevisionObligationSchema.class {}
SubmissionRevisionObligationSchema.setClass(SubmissionRevisionObligation);
