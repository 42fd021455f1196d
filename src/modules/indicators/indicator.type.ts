import { ArgsType, Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Quarter } from '../../kit/figure.rules.ts';
import { QuarterEnum } from '../../kit/figure.ts';
import type { ProgressGroup } from '../obligations/obligation.rules.ts';
import { ProgressGroupEnum } from '../obligations/obligation.type.ts';
import { CommandInput, connection, graphqlEnum, LocalizedTextInput, PageArgs } from '../../kit/graphql.ts';
import { CountScalar, DateTimeScalar, DecimalScalar, JsonScalar, LocalDateScalar } from '../../kit/scalars.ts';
import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';
import { MeasureUnitEnum } from '../service-registry/service-standard.type.ts';
import { type AnalysisState, analysisStates, type RunKind, runKinds, territoryBases, type TerritoryBasis } from './analysis-run.rules.ts';
import {
  type AnswerSource,
  answerSources,
  type IndicatorCode,
  indicatorCodes,
  type ResultState,
  resultStates,
  type SurveyGapState,
  surveyGapStates,
} from './indicator.rules.ts';

const IndicatorCodeEnum = graphqlEnum('IndicatorCode', indicatorCodes, 'The eight indicators. Requirement: R-II.1 to R-II.8.');
export const ResultStateEnum = graphqlEnum(
  'ResultState',
  resultStates,
  'What came out. INCONCLUSIVE = the interval straddles the threshold; NO_NORM = no norm that answers can be compared with: none is approved, or only in another measure (per month, per head); NO_DATA = nobody said; TOO_FEW = fewer answers than the method asks for. Never a silent 0.',
);
export const RunKindEnum = graphqlEnum(
  'RunKind',
  runKinds,
  'ANNUAL = of accepted questionnaires and reports (R-III.1); QUARTERLY = of what is stored so far (R11).',
);
export const AnswerSourceEnum = graphqlEnum(
  'AnswerSource',
  answerSources,
  "Where answers came from: the providers' questionnaires (Appendix 2) or the unit's surveys (Appendix 1). Never pooled. Requirement: R10, R11.",
);
const AnalysisStateEnum = graphqlEnum('AnalysisState', analysisStates, 'Where an analysis stands.');
const SurveyGapStateEnum = graphqlEnum(
  'SurveyGapState',
  surveyGapStates,
  'GAP = a significant difference, which is a finding (ours: by the method); NO_GAP = none that is significant; TOO_FEW = fewer answers in either than the method asks for; NO_DATA = no questionnaire answers on a service in a municipality that the survey tells of.',
);
const TerritoryBasisEnum = graphqlEnum(
  'TerritoryBasis',
  territoryBases,
  "AS_IT_WAS = municipalities as they were then; TODAY = their counts added up to today's municipalities. Requirement: R13.",
);

@ObjectType('AnalysisMethod', { description: 'How indicators are judged. Ours, not of the regulation; a version is never changed.' })
export class AnalysisMethodType {
  @Field(() => Int, { description: 'Its number.' })
  version!: number;
  @Field(() => LocalDateScalar, { description: 'From which day runs use it unless another is named.' })
  validFrom!: string;
}

@ObjectType('AnalysisRun', { description: 'One analysis: what it was made from, by which method, and what came out. Never changed.' })
export class AnalysisRunType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => RunKindEnum, { description: 'Of what it is made.' })
  kind!: RunKind;
  @Field(() => QuarterEnum, { nullable: true, description: 'Of a QUARTERLY run; null = ANNUAL.' })
  quarter?: Quarter | null;
  @Field(() => [AnswerSourceEnum], {
    description: 'Whose answers it uses; both, unless a QUARTERLY run was started with one of them. Requirement: R11.',
  })
  sources!: AnswerSource[];
  @Field(() => AnalysisStateEnum, { description: 'Where it stands.' })
  state!: AnalysisState;
  @Field(() => LocalDateScalar, { description: 'Registers and complaints were read as of this day.' })
  referenceDay!: string;
  @Field(() => CountScalar, { description: 'Accepted revisions that it counts, each part of each municipality by itself.' })
  pinnedRevisions!: number;
  @Field(() => CountScalar, {
    description: 'Answers in the batches that it is judged on: questionnaires or sheets of surveys, as `judgedBy` says, never both.',
  })
  pinnedResponses!: number;
  @Field(() => String, { nullable: true, description: 'SHA-256 over everything that was counted and the method; null = not yet.' })
  inputSha256?: string | null;
  @Field(() => String, { nullable: true, description: 'SHA-256 over all results: the same input gives the same; null = not yet.' })
  resultSha256?: string | null;
  @Field(() => DateTimeScalar, { description: 'When it was started.' })
  startedAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was over; null = it is not.' })
  finishedAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was issued; null = not yet, it is a draft.' })
  issuedAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was published; null = not yet.' })
  publishedAt?: Date | null;
}
export const AnalysisRunConnection = connection(AnalysisRunType, 'AnalysisRun');

