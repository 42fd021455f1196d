import { consoleCtx, reminders } from '../../src/app.ts';
import { reminderTick } from '../../src/modules/notifications/reminder.jobs.ts';
import { addMonths } from '../../src/shared/calendar.ts';
import { anyAnswers } from '../../tests/modules/questionnaires/questionnaire.fixture.ts';
import { everyLine } from '../../tests/modules/submissions/submission.fixture.ts';
import type { Question } from '../../src/modules/forms/question.rules.ts';
import { questionnaire, surveySheet } from '../../tests/modules/forms/sample-forms.fixture.ts';
import { randomOf } from '../../tests/support/random.ts';
import { sampleVolumes } from '../../tests/support/sample-volumes.ts';
import { pullVolumes } from './pull.ts';
import { chapter, idOf, line, type Person, type Stage, until } from './stage.ts';

interface Difference {
  path: string[];
  before: string;
  after: string;
}

interface Season {
  year: number;
  analyst: Person;
  clerk: Person;
  soate: string;
}

const services = ['MS-001', 'MS-002', 'MS-005'];
const both = ['QUESTIONNAIRES', 'VOLUME_REPORT'];

/** How people fare in a municipality: days at most, and the least mark that they give. */
interface Experience {
  days: number;
  least: number;
}

/** What people may say of a service, with amounts as they are in life. */
function plainAnswers(random: () => number, form: readonly Question[], { days, least }: Experience): Record<string, unknown> {
  const upTo = (most: number) => 1 + Math.floor(random() * most);
  const mark = () => Math.min(5, least + upTo(5) - 1);
  const inLife: Record<string, unknown> = {
    TIME_SPENT: upTo(days),
    TIME_EXPECTED: upTo(3),
    VISITS: upTo(3),
    WAITING_TIME: upTo(60),
    COST_PAID: String(10 * upTo(12)),
    COST_EXPECTED: String(10 * upTo(5)),
    SATISFACTION_QUALITY: mark(),
    SATISFACTION_AVAILABILITY: mark(),
    PROBLEM_WORDS: 'Очередь в приёмный день',
    SUGGESTION: 'Принимать и по субботам',
    ...(least > 2 ? { PROCEDURE_FOLLOWED: random() < 0.9 ? 'YES' : 'PARTLY' } : {}),
  };
  // Only what the person was asked and has answered.
  return Object.fromEntries(
    Object.entries(anyAnswers(random, form)).map(([code, answer]) => [code, answer === null ? null : (inLife[code] ?? answer)]),
  );
}

/** A survey by the responsible unit, and the regions where nobody was asked. */
export async function showSurvey(stage: Stage, { year, analyst, soate }: Season): Promise<void> {
  chapter('A survey by the responsible unit');
  stage.clock.moveTo(`${year}-03-10T10:00:00+06:00`);
  const { form, municipality } = await analyst.ask(
    `{ form(kind: SURVEY_SHEET) { current { id } } municipality(soate: "${soate}") { id region { code name } } }`,
  );
  const plan = { year, quarter: 'Q1', formVersionId: form.current.id, openFrom: `${year}-03-01`, openTo: `${year}-03-31` };
  const targets = [{ regionCode: municipality.region.code, respondentKind: 'PERSON', target: 100 }];
  const { survey } = await analyst.act('createSurvey', { ...plan, title: 'I квартал', targets }, '{ survey { id } }');
  const random = randomOf(year);
  const responses = Array.from({ length: 80 }, () => {
    const answers = { ...plainAnswers(random, surveySheet, { days: 9, least: 1 }), RESPONDENT_KIND: 'PERSON' };
    return { municipalityId: municipality.id, serviceCode: 'MS-002', servedOn: `${year}-03-02`, answers };
  });
  const told = '{ survey { responseCount coverage { region { name } respondentKind target collected isGap } } }';
  const recorded = await analyst.act('recordSurveyResponses', { surveyId: survey.id, batchKey: 'sheets', responses }, told);
  const { coverage } = recorded.survey as {
    coverage: { region: { name: string }; target: number | null; collected: number; isGap: boolean }[];
  };
  const asked = coverage.find(({ isGap }) => !isGap);
  const gaps = new Set(coverage.filter(({ isGap }) => isGap).map(({ region }) => region.name));
  gaps.delete(asked?.region.name ?? '');
  line(`${asked?.region.name}: ${asked?.collected} sheets of ${asked?.target}. Nobody was asked in ${[...gaps].join(', ')}`);
}

