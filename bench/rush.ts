/**
 * The last minutes of 20 October: every municipality files its questionnaires, its nine-month report and its findings, and hands all of
 * it in, half of them in the last tenth of the time. Connections are cut and tried again, buttons are clicked twice. Prints what is
 * stored against what was acknowledged, and how long answers took.
 *
 * Usage: npx tsx bench/rush.ts [--municipalities 500] [--seconds 600] [--sheets 20] [--cut 0.2] [--double 0.1] [--seed 1]
 *
 * Real: the hub in a process of its own on its embedded PostgreSQL, HTTP, receipts and mails (as files). `--seconds 120` is the same
 * rush five times as dense.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { run, sql } from '../src/kit/sql.ts';
import { inTransaction } from '../src/kit/transaction.ts';
import { fewAnswers } from '../tests/modules/questionnaires/questionnaire.fixture.ts';
import { questionnaire } from '../tests/modules/forms/sample-forms.fixture.ts';
import { raise, type Stage } from './stage.ts';
import { randomOf } from '../tests/support/random.ts';

const { values } = parseArgs({
  options: {
    municipalities: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '600' },
    sheets: { type: 'string', default: '20' },
    cut: { type: 'string', default: '0.2' },
    double: { type: 'string', default: '0.1' },
    seed: { type: 'string', default: '1' },
    hub: { type: 'boolean', default: false },
  },
});
const plan = {
  municipalities: Number(values.municipalities),
  seconds: Number(values.seconds),
  sheets: Number(values.sheets),
  cut: Number(values.cut),
  double: Number(values.double),
};
const services = ['MS-002', 'MS-003'];

/** A municipality with the token of its clerk. */
interface Clerk {
  municipalityId: string;
  token: string;
  submissionId: string;
  version: number;
}

interface Ready {
  url: string;
  formVersionId: string;
  clerks: Clerk[];
}

/** What the database holds, counted from its rows. */
interface Stored {
  submitted: number;
  revisions: number;
  receipts: string[];
  batches: number;
  sheets: number;
  lines: number;
  handedInLines: number;
  mails: number;
  late: number;
  /** What the hub's process used of a processor, its database not counted. */
  cpuSeconds: number;
}

await (values.hub ? serve() : measure());

// ---- the hub, in a process of its own ------------------------------------------------------------------------------

async function serve(): Promise<void> {
  // Everybody files from one address here; a user's limit stays as it is.
  const stage = await raise({ now: '2026-10-20T12:00:00+06:00', env: { RATE_LIMIT_PER_MINUTE_ADDRESS: '1000000' } });
  process.send?.(await prepare(stage));
  const idle = process.cpuUsage();
  await once(process, 'message');
  const { user, system } = process.cpuUsage(idle);
  await stage.jobsDone();
  process.send?.({ ...(await stored(stage)), cpuSeconds: (user + system) / 1e6 });
  await stage.stop();
  process.disconnect();
}

async function prepare(stage: Stage): Promise<Ready> {
  await enterMunicipalities(stage);
  await approveList(stage);
  const owing = await stage.rows<Omit<Clerk, 'token'> & { soate: string }>(
    sql`select s.municipality_id, s.id as submission_id, s.version, m.soate from submission s join municipality m on m.id = s.municipality_id
        order by m.soate limit ${plan.municipalities}`,
  );
  const clerks: Clerk[] = [];
  for (const { soate, ...own } of owing) clerks.push({ ...own, token: (await stage.person('PROVIDER', { soate })).token });
  const [form] = await stage.rows<{ id: string }>(
    sql`select v.id from form_version v join form f on f.id = v.form_id where f.kind = 'QUESTIONNAIRE' and v.state = 'PUBLISHED'`,
  );
  return { url: stage.hub.url, formVersionId: form?.id ?? '', clerks };
}

/** As many municipalities as are asked for, the last ones invented, each with an official address. */
async function enterMunicipalities(stage: Stage): Promise<void> {
  await inTransaction(stage.ctx(), async (ctx) => {
    await run(
      ctx,
      sql`insert into municipality
            (id, version, updated_at, updated_by, unit_id, region_id, soate, name, xroad_member_ids, is_confirmed)
          select gen_random_uuid(), 1, m.updated_at, m.updated_by, m.unit_id, m.region_id, (99900000000000 + n)::text, m.name, '{}', false
          from municipality m,
            generate_series(1, greatest(0, ${plan.municipalities}::int - (select count(*)::int from municipality where valid_to is null))) n
          where m.id = (select id from municipality where valid_to is null order by soate limit 1)`,
    );
    await run(ctx, sql`update municipality set official_email = 'office-' || lower(soate) || '@aiyl.example'`);
  });
}