@ObjectType('Interval', {
  description: 'Where a true value lies with a confidence (Wilson, for a share; Newcombe, for a difference of two).',
})
export class IntervalType {
  @Field(() => Float, { description: 'Lower end.' })
  lower!: number;
  @Field(() => Float, { description: 'Upper end.' })
  upper!: number;
  @Field(() => Float, { description: 'How sure: 0.95 by method 1.' })
  confidence!: number;
}

@ObjectType('Statistics', { description: 'Figures of amounts; sum, min and max are exact. Requirement: R-III.1.1, R-III.1.3.' })
export class StatisticsType {
  @Field(() => CountScalar, { description: 'How many amounts.' })
  n!: number;
  @Field(() => DecimalScalar, { description: 'Their sum, in `unit`.' })
  sum!: string;
  @Field(() => DecimalScalar, { description: 'The least, in `unit`. Requirement: R-III.1.1.' })
  min!: string;
  @Field(() => DecimalScalar, { description: 'The greatest, in `unit`. Requirement: R-III.1.1.' })
  max!: string;
  @Field(() => Float, { description: 'The mean: the double nearest to sum / n.' })
  mean!: number;
  @Field(() => Float, { description: 'The median.' })
  median!: number;
  @Field(() => MeasureUnitEnum, { description: 'What they are counted in.' })
  unit!: MeasureUnit;
}

@ObjectType('Deviation', { description: 'Actual less norm. Requirement: R-III.1.3.' })
export class DeviationType {
  @Field(() => Float, { description: 'With its sign, in `unit`: over the norm is positive.' })
  signed!: number;
  @Field(() => Float, { description: 'Without its sign, in `unit`.' })
  absolute!: number;
  @Field(() => Float, { nullable: true, description: 'In % of the norm, with its sign; null = the norm is 0.' })
  percent?: number | null;
  @Field(() => MeasureUnitEnum, { description: 'What it is counted in.' })
  unit!: MeasureUnit;
}

@ObjectType('NormComparison', {
  description: 'Approved norms beside what really was and what people expected. Requirement: R-III.1.3, R-III.1.4.',
})
export class NormComparisonType {
  @Field(() => StatisticsType, { nullable: true, description: 'What people spent; null = nobody said.' })
  actual?: StatisticsType | null;
  @Field(() => StatisticsType, { nullable: true, description: 'What people expected; null = nobody said. Requirement: R-III.1.4.' })
  expectation?: StatisticsType | null;
  @Field(() => CountScalar, { description: 'Answers within the norm in force on the day of service.' })
  withinNorm!: number;
  @Field(() => DeviationType, { nullable: true, description: 'Mean deviation; null = nothing is compared.' })
  meanDeviation?: DeviationType | null;
  @Field(() => DeviationType, {
    nullable: true,
    description: 'The deviation that is greatest without its sign; null = nothing is compared.',
  })
  maximumDeviation?: DeviationType | null;
}

@ObjectType('ResultPart', {
  description: 'A part of what a result was made from: a question, a kind of respondent, a service of a complex.',
})
export class ResultPartType {
  @Field(() => String, { description: 'Its code.' })
  code!: string;
  @Field(() => Float, { nullable: true, description: 'Its share, 0 to 1; null = nobody answered.' })
  share?: number | null;
  @Field(() => CountScalar, { description: 'What the share is of.' })
  n!: number;
  @Field(() => IntervalType, { nullable: true, description: 'Interval of the share; null = nobody answered, or it is no sample.' })
  interval?: IntervalType | null;
}

@ObjectType('SourceShare', { description: 'What one source alone says.' })
export class SourceShareType {
  @Field(() => Float, { nullable: true, description: 'Its share, 0 to 1; null = fewer answers than the method asks for.' })
  share?: number | null;
  @Field(() => CountScalar, { description: 'Answers that the share is of.' })
  n!: number;
  @Field(() => IntervalType, { nullable: true, description: 'Wilson interval of the share; null = there is no share.' })
  interval?: IntervalType | null;
}

