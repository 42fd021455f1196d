import { isMinistry } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { found } from '../../kit/lookup.ts';
import { Notice } from '../../kit/notice.entity.ts';
import {
  columnsOf,
  inKyrgyz,
  load,
  loaderBy,
  loaderOfMany,
  type Order,
  orderBy,
  page,
  type Page,
  type PageArguments,
  rows,
  type Sql,
  sql,
} from '../../kit/sql.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { type DeadlineDay, dueAtOf } from '../monitoring-cycle/cycle.rules.ts';
import { getMonitoringCycle } from '../monitoring-cycle/monitoring-cycle.service.ts';
import { inRegion } from '../organizations/organization.service.ts';
import { Obligation } from '../submissions/obligation.entity.ts';
import { expectedThen } from '../submissions/submission-answer.service.ts';
import type { ObligationPart } from '../submissions/submission.rules.ts';
import { lateFrom } from '../submissions/submission.service.ts';
import {
  type FilingFacts,
  type ObligationOrder,
  type ObligationStatus,
  type ProgressGroup,
  type Timeliness,
  unfiledStatuses,
} from './obligation.rules.ts';

// ---- what an obligation is judged by ---------------------------------------------------------------------------------

/** An obligation with what its status and timeliness are derived from. */
export type ObligationRow = Obligation & FilingFacts & { deadline: DeadlineDay };

/**
 * Obligations `t` with their part `p`, object `m`, deadline `d`, and what the revisions that answer them say, `f`. For 16,000 obligations
 * of a country these are as many look-ups in an index, which is why only what is asked for is selected over it.
 */
export const standing = sql`obligation t
  join submission_part p on p.submission_id = t.submission_id and p.part = t.part
  join monitoring_object m on m.id = t.object_id
  join cycle_deadline d on d.cycle_id = t.cycle_id and d.kind = 'SUBMISSION'
  left join lateral (
    select min(a.submitted_at) as first_filed_at, min(a.accepted_at) as first_accepted_at,
      min(a.submitted_at) filter (where a.accepted_at is not null
        or (a.responses > 0 and a.responses < m.expected_responses and a.responses < ${expectedThen('t')}) is not true) as filed_in_full_at,
      (array_agg(a.accepted_at order by a.number desc))[1] as accepted_at, (array_agg(a.responses order by a.number desc))[1] as responses
    from submission_revision_obligation a where a.obligation_id = t.id) f on true`;

/** As `statusOf` has it. */
export const statusInSql = sql`(case when f.accepted_at is not null then 'ACCEPTED' when f.first_filed_at is null then 'DUE'
  when p.state in ('RETURNED', 'DRAFT') then 'RETURNED' when f.responses > 0 and f.responses < m.expected_responses then 'PARTIALLY_FILED' else 'FILED' end)`;

/** As `timelinessOf` has it. */
export function timelinessInSql({ now }: Pick<Ctx, 'now'>): Sql {
  return sql`(case when f.filed_in_full_at is not null then case when f.filed_in_full_at >= ${lateFrom} then 'LATE' else 'ON_TIME' end
    when least(${now}::timestamptz, t.ended_at) >= ${lateFrom} then 'OVERDUE' else 'NOT_YET_DUE' end)`;
}

function columns(ctx: Pick<Ctx, 'em'>): Sql {
  return sql`${columnsOf(ctx, Obligation, 't')}, p.state as part_state, m.expected_responses, f.first_filed_at, f.filed_in_full_at, f.accepted_at, f.responses,
    jsonb_build_object('dueOn', d.due_on, 'isInclusive', d.is_inclusive) as deadline`;
}

// ---- reading -------------------------------------------------------------------------------------------------------

/** The ministry sees every obligation, a PROVIDER its own, others none. */
function scope({ actor }: Ctx): Sql {
  return isMinistry(actor) ? sql`true` : sql`t.municipality_id = ${actor.municipalityId}`;
}

const obligationById = loaderBy<string, ObligationRow>(
  'obligations',
  (ctx, ids) => rows(ctx, sql`select ${columns(ctx)} from ${standing} where t.id = any(${[...ids]}::uuid[]) and ${scope(ctx)}`),
  ({ id }) => id,
);

/** R12: one obligation, ended or not. NOT_FOUND: absent, or not yours. */
export async function getObligation(ctx: Ctx, id: string, path?: readonly string[]): Promise<ObligationRow> {
  return found(await load(ctx, obligationById, id), path);
}

