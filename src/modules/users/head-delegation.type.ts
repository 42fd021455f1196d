import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { ChangeInput, CommandInput, connection, LegalActInput, LegalActType, PageArgs, Versioned } from '../../kit/graphql.ts';
import { DateTimeScalar, LocalDateScalar } from '../../kit/scalars.ts';
import type { LegalAct } from '../../shared/legal-act.ts';

@ObjectType('HeadDelegation', {
  implements: Versioned,
  description: 'A person who acts for a head of the authorised body for some days, by an order (ours). ',
})
export class HeadDelegationType extends Versioned {
  @Field(() => LocalDateScalar, { description: 'The first day on which it holds.' })
  validFrom!: string;
  @Field(() => LocalDateScalar, { description: 'The first day on which it no longer holds.' })
  validTo!: string;
  @Field(() => LegalActType, { description: 'The order that it rests on.' })
  act!: LegalAct;
  @Field(() => String, { description: 'Why.' })
  reason!: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was ended before its last day; null = it was not.' })
  endedAt?: Date | null;
  @Field(() => String, { nullable: true, description: 'Why it was ended; null = it was not.' })
  endedReason?: string | null;
}
export const HeadDelegationConnection = connection(HeadDelegationType, 'HeadDelegation');

@ArgsType()
export class HeadDelegationsArgs extends PageArgs {
  @Field(() => LocalDateScalar, { nullable: true, description: 'Only those that hold on this day.' })
  inForceOn?: string | null;
}

@InputType({ description: 'Input of delegateHead.' })
export class DelegateHeadInput extends CommandInput {
  @Field(() => ID, { description: 'For whom: a HEAD.' })
  headId!: string;
  @Field(() => ID, { description: 'Who: an ANALYST or COLLEGIUM_SECRETARY without other roles.' })
  delegateId!: string;
  @Field(() => LocalDateScalar, { description: 'The first day; today or later.' })
  validFrom!: string;
  @Field(() => LocalDateScalar, { description: 'The first day on which it no longer holds, at most 366 days after.' })
  validTo!: string;
  @Field(() => LegalActInput, { description: 'The order that it rests on.' })
  act!: LegalActInput;
  @Field(() => String, { description: 'Why: one line, at most 200 characters.' })
  reason!: string;
}

@InputType({ description: 'Input of endHeadDelegation.' })
export class EndHeadDelegationInput extends ChangeInput {
  @Field(() => String, { description: 'Why: one line, at most 200 characters.' })
  reason!: string;
}