@ObjectType('SurveyComparison', {
  description:
    "The providers' questionnaires and the unit's survey beside each other, to one question; never pooled. Like with like: answers on services and in municipalities that both have, with the same weight in both. Requirement: R10, R-III.1.",
})
export class SurveyComparisonType {
  @Field(() => String, { description: 'Code of the question: PROCEDURE, TIME, COST, PERSONS_QUALITY or PERSONS_AVAILABILITY.' })
  code!: string;
  @Field(() => SourceShareType, { description: 'By the questionnaires that the result is judged on (Appendix 2).' })
  questionnaires!: SourceShareType;
  @Field(() => SourceShareType, { description: "By the sheets of the unit's surveys that the run pins (Appendix 1)." })
  surveys!: SourceShareType;
  @Field(() => Float, {
    nullable: true,
    description: 'Share by questionnaires less share by surveys, -1 to 1; null = they are not compared.',
  })
  difference?: number | null;
  @Field(() => IntervalType, { nullable: true, description: 'Interval of the difference; null = they are not compared.' })
  differenceInterval?: IntervalType | null;
  @Field(() => SurveyGapStateEnum, { description: 'Whether the gap is a finding.' })
  state!: SurveyGapState;
}

@ObjectType('IndicatorResult', {
  description: 'What a run says of an indicator for an object, in a municipality or over the country. Requirement: R-II.1 to R-II.8.',
})
export class IndicatorResultType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => IndicatorCodeEnum, { description: 'Which indicator.' })
  indicator!: IndicatorCode;
  @Field(() => ResultStateEnum, { description: 'What came out.' })
  state!: ResultState;
  @Field(() => Float, {
    nullable: true,
    description:
      'Share, 0 to 1: of answers for R-II.1, 2, 3, 7; of municipalities for R-II.4, 5, 6, 8 over the country; null unless the state is ACHIEVED, NOT_ACHIEVED or INCONCLUSIVE, and where there is none.',
  })
  share?: number | null;
  @Field(() => CountScalar, { description: 'What the share is of: answers, or municipalities.' })
  n!: number;
  @Field(() => Float, { nullable: true, description: 'From which share it is achieved (ours); null = it is a yes or no.' })
  threshold?: number | null;
}
export const IndicatorResultConnection = connection(IndicatorResultType, 'IndicatorResult');

@ObjectType('IndicatorAchievement', {
  description: 'Results of municipalities by state, for one indicator. Requirement: R-III.2.',
})
export class IndicatorAchievementType {
  @Field(() => IndicatorCodeEnum, { description: 'Which indicator.' })
  indicator!: IndicatorCode;
  @Field(() => Int, { description: 'Results that are ACHIEVED.' })
  achieved!: number;
  @Field(() => Int, { description: 'Results that are NOT_ACHIEVED.' })
  notAchieved!: number;
  @Field(() => Int, { description: 'Results that are INCONCLUSIVE.' })
  inconclusive!: number;
  @Field(() => Int, { description: 'Results without an approved norm. Requirement: R-III.1.5.' })
  noNorm!: number;
  @Field(() => Int, { description: 'Results of which nobody said anything.' })
  noData!: number;
  @Field(() => Int, { description: 'Results on fewer answers than the method asks for.' })
  tooFew!: number;
  @Field(() => Int, { description: 'Results that do not apply.' })
  notApplicable!: number;
}

@ObjectType('Problem', { description: 'How often a kind of problem is mentioned. Requirement: R-III.1.2, R-III.2.' })
export class ProblemType {
  @Field(() => CountScalar, { description: 'Answers that mention it.' })
  mentions!: number;
  @Field(() => Float, { nullable: true, description: 'Of all answers, 0 to 1; null = there are none.' })
  share?: number | null;
  @Field(() => Boolean, { description: 'Among the most frequent (ours: the first three).' })
  isTypical!: boolean;
  @Field(() => Boolean, { description: 'Its share has risen against the run before (ours: by 5 points or more).' })
  isTopical!: boolean;
}
export const ProblemConnection = connection(ProblemType, 'Problem');

@ObjectType('DynamicsPoint', { description: 'An indicator in one year of a series. Requirement: R13.' })
export class DynamicsPointType {
  @Field(() => Int, { description: 'Calendar year of the cycle.' })
  year!: number;
  @Field(() => QuarterEnum, { nullable: true, description: 'Null = of the whole year.' })
  quarter?: Quarter | null;
  @Field(() => ResultStateEnum, { description: 'What came out.' })
  state!: ResultState;
  @Field(() => Float, { nullable: true, description: 'Share, 0 to 1; null as in the result.' })
  share?: number | null;
  @Field(() => CountScalar, { description: 'What the share is of.' })
  n!: number;
  @Field(() => Boolean, { description: 'Not made as the point before: another method, or other municipalities.' })
  isBreak!: boolean;
}

