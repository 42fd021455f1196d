import { isMinistry } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { type Channel, channels } from '../../kit/figure.rules.ts';
import { columnsOf, load, loaderOfMany, orderBy, page, type Page, type PageArguments, rows, run, type Sql, sql } from '../../kit/sql.ts';
import { addMonths, type LocalDate, zone } from '../../shared/calendar.ts';
import { badInput } from '../../shared/errors.ts';
import { inRegion } from '../organizations/organization.service.ts';
import type { VolumeRecord } from './connector.ts';
import { type SourceAnswer, VolumeObservation } from './ingestion.entity.ts';
import type { KnownFacts, ObservationStatus, Verdict } from './observation.rules.ts';

// ---- reading -------------------------------------------------------------------------------------------------------

/** An observation with the provenance of the answer it came in. */
export type ObservationRow = VolumeObservation & Pick<SourceAnswer, 'xroadId' | 'requestHash' | 'bodySha256' | 'asOf'>;

export interface ObservationFilter {
  municipalityId?: string | null;
  regionCode?: string | null;
  serviceId?: string | null;
  periodFrom?: LocalDate | null;
  periodTo?: LocalDate | null;
  channels?: readonly Channel[] | null;
  statuses?: readonly ObservationStatus[] | null;
  sourceId?: string | null;
}

/** Observations in scope, the latest month first: all for the ministry, its own for a PROVIDER, none for others. */
export async function listObservations(ctx: Ctx, filter: ObservationFilter, paging: PageArguments): Promise<Page<ObservationRow>> {
  const region = await inRegion(ctx, 'm', filter.regionCode);
  return page<ObservationRow>(ctx, {
    list: 'volumeObservations',
    select: sql`${columnsOf(ctx, VolumeObservation, 't')}, a.xroad_id, a.request_hash, a.body_sha256, a.as_of`,
    from: sql`volume_observation t join source_answer a on a.id = t.answer_id`,
    where: [
      !isMinistry(ctx.actor) && sql`t.municipality_id = ${ctx.actor.municipalityId}`,
      filter.municipalityId != null && sql`t.municipality_id = ${filter.municipalityId}`,
      region && sql`t.municipality_id in (select m.id from municipality m where ${region})`,
      filter.serviceId != null && sql`t.service_id = ${filter.serviceId}`,
      filter.periodFrom != null && sql`t.period_from >= ${filter.periodFrom}::date`,
      filter.periodTo != null && sql`t.period_to <= ${filter.periodTo}::date`,
      filter.channels != null && sql`t.channel = any(${[...filter.channels]})`,
      filter.statuses != null && sql`t.status = any(${[...filter.statuses]})`,
      filter.sourceId != null && sql`t.source_id = ${filter.sourceId}`,
    ],
    order: orderBy('PERIOD_DESC', sql`t.period_from`, 'date', 'desc'),
    page: paging,
    filter,
  });
}

/** A current count of a month, with where it came from. */
interface CurrentCount {
  key: string;
  periodFrom: LocalDate;
  channel: Channel;
  delivered: number;
  recordedAt: Date;
  xroadId: string;
}

export interface MonthOfService {
  periodFrom: LocalDate;
  periodTo: LocalDate;
  channel: Channel;
  current: CurrentCount | undefined;
}

const mostMonths = 24;

/** The first days of the months that lie wholly within a period; BAD_USER_INPUT if it is none or over 24 months. */
function monthsWithin(periodFrom: LocalDate, periodTo: LocalDate): LocalDate[] {
  const first = periodFrom.endsWith('-01') ? periodFrom : addMonths(`${periodFrom.slice(0, 7)}-01`, 1);
  const months: LocalDate[] = [];
  for (let month = first; addMonths(month, 1) <= periodTo && months.length <= mostMonths; month = addMonths(month, 1)) months.push(month);
  if (periodFrom < periodTo && months.length <= mostMonths) return months;
  throw badInput(
    ['periodTo'],
    {
      ky: `Мезгил 1 айдан ${mostMonths} айга чейин.`,
      ru: `Период от 1 до ${mostMonths} месяцев.`,
      en: `A period is of 1 to ${mostMonths} months.`,
    },
    {
      ky: 'periodTo periodFrom күнүнөн кийин болсун.',
      ru: 'periodTo должен быть позже periodFrom.',
      en: 'Give a periodTo after periodFrom.',
    },
  );
}

/**
 * Current counts by municipality, service, channel and month. Of several sources for one month the one that answered last counts, never
 * their sum. `which` narrows `o`, a volume_observation.
 */
