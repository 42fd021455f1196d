import { isAmong } from '../../access/separation.rules.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { columnsOf, load, loaderBy, loaderOfMany, mustRowById, rows, type Sql, sql } from '../../kit/sql.ts';
import type { Violation } from '../../shared/errors.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { type AlikeCount, alikeWarning } from '../questionnaires/alike.rules.ts';
import { alikeAmong } from '../questionnaires/alike.service.ts';
import { linesOf, type VolumeLineRow } from '../volume-reports/volume-line.service.ts';
import { VolumeReport } from '../volume-reports/volume-report.entity.ts';
import type { Submission, SubmissionPart } from './submission.entity.ts';
import { type RemarkPlaces } from './remark.rules.ts';
import {
  type AskedObject,
  besideTheList,
  type FiledService,
  isStatedByHand,
  questionnairesMissing,
  questionnaireWarnings,
  unchangedWarning,
  underCheckWarning,
  type UnstatedKey,
  unstatedKeys,
  volumesMissing,
  volumeWarnings,
} from './submission-content.rules.ts';
import type { ObligationPart, PartFacts } from './submission.rules.ts';

type AskRow = AskedObject & { submissionId: string; part: ObligationPart };

/** Open obligations with their services and how many questionnaires the municipality has filed on these; sheets of a survey are the unit's. */
const asksBySubmission = loaderOfMany<string, AskRow>(
  'asks',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select o.submission_id, o.id as obligation_id, o.part, o.object_code as code, m.name, m.expected_responses, v.services,
            coalesce(q.responses, 0) as responses
          from obligation o join monitoring_object m on m.id = o.object_id
          cross join lateral (
            select jsonb_agg(jsonb_build_object('id', s.id, 'code', s.code, 'validFrom', s.valid_from, 'validTo', s.valid_to) order by os.position) as services,
              array_agg(s.id) as ids
            from monitoring_object_service os join municipal_service s on s.id = os.service_id where os.object_id = o.object_id) v
          left join lateral (
            select count(*)::int as responses from response r join response_batch b on b.id = r.batch_id
            where b.state = 'STORED' and b.municipality_id = o.municipality_id and r.cycle_id = o.cycle_id and r.municipality_id = o.municipality_id
              and r.service_id = any(v.ids)
          ) q on o.part = 'QUESTIONNAIRES'
          where o.submission_id = any(${[...ids]}::uuid[]) and o.ended_at is null order by m.position, o.id`,
    ),
  ({ submissionId }) => submissionId,
);

/** R9, R12: what is asked for a part of a submission: its open obligations, in the order of the List. */
export async function asksOf(ctx: Ctx, submissionId: string, part: ObligationPart): Promise<AskedObject[]> {
  return ((await load(ctx, asksBySubmission, submissionId)) ?? []).filter((ask) => ask.part === part);
}

type FiledRow = FiledService & { submissionId: string; part: ObligationPart };

/** Services that a municipality has filed questionnaires or stated figures on, asked for or not, by code. */
const filedBySubmission = loaderOfMany<string, FiledRow>(
  'filedServices',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select s.id as submission_id, f.part, v.code, v.name from submission s
          cross join lateral (
            select distinct 'QUESTIONNAIRES' as part, r.service_id from response r join response_batch b on b.id = r.batch_id
            where b.state = 'STORED' and b.municipality_id = s.municipality_id and r.cycle_id = s.cycle_id and r.municipality_id = s.municipality_id
            union all
            select distinct 'VOLUME_REPORT', l.service_id from volume_report t join volume_line l on l.report_id = t.id
            where t.municipality_id = s.municipality_id and t.cycle_id = s.cycle_id and l.delivered_state <> 'MISSING'
          ) f join municipal_service v on v.id = f.service_id
          where s.id = any(${[...ids]}::uuid[]) order by v.code`,
    ),
  ({ submissionId }) => submissionId,
);

async function filedServicesOf(ctx: Ctx, submissionId: string, part: ObligationPart): Promise<FiledService[]> {
  return ((await load(ctx, filedBySubmission, submissionId)) ?? []).filter((filed) => filed.part === part);
}

/** Batches whose questionnaires are alike in everything to one another. */
const alikeBySubmission = loaderOfMany<string, AlikeCount & { subjectId: string }>(
  'alikeQuestionnaires',
  (ctx, ids) =>
    alikeAmong(
      ctx,
      sql`select s.id as subject_id, b.id as batch_id from submission s
          join response_batch b on b.municipality_id = s.municipality_id and b.cycle_id = s.cycle_id where s.id = any(${[...ids]}::uuid[])`,
    ),
  ({ subjectId }) => subjectId,
);

interface UnderCheck {
  submissionId: string;
  batchKeys: string[];
}