/** What a municipality files by 20 October, what the unit does with it, and who is reminded. */
export async function showFilingSeason(stage: Stage, season: Season): Promise<void> {
  const { year, analyst, clerk, soate } = season;
  chapter('The filing season: until 20 October');
  await lookOn(stage, season, '09-20', 'SUBMISSION_REMINDER');
  await fileQuestionnaires(clerk, year);
  await reportNineMonths(stage, season);

  const submission = await submissionOf(clerk, soate, year);
  const without = await clerk.refused('submitSubmission', { ...submission, parts: both });
  line(`Handing in is refused while something lacks (${without.rule}): ${without.message} ${without.hint}`);
  const findings = 'Очереди в приёмные дни; вода с перебоями.';
  await clerk.act('updateSubmission', { ...submission, findings }, '{ submission { id } }');
  stage.clock.moveTo(`${year}-10-20T23:59:00+06:00`);
  const handed = await clerk.act(
    'submitSubmission',
    { ...(await submissionOf(clerk, soate, year)), parts: both },
    '{ submission { state isLate } receipt { number sha256 receivedAt } }',
  );
  const { number, sha256, receivedAt } = handed.receipt;
  line(`Handed in at ${receivedAt}, a minute before the end: ${handed.submission.state}, receipt ${number}`);
  const { receiptCheck } = await clerk.ask(`{ receiptCheck(number: "${number}", sha256: "${sha256}") { isGenuine municipalityName } }`);
  line(`Whoever holds it can check it: ${receiptCheck.isGenuine ? 'genuine' : 'not genuine'}, of ${receiptCheck.municipalityName}`);

  const { whoHasNotFiled } = await analyst.ask(
    `{ whoHasNotFiled(year: ${year}) { totalCount nodes { municipality { name } missingParts } } }`,
  );
  const [first] = whoHasNotFiled.nodes;
  line(`${whoHasNotFiled.totalCount} have not filed, such as ${first.municipality.name}: ${first.missingParts.join(' and ')}`);
  await lookOn(stage, season, '10-21', 'SUBMISSION_OVERDUE');
  await examine(season);
}

/** Moves the clock, looks for reminders as the hub does every minute, and says what was mailed. */
async function lookOn(stage: Stage, { year, analyst }: Season, day: string, kind: string): Promise<void> {
  stage.clock.moveTo(`${year}-${day}T08:00:00+06:00`);
  await reminderTick(reminders).run(consoleCtx(stage.hub.orm, stage.hub.clock, 'demo'));
  const mailed = await until('the reminders', async () => {
    const { waiting, sent } = await analyst.ask(
      `{ waiting: notices(filter: { kinds: [${kind}], states: [QUEUED] }) { totalCount } sent: notices(filter: { kinds: [${kind}], states: [SENT] }, first: 100) { totalCount nodes { subject } } }`,
    );
    return waiting.totalCount === 0 && sent.totalCount > 0 ? sent : undefined;
  });
  const subjects = new Set(mailed.nodes.map(({ subject }: { subject: string }) => `"${subject}"`));
  line(`The clock moves to ${year}-${day}; ${mailed.totalCount} mails go out: ${[...subjects].join(', ')}`);
}

async function submissionOf(clerk: Person, soate: string, year: number): Promise<{ id: string; expectedVersion: number }> {
  const { municipality } = await clerk.ask(`{ municipality(soate: "${soate}") { id } }`);
  const { submission } = await clerk.ask(`{ submission(municipalityId: "${municipality.id}", year: ${year}) { id version } }`);
  return { id: submission.id, expectedVersion: submission.version };
}

