import type { Ctx } from '../../kit/ctx.ts';
import { found, inForceOn } from '../../kit/lookup.ts';
import { columnsOf, rows, sql } from '../../kit/sql.ts';
import { assertAllowed, assertNone } from '../../kit/workflow.ts';
import { dayOf } from '../../shared/calendar.ts';
import { FormVersion } from '../forms/form.entity.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { ResponseBatch } from '../questionnaires/response-batch.entity.ts';
import { batchViolations, cycleDays } from '../questionnaires/response-batch.rules.ts';
import {
  type CheckedFiling,
  fileBatch,
  type Filing,
  type FilingDesk,
  type PlacedResponse,
} from '../questionnaires/batch-filing.service.ts';
import { checkResponse, type FiledResponse, type FilingGround, placedAt } from '../questionnaires/response.rules.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { Survey, SurveyBatch } from './survey.entity.ts';
import { municipalityMissing, recordingRefusal } from './survey.rules.ts';
import { awaitSurveyTurn, factsOfSurvey } from './survey.service.ts';

/** The job that checks sheets that came as a file. */
export const checkSurveyFile = { name: 'check-survey-file', maxAttempts: 5 } as const;

export interface Recording extends Filing {
  surveyId: string;
}

/** R10: records sheets of a survey, as `fileBatch` does: it is open from its first day to its last, until it is closed. */
export async function recordSurveyResponses(ctx: Ctx, recording: Recording): Promise<ResponseBatch> {
  const { surveyId, batchKey, responses, uploadId } = recording;
  const survey = found(await ctx.em.findOne(Survey, { id: surveyId }), ['input', 'surveyId']);
  assertNone(batchViolations({ batchKey, responseCount: responses?.length ?? null, hasFile: uploadId != null }));
  const desk = await surveyDesk(ctx, survey, batchKey);
  await desk.awaitTurn(ctx);
  const known = await ctx.em.findOne(SurveyBatch, { surveyId: survey.id, batchKey });
  const batch = await fileBatch(ctx, desk, recording, known && (await ctx.em.findOneOrFail(ResponseBatch, { id: known.batchId })));
  if (!known) ctx.em.create(SurveyBatch, { surveyId: survey.id, batchId: batch.id, batchKey });
  return batch;
}

/** The desk that a batch was recorded at, for the check of its file. */
export async function deskOfSurveyBatch(ctx: Ctx, batch: ResponseBatch): Promise<FilingDesk> {
  const { surveyId } = await ctx.em.findOneOrFail(SurveyBatch, { batchId: batch.id });
  return surveyDesk(ctx, await ctx.em.findOneOrFail(Survey, { id: surveyId }), batch.batchKey);
}

async function surveyDesk(ctx: Ctx, { id: surveyId, cycleId, formVersionId }: Survey, batchKey: string): Promise<FilingDesk> {
  const cycle = await ctx.em.findOneOrFail(MonitoringCycle, { id: cycleId });
  const version = await ctx.em.findOneOrFail(FormVersion, { id: formVersionId });
  return {
    frame: { municipality: null, cycle, version },
    head: { surveyId, formVersionId, batchKey },
    fileCheck: checkSurveyFile,
    awaitTurn: (inner) => awaitSurveyTurn(inner, surveyId),
    // Nobody waits for them.
    isLate: async () => false,
    async assertOpen(inner, filedAt) {
      const survey = await inner.em.findOneOrFail(Survey, { id: surveyId }, { refresh: true });
      assertAllowed(recordingRefusal({ ...factsOfSurvey(inner, survey), today: dayOf(filedAt) }));
    },
    check: (inner, responses) => checkSheets(inner, responses, { year: cycle.year, version }),
  };
}

/** Each sheet is checked as a questionnaire is, on the ground of the municipality that it is about. */
async function checkSheets(
  ctx: Ctx,
  placed: readonly PlacedResponse[],
  { year, version }: { year: number; version: FormVersion },
): Promise<CheckedFiling> {
  const today = dayOf(ctx.now);
  const responses = placed.map(({ response }) => response);
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
  const grounds = new Map([...new Set(known.values())].map((municipalityId) => [municipalityId, groundOf(municipalityId)]));
  const nowhere = groundOf('');
  const checks = placed.map(({ response, place }) => {
    const municipalityId = known.get(response.municipalityId ?? '');
    const ground = municipalityId && grounds.get(municipalityId);
    if (ground) return checkResponse({ ...response, municipalityId }, place, ground);
    // What it says besides is checked all the same.
    const check = checkResponse({ ...response, municipalityId: null }, place, nowhere);
    const missing = placedAt(municipalityMissing(response.municipalityId), place, place.municipalityColumn);
    return { ...check, violations: [missing, ...check.violations] };
  });
  return { responses: checks.map(({ response }) => response), violations: checks.flatMap(({ violations }) => violations), services };
}

/**
 * The municipalities that sheets name, by id or by the SOATE code in force, and that there are: their ids by what names them. Ids are
 * compared as text: what is no UUID is not there.
 */
async function municipalitiesOf(ctx: Ctx, responses: readonly FiledResponse[]): Promise<Map<string, string>> {
  const names = [...new Set(responses.flatMap(({ municipalityId }) => municipalityId ?? []))];
  const known = await rows<{ name: string; id: string }>(
    ctx,
    sql`select t.id::text as name, t.id from municipality t where t.id::text = any(${names}::text[])
        union all select t.soate, t.id from municipality t where t.soate = any(${names}::text[]) and ${inForceOn('t', dayOf(ctx.now))}`,
  );
  return new Map(known.map(({ name, id }) => [name, id]));
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
