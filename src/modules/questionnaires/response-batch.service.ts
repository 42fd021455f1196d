import { createHash } from 'node:crypto';
import { isMinistry, isOwn, stampOf } from '../../access/actor.ts';
import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { assertOneKey, found } from '../../kit/lookup.ts';
import { columnsOf, firstRow, page, type Page, type PageArguments, rows, type Sql, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, assertNone, recordTransition } from '../../kit/workflow.ts';
import { dayOf } from '../../shared/calendar.ts';
import { canonicalJson, type CanonicalValue } from '../../shared/canonical-json.ts';
import { badInput, type HubError, notFound, type Violation } from '../../shared/errors.ts';
import { Receipt } from '../files/receipt.entity.ts';
import { issueReceipt } from '../files/receipt.service.ts';
import { Form, FormVersion } from '../forms/form.entity.ts';
import { responsesRefusal } from '../forms/form.rules.ts';
import { isLateAt } from '../monitoring-cycle/cycle.rules.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { deadlineOf } from '../monitoring-cycle/monitoring-cycle.service.ts';
import { blankRefusal } from '../monitoring-cycle/monitoring-list.rules.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import type { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { servicesToFileOn } from './questionnaire-variant.service.ts';
import { ResponseBatch } from './response-batch.entity.ts';
import {
  batchKeyRefusal,
  cycleDays,
  filingViolations,
  handedInRefusal,
  isReport,
  mostViolations,
  outcomeOf,
  withdrawalRefusal,
} from './response-batch.rules.ts';
import { type CheckedResponse, checkResponse, type FiledResponse, type FilingGround } from './response.rules.ts';
import { offersNamed, servicesNamed, storeResponses } from './response.service.ts';

// ---- reading -------------------------------------------------------------------------------------------------------

/** Rows of a municipality that the caller may see: every one for the ministry, its own for a PROVIDER. */
function scope({ actor }: Ctx): Sql | false {
  return !isMinistry(actor) && sql`t.municipality_id = ${actor.municipalityId}`;
}

export interface BatchKey {
  id?: string | null;
  batchKey?: string | null;
  /** Whose key it is; the caller's own unless given. */
  municipalityId?: string | null;
}

/** A batch by id, or by the key that a municipality gave it. NOT_FOUND: absent, or not yours. */
export async function getResponseBatch(ctx: Ctx, { id, batchKey, municipalityId }: BatchKey): Promise<ResponseBatch> {
  assertOneKey({ id, batchKey });
  const owner = municipalityId ?? ctx.actor.municipalityId;
  if (!id && !owner) throw ownerMissing();
  const which = id ? sql`t.id = ${id}` : sql`t.municipality_id = ${owner} and t.batch_key = ${batchKey}`;
  return found(
    await firstRow<ResponseBatch>(
      ctx,
      sql`select ${columnsOf(ctx, ResponseBatch, 't')} from response_batch t where ${which} and ${scope(ctx) || sql`true`}`,
    ),
  );
}

/** Batches of a cycle's year in scope, reports among them, the latest filed first. */
export function listResponseBatches(
  ctx: Ctx,
  { year, municipalityId }: { year: number; municipalityId?: string | null },
  paging: PageArguments,
): Promise<Page<ResponseBatch>> {
  return page<ResponseBatch>(ctx, {
    list: 'responseBatches',
    select: columnsOf(ctx, ResponseBatch, 't'),
    from: sql`response_batch t`,
    where: [
      scope(ctx),
      sql`t.cycle_id = (select c.id from monitoring_cycle c where c.year = ${year})`,
      municipalityId != null && sql`t.municipality_id = ${municipalityId}`,
    ],
    order: { name: 'FILED_AT_DESC', keys: [{ by: sql`t.filed_at`, type: 'timestamptz', direction: 'desc' }] },
    page: paging,
    filter: { year, municipalityId },
  });
}

// ---- filing --------------------------------------------------------------------------------------------------------

export interface Filing {
  year: number;
  formVersionId: string;
  batchKey: string;
  responses: readonly (Pick<FiledResponse, 'serviceCode' | 'answers'> & Partial<FiledResponse>)[];
  isDryRun: boolean;
}

/**
 * R12: files a municipality's questionnaires, all of them or none, or with `isDryRun` only checks them. What is wrong with responses
 * is the batch's report; what is wrong with the filing itself is refused. The same again is answered with the batch that is stored;
 * its key with other content is CONFLICT.
 */