async function approveList(stage: Stage): Promise<void> {
  const [analyst, head] = [await stage.person('ANALYST'), await stage.person('HEAD')];
  const asked = `{ municipalServices(filter: { codes: ${JSON.stringify(services)} }) { nodes { id } } }`;
  const addObjects = (await analyst.ask(asked)).municipalServices.nodes.map(({ id }: { id: string }) => {
    return { kind: 'SERVICE', serviceIds: [id], isForEveryMunicipality: true };
  });
  const cycle = { year: 2026, noticeYear: 2026 };
  const { monitoringCycle } = await analyst.act('openMonitoringCycle', cycle, '{ monitoringCycle { list { id version } } }');
  let { id, version: expectedVersion } = monitoringCycle.list;
  const list = '{ monitoringList { id version } }';
  const acts = [
    [analyst, 'updateMonitoringList', { addObjects }],
    [analyst, 'submitMonitoringList', {}],
    [head, 'approveMonitoringList', {}],
  ] as const;
  for (const [person, mutation, input] of acts) {
    ({ id, version: expectedVersion } = (await person.act(mutation, { id, expectedVersion, ...input }, list)).monitoringList);
  }
}

async function stored(stage: Stage): Promise<Omit<Stored, 'cpuSeconds'>> {
  const [counted] = await stage.rows<Omit<Stored, 'receipts' | 'cpuSeconds'>>(
    sql`select (select count(distinct submission_id) from submission_revision) as submitted, (select count(*) from submission_revision) as revisions,
          (select count(*) from response_batch where state = 'STORED') as batches, (select count(*) from response) as sheets,
          (select count(*) from volume_line) as lines, (select count(*) from submission_revision_line) as handed_in_lines,
          (select count(*) from notice where kind = 'SUBMISSION_RECEIVED' and state = 'SENT') as mails,
          (select count(*) from receipt where is_late) as late`,
  );
  const receipts = await stage.rows<{ number: string }>(sql`select number from receipt where subject_type = 'SubmissionRevision'`);
  return { ...counted, receipts: receipts.map(({ number }) => number) } as Omit<Stored, 'cpuSeconds'>;
}

// ---- the municipalities --------------------------------------------------------------------------------------------

interface Answered {
  data?: Record<string, Record<string, { version?: number; number?: string } | null>> | null;
  errors?: { message: string; extensions: { code: string; retryAfterSeconds?: number } }[];
}

