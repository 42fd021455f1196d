import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { ActorStamp } from '../../access/actor.ts';
import { ActorType, connection, PageArgs } from '../../kit/graphql.ts';
import { CountScalar, DateTimeScalar, JsonScalar } from '../../kit/scalars.ts';

@ObjectType('AuditEntry', {
  description: 'One act, one refused act, one read of raw answers, one export; sealed into the chain within seconds.',
})
export class AuditEntryType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => CountScalar, { description: 'Place in the chain, from 1.' })
  sequence!: number;
  @Field(() => DateTimeScalar, { description: 'When it was done.' })
  at!: Date;
  @Field(() => ActorType, { description: 'By whom.' })
  actor!: ActorStamp;
  @Field(() => String, { description: 'The mutation, or the job.' })
  action!: string;
  @Field(() => String, { description: 'What was changed; Refusal = an act that was refused.' })
  subjectType!: string;
  @Field(() => ID, { nullable: true, description: 'Its id; null = no single thing.' })
  subjectId?: string | null;
  @Field(() => JsonScalar, { nullable: true, description: 'The changed fields before; null = it was created.' })
  before?: Record<string, unknown> | null;
  @Field(() => JsonScalar, { nullable: true, description: 'The changed fields after; null = it was deleted.' })
  after?: Record<string, unknown> | null;
  @Field(() => String, {
    nullable: true,
    description: 'The reason given for the act, or the remarks made with it, as they were written; null = none, or refused.',
  })
  reason?: string | null;
  @Field(() => String, { description: 'The request it came with.' })
  requestId!: string;
  @Field(() => String, { nullable: true, description: 'The exchange message it came with; null = none.' })
  xroadId?: string | null;
  @Field(() => String, { description: 'The seal: an HMAC over this entry and the seal before.' })
  hash!: string;
  @Field(() => String, { description: 'The seal before.' })
  previousHash!: string;
}
export const AuditEntryConnection = connection(AuditEntryType, 'AuditEntry');

@ObjectType('AuditHead', { description: 'The end of the audit chain, and whether it is whole.' })
export class AuditHeadType {
  @Field(() => CountScalar, { description: 'Entries sealed.' })
  sequence!: number;
  @Field(() => String, { description: 'The last seal.' })
  hash!: string;
  @Field(() => DateTimeScalar, { description: 'When the chain was walked.' })
  verifiedAt!: Date;
  @Field(() => CountScalar, { nullable: true, description: 'The first entry that does not fit; null = the chain is whole.' })
  firstBrokenSequence?: number | null;
}

@InputType({ description: 'Which entries; fields are joined by AND.' })
export class AuditFilter {
  @Field(() => String, { nullable: true, description: 'About this type.' })
  subjectType?: string | null;
  @Field(() => ID, { nullable: true, description: 'About this thing.' })
  subjectId?: string | null;
  @Field(() => [String], { nullable: true, description: 'Of these acts.' })
  actions?: string[] | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'From this instant.' })
  from?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Before this instant.' })
  to?: Date | null;
}

@ArgsType()
export class AuditEntriesArgs extends PageArgs {
  @Field(() => AuditFilter, { nullable: true, description: 'Which entries.' })
  filter?: AuditFilter | null;
}
