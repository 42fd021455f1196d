import { consoleCtx } from '../../../src/app.ts';
import type { Ctx } from '../../../src/kit/ctx.ts';
import { newId } from '../../../src/kit/entity.ts';
import type { Channel, FigureState } from '../../../src/kit/figure.rules.ts';
import { sql } from '../../../src/kit/sql.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import { issueReceipt, writeForm } from '../../../src/modules/files/receipt.service.ts';
import type { Answers } from '../../../src/modules/forms/answer.rules.ts';
import { openCycle } from '../../../src/modules/monitoring-cycle/monitoring-cycle.service.ts';
import {
  MonitoringList,
  MonitoringObject,
  MonitoringObjectMunicipality,
  MonitoringObjectService,
} from '../../../src/modules/monitoring-cycle/monitoring-list.entity.ts';
import { ResponseBatch } from '../../../src/modules/questionnaires/response-batch.entity.ts';
import { responseRows, storeResponses } from '../../../src/modules/questionnaires/response.service.ts';
import {
  Submission,
  SubmissionRevision,
  SubmissionRevisionBatch,
  SubmissionRevisionLine,
  SubmissionRevisionPart,
} from '../../../src/modules/submissions/submission.entity.ts';
import { Survey, SurveyBatch } from '../../../src/modules/surveys/survey.entity.ts';
import type { ReportQuarter } from '../../../src/modules/volume-reports/volume-report.rules.ts';
import { canonicalJson } from '../../../src/shared/canonical-json.ts';
import type { Client, TestHub } from '../../support/hub.ts';
import { questionnaire } from '../forms/sample-forms.fixture.ts';
import { commands } from '../service-registry/registry.fixture.ts';

const by = { id: null, name: null, role: 'SYSTEM', municipalityId: null } as const;

/** Work in one transaction, as the hub itself. */
export function asHub<T>(hub: TestHub, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return inTransaction(consoleCtx(hub.hub.orm, hub.clock, 'fixture'), work);
}

export interface ObjectPlan {
  code: string;
  kind?: 'SERVICE' | 'COMPLEX';
  serviceIds: readonly string[];
  municipalityIds: readonly string[];
}

/** A cycle whose approved List has these objects. Answers their ids by code. */
export function openWithList(hub: TestHub, year: number, objects: readonly ObjectPlan[]) {
  return asHub(hub, async (ctx) => {
    const cycle = await openCycle(ctx, { year, noticeYear: year });
    const listId = newId();
    ctx.em.create(MonitoringList, {
      id: listId,
      cycleId: cycle.id,
      amendment: 0,
      state: 'APPROVED',
      preparedBy: by,
      preparerKeys: [],
      edits: 0,
      approvedBy: by,
      approvedAt: ctx.now,
    });
    const ids = objects.map(({ code, kind = 'SERVICE', serviceIds, municipalityIds }, position) => {
      const id = newId();
      ctx.em.create(MonitoringObject, { id, listId, kind, code, name: { ky: code, ru: code }, expectedResponses: null, position });
      for (const [place, serviceId] of serviceIds.entries())
        ctx.em.create(MonitoringObjectService, { objectId: id, serviceId, position: place });
      for (const municipalityId of municipalityIds) ctx.em.create(MonitoringObjectMunicipality, { objectId: id, municipalityId });
      return [code, id] as const;
    });
    return { cycleId: cycle.id, listId, objectIds: Object.fromEntries(ids) };
  });
}

export interface AnswerPlan {
  serviceId: string;
  appliedOn?: string | null;
  servedOn?: string | null;
  answers: Answers;
}

export interface LinePlan {
  serviceId: string;
  quarter: ReportQuarter;
  channel?: Channel;
  state?: FigureState;
  value?: number;
}

export interface Handed {
  municipalityId: string;
  responses: readonly AnswerPlan[];
  lines?: readonly LinePlan[];
  /** Whether the unit has accepted it; true unless said. */
  isAccepted?: boolean;
  /** The published version unless given. */
  formVersionId?: string;
}

