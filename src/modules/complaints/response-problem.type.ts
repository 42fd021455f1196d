import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { ActorStamp } from '../../access/actor.ts';
import { ActorType, CommandInput, graphqlEnum } from '../../kit/graphql.ts';
import { DateTimeScalar } from '../../kit/scalars.ts';
import { ProblemCategoryType } from './problem-category.type.ts';
import { type ProblemSource, problemSources } from './response-problem.rules.ts';

const ProblemSourceEnum = graphqlEnum(
  'ProblemSource',
  problemSources,
  'Who says that a response is about a problem: ANSWER = the respondent, by the option marked; ANALYST = who read their words.',
);

@ObjectType('ResponseProblem', { description: 'A problem that one response is about, and who says so. Requirement: R-III.1.2.' })
export class ResponseProblemType {
  @Field(() => ProblemCategoryType, { description: 'Which problem.' })
  category!: ProblemCategoryType;
  @Field(() => ProblemSourceEnum, { description: 'Who says so.' })
  source!: ProblemSource;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was tagged; null = the respondent said it.' })
  taggedAt!: Date | null;
  @Field(() => ActorType, { nullable: true, description: 'Who tagged it; null = the respondent said it.' })
  taggedBy!: ActorStamp | null;
}

@InputType({ description: 'Input of tagResponse.' })
export class TagResponseInput extends CommandInput {
  @Field(() => ID, { description: 'Which response; one that is stored.' })
  responseId!: string;
  @Field(() => [String], {
    description: 'Codes of the problems that it is about, at most 20, instead of those tagged before; empty takes all back.',
  })
  categoryCodes!: string[];
}
