import { defineEntity, p } from '@mikro-orm/postgresql';
import { instant, ref, versioned } from '../../kit/entity.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { MonitoringObject } from '../monitoring-cycle/monitoring-list.entity.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { Submission } from './submission.entity.ts';
import { type EndReason, endReasons, type ObligationPart, obligationParts } from './submission.rules.ts';

const oneOf = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

const ObligationSchema = defineEntity({
  name: 'Obligation',
  properties: {
    ...versioned(),
    cycleId: () => ref(MonitoringCycle),
    municipalityId: () => ref(Municipality).index(),
    /** The municipality's one submission of the cycle, which answers it. */
    submissionId: () => ref(Submission).index(),
    /** Of the object in every revision of the List: through amendments the obligation stays the same row. */
    objectCode: p.string(),
    /** The object in the latest approved revision that has it. */
    objectId: () => ref(MonitoringObject).index(),
    part: p.string().$type<ObligationPart>(),
    /** The predecessor that owed it and had not filed; null = the List itself asks for it. */
    inheritedFromId: () => ref(Municipality).nullable().index(),
    beganAt: instant(),
    endedAt: instant().nullable(),
    endReason: p.string().$type<EndReason>().nullable(),
    /** Grows with what is written beside it (deferrals), so that the version does too. */
    edits: p.integer(),
  },
  indexes: [
    {
      name: 'obligation_once',
      expression:
        'create unique index "obligation_once" on "obligation" (cycle_id, municipality_id, object_code, part, inherited_from_id) nulls not distinct',
    },
  ],
  checks: [
    { name: 'obligation_part', expression: `part in (${oneOf(obligationParts)})` },
    { name: 'obligation_end', expression: `(ended_at is null) = (end_reason is null) and end_reason in (${oneOf(endReasons)})` },
  ],
});

/** R9, R12: what a municipality owes for a monitoring object: one of the two parts. Its status is derived from the submission. */
export class Obligation extends ObligationSchema.class {}
ObligationSchema.setClass(Obligation);