/** Obligations by their ids, in their order. */
export function obligationsByIds(ctx: Ctx, ids: readonly string[]): Promise<ObligationRow[]> {
  return Promise.all(ids.map((id) => getObligation(ctx, id)));
}

export interface ObligationFilter {
  cycleId?: string | null;
  municipalityId?: string | null;
  regionCode?: string | null;
  year?: number | null;
  parts?: readonly ObligationPart[] | null;
  statuses?: readonly ObligationStatus[] | null;
  timeliness?: readonly Timeliness[] | null;
  objectId?: string | null;
  isEnded?: boolean | null;
}

/** What is overdue, then what is not yet due, then what is filed; of each by the day that it is due, then by object and part. */
function overdueFirst(ctx: Ctx): Order {
  const rank = sql`(case ${timelinessInSql(ctx)} when 'OVERDUE' then 0 when 'NOT_YET_DUE' then 1 else 2 end)`;
  return {
    name: 'OVERDUE_FIRST',
    keys: [
      { by: rank, type: 'integer', direction: 'asc' },
      { by: lateFrom, type: 'timestamptz', direction: 'asc' },
      { by: sql`t.object_code`, type: 'text', direction: 'asc' },
      { by: sql`t.part`, type: 'text', direction: 'asc' },
    ],
  };
}

const orders: Readonly<Record<ObligationOrder, (ctx: Ctx) => Order>> = {
  OVERDUE_FIRST: overdueFirst,
  DUE_ASC: () => orderBy('DUE_ASC', lateFrom, 'timestamptz'),
  MUNICIPALITY_NAME_ASC: () =>
    orderBy('MUNICIPALITY_NAME_ASC', inKyrgyz(sql`(select g.name ->> 'ky' from municipality g where g.id = t.municipality_id)`), 'text'),
};

/** R12: obligations in scope, of all years unless one is asked for: those that go on, or those that have ended. Nothing overdue ever vanishes. */
export async function listObligations(
  ctx: Ctx,
  filter: ObligationFilter,
  order: ObligationOrder,
  paging: PageArguments,
): Promise<Page<ObligationRow>> {
  return page<ObligationRow>(ctx, {
    list: 'obligations',
    select: columns(ctx),
    from: standing,
    where: [sql`(t.ended_at is not null) = ${filter.isEnded ?? false}`, scope(ctx), ...(await conditions(ctx, filter))],
    order: orders[order](ctx),
    page: paging,
    filter,
  });
}

async function conditions(ctx: Ctx, filter: ObligationFilter): Promise<(Sql | false | undefined)[]> {
  const { cycleId, municipalityId, regionCode, year, parts, statuses, timeliness, objectId } = filter;
  const region = await inRegion(ctx, 'g', regionCode);
  return [
    cycleId != null && sql`t.cycle_id = ${cycleId}`,
    municipalityId != null && sql`t.municipality_id = ${municipalityId}`,
    region && sql`t.municipality_id in (select g.id from municipality g where ${region})`,
    year != null && sql`t.cycle_id = (select c.id from monitoring_cycle c where c.year = ${year})`,
    parts != null && sql`t.part = any(${[...parts]}::text[])`,
    statuses != null && sql`${statusInSql} = any(${[...statuses]}::text[])`,
    timeliness != null && sql`${timelinessInSql(ctx)} = any(${[...timeliness]}::text[])`,
    // An object of any revision of the List stands for its code.
    objectId != null &&
      sql`(t.cycle_id, t.object_code) in (select l.cycle_id, k.code from monitoring_object k join monitoring_list l on l.id = k.list_id where k.id = ${objectId})`,
  ];
}

const obligationsByPart = loaderOfMany<string, ObligationRow>(
  'obligationsOfPart',
  (ctx, keys) =>
    rows(
      ctx,
      sql`select ${columns(ctx)} from ${standing} where t.ended_at is null and ${scope(ctx)}
            and t.submission_id = any(${[...new Set(keys.map((key) => key.slice(0, 36)))]}::uuid[]) order by m.position, t.id`,
    ),
  ({ submissionId, part }) => `${submissionId}:${part}`,
);