export async function fileQuestionnaires(ctx: Ctx, filing: Filing): Promise<ResponseBatch> {
  const municipality = await ownMunicipality(ctx);
  const cycle = found(await ctx.em.findOne(MonitoringCycle, { year: filing.year }), ['input', 'year']);
  const version = await askedVersion(ctx, filing);
  const onlyServices = await servicesToFileOn(ctx, version, municipality.id);
  await awaitTurn(ctx, municipality.id);

  const checked = await checkResponses(ctx, filing.responses.map(completed), { municipality, cycle, version, onlyServices });
  const content = contentOf(filing, checked.responses, { municipality, version });
  const before = await ctx.em.findOne(ResponseBatch, { municipalityId: municipality.id, batchKey: filing.batchKey });
  if (before && !isReport(before.state)) return keptBatch(ctx, before, content);

  assertAllowed(handedInRefusal(await isHandedIn(ctx, municipality.id, cycle.id)));
  // What a municipality files was filled on paper, or by a system that took it when the version was open.
  assertAllowed(responsesRefusal(version, dayOf(ctx.now), { isPaper: true }, ['input', 'formVersionId']));
  const batch = reported(ctx, before, filing, { municipality, cycle, version }, checked);
  if (batch.state === 'STORED') await store(ctx, batch, { municipality, cycle, version }, checked, content);
  return batch;
}

/** Writes the report of the checks: into the one that the key has already, otherwise a new one. */
export function reported(
  ctx: Ctx,
  before: ResponseBatch | null,
  { batchKey, isDryRun }: Pick<Filing, 'batchKey' | 'isDryRun'>,
  { municipality, cycle, version }: BatchFrame,
  { responses, violations }: Omit<CheckedFiling, 'services'>,
): ResponseBatch {
  const id = before?.id ?? newId();
  const state = outcomeOf({ isDryRun, violationCount: violations.length });
  const report = {
    municipalityId: municipality?.id ?? null,
    cycleId: cycle.id,
    formVersionId: version.id,
    batchKey,
    state,
    isDryRun,
    accepted: violations.length > 0 ? 0 : responses.length,
    violations: violations.slice(0, mostViolations),
    violationCount: violations.length,
    filedAt: ctx.now,
    filedBy: stampOf(ctx.actor, ctx.actingAs),
  };
  recordTransition(ctx, { type: 'ResponseBatch', id }, { from: before?.state ?? null, to: state });
  return before ? Object.assign(before, report) : ctx.em.create(ResponseBatch, { id, ...report });
}

/** R12: stores the responses and issues the receipt, which says whether 20 October was over. */
export async function store(
  ctx: Ctx,
  batch: ResponseBatch,
  { municipality, cycle, version }: BatchFrame,
  { responses, services }: Omit<CheckedFiling, 'violations'>,
  content: CanonicalValue,
): Promise<void> {
  const subject = { type: 'ResponseBatch', id: batch.id };
  const municipalityId = municipality?.id ?? null;
  const isLate = municipality !== null && isLateAt(await deadlineOf(ctx, cycle.id, 'SUBMISSION'), ctx.now);
  const receipt = await issueReceipt(ctx, { municipalityId, subject, content, isLate });
  batch.receiptId = receipt.id;
  await storeResponses(ctx, batch, { questions: version.questions, services }, responses);
  await audit(ctx, {
    subjectType: subject.type,
    subjectId: batch.id,
    municipalityId,
    after: { responses: responses.length, sha256: receipt.sha256 },
  });
}

/** The municipality that the session files for. */
async function ownMunicipality({ em, actor }: Ctx): Promise<Municipality> {
  if (!isOwn(actor, actor.municipalityId)) throw notFound();
  return em.findOneOrFail(Municipality, { id: actor.municipalityId ?? '' });
}

/** The form version named, if the filing is fit to be looked into. */
async function askedVersion(ctx: Ctx, { formVersionId, batchKey, responses }: Filing): Promise<FormVersion> {
  const path = ['input', 'formVersionId'];
  const version = found(await ctx.em.findOne(FormVersion, { id: formVersionId }), path);
  // A draft of the form itself is nobody's to file on; one of a variant is its municipality's, which is told why not.
  if (version.state === 'DRAFT' && version.baseId == null) throw notFound(path);
  const { kind } = await ctx.em.findOneOrFail(Form, { id: version.formId });
  assertNone(filingViolations({ batchKey, responseCount: responses.length, formKind: kind }));
  return version;
}

/** A municipality's filings and its handing in follow one another: a double click makes one batch, and none slips past a lock. */
async function awaitTurn(ctx: Ctx, municipalityId: string): Promise<void> {
  await firstRow(ctx, sql`select pg_advisory_xact_lock(hashtextextended(${`questionnaires:${municipalityId}`}, 0))`);
}

/** Nothing absent, ids in their one form. */
export function completed({
  municipalityId,
  offerId,
  serviceCode,
  appliedOn,
  servedOn,
  answers,
}: Filing['responses'][number]): FiledResponse {
  return {
    municipalityId: municipalityId?.toLowerCase() ?? null,
    offerId: offerId?.toLowerCase() ?? null,
    serviceCode,
    appliedOn: appliedOn ?? null,
    servedOn: servedOn ?? null,
    answers,
  };
}

export interface BatchFrame {
  /** Whose batch it is; null = the responsible unit's own, of a survey. */
  municipality: Municipality | null;
  cycle: MonitoringCycle;
  version: FormVersion;
}

interface FilingFrame extends BatchFrame {
  municipality: Municipality;
}

export interface CheckedFiling {
  /** Their answers in the form in which they are kept. */
  responses: readonly CheckedResponse[];
  violations: readonly Violation[];
  /** The services that they name, by code. */
  services: ReadonlyMap<string, MunicipalService>;
}

