import { publishChanges } from '../../kit/change-feed.ts';
import { firstRow, sql } from '../../kit/sql.ts';
import { SubmissionRevisionPart } from './submission.entity.ts';

interface RevisionKey {
  submissionId: string;
  number: number;
  soate: string;
  year: number;
}

/** R12: that the nine-month report of a municipality was accepted, or accepted anew: the subject is the submission. */
export const acceptedVolumeChanges = publishChanges(SubmissionRevisionPart, {
  type: 'AcceptedVolumes',
  isShown: ({ part, acceptedAt }) => part === 'VOLUME_REPORT' && acceptedAt != null,
  subjectOf: async (ctx, { revisionId }) => {
    const found = await firstRow<RevisionKey>(
      ctx,
      sql`select r.submission_id, r.number, m.soate, c.year from submission_revision r
          join municipality m on m.id = r.municipality_id join monitoring_cycle c on c.id = r.cycle_id where r.id = ${revisionId}`,
    );
    if (!found) throw new Error(`SubmissionRevision ${revisionId} is referenced but absent`);
    return { id: found.submissionId, version: found.number, key: { soate: found.soate, year: found.year } };
  },
});