/** The obligations that a part of a submission answers, or is to answer, in the order of the List. */
export async function obligationsOfPart(ctx: Ctx, submissionId: string, part: ObligationPart): Promise<ObligationRow[]> {
  return (await load(ctx, obligationsByPart, `${submissionId}:${part}`)) ?? [];
}

// ---- who has not filed ---------------------------------------------------------------------------------------------

/** A municipality that owes something, with what. */
export interface MissingFiling {
  id: string;
  obligationIds: string[];
  missingParts: ObligationPart[];
}

export interface MissingFilter {
  year: number;
  regionCode?: string | null;
  parts?: readonly ObligationPart[] | null;
}

/** R12: municipalities that have not filed all of a year, by name, each with what is missing. NOT_FOUND for a year without a cycle. */
export async function whoHasNotFiled(ctx: Ctx, filter: MissingFilter, paging: PageArguments): Promise<Page<MissingFiling>> {
  const { year, regionCode, parts } = filter;
  const { id: cycleId } = await getMonitoringCycle(ctx, year);
  const owed = sql`(select t.municipality_id, array_agg(t.id order by t.part, m.position, t.id) as obligation_ids, array_agg(distinct t.part order by t.part) as missing_parts
    from ${standing} where t.cycle_id = ${cycleId} and t.ended_at is null and ${statusInSql} = any(${[...unfiledStatuses]}::text[])
      and ${parts == null ? sql`true` : sql`t.part = any(${[...parts]}::text[])`} group by t.municipality_id)`;
  return page<MissingFiling>(ctx, {
    list: 'whoHasNotFiled',
    select: sql`g.id, o.obligation_ids, o.missing_parts`,
    from: sql`${owed} o join municipality g on g.id = o.municipality_id`,
    where: [await inRegion(ctx, 'g', regionCode)],
    order: orderBy('NAME_ASC', inKyrgyz(sql`g.name ->> 'ky'`), 'text'),
    id: sql`g.id`,
    page: paging,
    filter,
  });
}

