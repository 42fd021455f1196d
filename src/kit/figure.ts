import { Field, InputType, InterfaceType, Int, ObjectType } from 'type-graphql';
import type { ActorStamp } from '../access/actor.ts';
import {
  channels,
  type CountTotal,
  figureSources,
  figureStates,
  quarters,
  type FigureSource,
  type FigureState,
  type StatedFigure,
} from './figure.rules.ts';
import { ActorType, graphqlEnum } from './graphql.ts';
import { CountScalar, DateTimeScalar, SomScalar } from './scalars.ts';

export const ChannelEnum = graphqlEnum('Channel', channels, 'How a service was delivered.');
export const QuarterEnum = graphqlEnum('Quarter', quarters, 'Quarter of a calendar year.');
export const FigureStateEnum = graphqlEnum(
  'FigureState',
  figureStates,
  'VALUE = stated, a 0 too; NOT_OFFERED = the service is not given here; MISSING = nobody said. Never converted into each other.',
);
const FigureSourceEnum = graphqlEnum('FigureSource', figureSources, 'Where a figure came from; NIL_RETURN = an act that writes zeros.');

@ObjectType('Provenance', { description: 'Where a figure came from.' })
export class ProvenanceType {
  @Field(() => FigureSourceEnum, { description: 'What brought it.' })
  source!: FigureSource;
  @Field(() => DateTimeScalar, { description: 'When it was recorded where it came from.' })
  recordedAt!: Date;
  @Field(() => ActorType, { nullable: true, description: 'Who recorded it; null = a system.' })
  recordedBy?: ActorStamp | null;
  @Field(() => String, { nullable: true, description: 'X-Road-Id of the answer, SHA-256 of the file, or the act; null = there is none.' })
  reference?: string | null;
}

@InterfaceType('Figure', { description: 'Any figure is a value (0 is a value), not offered, or missing.' })
abstract class FigureType {
  @Field(() => FigureStateEnum, { description: 'Which of the three.' })
  state!: FigureState;
  @Field(() => ProvenanceType, { nullable: true, description: 'Where it came from; null = nobody said anything.' })
  provenance?: ProvenanceType | null;
}

@ObjectType('CountFigure', { implements: FigureType, description: 'A count, or why there is none.' })
export class CountFigureType extends FigureType implements StatedFigure {
  @Field(() => CountScalar, { nullable: true, description: 'The count; null = the state is not VALUE.' })
  value!: number | null;
}

@ObjectType('MoneyFigure', { implements: FigureType, description: 'An amount of money, or why there is none.' })
export class MoneyFigureType extends FigureType {
  @Field(() => SomScalar, { nullable: true, description: 'The amount in som; null = the state is not VALUE.' })
  value!: string | null;
}

@ObjectType('CountTotal', { description: 'A sum of figures, and how many it is short of.' })
export class CountTotalType implements CountTotal {
  @Field(() => CountScalar, {
    nullable: true,
    description: 'The sum of those that are VALUE; null = there is none to add, which is not 0.',
  })
  value!: number | null;
  @Field(() => Int, { description: 'How many figures it adds up.' })
  n!: number;
  @Field(() => Int, { description: 'How many are NOT_OFFERED.' })
  notOffered!: number;
  @Field(() => Int, { description: 'How many are MISSING.' })
  missing!: number;
  @Field(() => Boolean, { description: 'Whether no figure is missing; where it is false a reader has to be shown so.' })
  isComplete!: boolean;
}

@InputType({ description: 'A count, or why there is none.' })
export class CountFigureInput {
  @Field(() => FigureStateEnum, { description: 'Which of the three; always said.' })
  state!: FigureState;
  @Field(() => CountScalar, { nullable: true, description: 'The count; of a VALUE only, and required of it. A 0 is a statement.' })
  value?: number | null;
  @Field(() => String, { nullable: true, description: 'Why the service is not offered; required of NOT_OFFERED, otherwise left out.' })
  reason?: string | null;
}

/** A stated count; a 0 is one. */
export function countFigure(value: number, provenance: ProvenanceType): CountFigureType {
  return { state: 'VALUE', value, provenance };
}

/** Nobody said; `provenance` where somebody took back what they had said. */
export function missingFigure(provenance: ProvenanceType | null = null): CountFigureType {
  return { state: 'MISSING', value: null, provenance };
}
