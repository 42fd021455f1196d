import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ActorStamp } from '../access/actor.ts';
import { id, instant } from './entity.ts';

const WorkflowTransitionSchema = defineEntity({
  name: 'WorkflowTransition',
  properties: {
    id: id(),
    subjectType: p.string(),
    subjectId: p.uuid(),
    action: p.string(),
    fromState: p.string().nullable(),
    toState: p.string(),
    at: instant(),
    by: p.json().$type<ActorStamp>(),
    reason: p.text().nullable(),
  },
  indexes: [{ properties: ['subjectType', 'subjectId', 'id'] }],
});

/** One step of a workflow, of whatever has one. */
export class WorkflowTransition extends WorkflowTransitionSchema.class {}
WorkflowTransitionSchema.setClass(WorkflowTransition);