const lastNoticeByMunicipality = loaderBy<string, Notice>(
  'lastNotice',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select distinct on (t.municipality_id) ${columnsOf(ctx, Notice, 't')} from notice t
          where t.municipality_id = any(${[...ids]}::uuid[]) and t.kind <> 'CONTACT_VERIFICATION' order by t.municipality_id, t.due_at desc, t.id desc`,
    ),
  ({ municipalityId }) => municipalityId ?? '',
);

/** The latest notice to a municipality, whatever it was about; null = none yet. */
export async function lastNoticeTo(ctx: Ctx, municipalityId: string): Promise<Notice | null> {
  return (await load(ctx, lastNoticeByMunicipality, municipalityId)) ?? null;
}

/** What a municipality has not filed of one part, for those who remind it. */
export interface OpenObligations {
  municipalityId: string;
  part: ObligationPart;
  objectIds: string[];
  objectNames: LocalizedText[];
  /** How many obligations are open, and how many of them were returned or filed in part. */
  missing: number;
  returned: number;
  partiallyFiled: number;
  dueAt: Date;
  /** Until when, inclusive, reminders of all of them are to stop; null = not of all. */
  deferredUntil: LocalDate | null;
}

/**
 * R12: all that is not fully filed of a cycle, by municipality and part, in one statement: what reminders are built on. A deferral counts
 * while it runs on the day of `asOf`, and only where it was granted for everything that is open of the part.
 */
export async function openObligations(ctx: Ctx, { cycleId, asOf }: { cycleId: string; asOf: Date }): Promise<OpenObligations[]> {
  const day = dayOf(asOf);
  const open = await rows<Omit<OpenObligations, 'dueAt'> & { deadline: DeadlineDay }>(
    ctx,
    sql`select t.municipality_id, t.part, array_agg(t.object_id order by m.position, t.id) as object_ids, jsonb_agg(m.name order by m.position, t.id) as object_names,
          count(*) as missing, count(*) filter (where ${statusInSql} = 'RETURNED') as returned,
          count(*) filter (where ${statusInSql} = 'PARTIALLY_FILED') as partially_filed,
          case when count(*) = count(g.granted_until) then min(g.granted_until) end as deferred_until,
          jsonb_build_object('dueOn', min(d.due_on), 'isInclusive', bool_and(d.is_inclusive)) as deadline
        from ${standing}
        left join lateral (select max(x.granted_until) as granted_until from obligation_deferral x
          where x.obligation_id = t.id and x.state = 'GRANTED' and x.granted_until >= ${day}::date) g on true
        where t.cycle_id = ${cycleId} and t.ended_at is null and ${statusInSql} = any(${[...unfiledStatuses]}::text[])
        group by t.municipality_id, t.part order by t.municipality_id, t.part`,
  );
  return open.map(({ deadline, ...row }) => ({ ...row, dueAt: dueAtOf(deadline) }));
}

/** Municipalities that have filed all that they owe of a cycle, and when the last of it was first filed in full. */
export function filedMunicipalities(ctx: Ctx, cycleId: string): Promise<{ municipalityId: string; filedAt: Date }[]> {
  return rows(
    ctx,
    sql`select t.municipality_id, max(f.filed_in_full_at) as filed_at from ${standing} where t.cycle_id = ${cycleId} and t.ended_at is null
        group by t.municipality_id having bool_and(${statusInSql} <> all(${[...unfiledStatuses]}::text[]))`,
  );
}

/** Municipalities of a region that have not filed everything. */
export interface UnfiledRegion {
  name: LocalizedText;
  municipalities: number;
  questionnaires: number;
  volumeReports: number;
}

/** R12: who has not filed, by region, in the Kyrgyz alphabet; deferred or not, since a deferral leaves lateness as it is. */
export function unfiledByRegion(ctx: Ctx, cycleId: string): Promise<UnfiledRegion[]> {
  return rows(
    ctx,
    sql`select r.name, count(distinct t.municipality_id)::int as municipalities,
          count(distinct t.municipality_id) filter (where t.part = 'QUESTIONNAIRES')::int as questionnaires,
          count(distinct t.municipality_id) filter (where t.part = 'VOLUME_REPORT')::int as volume_reports
        from ${standing} join municipality g on g.id = t.municipality_id join administrative_unit r on r.id = g.region_id
        where t.cycle_id = ${cycleId} and t.ended_at is null and ${statusInSql} = any(${[...unfiledStatuses]}::text[])
        group by r.id, r.name order by ${inKyrgyz(sql`r.name ->> 'ky'`)}`,
  );
}

// ---- progress ------------------------------------------------------------------------------------------------------

/** How far the filing of a cycle is, for the country or for one of its groups. */
export interface FilingProgress {
  regionId: string | null;
  part: ObligationPart | null;
  objectId: string | null;
  total: number;
  filed: number;
  accepted: number;
  partiallyFiled: number;
  overdue: number;
}

const groupKeys: Readonly<Record<ProgressGroup, { regionId: Sql; part: Sql; objectId: Sql }>> = {
  COUNTRY: { regionId: sql`null::uuid`, part: sql`null::text`, objectId: sql`null::uuid` },
  REGION: { regionId: sql`g.region_id`, part: sql`null::text`, objectId: sql`null::uuid` },
  PART: { regionId: sql`null::uuid`, part: sql`t.part`, objectId: sql`null::uuid` },
  OBJECT: { regionId: sql`null::uuid`, part: sql`null::text`, objectId: sql`t.object_id` },
};

/** R12: how many obligations of a cycle are filed, accepted and overdue, by group, in one statement. */
export function filingProgress(ctx: Ctx, cycleId: string, groupBy: ProgressGroup): Promise<FilingProgress[]> {
  const { regionId, part, objectId } = groupKeys[groupBy];
  return rows(
    ctx,
    sql`select s.region_id, s.part, s.object_id, count(*) as total, count(*) filter (where s.status in ('FILED', 'ACCEPTED')) as filed,
          count(*) filter (where s.status = 'ACCEPTED') as accepted, count(*) filter (where s.status = 'PARTIALLY_FILED') as partially_filed,
          count(*) filter (where s.timeliness = 'OVERDUE') as overdue
        from (select ${regionId} as region_id, ${part} as part, ${objectId} as object_id, m.position, ${statusInSql} as status, ${timelinessInSql(ctx)} as timeliness
              from ${standing} join municipality g on g.id = t.municipality_id where t.cycle_id = ${cycleId} and t.ended_at is null) s
        group by s.region_id, s.part, s.object_id
        order by (select u.name ->> 'ky' from administrative_unit u where u.id = s.region_id) collate "ky-x-icu", s.part, min(s.position)`,
  );
}
