import type { Ctx } from '../../kit/ctx.ts';
import { found } from '../../kit/lookup.ts';
import { columnsOf, rows, sql } from '../../kit/sql.ts';
import { assertAllowed, assertNone } from '../../kit/workflow.ts';
import { dayOf } from '../../shared/calendar.ts';
import { FormVersion } from '../forms/form.entity.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { ResponseBatch } from '../questionnaires/response-batch.entity.ts';
import { batchViolations, cycleDays, isReport } from '../questionnaires/response-batch.rules.ts';
import { type CheckedFiling, completed, type Filing, keptBatch, reported, store } from '../questionnaires/response-batch.service.ts';
import { checkResponse, type FiledResponse, type FilingGround, placedAt } from '../questionnaires/response.rules.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { Survey, SurveyBatch } from './survey.entity.ts';
import { municipalityMissing, recordingRefusal } from './survey.rules.ts';
import { awaitTurn, factsOfSurvey } from './survey.service.ts';

export interface Recording extends Pick<Filing, 'batchKey' | 'responses' | 'isDryRun'> {
  surveyId: string;
}

/**
 * R10: records sheets of a survey, all of them or none, or with `isDryRun` only checks them. Batches are as those of questionnaires:
 * a report where something is wrong, a receipt where they are stored, the same again answered with the batch that is there.
 */
export async function recordSurveyResponses(ctx: Ctx, recording: Recording): Promise<ResponseBatch> {
  const { surveyId, batchKey } = recording;
  const survey = found(await ctx.em.findOne(Survey, { id: surveyId }), ['input', 'surveyId']);
  assertNone(batchViolations({ batchKey, responseCount: recording.responses.length }));
  await awaitTurn(ctx, survey.id);
  await ctx.em.refresh(survey);
  const cycle = await ctx.em.findOneOrFail(MonitoringCycle, { id: survey.cycleId });
  const version = await ctx.em.findOneOrFail(FormVersion, { id: survey.formVersionId });

  const checked = await checkSheets(ctx, recording.responses.map(completed), { year: cycle.year, version });
  const content = { surveyId, formVersionId: version.id, batchKey, responses: checked.responses.map((response) => ({ ...response })) };
  const known = await ctx.em.findOne(SurveyBatch, { surveyId: survey.id, batchKey });
  const before = known && (await ctx.em.findOneOrFail(ResponseBatch, { id: known.batchId }));
  if (before && !isReport(before.state)) return keptBatch(ctx, before, content);

  assertAllowed(recordingRefusal(factsOfSurvey(ctx, survey)));
  const frame = { municipality: null, cycle, version };
  const batch = reported(ctx, before, recording, frame, checked);
  if (!known) ctx.em.create(SurveyBatch, { surveyId: survey.id, batchId: batch.id, batchKey });
  if (batch.state === 'STORED') await store(ctx, batch, frame, checked, content);
  return batch;
}

/** Each sheet is checked as a questionnaire is, on the ground of the municipality that it is about. */
async function checkSheets(
  ctx: Ctx,
  responses: readonly FiledResponse[],
  { year, version }: { year: number; version: FormVersion },
): Promise<CheckedFiling> {
  const today = dayOf(ctx.now);
  const [services, offers] = [await servicesOf(ctx, responses), await offersOf(ctx, responses)];
  const known = await municipalitiesOf(ctx, responses);
  const groundOf = (municipalityId: string): FilingGround => ({
    municipalityId,
    today,
    days: cycleDays(year, today),
    questions: version.questions,
    services: new Map([...services].filter(([, service]) => (service.municipalityId ?? municipalityId) === municipalityId)),
    offers: new Map([...offers].filter(([, offer]) => offer.municipalityId === municipalityId)),
  });
  const grounds = new Map([...known].map((municipalityId) => [municipalityId, groundOf(municipalityId)]));
  const nowhere = groundOf('');
  const checks = responses.map((response, index) => {
    const { municipalityId } = response;
    const ground = municipalityId === null ? undefined : grounds.get(municipalityId);
    if (ground) return checkResponse(response, index, ground);
    // What it says besides is checked all the same.
    const check = checkResponse({ ...response, municipalityId: null }, index, nowhere);
    return { ...check, violations: [placedAt(municipalityMissing(), index, 'municipalityId'), ...check.violations] };
  });
  return { responses: checks.map(({ response }) => response), violations: checks.flatMap(({ violations }) => violations), services };
}

/** The municipalities that sheets name and that there are. Ids are compared as text: what is no UUID is not there. */
async function municipalitiesOf(ctx: Ctx, responses: readonly FiledResponse[]): Promise<Set<string>> {
  const ids = [...new Set(responses.flatMap(({ municipalityId }) => municipalityId ?? []))];
  const known = await rows<{ id: string }>(ctx, sql`select t.id from municipality t where t.id::text = any(${ids}::text[])`);
  return new Set(known.map(({ id }) => id));
}

async function servicesOf(ctx: Ctx, responses: readonly FiledResponse[]): Promise<Map<string, MunicipalService>> {
  const codes = [...new Set(responses.map(({ serviceCode }) => serviceCode))];
  const services = await rows<MunicipalService>(
    ctx,
    sql`select ${columnsOf(ctx, MunicipalService, 't')} from municipal_service t where t.code = any(${codes}::text[])`,
  );
  return new Map(services.map((service) => [service.code, service]));
}

async function offersOf(
  ctx: Ctx,
  responses: readonly FiledResponse[],
): Promise<Map<string, { serviceId: string; municipalityId: string }>> {
  const ids = [...new Set(responses.flatMap(({ offerId }) => offerId ?? []))];
  const offers = await rows<{ id: string; serviceId: string; municipalityId: string }>(
    ctx,
    sql`select t.id, t.service_id, t.municipality_id from service_offer t where t.id::text = any(${ids}::text[])`,
  );
  return new Map(offers.map((offer) => [offer.id, offer]));
}