// ---- arguments -----------------------------------------------------------------------------------------------------

@InputType({ description: 'Which results; fields are joined by AND.' })
export class IndicatorFilter {
  @Field(() => [IndicatorCodeEnum], { nullable: true, description: 'Of these indicators.' })
  indicators?: IndicatorCode[] | null;
  @Field(() => ID, { nullable: true, description: 'Of this object; of another revision of the List its code decides.' })
  objectId?: string | null;
  @Field(() => ID, { nullable: true, description: 'Of this municipality.' })
  municipalityId?: string | null;
  @Field(() => String, { nullable: true, description: 'Of municipalities in the region of this SOATE code.' })
  regionCode?: string | null;
  @Field(() => [ResultStateEnum], { nullable: true, description: 'In these states.' })
  states?: ResultState[] | null;
  @Field(() => Boolean, { nullable: true, description: 'true = over the country alone; false = of municipalities alone; null = both.' })
  isCountryLevel?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'true = those that differ significantly from the survey, to one question at least; false = all others; null = both.',
  })
  hasSurveyGap?: boolean | null;
}

@ArgsType()
export class IndicatorResultsArgs extends PageArgs {
  @Field(() => IndicatorFilter, { nullable: true, description: 'Which results.' })
  filter?: IndicatorFilter | null;
}

@ArgsType()
export class MunicipalityResultsArgs extends IndicatorResultsArgs {
  @Field(() => Int, { description: 'Calendar year of the cycle.' })
  year!: number;
}

@ArgsType()
export class AnalysisRunsArgs extends PageArgs {
  @Field(() => Int, { nullable: true, description: 'Of the cycle of this year.' })
  year?: number | null;
  @Field(() => RunKindEnum, { nullable: true, description: 'Of this kind.' })
  kind?: RunKind | null;
}

@ArgsType()
export class ProblemsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'On this service; on all unless given.' })
  serviceId?: string | null;
  @Field(() => ID, { nullable: true, description: 'In this municipality; in all unless given.' })
  municipalityId?: string | null;
}

@ArgsType()
export class AchievementArgs {
  @Field(() => ProgressGroupEnum, { defaultValue: 'REGION', description: 'By what the results are counted; PART is refused here.' })
  groupBy!: ProgressGroup;
}

@ArgsType()
export class DynamicsArgs {
  @Field(() => IndicatorCodeEnum, { description: 'Which indicator.' })
  indicator!: IndicatorCode;
  @Field(() => String, { description: 'Which object, by the code that it has in every List.' })
  objectCode!: string;
  @Field(() => ID, { nullable: true, description: 'In which municipality; over the country unless given.' })
  municipalityId?: string | null;
  @Field(() => Int, { description: 'First year.' })
  fromYear!: number;
  @Field(() => Int, { description: 'Last year, inclusive; at most 50 years.' })
  toYear!: number;
  @Field(() => TerritoryBasisEnum, { defaultValue: 'TODAY', description: 'As municipalities were, or mapped to those of today.' })
  basis!: TerritoryBasis;
}

// ---- inputs --------------------------------------------------------------------------------------------------------

@InputType({ description: 'Input of startAnalysisRun.' })
export class StartAnalysisRunInput extends CommandInput {
  @Field(() => Int, { description: 'Calendar year of the cycle.' })
  year!: number;
  @Field(() => RunKindEnum, { description: 'Of what it is made.' })
  kind!: RunKind;
  @Field(() => QuarterEnum, { nullable: true, description: 'Of QUARTERLY only, and required of it.' })
  quarter?: Quarter | null;
  @Field(() => [AnswerSourceEnum], {
    nullable: true,
    description:
      'Of QUARTERLY only: whose answers it uses; both unless given. It is judged on questionnaires where it uses them, with surveys beside, otherwise on surveys. Requirement: R11.',
  })
  sources?: AnswerSource[] | null;
  @Field(() => Int, { nullable: true, description: 'Which method; the latest in force unless given.' })
  methodVersion?: number | null;
}

@InputType({ description: 'Input of createAnalysisMethod.' })
export class CreateAnalysisMethodInput extends CommandInput {
  @Field(() => JsonScalar, { description: 'All parameters, by the names that `analysisMethods` gives.' })
  parameters!: unknown;
  @Field(() => LocalizedTextInput, { description: 'What is different, and why.' })
  note!: LocalizedTextInput;
  @Field(() => LocalDateScalar, { description: 'From which day runs use it unless another is named.' })
  validFrom!: string;
}
