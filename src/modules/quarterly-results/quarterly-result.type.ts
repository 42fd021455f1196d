import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Quarter } from '../../kit/figure.rules.ts';
import { QuarterEnum } from '../../kit/figure.ts';
import { ChangeInput, CommandInput, graphqlEnum, LocalizedTextInput, Versioned, Workflow } from '../../kit/graphql.ts';
import { DateTimeScalar } from '../../kit/scalars.ts';
import { type QuarterlyResultState, quarterlyResultStates } from './quarterly-result.rules.ts';

const QuarterlyResultStateEnum = graphqlEnum(
  'QuarterlyResultState',
  quarterlyResultStates,
  'Where the result of a quarter stands. A draft is seen by the ministry only. Requirement: R11.',
);

@ObjectType('QuarterlyResult', {
  implements: [Versioned, Workflow],
  description:
    "The results of a quarter. A draft is the ministry's; issued, it is seen by the inter-agency body and agencies' systems too; published, by everybody. Requirement: R11.",
})
export class QuarterlyResultType extends Versioned {
  @Field(() => QuarterEnum, { description: 'Of which quarter.' })
  quarter!: Quarter;
  @Field(() => QuarterlyResultStateEnum, { description: 'Where it stands.' })
  state!: QuarterlyResultState;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was issued; null = not yet, it is a draft.' })
  issuedAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was published; null = not yet.' })
  publishedAt?: Date | null;
}

@ArgsType()
export class QuarterArgs {
  @Field(() => Int, { description: 'Calendar year of the cycle.' })
  year!: number;
  @Field(() => QuarterEnum, { description: 'Of which quarter.' })
  quarter!: Quarter;
}

@InputType({ description: 'Input of draftQuarterlyResult.' })
export class DraftQuarterlyResultInput extends CommandInput {
  @Field(() => Int, { description: 'Calendar year of the cycle.' })
  year!: number;
  @Field(() => QuarterEnum, { description: 'Of which quarter.' })
  quarter!: Quarter;
  @Field(() => ID, { description: 'A completed QUARTERLY run of that quarter.' })
  runId!: string;
}

@InputType({ description: 'Input of updateQuarterlyResult.' })
export class UpdateQuarterlyResultInput extends ChangeInput {
  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'What came out, in words, up to 10,000 characters each; once issued, only missing languages are added.',
  })
  summary?: LocalizedTextInput | null;
  @Field(() => ID, { nullable: true, description: 'Another completed run of the quarter, while it is a draft.' })
  runId?: string | null;
}
