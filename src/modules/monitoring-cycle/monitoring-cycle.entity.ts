import { defineEntity, p } from '@mikro-orm/postgresql';
import { day, instant, ref, versioned } from '../../kit/entity.ts';
import type { Quarter } from '../../kit/figure.rules.ts';
import type { CycleDeadlineKind, ResponsibleRole } from './cycle.rules.ts';

const MonitoringCycleSchema = defineEntity({
  name: 'MonitoringCycle',
  properties: {
    ...versioned(),
    year: p.integer().unique(),
    noticeYear: p.integer(),
    /** The version of the deadline template that its deadlines were made from. */
    templateVersion: p.integer(),
  },
  checks: [{ name: 'monitoring_cycle_notice_year', expression: 'notice_year in (year, year - 1)' }],
});

/** R9: one year of monitoring. */
export class MonitoringCycle extends MonitoringCycleSchema.class {}
MonitoringCycleSchema.setClass(MonitoringCycle);

const CycleDeadlineSchema = defineEntity({
  name: 'CycleDeadline',
  properties: {
    ...versioned(),
    cycleId: () => ref(MonitoringCycle),
    kind: p.string().$type<CycleDeadlineKind>(),
    /** Of QUARTERLY_RESULT only. */
    quarter: p.string().$type<Quarter>().nullable(),
    dueOn: day(),
    isInclusive: p.boolean(),
    requirement: p.string(),
    responsibleRole: p.string().$type<ResponsibleRole>(),
    metAt: instant().nullable(),
  },
  indexes: [
    {
      name: 'cycle_deadline_once',
      expression: 'create unique index "cycle_deadline_once" on "cycle_deadline" (cycle_id, kind, quarter) nulls not distinct',
    },
    { properties: ['dueOn'] },
  ],
  checks: [{ name: 'cycle_deadline_quarter', expression: `(kind = 'QUARTERLY_RESULT') = (quarter is not null)` }],
});

/** One deadline of a cycle, made from the template and editable with a reason. */
export class CycleDeadline extends CycleDeadlineSchema.class {}
CycleDeadlineSchema.setClass(CycleDeadline);