async function measure(): Promise<void> {
  const child = fork(import.meta.filename, [...process.argv.slice(2), '--hub'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ready = await heard<Ready>(child);
  const random = randomOf(Number(values.seed));
  const tally = { requests: 0, cut: 0, doubleClicked: 0, busy: 0, refused: [] as string[] };
  const took: Record<string, number[]> = {};
  const acknowledged: string[] = [];
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

  console.log(`${ready.clerks.length} municipalities in ${plan.seconds} s, half of them in the last ${plan.seconds / 10} s …`);
  const began = performance.now();
  const filings = ready.clerks.map(async (clerk, index) => {
    const isLast = index % 2 === 1;
    const at = isLast ? 0.9 + random() * 0.1 : random() * 0.9;
    await sleep(at * plan.seconds * 1000);
    await file(clerk, index);
  });
  const watched = setInterval(() => console.log(`  ${Math.round((performance.now() - began) / 1000)} s: ${acknowledged.length}`), 10_000);
  await Promise.all(filings);
  clearInterval(watched);
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  child.send('count');
  const rows = await heard<Stored>(child);
  await once(child, 'exit');
  report(rows, seconds);

  /** What a municipality does on its last evening. */
  async function file({ municipalityId, token, submissionId, version }: Clerk, index: number): Promise<void> {
    const responses = Array.from({ length: plan.sheets }, (_, sheet) => ({
      serviceCode: services[sheet % services.length],
      appliedOn: '2026-09-01',
      servedOn: '2026-09-07',
      answers: fewAnswers(questionnaire, { CHANNEL: 'OFFICE', RESPONDENT_KIND: 'PERSON' }),
    }));
    const batch = { year: 2026, formVersionId: ready.formVersionId, batchKey: 'all', responses };
    await act(token, 'fileQuestionnaires', batch, '{ batch { accepted receipt { number } } }');
    const lines = services.flatMap((serviceCode) =>
      ['Q1', 'Q2', 'Q3'].flatMap((quarter) =>
        ['IN_PERSON', 'ELECTRONIC'].map((channel) => ({ serviceCode, quarter, channel, delivered: { state: 'VALUE', value: index } })),
      ),
    );
    await act(token, 'saveVolumeReport', { municipalityId, year: 2026, lines }, '{ volumeReport { version } }');
    const findings = { id: submissionId, expectedVersion: version, findings: 'Кезек узун' };
    const updated = await act(token, 'updateSubmission', findings, '{ submission { version } }');
    const expectedVersion = updated?.submission?.version;
    const handing = { id: submissionId, expectedVersion, parts: ['QUESTIONNAIRES', 'VOLUME_REPORT'] };
    const done = await act(token, 'submitSubmission', handing, '{ submission { state revision } receipt { number sha256 } }');
    if (done?.receipt?.number) acknowledged.push(done.receipt.number);
  }

  /** An act until it is answered: with one key however often the line breaks or the button is clicked. */
  async function act(token: string, mutation: string, given: object, selection: string) {
    const input = { ...given, idempotencyKey: randomUUID() };
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
    const body = JSON.stringify({ query: `mutation($input: ${type}!) { ${mutation}(input: $input) ${selection} }`, variables: { input } });
    const isDoubleClicked = random() < plan.double;
    if (isDoubleClicked) tally.doubleClicked += 1;
    const [answer] = await Promise.all(Array.from({ length: isDoubleClicked ? 2 : 1 }, () => answered(mutation, token, body)));
    return answer?.data?.[mutation];
  }

  async function answered(mutation: string, token: string, body: string): Promise<Answered> {
    if (random() < plan.cut) {
      tally.cut += 1;
      await post(token, body, random() * 60);
      await sleep(1000);
    }
    for (;;) {
      const sentAt = performance.now();
      const answer = await post(token, body);
      (took[mutation] ??= []).push(performance.now() - sentAt);
      const [error] = answer?.errors ?? [];
      if (answer && !error) return answer;
      if (!error || error.extensions.code === 'SERVICE_BUSY' || error.extensions.code === 'RATE_LIMITED') {
        tally.busy += 1;
        await sleep((error?.extensions.retryAfterSeconds ?? 1) * 1000);
        continue;
      }
      tally.refused.push(`${mutation}: ${error.extensions.code} ${error.message}`);
      return answer ?? {};
    }
  }

  /** One request; cut off after so many milliseconds where they are given, and then there is no answer. */
  function post(token: string, body: string, cutAfter?: number): Promise<Answered | undefined> {
    tally.requests += 1;
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), authorization: `Bearer ${token}` };
    return new Promise((resolve) => {
      const sent = request(`${ready.url}/graphql`, { method: 'POST', headers, ...(cutAfter === undefined ? { agent } : { agent: false }) });
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Answered));
        response.on('error', () => resolve(undefined));
      });
      sent.on('error', () => resolve(undefined));
      if (cutAfter !== undefined) setTimeout(() => sent.destroy(new Error('cut')), cutAfter);
      sent.end(body);
    });
  }

  function report(rows: Stored, seconds: number): void {
    const expected = plan.municipalities;
    const all = Object.values(took).flat();
    for (const [mutation, times] of [...Object.entries(took), ['all acts', all] as const]) {
      const quantiles = [0.5, 0.95, 0.99, 1].map((quantile) => Math.round(quantileOf(times, quantile)));
      console.log(
        `${mutation.padEnd(20)} n ${times.length}  p50 ${quantiles[0]}  p95 ${quantiles[1]}  p99 ${quantiles[2]}  max ${quantiles[3]} ms`,
      );
    }
    const kept = new Set(rows.receipts);
    const result = {
      seconds: Math.round(seconds),
      stored: `${rows.submitted} of ${expected}`,
      duplicates: rows.revisions - rows.submitted + rows.batches - rows.submitted,
      acknowledgedAndLost: acknowledged.filter((number) => !kept.has(number)).length,
      acknowledged: acknowledged.length,
      sheets: `${rows.sheets} of ${expected * plan.sheets}`,
      lines: `${rows.lines} and ${rows.handedInLines} of ${expected * services.length * 6}`,
      mails: `${rows.mails} of ${expected}`,
      late: rows.late,
      hubCpuMsPerRequest: Math.round((rows.cpuSeconds * 1000) / tally.requests),
      loadOfTheMachine: loadavg()[0]?.toFixed(1),
      ...tally,
      p99: Math.round(quantileOf(all, 0.99)),
    };
    console.log(JSON.stringify(result, null, 2));
    const isWhole = rows.submitted === expected && result.duplicates === 0 && result.acknowledgedAndLost === 0 && rows.mails === expected;
    process.exitCode = isWhole && result.refused.length === 0 && result.p99 <= 1500 ? 0 : 1;
  }
}

/** The next message of the other process; its end is a failure. */
async function heard<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The hub ended with ${code}`);
  });
  const [message] = await Promise.race([once(child, 'message'), ended]);
  return message as T;
}

function quantileOf(times: readonly number[], quantile: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] ?? 0;
}