/** Batches whose file is being checked. */
const underCheckBySubmission = loaderBy<string, UnderCheck>(
  'filesUnderCheck',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select s.id as submission_id, array_agg(b.batch_key order by b.batch_key collate "C") as batch_keys from submission s
          join response_batch b on b.municipality_id = s.municipality_id and b.cycle_id = s.cycle_id and b.state = 'CHECKING' and not b.is_dry_run
          join hub_job j on j.id = b.job_id and j.state in ('QUEUED', 'RUNNING')
          where s.id = any(${[...ids]}::uuid[]) group by s.id`,
    ),
  ({ submissionId }) => submissionId,
);

const reportBySubmission = loaderBy<string, VolumeReport & { submissionId: string }>(
  'reportBySubmission',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, VolumeReport, 't')}, s.id as submission_id from submission s
          join volume_report t on t.municipality_id = s.municipality_id and t.cycle_id = s.cycle_id where s.id = any(${[...ids]}::uuid[])`,
    ),
  ({ submissionId }) => submissionId,
);

/** The nine-month report that a submission hands in; null = not begun. */
export async function reportOfSubmission(ctx: Ctx, submissionId: string): Promise<VolumeReport | null> {
  return (await load(ctx, reportBySubmission, submissionId)) ?? null;
}

async function linesOfSubmission(ctx: Ctx, submissionId: string): Promise<readonly VolumeLineRow[]> {
  const report = await reportOfSubmission(ctx, submissionId);
  return report ? linesOf(ctx, report) : [];
}

type PartOf = Pick<SubmissionPart, 'part' | 'state'>;

/** What the refusals of the acts on a part are decided by. */
export async function partFactsOf(ctx: Ctx, submission: Submission, { part, state }: PartOf, isNilReturn: boolean): Promise<PartFacts> {
  const objects = await asksOf(ctx, submission.id, part);
  const isAwaited = (state === 'DRAFT' || state === 'RETURNED') && objects.length > 0;
  const missing = isAwaited ? await missingOf(ctx, submission, { part, objects, isNilReturn }) : [];
  // Only what is under examination needs to know.
  const isPreparer = state === 'SUBMITTED' && isAmong(ctx.actor, await preparersOf(ctx, submission.id, part));
  return { part, state, due: objects.length, missing, isPreparer };
}

interface Preparer {
  submissionId: string;
  part: ObligationPart;
  /** Of the person. */
  id: string | null;
}

/**
 * Who has a hand in a part: whoever handed it in, now or before it was returned, filed its stored questionnaires, wrote the findings or
 * changed the nine-month report. Of the last two only the audit log has every hand: later ones write over it in the rows themselves.
 */
const preparersBySubmission = loaderOfMany<string, Preparer>(
  'submissionPreparers',
  (ctx, ids) =>
    rows(
      ctx,
      sql`with s as (select id, municipality_id, cycle_id from submission where id = any(${[...ids]}::uuid[]))
          select s.id as submission_id, p.part, r.submitted_by ->> 'id' as id from s
            join submission_revision r on r.submission_id = s.id join submission_revision_part p on p.revision_id = r.id
          union select s.id, 'QUESTIONNAIRES', b.filed_by ->> 'id' from s
            join response_batch b on b.municipality_id = s.municipality_id and b.cycle_id = s.cycle_id and b.state = 'STORED'
          union select s.id, 'QUESTIONNAIRES', e.actor ->> 'id' from s
            join audit_entry e on e.subject_type = 'Submission' and e.subject_id = s.id and jsonb_exists(e.after, 'findings')
          union select s.id, 'VOLUME_REPORT', e.actor ->> 'id' from s
            join volume_report v on v.municipality_id = s.municipality_id and v.cycle_id = s.cycle_id
            join audit_entry e on e.subject_type = 'VolumeReport' and e.subject_id = v.id and jsonb_exists(e.after, 'edits')`,
    ),
  ({ submissionId }) => submissionId,
);

async function preparersOf(ctx: Ctx, submissionId: string, part: ObligationPart): Promise<Preparer[]> {
  return ((await load(ctx, preparersBySubmission, submissionId)) ?? []).filter((preparer) => preparer.part === part);
}

interface Asked {
  part: ObligationPart;
  objects: readonly AskedObject[];
  isNilReturn: boolean;
}

async function missingOf(ctx: Ctx, submission: Submission, { part, objects, isNilReturn }: Asked): Promise<Violation[]> {
  if (part === 'QUESTIONNAIRES') return questionnairesMissing({ objects, findings: submission.findings, isNilReturn });
  const { year } = await mustRowById(ctx, MonitoringCycle, submission.cycleId);
  return volumesMissing({ year, now: ctx.now, objects, lines: await linesOfSubmission(ctx, submission.id), isNilReturn });
}

