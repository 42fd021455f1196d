import { ArgsType, Field, Float, Int, ObjectType } from 'type-graphql';
import { CountTotalType } from '../../kit/figure.ts';
import { connection, graphqlEnum } from '../../kit/graphql.ts';
import { CountScalar } from '../../kit/scalars.ts';
import type { ResultState } from '../indicators/indicator.rules.ts';
import { IntervalType, ResultStateEnum } from '../indicators/indicator.type.ts';
import { type DemandLevel, demandLevels, type Quadrant, quadrants, type RankBy, rankBys } from './ranking.rules.ts';

const RankByEnum = graphqlEnum('RankBy', rankBys, 'By what services are ranked. Requirement: R-III.2.');
const QuadrantEnum = graphqlEnum(
  'Quadrant',
  quadrants,
  'Quality against demand (ours). HIGH_DEMAND = not below the median of the services counted in the same unit; the level divides the same services into three.',
);
const DemandLevelEnum = graphqlEnum(
  'DemandLevel',
  demandLevels,
  'How much a service is in demand among those counted in the same unit (ours: thirds). Requirement: R-III.1.6.',
);

@ObjectType('RankingEntry', { description: "A service's place in a ranking. Requirement: R-III.2." })
export class RankingEntryType {
  @Field(() => Int, {
    nullable: true,
    description: 'Plain rank from 1, equals sharing it; by DEMAND among services of one `countUnit`; null = not ranked.',
  })
  rank!: number | null;
  @Field(() => Int, { description: 'How many others share the rank.' })
  tiedWith!: number;
  @Field(() => Int, {
    nullable: true,
    description: 'Band from 1: services whose intervals overlap cannot be told apart (ours); null = not ranked by QUALITY.',
  })
  band!: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'Weighted mean of the scores of indicators, 0 to 1; NO_NORM and INCONCLUSIVE count as half (ours); null = nothing is known.',
  })
  qualityScore!: number | null;
  @Field(() => IntervalType, { nullable: true, description: 'How low and high the score could be; null = nothing is known.' })
  qualityInterval!: IntervalType | null;
  @Field(() => Int, { description: 'On how many of the eight indicators the score rests.' })
  coverage!: number;
  @Field(() => CountScalar, { description: 'Answers on the service.' })
  n!: number;
  @Field(() => CountTotalType, {
    description: 'Deliveries in the nine months, by the reports that the run counts. Requirement: R-III.1.6.',
  })
  deliveries!: CountTotalType;
  @Field(() => Float, {
    nullable: true,
    description:
      'Deliveries per 1,000 residents; null = none are stated, or the population of a municipality that states some is not known.',
  })
  deliveriesPerThousand!: number | null;
  @Field(() => DemandLevelEnum, {
    nullable: true,
    description:
      'Null = it has no demand, nobody stated it, or all that are counted in its unit are tied; of 0 deliveries never HIGH (ours).',
  })
  demandLevel!: DemandLevel | null;
  @Field(() => QuadrantEnum, { nullable: true, description: 'Null = quality or the level of demand is not known.' })
  quadrant!: Quadrant | null;
  @Field(() => ResultStateEnum, {
    nullable: true,
    description:
      'Why it has no rank; null = it has one. NOT_APPLICABLE by QUALITY: it is monitored within a complex alone, and judged with it.',
  })
  unrankedReason!: ResultState | null;
}
export const RankingEntryConnection = connection(RankingEntryType, 'RankingEntry');

@ObjectType('Ranking', { description: 'The division of services into ranks. Requirement: R-III.2.' })
export class RankingType {
  @Field(() => RankByEnum, { description: 'By what.' })
  by!: RankBy;
  @Field(() => Int, { description: 'Fewest answers that a service is ranked on by QUALITY.' })
  minimumSample!: number;
}

@ArgsType()
export class RankingArgs {
  @Field(() => RankByEnum, { defaultValue: 'QUALITY', description: 'By what.' })
  by!: RankBy;
  @Field(() => String, { nullable: true, description: 'In the region of this SOATE code; over the country unless given.' })
  regionCode?: string | null;
}

@ArgsType()
export class YearRankingArgs extends RankingArgs {
  @Field(() => Int, { description: 'Calendar year of the cycle.' })
  year!: number;
}