export function currentMonths(which: Sql): Sql {
  return sql`(
    select distinct on (o.municipality_id, o.service_id, o.channel, o.period_from) o.municipality_id, o.service_id, o.channel, o.period_from,
      o.delivered, o.stated, o.source_id, o.recorded_at, a.xroad_id
    from volume_observation o join source_answer a on a.id = o.answer_id
    where o.status = 'CURRENT' and ${which}
    order by o.municipality_id, o.service_id, o.channel, o.period_from, a.as_of desc, o.id desc)`;
}

/** The same with what was withdrawn and not stated again since, for those to whom a channel that is gone makes the rest no whole. */
export function monthsStanding(which: Sql): Sql {
  return sql`(
    select distinct on (o.municipality_id, o.service_id, o.channel, o.period_from) o.municipality_id, o.service_id, o.period_from, o.delivered,
      o.source_id, o.status = 'CURRENT' as is_current, o.status = 'CURRENT' and o.stated = 'FINAL' as is_final
    from volume_observation o join source_answer a on a.id = o.answer_id
    where o.status in ('CURRENT', 'WITHDRAWN') and ${which}
    order by o.municipality_id, o.service_id, o.channel, o.period_from, o.status = 'CURRENT' desc, a.as_of desc, o.id desc)`;
}

/** Keys are `municipality:service:from:to`. Of several sources for one month the one that answered last is shown, never their sum. */
const currentCounts = loaderOfMany<string, CurrentCount>(
  'currentCounts',
  (ctx, keys) =>
    rows(
      ctx,
      sql`select distinct on (k.key, o.period_from, o.channel) k.key, o.period_from, o.channel, o.delivered, o.recorded_at, a.xroad_id
          from (select key, string_to_array(key, ':') as parts from unnest(${[...keys]}::text[]) key) k
          join volume_observation o on o.municipality_id = k.parts[1]::uuid and o.service_id = k.parts[2]::uuid
            and o.period_from >= k.parts[3]::date and o.period_to <= k.parts[4]::date and o.status = 'CURRENT'
          join source_answer a on a.id = o.answer_id
          order by k.key, o.period_from, o.channel, a.as_of desc, o.id desc`,
    ),
  (row) => row.key,
);

/** Every month of a period and channel for a service of a municipality, also those that nobody has stated. */
export async function monthsOfService(
  ctx: Ctx,
  of: { municipalityId: string; serviceId: string },
  periodFrom: LocalDate,
  periodTo: LocalDate,
): Promise<MonthOfService[]> {
  const months = monthsWithin(periodFrom, periodTo);
  const counts = (await load(ctx, currentCounts, [of.municipalityId, of.serviceId, periodFrom, periodTo].join(':'))) ?? [];
  return months.flatMap((month) =>
    channels.map((channel) => ({
      periodFrom: month,
      periodTo: addMonths(month, 1),
      channel,
      current: counts.find((count) => count.periodFrom === month && count.channel === channel),
    })),
  );
}

// ---- judging and storing -------------------------------------------------------------------------------------------

/** A row of an answer with all that decides about it. */
export type RowToJudge = Omit<VolumeRecord, 'recordedAt' | 'correctionReason'> &
  KnownFacts & { answerId: string; recordedAt: Date; correctionReason: string | null };

/** Rows with what the hub knows about their keys, by SOATE, service and channel. `staged` selects the columns of a staged volume and `as_of`. */
export function rowsToJudge(ctx: Ctx, sourceId: string, staged: Sql): Promise<RowToJudge[]> {
  return rows(
    ctx,
    sql`select s.answer_id, s.soate, s.service_code, s.period_from, s.period_to, s.channel, s.delivered, s.status, s.revision,
          s.recorded_at, s.correction_reason, (s.as_of at time zone ${zone})::date as as_of_day,
          m.ids as municipality_ids, v.id as service_id, h.history, p.delivered as previous_delivered,
          (x.is_for_all or exists (select 1 from volume_source_municipality y where y.source_id = ${sourceId} and y.municipality_id = m.ids[1])) as is_of_source
        from (${staged}) s
        cross join (select not exists (select 1 from volume_source_municipality where source_id = ${sourceId}) as is_for_all) x
        cross join lateral (select coalesce(array_agg(m.id), '{}') as ids from municipality m where m.soate = s.soate
          and (m.valid_from is null or m.valid_from < s.period_to) and (m.valid_to is null or m.valid_to > s.period_from)) m
        left join municipal_service v on v.code = s.service_code and (v.municipality_id is null or v.municipality_id = m.ids[1])
        cross join lateral (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'revision', o.revision, 'delivered', o.delivered,
            'stated', o.stated, 'status', o.status, 'isAbsent', o.absent_since_run_id is not null,
            'asOfDay', (a.as_of at time zone ${zone})::date)), '[]') as history
          from volume_observation o join source_answer a on a.id = o.answer_id
          where o.source_id = ${sourceId} and o.municipality_id = m.ids[1] and o.service_id = v.id
            and o.period_from = s.period_from and o.channel = s.channel) h
        left join lateral (select o.delivered from volume_observation o
          where o.municipality_id = m.ids[1] and o.service_id = v.id and o.period_from = (s.period_from - interval '1 month')::date
            and o.status = 'CURRENT' and o.source_id = ${sourceId} and o.channel = s.channel limit 1) p on true
        order by s.soate, s.service_code, s.channel`,
  );
}