/** Two neighbours hand theirs in too: where people fare well, and where a complaint was justified. */
export async function showNeighbours(
  stage: Stage,
  { year, analyst, neighbours }: Omit<Season, 'clerk' | 'soate'> & { neighbours: readonly { soate: string; clerk: Person }[] },
): Promise<void> {
  chapter('Two neighbours hand in after the deadline');
  stage.clock.moveTo(`${year}-10-22T09:00:00+06:00`);
  const { form } = await analyst.ask('{ form(kind: QUESTIONNAIRE) { current { id } } }');
  for (const [index, { soate, clerk }] of neighbours.entries()) {
    const random = randomOf(year + index + 1);
    const experience = index === 0 ? { days: 3, least: 4 } : { days: 14, least: 1 };
    const responses = services.flatMap((serviceCode) =>
      Array.from({ length: 45 }, () => ({
        serviceCode,
        appliedOn: `${year}-07-05`,
        servedOn: `${year}-07-09`,
        answers: plainAnswers(random, questionnaire, experience),
      })),
    );
    const batch = { year, formVersionId: form.current.id, batchKey: 'on paper', responses };
    await clerk.act('fileQuestionnaires', batch, '{ batch { state } }');
    const { municipality } = await clerk.ask(`{ municipality(soate: "${soate}") { id } }`);
    const lines = services.flatMap((code, place) => everyLine(code, 40 * (place + 1) + 25 * index));
    const explained = lines.map((stated) => ({ ...stated, explanation: 'Бумажный журнал' }));
    await clerk.act('saveVolumeReport', { municipalityId: municipality.id, year, lines: explained }, '{ volumeReport { id } }');
    if (index > 0) await complain(clerk, municipality.id as string, year);
    const state = '{ submission { state isLate } }';
    await clerk.act(
      'updateSubmission',
      { ...(await submissionOf(clerk, soate, year)), findings: 'Замечаний нет.' },
      '{ submission { id } }',
    );
    await clerk.act('submitSubmission', { ...(await submissionOf(clerk, soate, year)), parts: both }, state);
    const { submission } = await analyst.act('acceptSubmission', { ...(await submissionOf(clerk, soate, year)), parts: both }, state);
    line(
      `${soate}: ${responses.length} questionnaires and ${lines.length} figures, ${submission.state}, late: ${submission.isLate ? 'yes' : 'no'}`,
    );
  }
}

async function complain(clerk: Person, municipalityId: string, year: number): Promise<void> {
  const { municipalService } = await clerk.ask('{ municipalService(code: "MS-002") { id } }');
  const complaint = {
    municipalityId,
    serviceId: municipalService.id,
    receivedOn: `${year}-08-02`,
    channel: 'IN_PERSON',
    text: 'Справку ждали месяц',
  };
  const registered = await clerk.act('registerComplaint', complaint, '{ complaint { id version } }');
  const examination = { finding: 'JUSTIFIED', reason: 'Срок нарушен', remedy: 'Справка выдана, срок на контроле' };
  const examined = await clerk.act('examineComplaint', { ...idOf(registered.complaint), ...examination }, '{ complaint { finding } }');
  line(`A complaint was examined: ${examined.complaint.finding}`);
}

async function fileQuestionnaires(clerk: Person, year: number): Promise<void> {
  const random = randomOf(year);
  const { form } = await clerk.ask('{ form(kind: QUESTIONNAIRE) { current { id } } }');
  const batch = (serviceCode: string) => ({
    year,
    formVersionId: form.current.id,
    batchKey: `on paper/${serviceCode}`,
    responses: Array.from({ length: 30 }, () => {
      return {
        serviceCode,
        appliedOn: `${year}-06-01`,
        servedOn: `${year}-06-04`,
        answers: plainAnswers(random, questionnaire, { days: 7, least: 2 }),
      };
    }),
  });
  const selection = '{ batch { state accepted violationCount violations { row column message } receipt { number } } }';
  const torn = batch('MS-001');
  const [first, ...others] = torn.responses;
  const wrong = { ...first, answers: { ...first?.answers, SATISFACTION_QUALITY: 9 } };
  const rejected = await clerk.act('fileQuestionnaires', { ...torn, responses: [wrong, ...others], isDryRun: true }, selection);
  const [violation] = rejected.batch.violations;
  line(`A dry run of 30 questionnaires: ${rejected.batch.state}, row ${violation.row}, ${violation.column}: ${violation.message}`);
  const receipts: string[] = [];
  for (const code of services) {
    const stored = await clerk.act('fileQuestionnaires', batch(code), selection);
    receipts.push(stored.batch.receipt.number);
  }
  const { monitoringCycle } = await clerk.ask(`{ monitoringCycle(year: ${year}) { responseTotal { value } } }`);
  line(`${monitoringCycle.responseTotal.value} questionnaires of three services are filed; receipts ${receipts.join(', ')}`);
}

