import { parseArgs } from 'node:util';
import { showAnalysis, showQuarter } from './analysis.ts';
import { showInspections } from './inspections.ts';
import { showList } from './list.ts';
import { showPull } from './pull.ts';
import { showRegistry } from './registry.ts';
import { showReport } from './report.ts';
import { showFilingSeason, showNeighbours, showSurvey } from './season.ts';
import { line, raiseCurtain, type Stage } from './stage.ts';

const { values } = parseArgs({ options: { keep: { type: 'boolean' }, help: { type: 'boolean' } } });
if (values.help) {
  process.stdout.write(`npm run demo [-- --keep]
  Walks the hub's work through its public API on an embedded database of its own, with a simulated mail relay and security server.
  --keep   stay up afterwards, so that the URLs can be opened; in a terminal that is the default.
`);
  process.exit(0);
}

const staysUp = values.keep ?? process.stdout.isTTY;

/** A municipality of the Talas region, whose clerk the demo plays. */
const soate = '41707215804000';
const neighbours = ['41707215805000', '41707215806000'];

process.stdout.write('The hub of municipal service quality: a walk through its work. Everything goes through the public API.\n');
const stage = await raiseCurtain();
try {
  // The analyst is the head's deputy too, and still may not approve what they prepared.
  const [admin, analyst, head, clerk, agency, secretary, ...clerks] = await Promise.all([
    stage.person('ADMIN'),
    stage.person(['ANALYST', 'HEAD'], { user: 'acting' }),
    stage.person('HEAD'),
    stage.person('PROVIDER', { soate }),
    stage.person('INTERAGENCY_BODY'),
    stage.person('COLLEGIUM_SECRETARY'),
    ...neighbours.map((of) => stage.person('PROVIDER', { soate: of, user: of })),
  ]);
  const year = stage.hub.clock.now().getUTCFullYear() + 1;
  // In the order of the year: a chapter goes on from what those before it left.
  const chapters: (() => Promise<void>)[] = [
    () => showRegistry(stage, analyst, clerk, soate),
    () => showPull(stage, admin, analyst, [soate, ...neighbours]),
    () => showList(stage, { year, admin, analyst, head, clerk }),
    () => showSurvey(stage, { year, analyst, clerk, soate }),
    () => showQuarter(stage, { year, analyst }),
    () => showFilingSeason(stage, { year, analyst, clerk, soate }),
    () =>
      showNeighbours(stage, {
        year,
        analyst,
        neighbours: clerks.map((person, index) => ({ clerk: person, soate: neighbours[index] ?? '' })),
      }),
  ];
  for (const show of chapters) await show();
  const runId = await showAnalysis(stage, { year, analyst });
  const reportFolder = await showReport(stage, { year, runId, analyst, agency, secretary });
  const planFolder = await showInspections(stage, { year, analyst, head });
  await sayWhatToOpen(stage, { year, token: analyst.token, reportFolder, planFolder });
  if (staysUp) await interrupted();
} finally {
  await stage.stop();
}

async function sayWhatToOpen(
  { hub, keepMails, dataDir }: Stage,
  { year, token, reportFolder, planFolder }: { year: number; token: string; reportFolder: string; planFolder: string },
): Promise<void> {
  const folder = await keepMails();
  const serveAgain = `HUB_DATA_DIR=${dataDir} npm start`;
  process.stdout.write(`
Done. What to look at:

  Mails      ${folder}
  Report     ${reportFolder}
  Plan       ${planFolder}
  Explorer   ${staysUp ? `${hub.url}/explorer        GraphQL   ${hub.url}/graphql` : `after ${serveAgain}`}

Queries to paste into the explorer, with the header {"authorization": "Bearer ${token}"}:

  { volumeObservations(first: 5) { totalCount nodes { municipality { name } service { name } periodFrom channel delivered { state value } xroadId } } }
  { monitoringCycles { nodes { year list { state unprovenCount proofOfNotice(first: 5) { nodes { municipality { name } isProven notices { state sentAt messageId } problem { hint } } } } } } }
  { whoHasNotFiled(year: ${year}) { totalCount nodes { municipality { name } missingParts contact { name email } lastNotice { subject state } } } }
  { finalReport(year: ${year}) { state contents { requirement isMet missing } charts { code title } documents { language format file { name url } } } }
  { inspectionPlan(year: ${year}) { state candidates(isPicked: true) { nodes { rule reason municipality { name } finding { indicator share n } } } documents { language format file { name url } } } }
  { municipalServices(filter: { search: "китепкана" }) { nodes { code name standard { norms { kind amount unit } } } } }

`);
  line(staysUp ? 'The hub stays up; Ctrl-C ends it.' : 'The demo has ended, its data stay.');
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => void process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve()));
}
