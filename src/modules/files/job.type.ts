import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Violation } from '../../shared/errors.ts';
import { CommandInput, graphqlEnum, ViolationType } from '../../kit/graphql.ts';
import { CountScalar, DateTimeScalar } from '../../kit/scalars.ts';
import { jobStates, type JobState } from './job.rules.ts';

const JobStateEnum = graphqlEnum('JobState', jobStates, 'Where a long work stands; the last three are final.');

@ObjectType('Job', { description: 'A long work. It has no result of its own: what was asked for is the result.' })
export class JobType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => String, { description: 'What is done: PULL_VOLUMES and the like.' })
  kind!: string;
  @Field(() => JobStateEnum, { description: 'Where it stands.' })
  state!: JobState;
  @Field(() => CountScalar, { description: 'Steps done.' })
  done!: number;
  @Field(() => CountScalar, { nullable: true, description: 'Steps in all; null = not known yet.' })
  total?: number | null;
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  queuedAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it began; null = not yet.' })
  startedAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was over; null = not yet.' })
  finishedAt?: Date | null;
  @Field(() => ViolationType, { nullable: true, description: 'Why it failed; null = it did not.' })
  failure?: Violation | null;
}

@InputType({ description: 'Input of cancelJob.' })
export class CancelJobInput extends CommandInput {
  @Field(() => ID, { description: 'Which job.' })
  id!: string;
}
