import { stampOf } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import type { Quarter } from '../../kit/figure.rules.ts';
import { found, inForceOn } from '../../kit/lookup.ts';
import {
  columnsOf,
  firstRow,
  load,
  loaderBy,
  loaderOfMany,
  orderBy,
  page,
  type Page,
  type PageArguments,
  rows,
  sql,
} from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, assertNone, recordTransition } from '../../kit/workflow.ts';
import { awaitTurn } from '../../kit/turn.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import { notFound, type Violation } from '../../shared/errors.ts';
import { Form, FormVersion } from '../forms/form.entity.ts';
import { getMonitoringCycle } from '../monitoring-cycle/monitoring-cycle.service.ts';
import { regionLevels } from '../organizations/organization.rules.ts';
import { ResponseBatch } from '../questionnaires/response-batch.entity.ts';
import { type AlikeCount, alikeWarning } from '../questionnaires/alike.rules.ts';
import { alikeAmong } from '../questionnaires/alike.service.ts';
import { lockSurveyBatches } from '../questionnaires/response-batch.service.ts';
import { Survey, SurveyBatch, SurveyTarget } from './survey.entity.ts';
import { closingRefusal, type CoverageCount, coverageOf, planViolations, type RespondentKind, type SurveyFacts } from './survey.rules.ts';

const surveySubject = 'Survey';

// ---- reading -------------------------------------------------------------------------------------------------------

/** A survey by id. NOT_FOUND. */
export async function getSurvey(ctx: Ctx, id: string): Promise<Survey> {
  return found(await firstRow<Survey>(ctx, sql`select ${columnsOf(ctx, Survey, 't')} from survey t where t.id = ${id}`));
}

/** Surveys, the latest begun first. */
export function listSurveys(
  ctx: Ctx,
  { year, quarter }: { year?: number | null; quarter?: Quarter | null },
  paging: PageArguments,
): Promise<Page<Survey>> {
  return page<Survey>(ctx, {
    list: 'surveys',
    select: columnsOf(ctx, Survey, 't'),
    from: sql`survey t`,
    where: [
      year != null && sql`t.cycle_id = (select c.id from monitoring_cycle c where c.year = ${year})`,
      quarter != null && sql`t.quarter = ${quarter}`,
    ],
    order: orderBy('OPEN_FROM_DESC', sql`t.open_from`, 'date', 'desc'),
    page: paging,
    filter: { year, quarter },
  });
}

/** Batches of a survey, reports among them, the latest recorded first. */
export function batchesOfSurvey(ctx: Ctx, surveyId: string, paging: PageArguments): Promise<Page<ResponseBatch>> {
  return page<ResponseBatch>(ctx, {
    list: 'surveyBatches',
    select: columnsOf(ctx, ResponseBatch, 't'),
    from: sql`response_batch t`,
    where: [sql`t.id in (select s.batch_id from survey_batch s where s.survey_id = ${surveyId})`],
    order: orderBy('FILED_AT_DESC', sql`t.filed_at`, 'timestamptz', 'desc'),
    page: paging,
    filter: { surveyId },
  });
}

/** What the refusals need to know of a survey. */
export function factsOfSurvey(ctx: Ctx, { openFrom, openTo, closedAt }: Survey): SurveyFacts {
  return { openFrom, openTo, isClosed: closedAt != null, today: dayOf(ctx.now) };
}

// ---- coverage ------------------------------------------------------------------------------------------------------

/** Stored sheets of surveys, each with its region. */
const collected = (surveyIds: readonly string[]) =>
  sql`select s.survey_id, m.region_id, r.respondent_kind from survey_batch s join response_batch b on b.id = s.batch_id and b.state = 'STORED'
      join response r on r.batch_id = b.id join municipality m on m.id = r.municipality_id where s.survey_id = any(${[...surveyIds]}::uuid[])`;

interface CoverageRow extends CoverageCount {
  surveyId: string;
  regionId: string;
}

/** Regions are those in force on the survey's first day, and any other that has a target or a response all the same. */
const coverageBySurvey = loaderOfMany<string, CoverageRow>(
  'surveyCoverage',
  (ctx, ids) =>
    rows(
      ctx,
      sql`with collected as (${collected(ids)}),
          asked as (select s.id as survey_id, u.id as region_id from survey s join administrative_unit u on u.level = any(${[...regionLevels]}::text[])
              and (u.valid_from is null or u.valid_from <= s.open_from) and (u.valid_to is null or u.valid_to > s.open_from)
              where s.id = any(${[...ids]}::uuid[])
            union select survey_id, region_id from survey_target where survey_id = any(${[...ids]}::uuid[])
            union select survey_id, region_id from collected)
        select a.survey_id, a.region_id, k.kind as respondent_kind, t.target,
          (select count(*) from collected c where c.survey_id = a.survey_id and c.region_id = a.region_id and c.respondent_kind = k.kind) as collected
        from asked a join administrative_unit u on u.id = a.region_id
        cross join (values ('PERSON', 1), ('ORGANISATION', 2), ('COMMUNITY', 3)) as k(kind, place)
        left join survey_target t on t.survey_id = a.survey_id and t.region_id = a.region_id and t.respondent_kind = k.kind
        order by u.code, a.region_id, k.place`,
    ),
  (row) => row.surveyId,
);

