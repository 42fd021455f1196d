import { isMinistry, stampOf } from '../../access/actor.ts';
import { isAmong } from '../../access/separation.rules.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { announce, happening } from '../../kit/happening.ts';
import { found, inForceDay, inForceOn } from '../../kit/lookup.ts';
import { columnsOf, firstRow, load, loaderOfMany, rows, type Sql, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import type { WorkflowTransition } from '../../kit/transition.entity.ts';
import { assertAllowed, assertNone, availableActions, historyOf, recordTransition } from '../../kit/workflow.ts';
import { blankRefusal } from '../../kit/written-text.rules.ts';
import { badInput, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { writtenText } from '../../shared/plain-text.ts';
import type { CycleYears } from './cycle.rules.ts';
import { isToBeTold, staysOn } from './lapsed-municipality.service.ts';
import { countUntold, tellMunicipalities } from './list-notice.service.ts';
import { MonitoringCycle } from './monitoring-cycle.entity.ts';
import { deadlineOf, openCycle } from './monitoring-cycle.service.ts';
import { MonitoringList } from './monitoring-list.entity.ts';
import { type ObjectFacts, unconfirmedWarning } from './list-content.rules.ts';
import {
  type ListFacts,
  monitoringListActs,
  type MonitoringListAct,
  nextState,
  publishedStates,
  refusalsOf,
} from './monitoring-list.rules.ts';
import { addObjects, copyObjects, type NewObject, removeObjects } from './monitoring-object.service.ts';

const type = 'MonitoringList';

// ---- reading -------------------------------------------------------------------------------------------------------

/** The ministry sees every revision, everyone else those that were approved: a draft is invisible. */
function visibleTo({ actor }: Ctx): Sql {
  return isMinistry(actor) ? sql`true` : sql`t.state = any(${[...publishedStates]})`;
}

/** A revision of a List that the caller may see. NOT_FOUND. */
export async function getMonitoringList(ctx: Ctx, id: string, path?: readonly string[]): Promise<MonitoringList> {
  const list = await firstRow<MonitoringList>(
    ctx,
    sql`select ${columnsOf(ctx, MonitoringList, 't')} from monitoring_list t where t.id = ${id} and ${visibleTo(ctx)}`,
  );
  return found(list, path);
}

const listsByCycle = loaderOfMany<string, MonitoringList>(
  'lists',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, MonitoringList, 't')} from monitoring_list t
          where t.cycle_id = any(${[...ids]}::uuid[]) and ${visibleTo(ctx)} order by t.amendment`,
    ),
  (row) => row.cycleId,
);

/** The revisions of a cycle's List that the caller may see, in their order. */
export async function listsOfCycle(ctx: Ctx, cycleId: string): Promise<MonitoringList[]> {
  return (await load(ctx, listsByCycle, cycleId)) ?? [];
}

/** The latest revision that the caller may see; null = none yet. */
export async function latestList(ctx: Ctx, cycleId: string): Promise<MonitoringList | null> {
  return (await listsOfCycle(ctx, cycleId)).at(-1) ?? null;
}

/** The steps of a revision. Those of its drafting, with the head's remarks, are the ministry's own. */
export async function historyOfList(ctx: Ctx, list: MonitoringList): Promise<WorkflowTransition[]> {
  const steps = await historyOf(ctx, type, list.id);
  return isMinistry(ctx.actor) ? steps : steps.filter(({ toState }) => publishedStates.some((state) => state === toState));
}

const namedInWarning = 5;

/** Ours: what to look at before the List is approved, though nothing refuses it. */
export async function warningsOf(ctx: Ctx, listId: string): Promise<Violation[]> {
  const unconfirmed = await rows<{ name: LocalizedText; soate: string; municipalities: number }>(
    ctx,
    sql`select t.name, t.soate, count(*) over () as municipalities from municipality t
        where not t.is_confirmed and t.id in (select om.municipality_id from monitoring_object o join monitoring_object_municipality om on om.object_id = o.id
          where o.list_id = ${listId}) order by t.name ->> 'ky', t.soate, t.id limit ${namedInWarning}`,
  );
  const warning = unconfirmedWarning({ municipalities: unconfirmed[0]?.municipalities ?? 0, named: unconfirmed });
  return warning ? [warning] : [];
}

// ---- what may be done ----------------------------------------------------------------------------------------------

type Standing = Pick<ListFacts, 'hasLaterDraft' | 'isSuperseded' | 'isCallerOnList' | 'hasCallerAcknowledged'>;

async function factsOf(ctx: Ctx, list: MonitoringList): Promise<ListFacts> {
  const isStaff = isMinistry(ctx.actor);
  return {
    ...(await standingOf(ctx, list)),
    state: list.state,
    isPreparer: isAmong(ctx.actor, list.preparerKeys),
    objects: isStaff ? await objectFactsOf(ctx, list.id) : [],
    // What is approved is frozen: nobody needs to know of it.
    isUnchanged: isStaff && list.amendment > 0 && !publishedStates.includes(list.state) && (await isUnchanged(ctx, list)),
    untold: isStaff && list.state === 'NOTIFIED' ? await countUntold(ctx, list) : 0,
  };
}

async function standingOf(ctx: Ctx, { id, cycleId, amendment }: MonitoringList): Promise<Standing> {
  const { municipalityId } = ctx.actor;
  const later = sql`select 1 from monitoring_list l where l.cycle_id = ${cycleId} and l.amendment > ${amendment}`;
  const standing = await firstRow<Standing>(
    ctx,
    sql`select exists (${later} and l.state = any(${[...publishedStates]})) as is_superseded,
          exists (${later} and l.state <> all(${[...publishedStates]})) as has_later_draft,
          exists (select 1 from monitoring_list l join monitoring_object o on o.list_id = l.id join monitoring_object_municipality om on om.object_id = o.id
            join municipality t on t.id = om.municipality_id
            where l.id = ${id} and t.id = ${municipalityId}::uuid and ${isToBeTold}) as is_caller_on_list,
          exists (select 1 from list_acknowledgement a where a.list_id = ${id} and a.municipality_id = ${municipalityId}::uuid) as has_caller_acknowledged`,
  );
  if (!standing) throw new Error('A select without a table answers one row');
  return standing;
}

function objectFactsOf(ctx: Ctx, listId: string): Promise<ObjectFacts[]> {
  const today = inForceDay(ctx, null);
  return rows(
    ctx,
    sql`select o.code, o.name, m.municipalities, m.lapsed_municipalities, s.unfit_services from monitoring_object o
        cross join lateral (select count(*) as municipalities,
            count(*) filter (where not (${inForceOn('t', today)}) and not ${staysOn(sql`o.list_id`, sql`o.code`)}) as lapsed_municipalities
          from monitoring_object_municipality om join municipality t on t.id = om.municipality_id where om.object_id = o.id) m
        cross join lateral (select coalesce(array_agg(v.code) filter (where v.status <> 'ACTIVE' or v.delegated_state_service_id is not null
            or not (${inForceOn('v', today)})), '{}') as unfit_services
          from monitoring_object_service os join municipal_service v on v.id = os.service_id where os.object_id = o.id) s
        where o.list_id = ${listId} order by o.position`,
  );
}

/** Whether a revision has the same objects as the one before it: their services in their order, what is asked for, and where. */
async function isUnchanged(ctx: Ctx, { id, cycleId, amendment }: MonitoringList): Promise<boolean> {
  const objectsIn = (listId: Sql) => sql`select o.code, o.kind, o.name, o.expected_responses,
      (select array_agg(s.service_id order by s.position) from monitoring_object_service s where s.object_id = o.id) as services,
      (select array_agg(m.municipality_id order by m.municipality_id) from monitoring_object_municipality m where m.object_id = o.id) as municipalities
    from monitoring_object o where o.list_id = ${listId}`;
  const own = objectsIn(sql`${id}::uuid`);
  const before = objectsIn(sql`(select l.id from monitoring_list l where l.cycle_id = ${cycleId} and l.amendment = ${amendment - 1})`);
  const compared = await firstRow<{ isSame: boolean }>(
    ctx,
    sql`select not exists ((${own}) except (${before})) and not exists ((${before}) except (${own})) as is_same`,
  );
  return compared?.isSame === true;
}

/** Throws all that refuses an act on a List now: the same answer that the List's `availableActions` gives. */
export async function assertOpenTo(ctx: Ctx, act: MonitoringListAct, list: MonitoringList): Promise<void> {
  assertNone(refusalsOf(act, await factsOf(ctx, list)));
}

/** Every act of a List for this caller, allowed or with the refusal that the mutation would throw. */
export async function actionsOnList(ctx: Ctx, list: MonitoringList) {
  const acts = monitoringListActs.map((mutation) => ({ mutation, refusal: (facts: ListFacts) => refusalsOf(mutation, facts)[0] }));
  return availableActions(ctx, acts, await factsOf(ctx, list));
}

export interface ListChange {
  id: string;
  expectedVersion: number;
}

/** The List as an entity to be changed by an act, if the caller may see it, its version is the current one and nothing refuses the act. */
async function listFor(ctx: Ctx, act: MonitoringListAct, { id, expectedVersion }: ListChange): Promise<MonitoringList> {
  const list = found(isMinistry(ctx.actor) ? await ctx.em.findOne(MonitoringList, { id }) : null, ['input', 'id']);
  assertVersion(list, expectedVersion);
  await assertOpenTo(ctx, act, list);
  return list;
}

// ---- preparing -----------------------------------------------------------------------------------------------------

/** R9: opens the monitoring of a year with its deadlines and the first draft of its List. */
export async function openMonitoringCycle(ctx: Ctx, years: CycleYears): Promise<MonitoringCycle> {
  const cycle = await openCycle(ctx, years);
  draftList(ctx, { cycleId: cycle.id, amendment: 0, reason: null });
  return cycle;
}

function draftList(
  ctx: Ctx,
  {
    cycleId,
    amendment,
    reason,
    preparerKeys = [],
  }: { cycleId: string; amendment: number; reason: string | null; preparerKeys?: readonly string[] },
): MonitoringList {
  const list = ctx.em.create(MonitoringList, {
    id: newId(),
    cycleId,
    amendment,
    amendmentReason: reason,
    state: 'DRAFT',
    preparedBy: stampOf(ctx.actor, ctx.actingAs),
    // What an amendment copies was prepared by somebody: they are among its preparers.
    preparerKeys: [...new Set([...preparerKeys, ctx.actor.key])],
    edits: 0,
  });
  recordTransition(ctx, { type, id: list.id }, { from: null, to: 'DRAFT', reason });
  return list;
}

/** R9: keeps who prepared this revision, person by person, so that none of them can approve it. */
function markPreparer(ctx: Ctx, list: MonitoringList): void {
  list.preparedBy = stampOf(ctx.actor, ctx.actingAs);
  if (!list.preparerKeys.includes(ctx.actor.key)) list.preparerKeys = [...list.preparerKeys, ctx.actor.key];
}

export interface ListEdit extends ListChange {
  addObjects?: readonly NewObject[] | null;
  removeObjectIds?: readonly string[] | null;
}

/** R8: puts objects on a draft, or takes them off; all or nothing. */
export async function updateMonitoringList(ctx: Ctx, edit: ListEdit): Promise<MonitoringList> {
  const list = await listFor(ctx, 'updateMonitoringList', edit);
  const [adding, leaving] = [edit.addObjects ?? [], edit.removeObjectIds ?? []];
  assertAllowed(adding.length + leaving.length === 0 ? nothingToChange() : undefined);
  await removeObjects(ctx, list.id, leaving);
  await addObjects(ctx, list, adding);
  markPreparer(ctx, list);
  list.edits += 1;
  return list;
}

/** R9: hands a List in for approval; everything that is missing is said at once. */
export async function submitMonitoringList(ctx: Ctx, change: ListChange): Promise<MonitoringList> {
  const list = await listFor(ctx, 'submitMonitoringList', change);
  markPreparer(ctx, list);
  move(ctx, list, 'submitMonitoringList');
  return list;
}

/** Takes the step that the workflow table gives an act, and keeps it in the history. */
function move(ctx: Ctx, list: MonitoringList, act: MonitoringListAct, reason?: string): void {
  const to = nextState(list.state, act) ?? list.state;
  recordTransition(ctx, { type, id: list.id }, { from: list.state, to, reason });
  list.state = to;
}

// ---- approving, notifying, amending --------------------------------------------------------------------------------

/** R9: a revision of a cycle's List is approved: from now on it, and no earlier one, says what is monitored. */
export const listApproved = happening<{ listId: string; cycleId: string }>('list-approved');

/** R9: approves a List for the authorised body, by a person who took no part in preparing it; from then on it is frozen. */
export async function approveMonitoringList(ctx: Ctx, change: ListChange & { actNumber?: string | null }): Promise<MonitoringList> {
  const list = await listFor(ctx, 'approveMonitoringList', change);
  move(ctx, list, 'approveMonitoringList');
  await announce(ctx, listApproved, { listId: list.id, cycleId: list.cycleId });
  return Object.assign(list, {
    approvedBy: stampOf(ctx.actor, ctx.actingAs),
    approvedAt: ctx.now,
    approvalActNumber: writtenText(change.actNumber),
    remarks: null,
  });
}

/** Gives a submitted List back with remarks; it is then edited as a draft is. */
export async function returnMonitoringList(ctx: Ctx, change: ListChange & { remarks: string }): Promise<MonitoringList> {
  const list = await listFor(ctx, 'returnMonitoringList', change);
  assertAllowed(blankRefusal('remarks', change.remarks));
  move(ctx, list, 'returnMonitoringList', change.remarks);
  return Object.assign(list, { remarks: change.remarks });
}

/**
 * R9: brings an approved List to the attention of every municipality on it: the unit's act, which meets its deadline. That it reached each
 * is proven municipality by municipality. Done again, it tells only those who could not be told before because they had no address.
 */
export async function notifyMonitoringList(ctx: Ctx, change: ListChange): Promise<MonitoringList> {
  const list = await listFor(ctx, 'notifyMonitoringList', change);
  const cycle = await ctx.em.findOneOrFail(MonitoringCycle, { id: list.cycleId });
  await tellMunicipalities(ctx, list, cycle);
  move(ctx, list, 'notifyMonitoringList');
  list.notifiedAt ??= ctx.now;
  list.edits += 1;
  const deadline = await deadlineOf(ctx, cycle.id, 'LIST_NOTIFIED');
  deadline.metAt ??= ctx.now;
  return list;
}

/** Makes the next numbered draft as a copy of an approved List, which stays as it is. */
export async function amendMonitoringList(ctx: Ctx, change: ListChange & { reason: string }): Promise<MonitoringList> {
  const list = await listFor(ctx, 'amendMonitoringList', change);
  assertAllowed(blankRefusal('reason', change.reason));
  const draft = draftList(ctx, {
    cycleId: list.cycleId,
    amendment: list.amendment + 1,
    reason: change.reason,
    preparerKeys: list.preparerKeys,
  });
  await copyObjects(ctx, list.id, draft.id);
  return draft;
}

function nothingToChange(): Violation {
  return badInput(
    ['input'],
    { ky: 'Өзгөртө турган эч нерсе берилген жок.', ru: 'Не указано, что изменить.', en: 'Nothing to change was given.' },
    {
      ky: 'addObjects же removeObjectIds бериңиз.',
      ru: 'Укажите addObjects или removeObjectIds.',
      en: 'Give addObjects or removeObjectIds.',
    },
  ).violation;
}
