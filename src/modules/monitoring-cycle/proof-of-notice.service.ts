import { type ActorStamp, hasRole, isMinistry, stampOf } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { Notice } from '../../kit/notice.entity.ts';
import type { NoticeState } from '../../kit/notice.rules.ts';
import { streamRows } from '../../kit/row-stream.ts';
import {
  columnsOf,
  firstRow,
  inKyrgyz,
  load,
  loaderOfMany,
  orderBy,
  page,
  type Page,
  type PageArguments,
  rows,
  type Sql,
  sql,
} from '../../kit/sql.ts';
import { assertAllowed, recordTransition } from '../../kit/workflow.ts';
import { blankRefusal } from '../../kit/written-text.rules.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import { notFound, type Violation } from '../../shared/errors.ts';
import { type PlacedRow, placeJoin, placeSelect } from '../organizations/municipality-column.service.ts';
import { inRegion } from '../organizations/organization.service.ts';
import { ListAcknowledgement, type MonitoringList, NoticeGiven } from './monitoring-list.entity.ts';
import { noticeGivenRefusal, type NoticeProblem, unprovenWarning } from './list-notice.rules.ts';
import { isToBeTold } from './lapsed-municipality.service.ts';
import { assertOpenTo, getMonitoringList } from './monitoring-list.service.ts';

/** Whether one municipality has been told of one revision of the List. */
export interface ProofOfNotice {
  listId: string;
  municipalityId: string;
  acknowledgedAt: Date | null;
  acknowledgedBy: ActorStamp | null;
  givenMeans: string | null;
  givenOn: LocalDate | null;
  givenReference: string | null;
  givenRecordedBy: ActorStamp | null;
  isProven: boolean;
  problemCode: NoticeProblem | null;
}

/** Told: the relay took a mail, or notice was given otherwise, or the municipality itself says so. */
const isProven = sql`(a.id is not null or g.id is not null or coalesce(n.is_sent, false))`;

const hasAddress = sql`(t.official_email is not null or exists (select 1 from contact c where c.municipality_id = t.id and c.state = 'VERIFIED'))`;

const problemCode = sql`(case when ${isProven} then null
  when n.notices > 0 then case when n.is_under_way then null else 'NOT_DELIVERED' end
  when not ${hasAddress} then 'NO_ADDRESS'
  when l.state = 'NOTIFIED' then 'NOT_MAILED' end)`;

/** One row per municipality on a List, with what proves notice: municipality `t`, acknowledgement `a`, letter `g`, mails `n`. */
function proofsOf(listId: string): Sql {
  return sql`monitoring_list l
    join (select distinct o.list_id, om.municipality_id from monitoring_object o join monitoring_object_municipality om on om.object_id = o.id
      where o.list_id = ${listId}) p on p.list_id = l.id
    join municipality t on t.id = p.municipality_id and ${isToBeTold}
    left join list_acknowledgement a on a.list_id = l.id and a.municipality_id = t.id
    left join lateral (select x.* from notice_given x where x.list_id = l.id and x.municipality_id = t.id
      order by x.recorded_at desc, x.id desc limit 1) g on true
    left join lateral (select count(*) as notices, bool_or(x.state in ('SENT', 'ACKNOWLEDGED')) as is_sent, bool_or(x.state in ('QUEUED', 'DEFERRED')) as is_under_way
      from notice x where x.subject_id = l.id and x.kind = 'LIST_NOTIFIED' and x.municipality_id = t.id) n on true`;
}

const proofColumns = sql`l.id as list_id, t.id as municipality_id, a.acknowledged_at, a.acknowledged_by, g.means as given_means, g.given_on,
  g.reference as given_reference, g.recorded_by as given_recorded_by, ${isProven} as is_proven, ${problemCode} as problem_code`;

