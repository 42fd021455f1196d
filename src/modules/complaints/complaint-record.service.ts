import { type ActorStamp, isMinistry, isOwn, stampOf } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { type Quarter, quarters } from '../../kit/figure.rules.ts';
import { inKyrgyz, load, loaderBy, page, type Page, type PageArguments, rows, type Sql, sql } from '../../kit/sql.ts';
import { assertAllowed, availableActions, historyOf, recordTransition } from '../../kit/workflow.ts';
import type { WorkflowTransition } from '../../kit/transition.entity.ts';
import { awaitTurn } from '../../kit/turn.ts';
import { dayOf } from '../../shared/calendar.ts';
import { notFound } from '../../shared/errors.ts';
import { type Complaint, ComplaintNilReturn } from './complaint.entity.ts';
import {
  hasEnded,
  nilReturnRefusal,
  quarterOf,
  quarterPeriod,
  type RecordFacts,
  voidReason,
  type YearQuarter,
  yearViolation,
} from './complaint-record.rules.ts';

export interface RecordKey extends YearQuarter {
  municipalityId: string;
}

/** What a municipality has on record of a quarter: what is registered, and its nil return if it made one. */
export interface ComplaintRecord extends RecordKey, RecordFacts {
  justified: number;
  unexamined: number;
  /** The last registration; null = none. */
  registeredAt: Date | null;
  registeredBy: ActorStamp | null;
  /** The last examination; null = none. */
  examinedAt: Date | null;
  examinedBy: ActorStamp | null;
  /** The nil return, voided or not; null = none was made. */
  nilReturnId: string | null;
  confirmedAt: Date | null;
  confirmedBy: ActorStamp | null;
}

// ---- reading -------------------------------------------------------------------------------------------------------

/** Rows of the ministry's to see: all; of a PROVIDER's: those of its municipality; of anybody else's: none. */
export function complaintScope({ actor }: Ctx, municipalityId: Sql): Sql | false {
  return !isMinistry(actor) && sql`${municipalityId} = ${actor.municipalityId}`;
}

/** Municipalities that were there on some day of a period. */
function isThere(municipality: string, period: string): Sql {
  const [validFrom, validTo] = [sql.ref(`${municipality}.valid_from`), sql.ref(`${municipality}.valid_to`)];
  const [periodFrom, periodTo] = [sql.ref(`${period}.periodFrom`), sql.ref(`${period}.periodTo`)];
  return sql`((${validFrom} is null or ${validFrom} < ${periodTo}) and (${validTo} is null or ${validTo} > ${periodFrom}))`;
}

/** The text that stands for a record's key, which has no id of its own. */
export function recordKeyText({ municipalityId, year, quarter }: RecordKey): string {
  return `${municipalityId}:${year}:${quarter}`;
}

function recordKeyOf(text: string): RecordKey {
  const [municipalityId = '', year, quarter] = text.split(':');
  return { municipalityId, year: Number(year), quarter: quarter as Quarter };
}

const recordByKey = loaderBy<string, ComplaintRecord>(
  'complaintRecords',
  async (ctx, texts) => {
    const keys = texts.map(recordKeyOf).map((key) => ({ ...key, ...quarterPeriod(key) }));
    const found = await rows<Omit<ComplaintRecord, 'isOver'>>(
      ctx,
      sql`select k."municipalityId" as municipality_id, k.year, k.quarter, c.*, n.id as nil_return_id, n.confirmed_at, n.confirmed_by,
            n.id is not null and n.voided_by_id is null as is_confirmed_nil, ${isThere('m', 'k')} as was_there
          from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k("municipalityId" uuid, year int, quarter text, "periodFrom" date, "periodTo" date)
          join municipality m on m.id = k."municipalityId"
          cross join lateral (
            select count(*) as received, count(*) filter (where finding = 'JUSTIFIED') as justified, count(*) filter (where state = 'RECEIVED') as unexamined,
              max(registered_at) as registered_at, (array_agg(registered_by order by registered_at desc, id desc))[1] as registered_by,
              max(examined_at) as examined_at, (array_agg(examined_by order by examined_at desc nulls last, id desc))[1] as examined_by
            from complaint where municipality_id = k."municipalityId" and received_on >= k."periodFrom" and received_on < k."periodTo"
          ) c
          left join complaint_nil_return n on n.municipality_id = k."municipalityId" and n.year = k.year and n.quarter = k.quarter`,
    );
    return found.map((record) => ({ ...record, isOver: hasEnded(record, ctx.now) }));
  },
  recordKeyText,
);

/** The record of a municipality's quarter. Scope is the caller's. */
export async function complaintRecordOf(ctx: Ctx, key: string): Promise<ComplaintRecord> {
  const record = await load(ctx, recordByKey, key);
  if (!record) throw new Error(`No record can be made of ${key}`);
  return record;
}