export interface JudgedRow {
  row: RowToJudge;
  verdict: Verdict;
}

/** Stores what the verdicts say of a run's rows, set by set: what is superseded first, so that one head per key stands at any time. */
export async function applyVerdicts(
  ctx: Ctx,
  { sourceId, runId }: { sourceId: string; runId: string },
  judged: readonly JudgedRow[],
): Promise<void> {
  const superseded = judged.flatMap(({ verdict }) => (verdict.kind === 'STORE' && verdict.supersedes ? [verdict.supersedes] : []));
  if (superseded.length > 0) await run(ctx, sql`update volume_observation set status = 'SUPERSEDED' where id = any(${superseded}::uuid[])`);
  const restored = judged.flatMap(({ verdict }) => (verdict.kind === 'RESTORE' ? [verdict.observationId] : []));
  if (restored.length > 0)
    await run(ctx, sql`update volume_observation set status = 'CURRENT', absent_since_run_id = null where id = any(${restored}::uuid[])`);
  const stored = judged.flatMap(({ row, verdict }) => (verdict.kind === 'STORE' ? [columnsToStore(row, verdict.status)] : []));
  if (stored.length === 0) return;
  await run(
    ctx,
    sql`insert into volume_observation (id, source_id, run_id, answer_id, municipality_id, service_id, period_from, period_to, channel, delivered, stated, revision,
          status, recorded_at, correction_reason)
        select id, ${sourceId}::uuid, ${runId}::uuid, "answerId", "municipalityId", "serviceId", "periodFrom", "periodTo", channel, delivered, stated, revision, status, "recordedAt", "correctionReason"
        from jsonb_to_recordset(${JSON.stringify(stored)}::jsonb) as r(id uuid, "answerId" uuid, "municipalityId" uuid, "serviceId" uuid, "periodFrom" date,
          "periodTo" date, channel text, delivered bigint, stated text, revision int, status text, "recordedAt" timestamptz, "correctionReason" text)`,
  );
}

function columnsToStore(row: RowToJudge, status: ObservationStatus) {
  const { answerId, municipalityIds, serviceId, periodFrom, periodTo, channel, delivered, revision, recordedAt, correctionReason } = row;
  return {
    id: newId(),
    answerId,
    municipalityId: municipalityIds[0],
    serviceId,
    periodFrom,
    periodTo,
    channel,
    delivered,
    stated: row.status,
    revision,
    status,
    recordedAt,
    correctionReason,
  };
}

/**
 * Withdraws what stands for a closed month of the period and is not in the run's complete snapshot; quarantined rows are in it.
 * Returns how many. A subquery and not a join: of rows this young the planner has no statistics, and its join would read the
 * month for each of them.
 */
export function withdrawAbsent(
  ctx: Ctx,
  { sourceId, runId }: { sourceId: string; runId: string },
  period: { periodFrom: LocalDate; periodTo: LocalDate; asOfDay: LocalDate },
): Promise<number> {
  return run(
    ctx,
    sql`update volume_observation o set status = 'WITHDRAWN', absent_since_run_id = ${runId}
        from municipality m, municipal_service v
        where o.source_id = ${sourceId} and o.status = 'CURRENT' and m.id = o.municipality_id and v.id = o.service_id
          and o.period_from >= ${period.periodFrom}::date and o.period_to <= least(${period.periodTo}::date, ${period.asOfDay}::date)
          and (select s.id from staged_volume s where s.run_id = ${runId} and s.period_from = o.period_from
            and s.soate = m.soate and s.service_code = v.code and s.channel = o.channel) is null`,
  );
}
