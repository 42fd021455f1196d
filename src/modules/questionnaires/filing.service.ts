import { isOwn } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { found } from '../../kit/lookup.ts';
import { announce, happening } from '../../kit/happening.ts';
import { mustRowById, rowById } from '../../kit/sql.ts';
import { assertAllowed, assertNone } from '../../kit/workflow.ts';
import { dayOf } from '../../shared/calendar.ts';
import { notFound } from '../../shared/errors.ts';
import { Form, FormVersion } from '../forms/form.entity.ts';
import { responsesRefusal } from '../forms/form.rules.ts';
import { isLateAt } from '../monitoring-cycle/cycle.rules.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { deadlineOf, getMonitoringCycle } from '../monitoring-cycle/monitoring-cycle.service.ts';
import { awaitFilingTurn } from '../monitoring-cycle/turns.service.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import {
  type BatchFrame,
  type CheckedFiling,
  fileBatch,
  type Filing,
  type FilingDesk,
  type PlacedResponse,
} from './batch-filing.service.ts';
import { servicesToFileOn } from './questionnaire-variant.service.ts';
import { ResponseBatch } from './response-batch.entity.ts';
import { cycleDays, filingViolations } from './response-batch.rules.ts';
import { checkResponse, type FilingGround } from './response.rules.ts';
import { offersNamed, servicesNamed } from './response.service.ts';

/** The job that checks questionnaires that came as a file. */
export const checkResponseFile = { name: 'check-response-file', maxAttempts: 5 } as const;

/** R12: questionnaires of a municipality are about to be taken, in its turn: who knows that those of the year are handed in refuses. */
export const questionnairesFiled = happening<{ municipalityId: string; cycleId: string }>('questionnaires-filed');

export interface QuestionnaireFiling extends Filing {
  year: number;
  formVersionId: string;
}

/** R12: files a municipality's questionnaires, as `fileBatch` does: those of a year are open until they are handed in. */
export async function fileQuestionnaires(ctx: Ctx, filing: QuestionnaireFiling): Promise<ResponseBatch> {
  // Asked together: while the database looks one up, the next question is put into words.
  const [municipality, cycle, version] = await Promise.all([
    ownMunicipality(ctx),
    getMonitoringCycle(ctx, filing.year, ['input', 'year']),
    askedVersion(ctx, filing),
  ]);
  const desk = await questionnaireDesk(ctx, { municipality, cycle, version }, filing.batchKey);
  // Looked up after the turn has come: statements of a transaction run in the order in which they are asked.
  const [, before] = await Promise.all([
    desk.awaitTurn(ctx),
    ctx.em.findOne(ResponseBatch, { municipalityId: municipality.id, batchKey: filing.batchKey }),
  ]);
  return fileBatch(ctx, desk, filing, before);
}

/** The municipality that the session files for. */
function ownMunicipality(ctx: Ctx): Promise<Municipality> {
  const { municipalityId } = ctx.actor;
  if (!isOwn(ctx.actor, municipalityId)) throw notFound();
  return mustRowById(ctx, Municipality, municipalityId ?? '');
}

/** The form version named, if the filing is fit to be looked into. */
async function askedVersion(ctx: Ctx, { formVersionId, batchKey, responses, uploadId }: QuestionnaireFiling): Promise<FormVersion> {
  const path = ['input', 'formVersionId'];
  const version = found(await rowById(ctx, FormVersion, formVersionId), path);
  // A draft of the form itself is nobody's to file on; one of a variant is its municipality's, which is told why not.
  if (version.state === 'DRAFT' && version.baseId == null) throw notFound(path);
  const { kind } = await mustRowById(ctx, Form, version.formId);
  assertNone(filingViolations({ batchKey, responseCount: responses?.length ?? null, hasFile: uploadId != null, formKind: kind }));
  return version;
}

// ---- the desk --------------------------------------------------------------------------------------------------------

interface QuestionnaireFrame extends BatchFrame {
  municipality: Municipality;
}

/** The desk that a batch was filed at, for the check of its file. */
export async function deskOfBatch(ctx: Ctx, { municipalityId, cycleId, formVersionId, batchKey }: ResponseBatch): Promise<FilingDesk> {
  const frame = {
    municipality: await ctx.em.findOneOrFail(Municipality, { id: municipalityId ?? '' }),
    cycle: await ctx.em.findOneOrFail(MonitoringCycle, { id: cycleId }),
    version: await ctx.em.findOneOrFail(FormVersion, { id: formVersionId }),
  };
  return questionnaireDesk(ctx, frame, batchKey);
}

/** R10: a provider's changed questionnaire is filed on for its services only, and once it is consented to. */
async function questionnaireDesk(ctx: Ctx, frame: QuestionnaireFrame, batchKey: string): Promise<FilingDesk> {
  const { municipality, cycle, version } = frame;
  const onlyServices = await servicesToFileOn(ctx, version, municipality.id);
  return {
    frame,
    head: { municipality: municipality.soate, year: cycle.year, formVersionId: version.id, batchKey },
    fileCheck: checkResponseFile,
    awaitTurn: (inner) => awaitFilingTurn(inner, municipality.id),
    isLate: async (inner, filedAt) => isLateAt(await deadlineOf(inner, cycle.id, 'SUBMISSION'), filedAt),
    async assertOpen(inner, filedAt) {
      await announce(inner, questionnairesFiled, { municipalityId: municipality.id, cycleId: cycle.id });
      // What a municipality files was filled on paper, or by a system that took it when the version was open.
      assertAllowed(responsesRefusal(version, dayOf(filedAt), { isPaper: true }, ['input', 'formVersionId']));
    },
    check: (inner, responses) => checkQuestionnaires(inner, responses, frame, onlyServices),
  };
}

async function checkQuestionnaires(
  ctx: Ctx,
  placed: readonly PlacedResponse[],
  { municipality, cycle, version }: QuestionnaireFrame,
  onlyServices: FilingGround['onlyServices'],
): Promise<CheckedFiling> {
  const today = dayOf(ctx.now);
  const responses = placed.map(({ response }) => response);
  const services = await servicesNamed(ctx, municipality.id, responses);
  const ground: FilingGround = {
    municipalityId: municipality.id,
    ceasedOn: municipality.validTo,
    today,
    days: cycleDays(cycle.year, today),
    questions: version.questions,
    services,
    onlyServices,
    offers: await offersNamed(ctx, municipality.id, responses),
  };
  const checks = placed.map(({ response, place }) => checkResponse(response, place, ground));
  return { responses: checks.map(({ response }) => response), violations: checks.flatMap(({ violations }) => violations), services };
}