/** The ministry sees every municipality's proof, a PROVIDER its own, others none. */
function proofsFor({ actor }: Ctx): Sql | false {
  if (isMinistry(actor)) return false;
  return hasRole(actor, 'PROVIDER') ? sql`t.id = ${actor.municipalityId}::uuid` : sql`false`;
}

export interface ProofFilter {
  states?: readonly NoticeState[] | null;
  isAcknowledged?: boolean | null;
  hasProblem?: boolean | null;
  regionCode?: string | null;
}

/** R9: proof of notice, municipality by municipality, in the Kyrgyz alphabet. */
export async function proofOfNotice(ctx: Ctx, listId: string, filter: ProofFilter, paging: PageArguments): Promise<Page<ProofOfNotice>> {
  const { states, isAcknowledged, hasProblem, regionCode } = filter;
  return page<ProofOfNotice>(ctx, {
    list: 'proofOfNotice',
    select: proofColumns,
    from: proofsOf(listId),
    where: [
      proofsFor(ctx),
      states != null &&
        sql`exists (select 1 from notice x where x.subject_id = l.id and x.kind = 'LIST_NOTIFIED' and x.municipality_id = t.id and x.state = any(${[...states]}))`,
      isAcknowledged != null && sql`(a.id is not null) = ${isAcknowledged}`,
      hasProblem != null && sql`(${problemCode} is not null) = ${hasProblem}`,
      await inRegion(ctx, 't', regionCode),
    ],
    order: orderBy('MUNICIPALITY_NAME_ASC', inKyrgyz(sql`t.name ->> 'ky'`), 'text'),
    page: paging,
    filter: { listId, ...filter },
  });
}

/** One municipality's proof. NOT_FOUND when it is not on the List. */
export async function getProofOfNotice(ctx: Ctx, { listId, municipalityId }: ProofKey): Promise<ProofOfNotice> {
  const proof = await firstRow<ProofOfNotice>(
    ctx,
    sql`select ${proofColumns} from ${proofsOf(listId)} where t.id = ${municipalityId}::uuid`,
  );
  if (!proof) throw notFound(['input', 'municipalityId']);
  return proof;
}

export interface ProofKey {
  listId: string;
  municipalityId: string;
}

/** R9: how many municipalities on a List have not provably been told of it. A total, the same for every reader. */
export async function countUnproven(ctx: Ctx, listId: string): Promise<number> {
  const counted = await firstRow<{ n: number }>(ctx, sql`select count(*) as n from ${proofsOf(listId)} where not ${isProven}`);
  return counted?.n ?? 0;
}

/** R9: what the ministry is warned of once a List was notified: that it is not proven of some that they were told. */
export async function noticeWarningsOf(ctx: Ctx, { id, state }: MonitoringList): Promise<Violation[]> {
  if (state !== 'NOTIFIED' || !isMinistry(ctx.actor)) return [];
  const warning = unprovenWarning(await countUnproven(ctx, id));
  return warning ? [warning] : [];
}

