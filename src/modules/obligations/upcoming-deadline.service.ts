import type { Ctx } from '../../kit/ctx.ts';
import { columnsOf, rows, sql } from '../../kit/sql.ts';
import { addDays, dayOf } from '../../shared/calendar.ts';
import { badInput, type HubError } from '../../shared/errors.ts';
import { watchedRoles } from '../monitoring-cycle/cycle.rules.ts';
import { CycleDeadline } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { unfiledStatuses } from './obligation.rules.ts';
import { standing, statusInSql } from './obligation.service.ts';

const longestOutlook = 366;

/**
 * R9, R11, R12, R-III: what the caller's roles still answer for: all that has passed, since nothing overdue vanishes, then what falls due
 * from today to `withinDays` days ahead. What each municipality owes is met by each for itself: it is told of while the caller's own owes something
 * and, ahead, while no List says yet who owes: R12 names the day for every year.
 */
export function upcomingDeadlines(ctx: Ctx, withinDays: number): Promise<CycleDeadline[]> {
  if (withinDays < 0 || withinDays > longestOutlook) throw badOutlook();
  const { actor, now } = ctx;
  const owes = sql`exists (select 1 from ${standing} where t.cycle_id = c.cycle_id
    and t.municipality_id = ${actor.municipalityId} and t.ended_at is null and ${statusInSql} = any(${[...unfiledStatuses]}::text[]))`;
  const isAwaitingList = sql`not exists (select 1 from monitoring_list l where l.cycle_id = c.cycle_id and l.approved_at is not null)`;
  const lastDay = sql`c.due_on - (not c.is_inclusive)::int`;
  return rows(
    ctx,
    sql`select ${columnsOf(ctx, CycleDeadline, 'c')} from cycle_deadline c
        where c.responsible_role = any(${watchedRoles(actor.roles)}) and c.met_at is null
          and ${lastDay} <= ${addDays(dayOf(now), withinDays)}::date
          and (c.responsible_role <> 'PROVIDER' or ${owes} or (${isAwaitingList} and ${lastDay} >= ${dayOf(now)}::date))
        order by ${lastDay}, c.kind, c.id limit 100`,
  );
}

function badOutlook(): HubError {
  return badInput(['withinDays'], {
    ky: `Күндөрдүн саны 0дон ${longestOutlook} чейин болсун.`,
    ru: `Число дней — от 0 до ${longestOutlook}.`,
    en: `The number of days is from 0 to ${longestOutlook}.`,
  });
}
