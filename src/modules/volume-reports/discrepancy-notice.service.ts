import { createHash } from 'node:crypto';
import type { Ctx } from '../../kit/ctx.ts';
import { dayValue } from '../../kit/mail/notice-payload.ts';
import { notify } from '../../kit/notice.ts';
import { columnsOf, firstRow, rows, sql } from '../../kit/sql.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { isLateAt, lastDayInTime } from '../monitoring-cycle/cycle.rules.ts';
import { deadlineOf } from '../monitoring-cycle/monitoring-cycle.service.ts';
import { addresseesOf } from '../organizations/addressee.service.ts';
import { discrepancyOfLine, linesOf, type VolumeLineRow } from './volume-line.service.ts';
import { VolumeReport } from './volume-report.entity.ts';
import { discrepancyFound } from './volume-report.notices.ts';
import { type DiscrepancyFacts, lineKeyText, quarterInWords } from './volume-report.rules.ts';

/**
 * R12: tells each municipality of the differences in its report that are over the tolerance and not explained, while it is still in time
 * to change it. Once for the same figures: only what is new is told again.
 */
export async function tellOfDiscrepancies(ctx: Ctx): Promise<void> {
  const reports = await rows<VolumeReport>(
    ctx,
    sql`select ${columnsOf(ctx, VolumeReport, 't')} from volume_report t where t.locked_at is null order by t.cycle_id, t.id`,
  );
  for (const cycleId of new Set(reports.map((report) => report.cycleId))) {
    const deadline = await deadlineOf(ctx, cycleId, 'SUBMISSION');
    if (isLateAt(deadline, ctx.now)) continue;
    const answerBy = lastDayInTime(deadline);
    for (const report of reports) if (report.cycleId === cycleId) await tellOfReport(ctx, report, answerBy);
  }
}

async function tellOfReport(ctx: Ctx, report: VolumeReport, answerBy: LocalDate): Promise<void> {
  const [biggest, ...others] = differences(await linesOf(ctx, report));
  const addressee = (await addresseesOf(ctx, [report.municipalityId])).get(report.municipalityId);
  if (!biggest || !addressee) return;
  const payload = {
    ...(await namesOf(ctx, biggest.line)),
    municipality: addressee.name,
    count: others.length + 1,
    period: quarterInWords(report.year, biggest.line.quarter),
    reported: biggest.reported,
    pulled: biggest.observed,
    answerBy: dayValue(answerBy),
    link: `/volume-reports/${report.municipalityId}/${report.year}`,
  };
  await notify(ctx, discrepancyFound, {
    subjectId: report.id,
    offset: fingerprint([biggest, ...others]),
    to: addressee.recipients.map((recipient) => ({ recipient, payload: { ...payload, contactName: recipient.name ?? '' } })),
  });
}

interface Difference extends DiscrepancyFacts {
  line: VolumeLineRow;
}

/** What is over the tolerance and has no explanation, the biggest first. */
function differences(lines: readonly VolumeLineRow[]): Difference[] {
  return lines
    .flatMap((line) => {
      const facts = discrepancyOfLine(line);
      return facts?.isOverTolerance && line.explanation == null ? [{ ...facts, line }] : [];
    })
    .toSorted((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
}

function fingerprint(all: readonly Difference[]): string {
  const said = all.map(({ line, reported, observed }) => `${lineKeyText(line)} ${reported} ${observed}`).toSorted();
  return createHash('sha256').update(said.join('\n')).digest('hex').slice(0, 16);
}

/** The mail names the biggest difference; its link leads to all of them. */
async function namesOf(ctx: Ctx, { municipalityId, serviceId, channel, serviceCode }: VolumeLineRow) {
  const named = await firstRow<{ serviceName: LocalizedText; sourceName: string | null }>(
    ctx,
    sql`select s.name as service_name, (select v.name from volume_observation o join volume_source v on v.id = o.source_id
            where o.municipality_id = ${municipalityId} and o.service_id = s.id and o.channel = ${channel} and o.status = 'CURRENT'
            order by o.recorded_at desc limit 1) as source_name
        from municipal_service s where s.id = ${serviceId}`,
  );
  return { serviceName: named?.serviceName ?? serviceCode, sourceName: named?.sourceName ?? '' };
}