/** The nine-month report: what the source states is taken over, one figure is corrected and explained. */
async function reportNineMonths(stage: Stage, { year, analyst, clerk, soate }: Season): Promise<void> {
  stage.clock.moveTo(`${year}-10-05T09:00:00+06:00`);
  const months = Array.from({ length: 9 }, (_, index) => addMonths(`${year}-01-01`, index));
  stage.exchange.setVolumes(sampleVolumes({ soates: [soate], serviceCodes: services, months }));
  const { volumeSources } = await analyst.ask('{ volumeSources { nodes { id } } }');
  await pullVolumes(analyst, volumeSources.nodes[0].id as string, { periodFrom: `${year}-01-01`, periodTo: `${year}-10-01` });

  const fields = '{ volumeReport { id version total { value n missing } checks { message hint } } }';
  const { municipality } = await clerk.ask(`{ municipality(soate: "${soate}") { id } }`);
  const begun = await clerk.act('saveVolumeReport', { municipalityId: municipality.id, year, lines: [] }, fields);
  const taken = await clerk.act('takeObservedVolumes', idOf(begun.volumeReport), fields);
  line(
    `The nine-month report: ${taken.volumeReport.total.n} figures taken over from the source, ${taken.volumeReport.total.value} deliveries`,
  );
  const corrected = { serviceCode: 'MS-002', quarter: 'Q1', channel: 'IN_PERSON', delivered: { state: 'VALUE', value: 900 } };
  const save = { municipalityId: municipality.id, year };
  const doubted = await clerk.act('saveVolumeReport', { ...save, expectedVersion: taken.volumeReport.version, lines: [corrected] }, fields);
  const [check] = doubted.volumeReport.checks;
  line(`One is corrected by hand, and asks to be explained: ${check.message} ${check.hint}`);
  const explained = { ...corrected, explanation: 'Бумажный журнал за март' };
  await clerk.act('saveVolumeReport', { ...save, expectedVersion: doubted.volumeReport.version, lines: [explained] }, fields);
}

/** The unit returns a part with a remark on a line; it is corrected, handed in again, and accepted. */
async function examine({ year, analyst, clerk, soate }: Season): Promise<void> {
  const selection = '{ submission { state isLate revision } }';
  const remarks = [{ path: ['lines', 'MS-002', 'Q1', 'IN_PERSON'], text: 'Проверьте число: в источнике меньше.' }];
  const current = () => submissionOf(clerk, soate, year);
  const returned = await analyst.act('returnSubmission', { ...(await current()), parts: ['VOLUME_REPORT'], remarks }, selection);
  line(`The unit returns the report with a remark on one line: ${returned.submission.state}`);

  const { municipality } = await clerk.ask(`{ municipality(soate: "${soate}") { id } }`);
  const { volumeReport } = await clerk.ask(`{ volumeReport(municipalityId: "${municipality.id}", year: ${year}) { version } }`);
  const lines = [{ serviceCode: 'MS-002', quarter: 'Q1', channel: 'IN_PERSON', delivered: { state: 'VALUE', value: 90 } }];
  const change = { municipalityId: municipality.id, year, expectedVersion: volumeReport.version, lines };
  await clerk.act('saveVolumeReport', change, '{ volumeReport { id } }');
  await clerk.act('submitSubmission', { ...(await current()), parts: ['VOLUME_REPORT'] }, selection);
  const { id } = await current();
  const { submission } = await analyst.ask(`{ submission(id: "${id}") { diff(fromRevision: 1, toRevision: 2) { path before after } } }`);
  const changed = submission.diff.map(({ path, before, after }: Difference) => `${path.join(' ')} ${before} > ${after}`);
  line(`Handed in again; the unit sees what changed: ${changed.join('; ')}`);
  const accepted = await analyst.act('acceptSubmission', { ...(await current()), parts: both }, selection);
  line(`${accepted.submission.state}, revision ${accepted.submission.revision}, late: ${accepted.submission.isLate ? 'yes' : 'no'}`);
  const { monitoringCycle } = await analyst.ask(
    `{ monitoringCycle(year: ${year}) { filingProgress(groupBy: COUNTRY) { total filed accepted overdue } } }`,
  );
  const [progress] = monitoringCycle.filingProgress;
  line(`Of ${progress.total} obligations ${progress.accepted} are accepted and ${progress.overdue} overdue`);
}