/** Hands in a further revision of a municipality's submission, past the acts that would take days. */
export function handIn(hub: TestHub, cycleId: string, { municipalityId, responses, lines = [], isAccepted = true, formVersionId }: Handed) {
  return asHub(hub, async (ctx) => {
    const version = await hub.rows<{ id: string }>(
      sql`select v.id from form_version v join form f on f.id = v.form_id where f.kind = 'QUESTIONNAIRE' and v.state = 'PUBLISHED'`,
    );
    const batchId = newId();
    const receipt = await issueReceipt(ctx, {
      municipalityId,
      subject: { type: 'ResponseBatch', id: batchId },
      form: await writeForm(ctx, canonicalJson({ batchId })),
      isLate: false,
    });
    const frame = { id: batchId, municipalityId, cycleId, formVersionId: formVersionId ?? version[0]?.id ?? '' };
    ctx.em.create(ResponseBatch, {
      ...frame,
      batchKey: batchId,
      state: 'STORED',
      isDryRun: false,
      accepted: responses.length,
      violations: [],
      violationCount: 0,
      filedAt: ctx.now,
      filedBy: by,
      receiptId: receipt.id,
      lockedAt: ctx.now,
    });
    const services = new Map(responses.map(({ serviceId }) => [serviceId, { id: serviceId }]));
    const checked = responses.map(({ serviceId, appliedOn = null, servedOn = null, answers }) => {
      return { municipalityId: null, offerId: null, serviceCode: serviceId, appliedOn, servedOn, answers };
    });
    await storeResponses(ctx, frame, responseRows({ questions: questionnaire, services }, checked));
    const before = await ctx.em.findOne(Submission, { municipalityId, cycleId });
    const submission =
      before ??
      ctx.em.create(Submission, { id: newId(), municipalityId, cycleId, findings: null, revision: 0, firstSubmittedAt: ctx.now, edits: 0 });
    submission.revision += 1;
    const revisionId = newId();
    ctx.em.create(SubmissionRevision, {
      id: revisionId,
      submissionId: submission.id,
      municipalityId,
      cycleId,
      number: submission.revision,
      submittedAt: ctx.now,
      submittedBy: by,
      findings: null,
      receiptId: receipt.id,
    });
    const acceptedAt = isAccepted ? ctx.now : null;
    for (const part of ['QUESTIONNAIRES', 'VOLUME_REPORT'] as const)
      ctx.em.create(SubmissionRevisionPart, { revisionId, part, isNil: false, acceptedAt });
    ctx.em.create(SubmissionRevisionBatch, { revisionId, batchId });
    for (const { serviceId, quarter, channel = 'IN_PERSON', state = 'VALUE', value } of lines)
      ctx.em.create(SubmissionRevisionLine, {
        revisionId,
        serviceId,
        offerId: null,
        quarter,
        channel,
        deliveredState: state,
        deliveredValue: value ?? null,
        deliveredReason: null,
        deliveredSource: null,
        paidTotal: null,
      });
    return { batchId, revisionId };
  });
}

/** Sheets of a survey that the unit itself has made in a municipality, stored. */
export async function survey(hub: TestHub, cycleId: string, asked: { municipalityId: string; responses: readonly AnswerPlan[] }) {
  const [sheet] = await hub.rows<{ id: string }>(
    sql`select v.id from form_version v join form f on f.id = v.form_id where f.kind = 'SURVEY_SHEET' and v.state = 'PUBLISHED'`,
  );
  const formVersionId = sheet?.id ?? '';
  const { batchId } = await handIn(hub, cycleId, { ...asked, isAccepted: false, formVersionId });
  await asHub(hub, async (ctx) => {
    const days = { openFrom: '2026-04-01', openTo: '2026-06-30' };
    const made = ctx.em.create(Survey, { id: newId(), cycleId, quarter: 'Q2', formVersionId, title: 'Q2', ...days });
    ctx.em.create(SurveyBatch, { surveyId: made.id, batchId, batchKey: 'sheets' });
  });
}

/** What a satisfied citizen says; every question is asked. */
export function said(change: Record<string, unknown> = {}): Answers {
  return {
    RESPONDENT_KIND: 'PERSON',
    CHANNEL: 'OFFICE',
    RESULT_RECEIVED: 'YES',
    PROCEDURE_FOLLOWED: 'YES',
    TIME_SPENT: 5,
    TIME_EXPECTED: 7,
    COST_PAID: '20.00',
    COST_EXPECTED: '10.00',
    SATISFACTION_QUALITY: 5,
    SATISFACTION_AVAILABILITY: 4,
    HAD_PROBLEM: false,
    COMPLAINED: false,
    ...change,
  };
}

export interface RunView {
  id: string;
  state: string;
  isDraft: boolean;
  inputSha256: string;
  resultSha256: string;
  [key: string]: unknown;
}

/** Starts a run and waits until it is over. */
export async function analyse(hub: TestHub, analyst: Client, input: Record<string, unknown> = {}): Promise<RunView> {
  const { id } = (await commands(hub).done(
    analyst,
    'startAnalysisRun',
    { year: 2026, kind: 'ANNUAL', ...input },
    '{ analysisRun { id state } }',
  )) as {
    id: string;
  };
  await hub.runJobs();
  const { analysisRun } = await analyst.must(
    'query($id: ID!) { analysisRun(id: $id) { id state isDraft sources judgedBy inputSha256 resultSha256 pinnedRevisions pinnedResponses pinnedSurveySheets finishedAt job { state done total failure { message } } method { version } } }',
    { id },
  );
  return analysisRun as RunView;
}

const interval = '{ lower upper confidence }';
const sourceShare = `{ share n interval ${interval} }`;
const deviation = '{ signed absolute percent unit }';
const statistics = '{ n sum min max mean median unit }';
export const resultFields = `indicator state share n threshold requirement noAnswer leftOut justifiedComplaints justifiedPerThousand interval ${interval}
  object { code } municipality { id soate } drillDown { code label share n interval ${interval} }
  surveyComparisons { code label questionnaires ${sourceShare} surveys ${sourceShare} difference differenceInterval ${interval} state }
  comparison { withinNorm norms { kind amount unit } actual ${statistics} expectation ${statistics} meanDeviation ${deviation} maximumDeviation ${deviation} endToEndMean endToEndNorm }`;

export interface ResultView {
  indicator: string;
  state: string;
  share: number | null;
  n: number;
  object: { code: string };
  municipality: { id: string; soate: string } | null;
  interval: { lower: number; upper: number } | null;
  comparison: Record<string, never> | null;
  surveyComparisons: {
    code: string;
    questionnaires: { share: number | null; n: number };
    surveys: { share: number | null; n: number };
    difference: number | null;
    differenceInterval: { lower: number; upper: number; confidence: number } | null;
    state: string;
  }[];
  [key: string]: unknown;
}
