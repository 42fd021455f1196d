import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import type { Quarter } from '../../kit/figure.rules.ts';
import { found } from '../../kit/lookup.ts';
import { columnsOf, firstRow, load, loaderOfMany, orderBy, page, type Page, type PageArguments, rows, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, recordTransition } from '../../kit/workflow.ts';
import { blankRefusal } from '../../kit/written-text.rules.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import { conflict, HubError } from '../../shared/errors.ts';
import {
  type CycleDeadlineKind,
  type CycleYears,
  deadlineChangeRefusal,
  deadlinesOf,
  deadlineTemplate,
  type ResponsibleRole,
  yearsRefusal,
} from './cycle.rules.ts';
import { CycleDeadline, MonitoringCycle } from './monitoring-cycle.entity.ts';

// ---- reading -------------------------------------------------------------------------------------------------------

/** The cycle of a year, with its deadlines open to everyone. NOT_FOUND, saying that the year is not opened. */
export async function getMonitoringCycle(ctx: Ctx, year: number, path: readonly string[] = ['year']): Promise<MonitoringCycle> {
  const cycle = await firstRow<MonitoringCycle>(
    ctx,
    sql`select ${columnsOf(ctx, MonitoringCycle, 't')} from monitoring_cycle t where t.year = ${year}`,
  );
  if (!cycle) throw notOpened(year, path);
  return cycle;
}

/** All cycles, the latest year first. */
export function listMonitoringCycles(ctx: Ctx, paging: PageArguments): Promise<Page<MonitoringCycle>> {
  return page<MonitoringCycle>(ctx, {
    list: 'monitoringCycles',
    select: columnsOf(ctx, MonitoringCycle, 't'),
    from: sql`monitoring_cycle t`,
    order: orderBy('YEAR_DESC', sql`t.year`, 'integer', 'desc'),
    page: paging,
  });
}

const deadlinesByCycle = loaderOfMany<string, CycleDeadline>(
  'deadlines',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, CycleDeadline, 't')} from cycle_deadline t where t.cycle_id = any(${[...ids]}::uuid[]) order by t.due_on, t.kind, t.id`,
    ),
  (row) => row.cycleId,
);

/** A cycle's deadlines in the order in which they fall due. */
export async function deadlinesOfCycle(ctx: Ctx, cycleId: string): Promise<CycleDeadline[]> {
  return (await load(ctx, deadlinesByCycle, cycleId)) ?? [];
}

export type DueDeadline = CycleDeadline & { year: number; listId: string | null };

/** What the unit or the municipalities owe, met or not, whose last day in time is one of these; with the cycle's year and the latest revision of its List. */
export function deadlinesDueOn(ctx: Ctx, responsibleRole: ResponsibleRole, days: readonly LocalDate[]): Promise<DueDeadline[]> {
  return rows(
    ctx,
    sql`select ${columnsOf(ctx, CycleDeadline, 't')}, c.year,
          (select l.id from monitoring_list l where l.cycle_id = t.cycle_id order by l.amendment desc limit 1) as list_id
        from cycle_deadline t join monitoring_cycle c on c.id = t.cycle_id where t.responsible_role = ${responsibleRole} and t.due_on - (not t.is_inclusive)::int = any(${[...days]}::date[])
        order by t.due_on, t.kind, t.id`,
  );
}

// ---- opening -------------------------------------------------------------------------------------------------------

/** R9: opens the monitoring of a year with the template's deadlines. CONFLICT when the year is open already. */
export async function openCycle(ctx: Ctx, years: CycleYears): Promise<MonitoringCycle> {
  assertAllowed(yearsRefusal(years));
  if (await ctx.em.findOne(MonitoringCycle, { year: years.year })) throw yearIsOpen(years.year);
  const cycle = ctx.em.create(MonitoringCycle, { id: newId(), ...years, templateVersion: deadlineTemplate.version });
  for (const deadline of deadlinesOf(years)) ctx.em.create(CycleDeadline, { cycleId: cycle.id, ...deadline });
  return cycle;
}

// ---- deadlines -----------------------------------------------------------------------------------------------------

export interface DeadlineChange {
  id: string;
  expectedVersion: number;
  dueOn: LocalDate;
  isInclusive?: boolean | null;
  reason: string;
}

/** Moves a deadline, with a reason that stays in its history. R12 refuses an extension beyond 20 October, which (ours) once passed stays. */
export async function changeCycleDeadline(ctx: Ctx, change: DeadlineChange): Promise<CycleDeadline> {
  const deadline = found(await ctx.em.findOne(CycleDeadline, { id: change.id }), ['input', 'id']);
  assertVersion(deadline, change.expectedVersion);
  assertAllowed(blankRefusal('reason', change.reason));
  const { year, noticeYear } = await ctx.em.findOneOrFail(MonitoringCycle, { id: deadline.cycleId });
  const day = { dueOn: change.dueOn, isInclusive: change.isInclusive ?? deadline.isInclusive };
  assertAllowed(deadlineChangeRefusal(deadline, day, { year, noticeYear, now: ctx.now }));
  recordTransition(ctx, { type: 'CycleDeadline', id: deadline.id }, { from: inWords(deadline), to: inWords(day), reason: change.reason });
  return Object.assign(deadline, day);
}

/** The states of a deadline's history: the day, and whether it counts itself. */
function inWords({ dueOn, isInclusive }: Pick<CycleDeadline, 'dueOn' | 'isInclusive'>): string {
  return `${dueOn} ${isInclusive ? 'INCLUSIVE' : 'EXCLUSIVE'}`;
}

/** The one deadline of a cycle of a kind that comes once a year. */
export function deadlineOf(ctx: Ctx, cycleId: string, kind: Exclude<CycleDeadlineKind, 'QUARTERLY_RESULT'>): Promise<CycleDeadline> {
  return ctx.em.findOneOrFail(CycleDeadline, { cycleId, kind });
}

/** R11: the deadline of a quarter's result. */
export function quarterDeadlineOf(ctx: Ctx, cycleId: string, quarter: Quarter): Promise<CycleDeadline> {
  return ctx.em.findOneOrFail(CycleDeadline, { cycleId, kind: 'QUARTERLY_RESULT', quarter });
}

function notOpened(year: number, path: readonly string[]): HubError {
  return new HubError({
    code: 'NOT_FOUND',
    path,
    message: {
      ky: `${year}-жылдын мониторинги ачыла элек.`,
      ru: `Мониторинг ${year} года ещё не открыт.`,
      en: `The monitoring of ${year} is not opened yet.`,
    },
    hint: {
      ky: 'Аны жооптуу аткаруучу openMonitoringCycle менен ачат; ачылган жылдарды monitoringCycles көрсөтөт.',
      ru: 'Его открывает ответственный исполнитель через openMonitoringCycle; открытые годы показывает monitoringCycles.',
      en: 'The responsible unit opens it with openMonitoringCycle; monitoringCycles lists the years that are open.',
    },
  });
}

function yearIsOpen(year: number): HubError {
  return conflict(
    ['input', 'year'],
    {
      ky: `${year}-жылдын мониторинги ачылган.`,
      ru: `Мониторинг ${year} года уже открыт.`,
      en: `The monitoring of ${year} is open already.`,
    },
    {
      ky: 'Бар циклди колдонуңуз: monitoringCycle(year).',
      ru: 'Используйте существующий цикл: monitoringCycle(year).',
      en: 'Use the cycle that is there: monitoringCycle(year).',
    },
  );
}
