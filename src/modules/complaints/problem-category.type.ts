import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { CommandInput, LocalizedTextInput, Versioned } from '../../kit/graphql.ts';

@ObjectType('ProblemCategory', {
  implements: Versioned,
  description: 'A kind of problem of service quality, or a group of them; a taxonomy, so data. Requirement: R-III.1.2.',
})
export class ProblemCategoryType extends Versioned {
  @Field(() => String, { description: 'Its code, which never changes.' })
  code!: string;
  @Field(() => String, {
    nullable: true,
    description: 'The indicator of part II that it speaks to, R-II.1 to R-II.8; null = none in particular.',
  })
  indicator?: string | null;
  @Field(() => Boolean, { description: 'Whether it is a sample of ours that the responsible unit has not saved yet.' })
  isSample!: boolean;
}

@InputType({ description: 'Input of saveProblemCategory.' })
export class SaveProblemCategoryInput extends CommandInput {
  @Field(() => String, { description: 'Its code: capital Latin letters, digits, underscores; at most 40.' })
  code!: string;
  @Field(() => Int, { nullable: true, description: 'The version that was read, to change a category; without it one is only created.' })
  expectedVersion?: number | null;
  @Field(() => LocalizedTextInput, { description: 'Name, in Kyrgyz and Russian.' })
  name!: LocalizedTextInput;
  @Field(() => String, { nullable: true, description: 'Code of the group it stands in; null makes it a group; absent = unchanged.' })
  parentCode?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'The indicator it speaks to, R-II.1 to R-II.8; null = none; absent = unchanged, and of a new one that of its group.',
  })
  indicator?: string | null;
}