const noticesByProof = loaderOfMany<string, Notice>(
  'listNotices',
  (ctx, keys) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, Notice, 't')} from notice t where t.kind = 'LIST_NOTIFIED' and (t.subject_id, t.municipality_id) in
            (select split_part(k, ':', 1)::uuid, split_part(k, ':', 2)::uuid from unnest(${[...keys]}::text[]) k)
          order by t.due_at, t.id`,
    ),
  (row) => `${row.subjectId}:${row.municipalityId}`,
);

/** The mails to one municipality about one List, oldest first. */
export async function noticesOf(ctx: Ctx, { listId, municipalityId }: ProofKey): Promise<Notice[]> {
  return (await load(ctx, noticesByProof, `${listId}:${municipalityId}`)) ?? [];
}

/** A municipality's proof with its place and every mail that it was sent, as evidence outside the hub. */
export interface ProofRow extends ProofOfNotice, PlacedRow {
  /** Oldest first. */
  mails: readonly SentMail[];
}

export interface SentMail {
  recipient: string;
  state: NoticeState;
  sentAt: string | null;
  messageId: string;
  /** What the relay answered last; null = it was not tried. */
  smtpAnswer: string | null;
}

/** R9: the proof of a List, municipality by municipality, in the caller's scope, to be written down. In an open transaction only. */
export function streamProofs(ctx: Ctx, listId: string, municipalityId: string | null): AsyncGenerator<ProofRow, void> {
  const scope = proofsFor(ctx) || sql`true`;
  return streamRows<ProofRow>(
    ctx,
    sql`select ${proofColumns}, ${placeSelect}, coalesce(x.mails, '[]') as mails
        from ${proofsOf(listId)} ${placeJoin(sql`t.id`)}
        left join lateral (select jsonb_agg(jsonb_build_object('recipient', x.recipient, 'state', x.state, 'sentAt', x.sent_at, 'messageId', x.message_id,
            'smtpAnswer', (select d.smtp_answer from delivery_attempt d where d.notice_id = x.id order by d.at desc, d.id desc limit 1)) order by x.due_at, x.id) as mails
          from notice x where x.subject_id = l.id and x.kind = 'LIST_NOTIFIED' and x.municipality_id = t.id) x on true
        where ${scope} and (${municipalityId}::uuid is null or t.id = ${municipalityId}::uuid)
        order by re.code, ${inKyrgyz(sql`t.name ->> 'ky'`)}, t.id`,
  );
}

// ---- giving proof --------------------------------------------------------------------------------------------------

export interface GivenNotice extends ProofKey {
  means: string;
  on: LocalDate;
  reference: string;
}

/** R9: records that notice was given by letter or in person, with its evidence. A later record stands before an earlier one; none is lost. */
export async function recordNoticeGiven(ctx: Ctx, { listId, municipalityId, means, on, reference }: GivenNotice): Promise<ProofKey> {
  const list = await getMonitoringList(ctx, listId, ['input', 'listId']);
  await assertOpenTo(ctx, 'recordNoticeGiven', list);
  await getProofOfNotice(ctx, { listId, municipalityId });
  assertAllowed(blankRefusal('means', means) ?? blankRefusal('reference', reference));
  assertAllowed(noticeGivenRefusal(on, approvalDayOf(list), dayOf(ctx.now)));
  ctx.em.create(NoticeGiven, {
    listId,
    municipalityId,
    means,
    givenOn: on,
    reference,
    recordedAt: ctx.now,
    recordedBy: stampOf(ctx.actor, ctx.actingAs),
  });
  return { listId, municipalityId };
}

function approvalDayOf({ id, approvedAt }: MonitoringList): LocalDate {
  if (!approvedAt) throw new Error(`List ${id} is open to notice and was never approved`);
  return dayOf(approvedAt);
}

/** R9: the caller's municipality says that the List has reached it; its mails become ACKNOWLEDGED. */
export async function acknowledgeMonitoringList(ctx: Ctx, listId: string): Promise<ProofKey> {
  const list = await getMonitoringList(ctx, listId, ['input', 'listId']);
  await assertOpenTo(ctx, 'acknowledgeMonitoringList', list);
  const { municipalityId } = ctx.actor;
  if (municipalityId === null) throw notFound(['input', 'listId']);
  ctx.em.create(ListAcknowledgement, { listId, municipalityId, acknowledgedAt: ctx.now, acknowledgedBy: stampOf(ctx.actor, ctx.actingAs) });
  // What was not delivered keeps its own story: the acknowledgement proves notice without it.
  for (const notice of await ctx.em.find(Notice, { subjectId: listId, kind: 'LIST_NOTIFIED', municipalityId, state: 'SENT' })) {
    recordTransition(ctx, { type: 'Notice', id: notice.id }, { from: notice.state, to: 'ACKNOWLEDGED' });
    Object.assign(notice, { state: 'ACKNOWLEDGED', acknowledgedAt: ctx.now });
  }
  return { listId, municipalityId };
}
