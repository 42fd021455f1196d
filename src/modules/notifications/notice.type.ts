import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { CommandInput, connection, graphqlEnum, LanguageEnum, PageArgs, Workflow } from '../../kit/graphql.ts';
import { noticeKinds, noticeStates, type NoticeKind, type NoticeState } from '../../kit/notice.rules.ts';
import { DateTimeScalar, EmailAddressScalar } from '../../kit/scalars.ts';
import type { Language } from '../../shared/localized-text.ts';

export const NoticeKindEnum = graphqlEnum('NoticeKind', noticeKinds, 'What a notice is about.');
export const NoticeStateEnum = graphqlEnum(
  'NoticeState',
  noticeStates,
  'QUEUED = not tried yet; DEFERRED = will be tried again; SENT = the relay took it; FAILED = it will not be tried again; SKIPPED = it no longer made sense.',
);

@ObjectType('DeliveryAttempt', { description: 'One try to hand a notice to the mail relay.' })
export class DeliveryAttemptType {
  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;
  @Field(() => Int, { nullable: true, description: "The relay's code; null = it did not answer." })
  smtpCode?: number | null;
  @Field(() => String, { nullable: true, description: "The relay's words, or what went wrong; null = nothing was said." })
  smtpAnswer?: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is tried again; null = it is not.' })
  nextAttemptAt?: Date | null;
}

@ObjectType('Notice', {
  implements: Workflow,
  description: 'One e-mail to one address, from the act that causes it to its proof of delivery.',
})
export class NoticeType extends Workflow {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => NoticeKindEnum, { description: 'What it is about.' })
  kind!: NoticeKind;
  @Field(() => NoticeStateEnum, { description: 'Where it stands.' })
  state!: NoticeState;
  @Field(() => EmailAddressScalar, { description: 'To whom.' })
  recipient!: string;
  @Field(() => LanguageEnum, { description: 'The language it begins in: Kyrgyz, with Russian beneath, unless the contact has its own.' })
  language!: Language;
  @Field(() => String, { description: 'Subject line.' })
  subject!: string;
  @Field(() => DateTimeScalar, { description: 'When it was due.' })
  dueAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When the relay took it; null = not yet.' })
  sentAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When the municipality acknowledged it; null = not yet.' })
  acknowledgedAt?: Date | null;
  @Field(() => String, { description: 'Message-ID, the same for every try.' })
  messageId!: string;
}
@ObjectType('AddressProblem', { description: 'An address of a municipality whose last mail was refused for good. Requirement: R9.' })
export class AddressProblemType {
  @Field(() => EmailAddressScalar, { description: 'The address.' })
  recipient!: string;
  @Field(() => Boolean, { description: 'Whether it is the official address, which gets legal notices.' })
  isOfficial!: boolean;
  @Field(() => DateTimeScalar, { description: 'When it last refused a mail.' })
  failedAt!: Date;
  @Field(() => String, { nullable: true, description: "The relay's words; null = it said nothing." })
  answer?: string | null;
}
export const AddressProblemConnection = connection(AddressProblemType, 'AddressProblem');

@ArgsType()
export class AddressProblemsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Of municipalities of the region with this SOATE code.' })
  regionCode?: string | null;
}

@ObjectType('NoticePreview', { description: 'A notice as it would be mailed.' })
export class NoticePreviewType {
  @Field(() => String, { description: 'Subject line.' })
  subject!: string;
  @Field(() => String, { description: 'The letter as an HTML page; it loads nothing.' })
  html!: string;
  @Field(() => String, { description: 'The letter as plain text.' })
  text!: string;
  @Field(() => String, { nullable: true, description: 'The calendar entry that goes with it (iCalendar); null = it has none.' })
  calendar?: string | null;
}

export const NoticeConnection = connection(NoticeType, 'Notice');

@InputType({ description: 'Which notices; fields are joined by AND.' })
export class NoticeFilter {
  @Field(() => [NoticeKindEnum], { nullable: true, description: 'Of these kinds.' })
  kinds?: NoticeKind[] | null;
  @Field(() => [NoticeStateEnum], { nullable: true, description: 'In these states.' })
  states?: NoticeState[] | null;
  @Field(() => ID, { nullable: true, description: 'To this municipality.' })
  municipalityId?: string | null;
  @Field(() => String, { nullable: true, description: 'To municipalities of the region with this SOATE code.' })
  regionCode?: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Due from this instant.' })
  dueFrom?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Due before this instant.' })
  dueTo?: Date | null;
}

@ArgsType()
export class NoticesArgs extends PageArgs {
  @Field(() => NoticeFilter, { nullable: true, description: 'Which notices.' })
  filter?: NoticeFilter | null;
}

@InputType({ description: 'Input of resendNotice.' })
export class ResendNoticeInput extends CommandInput {
  @Field(() => ID, { description: 'Which notice.' })
  id!: string;
  @Field(() => String, { description: 'Why it is sent again.' })
  reason!: string;
}
