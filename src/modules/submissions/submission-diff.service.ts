import type { Ctx } from '../../kit/ctx.ts';
import { found } from '../../kit/lookup.ts';
import { rows, sql } from '../../kit/sql.ts';
import { inLanguage } from '../../shared/localized-text.ts';
import {
  batchWords,
  contentKey,
  differences,
  type LineContent,
  lineWords,
  type RevisionContent,
  type SubmissionChange,
} from './submission-diff.rules.ts';
import type { Submission, SubmissionRevision } from './submission.entity.ts';
import { revisionsOf } from './submission.service.ts';

const mostChanges = 500;

export interface RevisionPair {
  fromRevision: number;
  toRevision: number;
}

/**
 * R12: what changed from one revision to another: lines by service, quarter and channel, with what is explained of them, batches added or withdrawn, findings; the first
 * 500 by path. A part that a revision did not hand in is as the revision before it had it. NOT_FOUND for a number that is not there.
 */
export async function diffOf(ctx: Ctx, submission: Submission, { fromRevision, toRevision }: RevisionPair): Promise<SubmissionChange[]> {
  const revisions = await revisionsOf(ctx, submission.id);
  const revision = (number: number, argument: string) =>
    found(
      revisions.find((each) => each.number === number),
      [argument],
    );
  const [from, to] = [revision(fromRevision, 'fromRevision'), revision(toRevision, 'toRevision')];
  const [before, after] = await Promise.all([contentAsOf(ctx, from), contentAsOf(ctx, to)]);
  return differences(before, after).slice(0, mostChanges);
}

type LineRow = LineContent & { code: string; quarter: string; channel: string };

async function contentAsOf(ctx: Ctx, { submissionId, number, findings }: SubmissionRevision): Promise<RevisionContent> {
  const holding = (part: string) => sql`(select r.id from submission_revision r join submission_revision_part p on p.revision_id = r.id
      where r.submission_id = ${submissionId} and r.number <= ${number} and p.part = ${part} order by r.number desc limit 1)`;
  const lines = await rows<LineRow>(
    ctx,
    sql`select s.code, l.quarter, l.channel, l.delivered_state, l.delivered_value, l.delivered_reason, l.paid_total, l.explanation
        from submission_revision_line l join municipal_service s on s.id = l.service_id where l.revision_id = ${holding('VOLUME_REPORT')}`,
  );
  const batches = await rows<{ batchKey: string; accepted: number }>(
    ctx,
    sql`select b.batch_key, b.accepted from submission_revision_batch r join response_batch b on b.id = r.batch_id
        where r.revision_id = ${holding('QUESTIONNAIRES')}`,
  );
  const content = new Map<string, string>();
  for (const { code, quarter, channel, ...line } of lines) {
    const words = lineWords(line);
    if (words) content.set(contentKey(['lines', code, quarter, channel]), inLanguage(words, ctx.language));
  }
  for (const { batchKey, accepted } of batches)
    content.set(contentKey(['batches', batchKey]), inLanguage(batchWords(accepted), ctx.language));
  if (findings) content.set(contentKey(['findings']), findings);
  return content;
}
