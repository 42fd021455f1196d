import { LockMode } from '@mikro-orm/postgresql';
import { isMinistry } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { found } from '../../kit/lookup.ts';
import { columnsOf, firstRow, load, loaderBy, loaderOfMany, rows, type Sql, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, assertNone, recordTransition } from '../../kit/workflow.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import { badInput, conflict, type HubError, type Violation } from '../../shared/errors.ts';
import { Form, FormVersion } from './form.entity.ts';
import { endingOf, type FormKind, graceViolation, publicationRefusals, updateRefusal, type VersionFacts } from './form.rules.ts';
import { publicationDefects, questionViolations } from './question-check.rules.ts';
import { continuityViolations } from './question-diff.rules.ts';
import { type Question, type QuestionFields, questionsOf } from './question.rules.ts';

// ---- reading -------------------------------------------------------------------------------------------------------

/** The form of a kind. NOT_FOUND. */
export async function getForm(ctx: Ctx, kind: FormKind): Promise<Form> {
  return found(await firstRow<Form>(ctx, sql`select ${columnsOf(ctx, Form, 't')} from form t where t.kind = ${kind}`));
}

/** Drafts are the ministry's to see; to others they do not exist. */
function visible({ actor }: Ctx): Sql {
  return isMinistry(actor) ? sql`true` : sql`t.state <> 'DRAFT'`;
}

/** A version by id. NOT_FOUND, also for a draft that is not the caller's to see. */
export async function getFormVersion(ctx: Ctx, id: string): Promise<FormVersion> {
  return found(
    await firstRow<FormVersion>(
      ctx,
      sql`select ${columnsOf(ctx, FormVersion, 't')} from form_version t where t.id = ${id} and ${visible(ctx)}`,
    ),
  );
}

const versionsByForm = loaderOfMany<string, FormVersion>(
  'formVersions',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, FormVersion, 't')} from form_version t
          where t.form_id = any(${[...ids]}::uuid[]) and t.base_id is null and ${visible(ctx)} order by t.number desc limit 99`,
    ),
  (row) => row.formId,
);

/** The versions of a form that the caller may see, the latest first. */
export async function versionsOfForm(ctx: Ctx, formId: string): Promise<FormVersion[]> {
  return (await load(ctx, versionsByForm, formId)) ?? [];
}

const currentByForm = loaderBy<string, FormVersion>(
  'currentFormVersion',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, FormVersion, 't')} from form_version t
          where t.form_id = any(${[...ids]}::uuid[]) and t.base_id is null and t.state = 'PUBLISHED'`,
    ),
  (row) => row.formId,
);

/** The version of a form in force; null = none was ever published. */
export async function currentVersionOf(ctx: Ctx, formId: string): Promise<FormVersion | null> {
  return (await load(ctx, currentByForm, formId)) ?? null;
}

/** What the refusals need to know of a version. */
export async function factsOfVersion(ctx: Ctx, { formId, baseId, state, questions }: FormVersion): Promise<VersionFacts> {
  const isVariant = baseId != null;
  if (isVariant || state !== 'DRAFT') return { state, isVariant, defects: [] };
  return { state, isVariant, defects: defectsOf(questions, await currentVersionOf(ctx, formId)) };
}

function defectsOf(questions: readonly Question[], before: Pick<FormVersion, 'questions'> | null): Violation[] {
  return [...publicationDefects(questions), ...continuityViolations(before?.questions ?? [], questions)];
}

// ---- drafting ------------------------------------------------------------------------------------------------------

/**
 * Begins the next version of a form with the questions of another version, otherwise of the one in force. CONFLICT if one is begun
 * already: versions follow one another.
 */
export async function draftFormVersion(ctx: Ctx, input: { formKind: FormKind; basedOnId?: string | null }): Promise<FormVersion> {
  const form = found(await lockedForm(ctx, { kind: input.formKind }), ['input', 'formKind']);
  if (await ctx.em.findOne(FormVersion, { formId: form.id, baseId: null, state: 'DRAFT' })) throw draftedAlready();
  const base = input.basedOnId ? await baseOf(ctx, form.id, input.basedOnId) : await publishedVersion(ctx, form.id);
  const [latest] = await ctx.em.find(FormVersion, { formId: form.id, baseId: null }, { orderBy: { number: 'desc' }, limit: 1 });
  const version = ctx.em.create(FormVersion, {
    formId: form.id,
    number: (latest?.number ?? 0) + 1,
    state: 'DRAFT',
    questions: base?.questions ?? [],
    isSample: false,
  });
  recordTransition(ctx, { type: 'FormVersion', id: version.id }, { from: null, to: 'DRAFT' });
  return version;
}

