import { Field, InterfaceType, ObjectType } from 'type-graphql';
import type { ActorStamp } from '../access/actor.ts';
import { channels, figureSources, figureStates, quarters, type FigureSource, type FigureState, type StatedFigure } from './figure.rules.ts';
import { ActorType, graphqlEnum } from './graphql.ts';
import { CountScalar, DateTimeScalar } from './scalars.ts';

export const ChannelEnum = graphqlEnum('Channel', channels, 'How a service was delivered.');
export const QuarterEnum = graphqlEnum('Quarter', quarters, 'Quarter of a calendar year.');
const FigureStateEnum = graphqlEnum(
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

/** A stated count; a 0 is one. */
export function countFigure(value: number, provenance: ProvenanceType): CountFigureType {
  return { state: 'VALUE', value, provenance };
}

/** Nobody said; `provenance` where somebody took back what they had said. */
export function missingFigure(provenance: ProvenanceType | null = null): CountFigureType {
  return { state: 'MISSING', value: null, provenance };
}
