import { isMinistry, isOwn, stampOf } from '../../access/actor.ts';
import { isAmong } from '../../access/separation.rules.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { found, inForceOn } from '../../kit/lookup.ts';
import { codeValue, dayValue } from '../../kit/mail/notice-payload.ts';
import { notify } from '../../kit/notice.ts';
import {
  columnsOf,
  firstRow,
  load,
  loaderOfMany,
  orderBy,
  page,
  type Page,
  type PageArguments,
  rows,
  type Sql,
  sql,
} from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, assertNone, historyOf, recordTransition } from '../../kit/workflow.ts';
import { blankRefusal } from '../../kit/written-text.rules.ts';
import { dayOf } from '../../shared/calendar.ts';
import { badInput, notFound, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { writtenText } from '../../shared/plain-text.ts';
import { Form, FormVersion } from '../forms/form.entity.ts';
import { endVersion, lockedForm } from '../forms/form.service.ts';
import { diffQuestions } from '../forms/question-diff.rules.ts';
import { type Question, type QuestionFields, questionsOf } from '../forms/question.rules.ts';
import { addresseesOf } from '../organizations/addressee.service.ts';
import { ServiceProvider } from '../organizations/organization.entity.ts';
import { isInForce } from '../organizations/organization.rules.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { holdsIn } from '../service-registry/municipal-service.service.ts';
import { QuestionnaireVariant, QuestionnaireVariantService } from './questionnaire-variant.entity.ts';
import { variantDecided } from './questionnaire-variant.notices.ts';
import {
  proposalViolations,
  stateAfter,
  type VariantAct,
  variantActRefusal,
  type VariantFacts,
  variantFilingRefusal,
  type VariantState,
  variantTitle,
} from './questionnaire-variant.rules.ts';

const subject = 'QuestionnaireVariant';

// ---- reading -------------------------------------------------------------------------------------------------------

/** Variants that the caller may see: every one for the ministry, its own for a PROVIDER. */
function scope({ actor }: Ctx): Sql | false {
  return !isMinistry(actor) && sql`t.municipality_id = ${actor.municipalityId}`;
}

/** A variant by id. NOT_FOUND: absent, or not yours. */
export async function getQuestionnaireVariant(ctx: Ctx, id: string): Promise<QuestionnaireVariant> {
  return found(
    await firstRow<QuestionnaireVariant>(
      ctx,
      sql`select ${columnsOf(ctx, QuestionnaireVariant, 't')} from questionnaire_variant t where t.id = ${id} and ${scope(ctx) || sql`true`}`,
    ),
  );
}

export interface VariantFilter {
  municipalityId?: string | null;
  states?: readonly VariantState[] | null;
  serviceId?: string | null;
}

/** Variants in scope, the latest proposed first. */
export function listQuestionnaireVariants(ctx: Ctx, filter: VariantFilter, paging: PageArguments): Promise<Page<QuestionnaireVariant>> {
  return page<QuestionnaireVariant>(ctx, {
    list: 'questionnaireVariants',
    select: columnsOf(ctx, QuestionnaireVariant, 't'),
    from: sql`questionnaire_variant t`,
    where: [
      scope(ctx),
      filter.municipalityId != null && sql`t.municipality_id = ${filter.municipalityId}`,
      filter.states != null && sql`t.state = any(${[...filter.states]}::text[])`,
      filter.serviceId != null &&
        sql`exists (select 1 from questionnaire_variant_service s where s.variant_id = t.id and s.service_id = ${filter.serviceId})`,
    ],
    order: orderBy('PROPOSED_AT_DESC', sql`t.proposed_at`, 'timestamptz', 'desc'),
    page: paging,
    filter,
  });
}

const servicesByVariant = loaderOfMany<string, MunicipalService & { variantId: string }>(
  'variantServices',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select s.variant_id, ${columnsOf(ctx, MunicipalService, 't')} from questionnaire_variant_service s
          join municipal_service t on t.id = s.service_id where s.variant_id = any(${[...ids]}::uuid[]) order by t.code`,
    ),
  (row) => row.variantId,
);

/** The services that a variant is for. */
export async function servicesOfVariant(ctx: Ctx, variantId: string): Promise<MunicipalService[]> {
  return (await load(ctx, servicesByVariant, variantId)) ?? [];
}

/** What the refusals need to know of a variant. */
export async function factsOfVariant(ctx: Ctx, { id, state, providerId }: QuestionnaireVariant, base: FormVersion): Promise<VariantFacts> {
  // Only what may still be consented to needs to know.
  const others = state === 'PROPOSED' ? await servicesTaken(ctx, { providerId, baseId: base.id, state: 'CONSENTED' }) : [];
  const own = others.length > 0 ? await servicesOfVariant(ctx, id) : [];
  const isOtherInUse = own.some((service) => others.some((other) => other.id === service.id));
  return { state, isBaseInForce: base.state === 'PUBLISHED', isOtherInUse, isProposer: await isProposedBy(ctx, id) };
}

/** Whether the caller proposed a variant: its history begins with that. */
async function isProposedBy(ctx: Ctx, variantId: string): Promise<boolean> {
  const [proposed] = await historyOf(ctx, subject, variantId);
  return proposed !== undefined && isAmong(ctx.actor, [proposed.by]);
}

/** The services that a provider's variants of one base are for, of those that are in a state. What changed an earlier base ends with it. */
function servicesTaken(
  ctx: Ctx,
  { providerId, baseId, state }: { providerId: string; baseId: string; state: VariantState },
): Promise<{ id: string; code: string }[]> {
  return rows(
    ctx,
    sql`select distinct m.id, m.code from questionnaire_variant t join form_version v on v.id = t.form_version_id
          join questionnaire_variant_service s on s.variant_id = t.id join municipal_service m on m.id = s.service_id
        where t.provider_id = ${providerId} and v.base_id = ${baseId} and t.state = ${state} order by m.code`,
  );
}

/** The version that a variant's own was made from. */
export function baseIdOf({ baseId }: Pick<FormVersion, 'baseId'>): string {
  if (baseId == null) throw new Error("A variant's form version has a base");
  return baseId;
}

// ---- proposing -----------------------------------------------------------------------------------------------------

export interface Proposal {
  providerId: string;
  serviceIds: readonly string[];
  baseFormVersionId: string;
  questions: readonly QuestionFields[];
  reason: string;
}

/** R10: proposes a provider's changes of the questionnaire in force for particular services. All that is wrong is told at once. */
export async function proposeQuestionnaireVariant(ctx: Ctx, proposal: Proposal): Promise<QuestionnaireVariant> {
  const provider = await ownProvider(ctx, proposal.providerId);
  const base = found(await ctx.em.findOne(FormVersion, { id: proposal.baseFormVersionId }), ['input', 'baseFormVersionId']);
  if (base.state === 'DRAFT') throw notFound(['input', 'baseFormVersionId']);
  // Two proposals at once take turns; the form is held for as long as each takes.
  await lockedForm(ctx, { id: base.formId });
  await ctx.em.refresh(base);
  const { kind } = await ctx.em.findOneOrFail(Form, { id: base.formId });
  const questions = questionsOf(proposal.questions);
  const serviceIds = [...new Set(proposal.serviceIds)];
  const awaiting = await servicesTaken(ctx, { providerId: provider.id, baseId: base.id, state: 'PROPOSED' });
  const isInForceAsBase = base.state === 'PUBLISHED' && base.baseId == null;
  assertNone([
    ...[blankRefusal('reason', proposal.reason)].filter((violation) => violation !== undefined),
    ...proposalViolations({
      base: { kind, isInForce: isInForceAsBase, questions: base.questions },
      questions,
      serviceCount: serviceIds.length,
      awaiting: awaiting.filter(({ id }) => serviceIds.includes(id)).map(({ code }) => code),
      asked: await askedUnder(ctx, base.formId, questions),
    }),
    ...(await strangeServices(ctx, provider.municipalityId, serviceIds)),
  ]);
  return writeProposal(ctx, { provider, base, questions, serviceIds, reason: proposal.reason.trim() });
}

interface CheckedProposal {
  provider: ServiceProvider;
  base: FormVersion;
  questions: Question[];
  serviceIds: readonly string[];
  reason: string;
}

function writeProposal(ctx: Ctx, { provider, base, questions, serviceIds, reason }: CheckedProposal): QuestionnaireVariant {
  const { formId, number, isSample } = base;
  const version = ctx.em.create(FormVersion, { id: newId(), formId, baseId: base.id, number, isSample, state: 'DRAFT', questions });
  const variant = ctx.em.create(QuestionnaireVariant, {
    id: newId(),
    providerId: provider.id,
    municipalityId: provider.municipalityId,
    formVersionId: version.id,
    state: 'PROPOSED',
    reason,
    proposedAt: ctx.now,
  });
  for (const serviceId of serviceIds) ctx.em.create(QuestionnaireVariantService, { variantId: variant.id, serviceId });
  recordTransition(ctx, { type: subject, id: variant.id }, { from: null, to: 'PROPOSED', reason });
  return variant;
}

async function ownProvider(ctx: Ctx, id: string): Promise<ServiceProvider> {
  const provider = await ctx.em.findOne(ServiceProvider, { id });
  if (!provider || !isOwn(ctx.actor, provider.municipalityId) || !isInForce(provider, dayOf(ctx.now)))
    throw notFound(['input', 'providerId']);
  return provider;
}

/** What other published versions and variants of a form ask under the codes of these questions. */
function askedUnder(ctx: Ctx, formId: string, questions: readonly Question[]): Promise<Question[]> {
  return rows<{ question: Question }>(
    ctx,
    sql`select distinct on (q.question ->> 'code') q.question from form_version v cross join lateral jsonb_array_elements(v.questions) as q(question)
        where v.form_id = ${formId} and v.state <> 'DRAFT' and q.question ->> 'code' = any(${questions.map(({ code }) => code)}::text[])
        order by q.question ->> 'code', v.published_at desc`,
  ).then((found) => found.map(({ question }) => question));
}

/** The services named that do not stand in the registers for the municipality today. */
async function strangeServices(ctx: Ctx, municipalityId: string, serviceIds: readonly string[]): Promise<Violation[]> {
  // Compared as text: what is no UUID is a service that is not there.
  const held = await rows<{ id: string }>(
    ctx,
    sql`select t.id from municipal_service t where t.id::text = any(${[...serviceIds]}::text[])
          and ${holdsIn('t', sql`${municipalityId}::uuid`)} and ${inForceOn('t', dayOf(ctx.now))}`,
  );
  const known = new Set(held.map(({ id }) => id));
  return serviceIds.flatMap((id, index) => (known.has(id) ? [] : [noSuchService(index)]));
}

// ---- deciding, withdrawing -----------------------------------------------------------------------------------------

export interface VariantDecision {
  id: string;
  expectedVersion: number;
  reason?: string | null;
}

/** R10: the responsible unit consents: the variant takes questionnaires as long as the version that it changes. Tells the municipality. */
export async function consentToQuestionnaireVariant(ctx: Ctx, decision: VariantDecision): Promise<QuestionnaireVariant> {
  const { variant, version, base } = await variantToChange(ctx, decision, 'consentToQuestionnaireVariant');
  Object.assign(version, { state: 'PUBLISHED', publishedAt: ctx.now });
  recordTransition(ctx, { type: 'FormVersion', id: version.id }, { from: 'DRAFT', to: 'PUBLISHED' });
  decide(ctx, variant, 'consentToQuestionnaireVariant', writtenText(decision.reason));
  await tellMunicipality(ctx, variant, version, base);
  return variant;
}

/** R10: the responsible unit refuses, with a reason; Appendix 2 stays as it is. Tells the municipality. */
export async function refuseQuestionnaireVariant(ctx: Ctx, decision: VariantDecision & { reason: string }): Promise<QuestionnaireVariant> {
  assertAllowed(blankRefusal('reason', decision.reason));
  const { variant, version, base } = await variantToChange(ctx, decision, 'refuseQuestionnaireVariant');
  decide(ctx, variant, 'refuseQuestionnaireVariant', decision.reason.trim());
  await tellMunicipality(ctx, variant, version, base);
  return variant;
}

/** Takes a variant back, also one in use: it takes no more questionnaires, and those filed keep their version. */
export async function withdrawQuestionnaireVariant(
  ctx: Ctx,
  change: { id: string; expectedVersion: number },
): Promise<QuestionnaireVariant> {
  const { variant, version } = await variantToChange(ctx, change, 'withdrawQuestionnaireVariant');
  if (version.state === 'PUBLISHED' || version.state === 'CLOSING') endVersion(ctx, version, null);
  step(ctx, variant, 'withdrawQuestionnaireVariant', null);
  return variant;
}

interface VariantToChange {
  variant: QuestionnaireVariant;
  version: FormVersion;
  base: FormVersion;
}

/** The variant, if the act is open on it. The form is locked: its versions neither end nor begin meanwhile. */
async function variantToChange(
  ctx: Ctx,
  { id, expectedVersion }: { id: string; expectedVersion: number },
  act: VariantAct,
): Promise<VariantToChange> {
  const variant = await ctx.em.findOne(QuestionnaireVariant, { id });
  const isTheirs = act === 'withdrawQuestionnaireVariant' ? isOwn(ctx.actor, variant?.municipalityId) : true;
  if (!variant || !isTheirs) throw notFound(['input', 'id']);
  const version = await ctx.em.findOneOrFail(FormVersion, { id: variant.formVersionId });
  await lockedForm(ctx, { id: version.formId });
  const base = await ctx.em.findOneOrFail(FormVersion, { id: baseIdOf(version) });
  for (const each of [variant, version, base]) await ctx.em.refresh(each);
  assertAllowed(variantActRefusal(act, await factsOfVariant(ctx, variant, base)));
  assertVersion(variant, expectedVersion);
  return { variant, version, base };
}

function decide(ctx: Ctx, variant: QuestionnaireVariant, act: VariantAct, decisionReason: string | null): void {
  Object.assign(variant, { decisionReason, decidedAt: ctx.now, decidedBy: stampOf(ctx.actor, ctx.actingAs) });
  step(ctx, variant, act, decisionReason);
}

function step(ctx: Ctx, variant: QuestionnaireVariant, act: VariantAct, reason: string | null): void {
  const to = stateAfter(act);
  recordTransition(ctx, { type: subject, id: variant.id }, { from: variant.state, to, reason });
  variant.state = to;
}

const noReason: LocalizedText = { ky: 'көрсөтүлгөн эмес', ru: 'не указано', en: 'none given' };

async function tellMunicipality(ctx: Ctx, variant: QuestionnaireVariant, version: FormVersion, base: FormVersion): Promise<void> {
  const addressee = (await addresseesOf(ctx, [variant.municipalityId])).get(variant.municipalityId);
  if (!addressee) return;
  const services = await servicesOfVariant(ctx, variant.id);
  const payload = {
    municipality: addressee.name,
    variantTitle: variantTitle(base.number, diffQuestions(base.questions, version.questions)),
    serviceName: namesOf(services),
    decision: codeValue(variant.state),
    decisionReason: variant.decisionReason ?? noReason,
    decidedOn: dayValue(dayOf(ctx.now)),
    link: `/variants/${variant.id}`,
  };
  const to = addressee.recipients.map((recipient) => ({ recipient, payload: { ...payload, contactName: recipient.name ?? '' } }));
  await notify(ctx, variantDecided, { subjectId: variant.id, to });
}

/** Several names as one text, each language with what it has. */
function namesOf(services: readonly { name: LocalizedText }[]): LocalizedText {
  const joined = (nameIn: (name: LocalizedText) => string) => services.map(({ name }) => nameIn(name)).join('; ');
  return { ky: joined(({ ky }) => ky), ru: joined(({ ky, ru }) => ru ?? ky) };
}

// ---- filing on a variant -------------------------------------------------------------------------------------------

/**
 * R10: the services that questionnaires on a form version may be about; undefined = any, it is no variant. NOT_FOUND for a variant
 * of another municipality; refused for one that is not consented to.
 */
export async function servicesToFileOn(ctx: Ctx, version: FormVersion, municipalityId: string): Promise<ReadonlySet<string> | undefined> {
  if (version.baseId == null) return undefined;
  const variant = await ctx.em.findOne(QuestionnaireVariant, { formVersionId: version.id, municipalityId });
  if (!variant) throw notFound(['input', 'formVersionId']);
  // One that was in use is closed: the version's own refusal says so.
  if (version.state === 'DRAFT') assertAllowed(variantFilingRefusal(variant.state));
  const services = await servicesOfVariant(ctx, variant.id);
  return new Set(services.map(({ id }) => id));
}

function noSuchService(index: number): Violation {
  return badInput(
    ['input', 'serviceIds', String(index)],
    {
      ky: 'Муниципалитет үчүн реестрлерде мындай колдонуудагы кызмат жок.',
      ru: 'В реестрах для муниципалитета нет такой действующей услуги.',
      en: 'The registers have no such service in force for the municipality.',
    },
    {
      ky: 'municipalServices(filter: {municipalityId}) суроосун караңыз.',
      ru: 'Посмотрите municipalServices(filter: {municipalityId}).',
      en: 'See municipalServices(filter: {municipalityId}).',
    },
  ).violation;
}