async function checkResponses(
  ctx: Ctx,
  responses: readonly FiledResponse[],
  { municipality, cycle, version, onlyServices }: FilingFrame & Pick<FilingGround, 'onlyServices'>,
): Promise<CheckedFiling> {
  const today = dayOf(ctx.now);
  const services = await servicesNamed(ctx, municipality.id, responses);
  const ground: FilingGround = {
    municipalityId: municipality.id,
    today,
    days: cycleDays(cycle.year, today),
    questions: version.questions,
    services,
    onlyServices,
    offers: await offersNamed(ctx, municipality.id, responses),
  };
  const checks = responses.map((response, index) => checkResponse(response, index, ground));
  return { responses: checks.map(({ response }) => response), violations: checks.flatMap(({ violations }) => violations), services };
}

/** What is filed, in the form that the receipt's hash is made of: answers as they are kept, natural keys where there are some. */
function contentOf(
  { year, batchKey }: Filing,
  responses: readonly CheckedResponse[],
  { municipality, version }: Pick<FilingFrame, 'municipality' | 'version'>,
) {
  return {
    municipality: municipality.soate,
    year,
    formVersionId: version.id,
    batchKey,
    responses: responses.map(({ serviceCode, offerId, appliedOn, servedOn, answers }) => {
      return { serviceCode, offerId, appliedOn, servedOn, answers };
    }),
  };
}

/** The batch that is there already, if what is filed is the same once more. */
export async function keptBatch(ctx: Ctx, batch: ResponseBatch, content: CanonicalValue): Promise<ResponseBatch> {
  const receipt = await ctx.em.findOneOrFail(Receipt, { id: batch.receiptId ?? '' });
  const sha256 = createHash('sha256').update(canonicalJson(content)).digest('hex');
  const refusal = batchKeyRefusal({ state: batch.state, isSameContent: sha256 === receipt.sha256 });
  if (refusal) throw refusal;
  return batch;
}

async function isHandedIn(ctx: Ctx, municipalityId: string, cycleId: string): Promise<boolean> {
  return (await ctx.em.count(ResponseBatch, { municipalityId, cycleId, lockedAt: { $ne: null } })) > 0;
}

// ---- withdrawing, handing in ---------------------------------------------------------------------------------------

/** Takes a stored batch back, with a reason, until it is handed in. Its responses stay, and count nowhere. CONFLICT on a stale version. */
export async function withdrawResponseBatch(
  ctx: Ctx,
  { id, expectedVersion, reason }: { id: string; expectedVersion: number; reason: string },
): Promise<ResponseBatch> {
  const batch = await ctx.em.findOne(ResponseBatch, { id });
  if (!batch || !isOwn(ctx.actor, batch.municipalityId)) throw notFound(['input', 'id']);
  assertAllowed(withdrawalRefusal(batch));
  assertAllowed(blankRefusal('reason', reason));
  assertVersion(batch, expectedVersion);
  recordTransition(ctx, { type: 'ResponseBatch', id }, { from: batch.state, to: 'WITHDRAWN', reason: reason.trim() });
  batch.state = 'WITHDRAWN';
  return batch;
}

/**
 * R12: locks a municipality's stored batches of a cycle, as its submission is handed in: until `unlockBatches` none is withdrawn or
 * added. Answers the ids of all that are handed in. In the transaction of the handing in; who may, the caller has checked.
 */
export function lockBatches(ctx: Ctx, municipalityId: string, cycleId: string): Promise<string[]> {
  return setLock(ctx, municipalityId, cycleId, ctx.now);
}

/** R12: opens a municipality's batches of a cycle again, as its submission is returned. Answers their ids. */
export function unlockBatches(ctx: Ctx, municipalityId: string, cycleId: string): Promise<string[]> {
  return setLock(ctx, municipalityId, cycleId, null);
}

async function setLock(ctx: Ctx, municipalityId: string, cycleId: string, lockedAt: Date | null): Promise<string[]> {
  await awaitTurn(ctx, municipalityId);
  const batches = await rows<{ id: string }>(
    ctx,
    sql`update response_batch set locked_at = ${lockedAt}::timestamptz, version = version + 1, updated_at = ${ctx.now},
          updated_by = ${JSON.stringify(stampOf(ctx.actor, ctx.actingAs))}::jsonb
        where municipality_id = ${municipalityId} and cycle_id = ${cycleId} and state = 'STORED' returning id`,
  );
  await audit(ctx, ...batches.map(({ id }) => ({ subjectType: 'ResponseBatch', subjectId: id, municipalityId, after: { lockedAt } })));
  return batches.map(({ id }) => id);
}

function ownerMissing(): HubError {
  return badInput(
    ['municipalityId'],
    {
      ky: 'Топтомдун ачкычы бир муниципалитеттин ичинде гана белгилүү.',
      ru: 'Ключ пакета известен только внутри одного муниципалитета.',
      en: 'A batch key is known within one municipality only.',
    },
    { ky: 'municipalityId кошуңуз.', ru: 'Добавьте municipalityId.', en: 'Add municipalityId.' },
  );
}
