import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Violation } from '../../shared/errors.ts';
import { count, id, instant, ref } from '../../kit/entity.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { jobStates, type JobState } from './job.rules.ts';

const JobSchema = defineEntity({
  name: 'Job',
  tableName: 'hub_job',
  properties: {
    id: id(),
    kind: p.string(),
    state: p.string().$type<JobState>(),
    done: count(),
    total: count().nullable(),
    queuedAt: instant(),
    startedAt: instant().nullable(),
    /** How often it was begun: again where a hub died over it. */
    beginnings: count(),
    finishedAt: instant().nullable(),
    failure: p.json().$type<Violation>().nullable(),
    /** Who asked for it: may cancel it. */
    actorKey: p.string(),
    municipalityId: () => ref(Municipality).nullable(),
  },
  checks: [
    { name: 'hub_job_state', expression: `state in (${jobStates.map((state) => `'${state}'`).join(', ')})` },
    { name: 'hub_job_over', expression: `(finished_at is not null) = (state in ('SUCCEEDED', 'FAILED', 'CANCELLED'))` },
  ],
});

/** A long work as people see it: where it stands. What runs it is the job queue; its result is the thing that was asked for. */
export class Job extends JobSchema.class {}
JobSchema.setClass(Job);
