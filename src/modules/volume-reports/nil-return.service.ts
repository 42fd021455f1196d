import { stampOf } from '../../access/actor.ts';
import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import type { Channel } from '../../kit/figure.rules.ts';
import { rows, run, sql } from '../../kit/sql.ts';
import type { ReportQuarter } from './volume-report.rules.ts';

/** Whose report of which cycle. */
export interface NilReport {
  municipalityId: string;
  cycleId: string;
  year: number;
}

interface EmptyLine {
  serviceId: string;
  quarter: ReportQuarter;
  channel: Channel;
}

/**
 * R12: a nil return: each of these lines that nobody has stated becomes a 0 that says it is one; what is stated stays. The report is
 * begun if it is not there. In the transaction of the handing in; who may, and that the months are over, the caller has checked.
 */
export async function writeNilReturn(ctx: Ctx, { municipalityId, cycleId, year }: NilReport, empty: readonly EmptyLine[]): Promise<void> {
  const stamp = JSON.stringify(stampOf(ctx.actor, ctx.actingAs));
  await run(
    ctx,
    sql`insert into volume_report (id, version, updated_at, updated_by, municipality_id, cycle_id, year, edits)
        values (${newId()}, 1, ${ctx.now}, ${stamp}::jsonb, ${municipalityId}, ${cycleId}, ${year}, 1) on conflict (municipality_id, cycle_id) do nothing`,
  );
  const lines = empty.map((line) => ({ id: newId(), ...line }));
  const written = await rows<{ id: string; reportId: string }>(
    ctx,
    sql`insert into volume_line (id, report_id, municipality_id, service_id, quarter, channel, delivered_state, delivered_value, delivered_source, delivered_at,
          delivered_by)
        select l.id, r.id, r.municipality_id, l."serviceId", l.quarter, l.channel, 'VALUE', 0, 'NIL_RETURN', ${ctx.now}::timestamptz, ${stamp}::jsonb
        from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l(id uuid, "serviceId" uuid, quarter text, channel text)
        join volume_report r on r.municipality_id = ${municipalityId} and r.cycle_id = ${cycleId}
        on conflict (report_id, service_id, quarter, channel) do update set delivered_state = 'VALUE', delivered_value = 0, delivered_source = 'NIL_RETURN',
          delivered_reference = null, delivered_at = excluded.delivered_at, delivered_by = excluded.delivered_by
          where volume_line.delivered_state = 'MISSING'
        returning id, report_id`,
  );
  await audit(ctx, { subjectType: 'VolumeReport', subjectId: written[0]?.reportId, municipalityId, after: { nilLines: written.length } });
}
