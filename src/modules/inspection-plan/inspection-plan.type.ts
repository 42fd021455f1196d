import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { ActorStamp } from '../../access/actor.ts';
import type { Quarter } from '../../kit/figure.rules.ts';
import { QuarterEnum } from '../../kit/figure.ts';
import { ActorType, ChangeInput, CommandInput, connection, graphqlEnum, PageArgs, Versioned, Workflow } from '../../kit/graphql.ts';
import { DateTimeScalar } from '../../kit/scalars.ts';
import { RenderInput } from '../files/document.type.ts';
import { type CandidateRule, candidateRules } from './inspection-candidate.rules.ts';
import { type InspectionPlanState, inspectionPlanStates } from './inspection-plan.rules.ts';

const InspectionPlanStateEnum = graphqlEnum(
  'InspectionPlanState',
  inspectionPlanStates,
  'Where an inspection plan stands; consented to, it is changed no more. Requirement: R-III.6.',
);
const CandidateRuleEnum = graphqlEnum(
  'CandidateRule',
  candidateRules,
  'What proposes a candidate (ours; the thresholds are parameters of the analysis method): among the lowest municipalities of an object by quality; means far over the norm; justified complaints; nothing handed in.',
);

@ObjectType('InspectionPlan', {
  implements: [Versioned, Workflow],
  description: "The plan of quality inspections for the year after a cycle, with the head's consent. Requirement: R-III.6.",
})
export class InspectionPlanType extends Versioned {
  @Field(() => InspectionPlanStateEnum, { description: 'Where it stands.' })
  state!: InspectionPlanState;
  @Field(() => ActorType, {
    nullable: true,
    description: 'Who last drafted, picked or submitted; nobody who ever did may consent. Null = not known.',
  })
  preparedBy?: ActorStamp | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last submitted; null = not yet.' })
  submittedAt?: Date | null;
  @Field(() => ActorType, { nullable: true, description: 'Who consented; null = not yet.' })
  consentedBy?: ActorStamp | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When the head consented; null = not yet.' })
  consentedAt?: Date | null;
  @Field(() => String, {
    nullable: true,
    description: "The head's remarks when it was last returned; null = none, or it was consented to since.",
  })
  remarks?: string | null;
}

@ObjectType('InspectionCandidate', {
  description: 'A service of a municipality that a rule proposes for inspection. Requirement: R-III.6, R13.',
})
export class InspectionCandidateType {
  @Field(() => ID, { description: 'A UUID; candidates that are proposed anew have new ones.' })
  id!: string;
  @Field(() => CandidateRuleEnum, { description: 'What proposes it.' })
  rule!: CandidateRule;
  @Field(() => Boolean, { description: 'Whether a person picked it.' })
  isPicked!: boolean;
  @Field(() => QuarterEnum, { nullable: true, description: 'When in the coming year it is inspected; null = it is not picked.' })
  quarter?: Quarter | null;
  @Field(() => String, { nullable: true, description: 'What was noted when it was picked; null = nothing.' })
  note?: string | null;
}
export const InspectionCandidateConnection = connection(InspectionCandidateType, 'InspectionCandidate');

@ArgsType()
export class InspectionCandidatesArgs extends PageArgs {
  @Field(() => [CandidateRuleEnum], { nullable: true, description: 'Proposed by these rules.' })
  rules?: CandidateRule[] | null;
  @Field(() => Boolean, { nullable: true, description: 'That are, or are not, picked.' })
  isPicked?: boolean | null;
}

@InputType({ description: 'A candidate that is to be inspected. Picked again, its quarter and note are the new ones.' })
export class InspectionPickInput {
  @Field(() => ID, { description: 'Which candidate.' })
  candidateId!: string;
  @Field(() => QuarterEnum, { description: 'When in the coming year.' })
  quarter!: Quarter;
  @Field(() => String, { nullable: true, description: 'What is to be noted, up to 2,000 characters.' })
  note?: string | null;
}

@InputType({ description: 'Input of draftInspectionPlan.' })
export class DraftInspectionPlanInput extends CommandInput {
  @Field(() => Int, { description: 'Calendar year of the cycle whose final report it rests on; the plan is for the year after.' })
  year!: number;
}

@InputType({ description: 'Input of pickInspections: 1 to 500 candidates in all, each once.' })
export class PickInspectionsInput extends ChangeInput {
  @Field(() => [InspectionPickInput], { nullable: true, description: 'What is to be inspected.' })
  pick?: InspectionPickInput[] | null;
  @Field(() => [ID], { nullable: true, description: 'Candidates that are not to be inspected after all.' })
  drop?: string[] | null;
}

@InputType({ description: 'Input of returnInspectionPlan.' })
export class ReturnInspectionPlanInput extends ChangeInput {
  @Field(() => String, { description: 'What is to be mended.' })
  remarks!: string;
}

@InputType({ description: 'Input of renderInspectionPlan.' })
export class RenderInspectionPlanInput extends RenderInput {}
