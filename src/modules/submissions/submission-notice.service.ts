import type { Ctx } from '../../kit/ctx.ts';
import { codeValue, dayValue, instantValue, type NoticePayload } from '../../kit/mail/notice-payload.ts';
import { notify, type NoticeDefinition } from '../../kit/notice.ts';
import { mustRowById } from '../../kit/sql.ts';
import { dayOf } from '../../shared/calendar.ts';
import type { Receipt } from '../files/receipt.entity.ts';
import { lastDayInTime } from '../monitoring-cycle/cycle.rules.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { addresseesOf } from '../organizations/addressee.service.ts';
import type { Submission, SubmissionRevision } from './submission.entity.ts';
import { submissionAccepted, submissionReceived, submissionReturned } from './submission.notices.ts';
import type { RemarkInput } from './remark.rules.ts';
import { correctBy, type ObligationPart } from './submission.rules.ts';
import { submissionDeadline } from './submission.service.ts';

interface About {
  subjectId: string;
  offset: string;
}

/** To the municipality's official address and its verified contacts, in the transaction of the act. */
async function tell(ctx: Ctx, notice: NoticeDefinition, submission: Submission, about: About, facts: NoticePayload): Promise<void> {
  const { year } = await mustRowById(ctx, MonitoringCycle, submission.cycleId);
  const addressee = (await addresseesOf(ctx, [submission.municipalityId])).get(submission.municipalityId);
  const common = { cycleYear: year, municipality: addressee?.name ?? '', link: `/submissions/${submission.id}` };
  await notify(ctx, notice, {
    ...about,
    to: (addressee?.recipients ?? []).map((recipient) => ({
      recipient,
      payload: { ...common, ...facts, contactName: recipient.name ?? '' },
    })),
  });
}

/** The word that texts have for some parts. */
export function partsCode(parts: readonly ObligationPart[]) {
  const [only] = parts;
  return codeValue(parts.length === 1 && only ? only : 'BOTH');
}

/** R12: what was received and when, with the receipt. */
export function tellReceived(
  ctx: Ctx,
  submission: Submission,
  { id, number }: Pick<SubmissionRevision, 'id' | 'number'>,
  { receipt, parts, responses }: { receipt: Receipt; parts: readonly ObligationPart[]; responses: number },
): Promise<void> {
  return tell(
    ctx,
    submissionReceived,
    submission,
    { subjectId: id, offset: '' },
    {
      receivedAt: instantValue(receipt.receivedAt),
      receiptNumber: receipt.number,
      sha256: receipt.sha256,
      revision: number,
      missingPart: partsCode(parts),
      count: responses,
    },
  );
}

/** R12: that it came back, with how many remarks and the first of them. */
export async function tellReturned(ctx: Ctx, submission: Submission, parts: readonly ObligationPart[], remarks: readonly RemarkInput[]) {
  const day = correctBy(dayOf(ctx.now), lastDayInTime(await submissionDeadline(ctx, submission.cycleId)));
  const [first] = remarks;
  const firstRemark = first ? `${first.path.slice(1).join(', ')}: ${first.text}`.replace(/^: /, '') : '';
  const about = { subjectId: submission.id, offset: `returned:${submission.revision}:${parts.join('+')}` };
  await tell(ctx, submissionReturned, submission, about, { count: remarks.length, firstRemark, correctBy: dayValue(day) });
}

/** R12: that parts of it are accepted. */
export function tellAccepted(ctx: Ctx, submission: Submission, parts: readonly ObligationPart[]): Promise<void> {
  const about = { subjectId: submission.id, offset: `accepted:${submission.revision}:${parts.join('+')}` };
  return tell(ctx, submissionAccepted, submission, about, { acceptedOn: dayValue(dayOf(ctx.now)), missingPart: partsCode(parts) });
}