/** R10: how far a survey covers the regions, by kind of respondent. */
export async function coverageOfSurvey(ctx: Ctx, surveyId: string) {
  return coverageOf((await load(ctx, coverageBySurvey, surveyId)) ?? []);
}

interface SurveyTotals {
  surveyId: string;
  responseCount: number;
  unstatedCount: number;
}

const totalsBySurvey = loaderBy<string, SurveyTotals>(
  'surveyTotals',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select c.survey_id, count(*) as response_count, count(*) filter (where c.respondent_kind is null) as unstated_count
          from (${collected(ids)}) c group by c.survey_id`,
    ),
  (row) => row.surveyId,
);

const alikeBySurvey = loaderOfMany<string, AlikeCount & { subjectId: string }>(
  'alikeSheets',
  (ctx, ids) =>
    alikeAmong(ctx, sql`select s.survey_id as subject_id, s.batch_id from survey_batch s where s.survey_id = any(${[...ids]}::uuid[])`),
  ({ subjectId }) => subjectId,
);

/** Ours: what to look into before a survey is closed. */
export async function warningsOfSurvey(ctx: Ctx, { id, closedAt }: Survey): Promise<Violation[]> {
  return closedAt ? [] : alikeWarning((await load(ctx, alikeBySurvey, id)) ?? [], 'SURVEY_SHEET');
}

/** How many sheets are stored, and how many of them do not say who answered. */
export async function totalsOfSurvey(ctx: Ctx, surveyId: string): Promise<Omit<SurveyTotals, 'surveyId'>> {
  return (await load(ctx, totalsBySurvey, surveyId)) ?? { responseCount: 0, unstatedCount: 0 };
}

// ---- creating, closing ---------------------------------------------------------------------------------------------

export interface NewSurvey {
  year: number;
  quarter: Quarter;
  formVersionId: string;
  title: string;
  openFrom: LocalDate;
  openTo: LocalDate;
  targets: readonly { regionCode: string; respondentKind: RespondentKind; target: number }[];
}

/** R10: begins a survey with the sheet in force. All that is wrong is told at once. */
export async function createSurvey(ctx: Ctx, input: NewSurvey): Promise<Survey> {
  const cycle = await getMonitoringCycle(ctx, input.year, ['input', 'year']);
  const version = found(await ctx.em.findOne(FormVersion, { id: input.formVersionId }), ['input', 'formVersionId']);
  if (version.state === 'DRAFT') throw notFound(['input', 'formVersionId']);
  const { kind } = await ctx.em.findOneOrFail(Form, { id: version.formId });
  const regions = await regionsOn(ctx, input.openFrom);
  const form = { kind, isInForce: version.state === 'PUBLISHED' };
  assertNone(planViolations({ ...input, form, regionCodes: new Set(regions.keys()) }));
  const { quarter, openFrom, openTo } = input;
  const survey = ctx.em.create(Survey, {
    id: newId(),
    cycleId: cycle.id,
    quarter,
    formVersionId: version.id,
    title: input.title.trim(),
    openFrom,
    openTo,
  });
  for (const { regionCode, respondentKind, target } of input.targets)
    ctx.em.create(SurveyTarget, { surveyId: survey.id, regionId: found(regions.get(regionCode)), respondentKind, target });
  recordTransition(ctx, { type: surveySubject, id: survey.id }, { from: null, to: 'OPEN' });
  return survey;
}

/** Ids of the regions in force on a day, by code. */
async function regionsOn(ctx: Ctx, day: LocalDate): Promise<Map<string, string>> {
  const regions = await rows<{ id: string; code: string }>(
    ctx,
    sql`select t.id, t.code from administrative_unit t where t.level = any(${[...regionLevels]}::text[]) and ${inForceOn('t', day)}`,
  );
  return new Map(regions.map(({ id, code }) => [code, id]));
}

/** Closes a survey for good: no more sheets are recorded, and none withdrawn. CONFLICT on a stale version. */
export async function closeSurvey(ctx: Ctx, { id, expectedVersion }: { id: string; expectedVersion: number }): Promise<Survey> {
  const survey = found(await ctx.em.findOne(Survey, { id }), ['input', 'id']);
  await awaitSurveyTurn(ctx, survey.id);
  await ctx.em.refresh(survey);
  assertAllowed(closingRefusal(factsOfSurvey(ctx, survey)));
  assertVersion(survey, expectedVersion);
  const batches = await ctx.em.find(SurveyBatch, { surveyId: id });
  await lockSurveyBatches(
    ctx,
    batches.map(({ batchId }) => batchId),
  );
  Object.assign(survey, { closedAt: ctx.now, closedBy: stampOf(ctx.actor, ctx.actingAs) });
  recordTransition(ctx, { type: surveySubject, id }, { from: 'OPEN', to: 'CLOSED' });
  return survey;
}

/** Recordings of a survey and its closing follow one another: a double click makes one batch, and none slips past the closing. */
export function awaitSurveyTurn(ctx: Ctx, surveyId: string): Promise<void> {
  return awaitTurn(ctx, `survey:${surveyId}`);
}