/** The form, locked: its versions are numbered, and follow one another, one at a time. */
export function lockedForm(ctx: Ctx, which: { kind: FormKind } | { id: string }): Promise<Form | null> {
  return ctx.em.findOne(Form, which, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

function publishedVersion(ctx: Ctx, formId: string): Promise<FormVersion | null> {
  return ctx.em.findOne(FormVersion, { formId, baseId: null, state: 'PUBLISHED' });
}

async function baseOf(ctx: Ctx, formId: string, basedOnId: string): Promise<FormVersion> {
  const path = ['input', 'basedOnId'];
  const base = found(await ctx.em.findOne(FormVersion, { id: basedOnId }), path);
  if (base.formId === formId) return base;
  throw badInput(
    path,
    { ky: 'Бул башка форманын версиясы.', ru: 'Это версия другой формы.', en: 'This is a version of another form.' },
    { ky: 'Ошол эле форманын версиясын бериңиз.', ru: 'Укажите версию той же формы.', en: 'Give a version of the same form.' },
  );
}

/** Replaces a draft's questions, given whole. All that is wrong is told at once. CONFLICT on a stale version. */
export async function updateFormVersion(
  ctx: Ctx,
  input: { id: string; expectedVersion: number; questions: readonly QuestionFields[] },
): Promise<FormVersion> {
  const version = found(await ctx.em.findOne(FormVersion, { id: input.id }), ['input', 'id']);
  assertAllowed(updateRefusal({ state: version.state, isVariant: version.baseId != null }));
  assertVersion(version, input.expectedVersion);
  const questions = questionsOf(input.questions);
  assertNone(questionViolations(questions));
  version.questions = questions;
  return version;
}

// ---- publication ---------------------------------------------------------------------------------------------------

/**
 * Puts a draft in force for good. The version before closes at once, or takes questionnaires filled on paper until a grace day.
 * All that keeps it from publication is told at once.
 */
export async function publishFormVersion(
  ctx: Ctx,
  input: { id: string; expectedVersion: number; previousGraceUntil?: LocalDate | null },
): Promise<FormVersion> {
  const { formId, baseId } = found(await ctx.em.findOne(FormVersion, { id: input.id }), ['input', 'id']);
  await lockedForm(ctx, { id: formId });
  // Read again behind the lock: another publication may just have ended.
  const version = await ctx.em.findOneOrFail(FormVersion, { id: input.id }, { refresh: true });
  const previous = await publishedVersion(ctx, formId);
  const isVariant = baseId != null;
  assertNone(publicationRefusals({ state: version.state, isVariant, defects: defectsOf(version.questions, previous) }));
  assertVersion(version, input.expectedVersion);
  const graceUntil = input.previousGraceUntil ?? null;
  assertAllowed(graceViolation(graceUntil, previous !== null, dayOf(ctx.now)));
  if (previous) await endWithVariants(ctx, previous, graceUntil);
  Object.assign(version, { state: 'PUBLISHED', publishedAt: ctx.now });
  recordTransition(ctx, { type: 'FormVersion', id: version.id }, { from: 'DRAFT', to: 'PUBLISHED' });
  return version;
}

/** R10: a provider's variant is a change of a version, so that it ends with it, and takes paper as long as it does. */
async function endWithVariants(ctx: Ctx, version: FormVersion, graceUntil: LocalDate | null): Promise<void> {
  const variants = await ctx.em.find(FormVersion, { baseId: version.id, state: 'PUBLISHED' });
  for (const each of [version, ...variants]) endVersion(ctx, each, graceUntil);
}

/** Ends a version at once, or when the grace for paper is over. */
export function endVersion(ctx: Ctx, version: FormVersion, graceUntil: LocalDate | null): void {
  const ending = endingOf(graceUntil);
  recordTransition(ctx, { type: 'FormVersion', id: version.id }, { from: version.state, to: ending.state });
  Object.assign(version, ending);
}

function draftedAlready(): HubError {
  return conflict(
    ['input', 'formKind'],
    {
      ky: 'Бул форманын кийинки версиясы башталган.',
      ru: 'Следующая версия этой формы уже начата.',
      en: 'The next version of this form is begun already.',
    },
    {
      ky: 'form.versions ичиндеги DRAFT версияны өзгөртүңүз.',
      ru: 'Измените версию в состоянии DRAFT из form.versions.',
      en: 'Change the DRAFT among form.versions.',
    },
  );
}
