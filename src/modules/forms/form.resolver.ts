import { Arg, Ctx as CtxArg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, Localized, payload } from '../../kit/graphql.ts';
import { mustRowById } from '../../kit/sql.ts';
import { WithWorkflow } from '../../kit/workflow-fields.ts';
import { dayOf } from '../../shared/calendar.ts';
import { Form, FormVersion } from './form.entity.ts';
import {
  type FormKind,
  type FormVersionState,
  formVersionStateOn,
  publicationRefusals,
  updateRefusal,
  type VersionFacts,
} from './form.rules.ts';
import {
  currentVersionOf,
  draftFormVersion,
  factsOfVersion,
  getForm,
  getFormVersion,
  publishFormVersion,
  updateFormVersion,
  versionsOfForm,
} from './form.service.ts';
import {
  DraftFormVersionInput,
  FormKindEnum,
  FormType,
  FormVersionStateEnum,
  FormVersionType,
  PublishFormVersionInput,
  QuestionConditionType,
  QuestionOptionType,
  QuestionType,
  UpdateFormVersionInput,
} from './form.type.ts';
import type { Question, QuestionCondition, QuestionOption } from './question.rules.ts';

const formVersion = entityField(() => FormVersionType, FormVersion, 'The version as it is now.');

@Resolver(() => FormType)
@Localized({ title: { description: 'Its title.', translations: true } })
export class FormResolver {
  @Query(() => FormType, { nullable: true, description: 'The form of a kind. NOT_FOUND. Requirement: R10.' })
  form(@Arg('kind', () => FormKindEnum, { description: 'Which of the two.' }) kind: FormKind, @CtxArg() ctx: Ctx): Promise<Form> {
    return getForm(ctx, kind);
  }

  @FieldResolver(() => Boolean, { description: 'Whether the version in force is a sample of ours: the official appendix was not found.' })
  async isSample(@Root() row: Form, @CtxArg() ctx: Ctx): Promise<boolean> {
    return (await currentVersionOf(ctx, row.id))?.isSample ?? false;
  }

  @FieldResolver(() => FormVersionType, { nullable: true, description: 'The version in force; null = none was published yet.' })
  current(@Root() row: Form, @CtxArg() ctx: Ctx): Promise<FormVersion | null> {
    return currentVersionOf(ctx, row.id);
  }

  @FieldResolver(() => [FormVersionType], { description: 'Its versions that the caller may see, the latest first; fewer than 100.' })
  versions(@Root() row: Form, @CtxArg() ctx: Ctx): Promise<FormVersion[]> {
    return versionsOfForm(ctx, row.id);
  }
}

@Resolver(() => FormVersionType)
@WithWorkflow<FormVersion, VersionFacts>({
  subject: 'FormVersion',
  acts: [
    { mutation: 'updateFormVersion', refusal: updateRefusal },
    { mutation: 'publishFormVersion', refusal: (facts) => publicationRefusals(facts)[0] },
  ],
  facts: (row, ctx) => factsOfVersion(ctx, row),
})
export class FormVersionResolver {
  @Query(() => FormVersionType, {
    nullable: true,
    description: 'One version of a form. NOT_FOUND, also for a draft that is not yours to see.',
  })
  formVersion(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @CtxArg() ctx: Ctx): Promise<FormVersion> {
    return getFormVersion(ctx, id);
  }

  @FieldResolver(() => FormType, { description: 'Of which form.' })
  form(@Root() row: FormVersion, @CtxArg() ctx: Ctx): Promise<Form> {
    return mustRowById(ctx, Form, row.formId);
  }

  @FieldResolver(() => FormVersionStateEnum, { description: 'Where it stands today in Bishkek.' })
  state(@Root() row: FormVersion, @CtxArg() ctx: Ctx): FormVersionState {
    return formVersionStateOn(row, dayOf(ctx.now));
  }

  @FieldResolver(() => [QuestionType], { description: 'Its questions in their order, at most 100.' })
  questions(@Root() row: FormVersion): Question[] {
    return row.questions;
  }

  @Command(payload('DraftFormVersion', { formVersion }), DraftFormVersionInput, {
    description: 'Begins the next version of a form, one at a time. CONFLICT if there is a draft. Requirement: R10.',
  })
  async draftFormVersion(input: DraftFormVersionInput, ctx: Ctx) {
    return { formVersion: (await draftFormVersion(ctx, input)).id };
  }

  @Command(payload('UpdateFormVersion', { formVersion }), UpdateFormVersionInput, {
    description: "Replaces a draft's questions. All that is wrong with them is told at once.",
  })
  async updateFormVersion(input: UpdateFormVersionInput, ctx: Ctx) {
    return { formVersion: (await updateFormVersion(ctx, input)).id };
  }

  @Command(payload('PublishFormVersion', { formVersion }), PublishFormVersionInput, {
    description:
      'Puts a draft in force for good; the version before closes at once, or takes paper questionnaires until a day. Requirement: R10.',
  })
  async publishFormVersion(input: PublishFormVersionInput, ctx: Ctx) {
    return { formVersion: (await publishFormVersion(ctx, input)).id };
  }
}

@Resolver(() => QuestionType)
@Localized({
  text: { description: 'Its words.', translations: true },
  help: { description: 'How to answer it.', nullable: true, translations: true },
})
export class QuestionResolver {
  @FieldResolver(() => [QuestionConditionType], { description: 'When it is asked: all must hold, at most 10; none = always.' })
  showIf(@Root() row: Question): QuestionCondition[] {
    return row.showIf;
  }

  @FieldResolver(() => [QuestionOptionType], {
    description: 'The answers of a choice, at most 50; of a scale the words for its points, if any.',
  })
  options(@Root() row: Question): QuestionOption[] {
    return row.options;
  }
}

@Resolver(() => QuestionOptionType)
@Localized({ text: { description: 'Its words.', translations: true } })
export class QuestionOptionResolver {}