/** R12: what the unit will ask about, though it does not refuse handing in; nothing of a part that is accepted. */
export async function warningsOfPart(ctx: Ctx, submission: Submission, { id, part, state }: SubmissionPart): Promise<Violation[]> {
  if (state === 'ACCEPTED') return [];
  const unchanged = unchangedWarning(part, state === 'RETURNED' && ((await load(ctx, unchangedById, id))?.isUnchanged ?? false));
  const [objects, filed] = await Promise.all([asksOf(ctx, submission.id, part), filedServicesOf(ctx, submission.id, part)]);
  if (part === 'QUESTIONNAIRES') {
    const alike = (await load(ctx, alikeBySubmission, submission.id)) ?? [];
    const { batchKeys = [] } = (await load(ctx, underCheckBySubmission, submission.id)) ?? {};
    const ofBatches = [...underCheckWarning(batchKeys), ...alikeWarning(alike, 'QUESTIONNAIRE')];
    return [...unchanged, ...besideTheList('questionnaires', filed, objects), ...ofBatches, ...questionnaireWarnings(objects)];
  }
  const { year } = await mustRowById(ctx, MonitoringCycle, submission.cycleId);
  const lines = await linesOfSubmission(ctx, submission.id);
  const questioned = await filedServicesOf(ctx, submission.id, 'QUESTIONNAIRES');
  return [...unchanged, ...besideTheList('lines', filed, objects), ...volumeWarnings({ year, lines, questioned })];
}

const lineContent = sql`l.service_id, l.quarter, l.channel, l.delivered_state, l.delivered_value, l.delivered_reason, l.paid_total, l.explanation`;

/** Whether parts hold exactly what their latest revision does. */
const unchangedById = loaderBy<string, { id: string; isUnchanged: boolean }>(
  'unchangedParts',
  (ctx, ids) => {
    const now = sql`select ${lineContent} from volume_line l join volume_report t on t.id = l.report_id
      where t.municipality_id = s.municipality_id and t.cycle_id = s.cycle_id`;
    const then = sql`select ${lineContent} from submission_revision_line l where l.revision_id = h.id`;
    const filed = sql`select b.id from response_batch b where b.municipality_id = s.municipality_id and b.cycle_id = s.cycle_id and b.state = 'STORED'`;
    const handedIn = sql`select b.batch_id from submission_revision_batch b where b.revision_id = h.id`;
    const isSame = (one: Sql, other: Sql) => sql`(not exists ((${one}) except (${other})) and not exists ((${other}) except (${one})))`;
    return rows(
      ctx,
      sql`select p.id, case p.part when 'VOLUME_REPORT' then ${isSame(now, then)}
            else h.findings is not distinct from s.findings and ${isSame(filed, handedIn)} end as is_unchanged
          from submission_part p join submission s on s.id = p.submission_id
          cross join lateral (select r.id, r.findings from submission_revision r join submission_revision_part x on x.revision_id = r.id
            where r.submission_id = s.id and x.part = p.part order by r.number desc limit 1) h
          where p.id = any(${[...ids]}::uuid[])`,
    );
  },
  ({ id }) => id,
);

/** R12: whether nothing at all is filed for a part, but for what an earlier nil return wrote. */
export async function isPartEmpty(ctx: Ctx, submission: Submission, part: ObligationPart): Promise<boolean> {
  if (part === 'QUESTIONNAIRES') return (await filedServicesOf(ctx, submission.id, part)).length === 0;
  return !(await linesOfSubmission(ctx, submission.id)).some(isStatedByHand);
}

/** R12: the lines that a nil return states as 0. */
export async function emptyLinesOf(ctx: Ctx, { id }: Submission, year: number): Promise<UnstatedKey[]> {
  return unstatedKeys({ year, objects: await asksOf(ctx, id, 'VOLUME_REPORT'), lines: await linesOfSubmission(ctx, id) });
}

/** R12: what remarks can be about: lines of the report, stored batches, and questions that somebody was asked in these. */
export async function remarkPlacesOf(ctx: Ctx, submission: Submission): Promise<RemarkPlaces> {
  const stored = sql`from response_batch b where b.state = 'STORED' and b.municipality_id = ${submission.municipalityId} and b.cycle_id = ${submission.cycleId}`;
  const lines = await linesOfSubmission(ctx, submission.id);
  const batches = await rows<{ key: string }>(ctx, sql`select b.batch_key as key ${stored} order by b.batch_key collate "C"`);
  const questions = await rows<{ code: string }>(
    ctx,
    sql`select q.code from form_version v cross join lateral jsonb_array_elements(v.questions) with ordinality as e(question, position)
        cross join lateral (select e.question ->> 'code' as code) q
        where v.id in (select r.form_version_id from response r where r.batch_id in (select b.id ${stored}))
        group by q.code order by min(e.position), q.code`,
  );
  return {
    lines: lines.map(({ serviceCode, quarter, channel }) => [serviceCode, quarter, channel]),
    batches: batches.map(({ key }) => [key]),
    questions: questions.map(({ code }) => [code]),
  };
}