/**
 * R-II.8: the records of a year in scope, by municipality and quarter: of quarters that have begun and municipalities that were there in
 * them, also where nobody said anything; and whatever was filed, with the body that it was filed with.
 */
export function listComplaintRecords(
  ctx: Ctx,
  { year, municipalityId }: { year: number; municipalityId?: string | null },
  paging: PageArguments,
): Promise<Page<ComplaintRecord>> {
  assertAllowed(yearViolation(year, ['year']));
  const today = dayOf(ctx.now);
  const begun = quarters
    .map((quarter) => ({ quarter, ...quarterPeriod({ year, quarter }) }))
    .filter(({ periodFrom }) => periodFrom <= today);
  return page<ComplaintRecord>(ctx, {
    list: 'complaintRecords',
    select: sql`t.id as municipality_id, ${year}::int as year, q.quarter`,
    from: sql`municipality t
      cross join jsonb_to_recordset(${JSON.stringify(begun)}::jsonb) as q(quarter text, "periodFrom" date, "periodTo" date)`,
    where: [
      complaintScope(ctx, sql`t.id`),
      municipalityId != null && sql`t.id = ${municipalityId}`,
      sql`${isThere('t', 'q')}
        or exists (select 1 from complaint c where c.municipality_id = t.id and c.received_on >= q."periodFrom" and c.received_on < q."periodTo")
        or exists (select 1 from complaint_nil_return n where n.municipality_id = t.id and n.year = ${year} and n.quarter = q.quarter)`,
    ],
    order: {
      name: 'MUNICIPALITY_NAME_ASC',
      keys: [
        { by: inKyrgyz(sql`t.name ->> 'ky'`), type: 'text', direction: 'asc' },
        { by: sql`t.id`, type: 'uuid', direction: 'asc' },
      ],
    },
    id: sql`q.quarter`,
    idType: 'text',
    page: paging,
    filter: { year, municipalityId },
    map: (keys) => Promise.all(keys.map((key) => complaintRecordOf(ctx, recordKeyText(key)))),
  });
}

/** What this caller may do with a record now. */
export function actionsOfRecord(ctx: Ctx, record: ComplaintRecord) {
  const act = { mutation: 'confirmNoComplaints', refusal: nilReturnRefusal };
  return availableActions(ctx, [act], record, isOwn(ctx.actor, record.municipalityId));
}

/** The steps of a record's nil return, oldest first; none = nobody made one. */
export async function historyOfRecord(ctx: Ctx, { nilReturnId }: ComplaintRecord): Promise<WorkflowTransition[]> {
  return nilReturnId === null ? [] : historyOf(ctx, 'ComplaintNilReturn', nilReturnId);
}

// ---- writing -------------------------------------------------------------------------------------------------------

/** R-II.8: a municipality's word that a quarter had no complaints: a nil return, which makes its figures zeros. */
export async function confirmNoComplaints(ctx: Ctx, { municipalityId, year, quarter }: RecordKey): Promise<ComplaintNilReturn> {
  if (!isOwn(ctx.actor, municipalityId)) throw notFound(['input', 'municipalityId']);
  assertAllowed(yearViolation(year, ['input', 'year']));
  const key = { municipalityId, year, quarter };
  await lockQuarter(ctx, key);
  assertAllowed(nilReturnRefusal(await complaintRecordOf(ctx, recordKeyText(key))));
  const nilReturn = ctx.em.create(ComplaintNilReturn, { ...key, confirmedAt: ctx.now, confirmedBy: stampOf(ctx.actor, ctx.actingAs) });
  recordTransition(ctx, { type: 'ComplaintNilReturn', id: nilReturn.id }, { from: null, to: 'CONFIRMED' });
  return nilReturn;
}

/** Ours: a complaint makes the nil return of its quarter untrue, which stays in the history with the reason. */
export async function voidNilReturn(ctx: Ctx, complaint: Complaint): Promise<void> {
  const key = { municipalityId: complaint.municipalityId, ...quarterOf(complaint.receivedOn) };
  await lockQuarter(ctx, key);
  const nilReturn = await ctx.em.findOne(ComplaintNilReturn, { ...key, voidedById: null });
  if (!nilReturn) return;
  nilReturn.voidedById = complaint.id;
  const reason = voidReason(complaint.receivedOn);
  recordTransition(ctx, { type: 'ComplaintNilReturn', id: nilReturn.id }, { from: 'CONFIRMED', to: 'VOIDED', reason });
}

/** One at a time: otherwise a complaint and a nil return could each be entered without seeing the other. */
async function lockQuarter(ctx: Ctx, key: RecordKey): Promise<void> {
  await awaitTurn(ctx, `complaint-record:${recordKeyText(key)}`);
}
