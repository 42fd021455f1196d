import { createHash } from 'node:crypto';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import writeExcelFile from 'write-excel-file/node';
import { csvLine } from '../src/shared/csv-cell.ts';
import { questionsForBench, sampleResponses } from './questionnaires.ts';
import { peakMb, raise } from './stage.ts';

/**
 * 50,000 questionnaires in one file: from the mutation to the stored batch, and the most memory that the hub had. Each kind in a process
 * of its own: `filing-file.ts csv`. The file is made before the memory is looked at, so that the rise is the hub's.
 */
const size = Number(process.env.ROWS ?? 50_000);
const kinds = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;

const [kind] = process.argv.slice(2);
if (kind === 'csv' || kind === 'xlsx') await measure(kind);
else
  for (const each of Object.keys(kinds)) await new Promise((resolve) => fork(fileURLToPath(import.meta.url), [each]).on('exit', resolve));

async function measure(kind: keyof typeof kinds): Promise<void> {
  const stage = await raise({ now: '2026-09-15T09:00:00+06:00' });
  const analyst = await stage.person('ANALYST');
  const clerk = await stage.person('PROVIDER', { soate: '41708213826000' });
  await analyst.act('openMonitoringCycle', { year: 2026, noticeYear: 2026 }, '{ monitoringCycle { id } }');
  const { formVersionId, questions } = await questionsForBench(clerk);
  const columns = ['serviceCode', 'appliedOn', 'servedOn', ...questions.map(({ code }) => code)];
  const lines = [
    columns,
    ...sampleResponses(questions, size, 1).map(({ answers, ...facts }) => cellsOf(columns, { ...facts, ...answers })),
  ];
  const content = kind === 'csv' ? Buffer.from(lines.map(csvLine).join('')) : await workbookOf(lines);
  lines.length = 0;
  const sha256 = createHash('sha256').update(content).digest('hex');
  const announced = { fileName: `file.${kind}`, mediaType: kinds[kind], bytes: content.length, sha256 };
  // Making the file kept this process from its connections: let those that timed out be closed.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const { upload } = await clerk.act('createUpload', announced, '{ upload { id putUrl } }');
  await fetch(upload.putUrl, { method: 'PUT', body: new Uint8Array(content) });
  globalThis.gc?.();
  const [before, rssBefore] = [peakMb(), process.memoryUsage().rss];
  let highest = rssBefore;
  const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 20);
  const began = performance.now();
  const input = { year: 2026, formVersionId, batchKey: `bench ${kind}`, uploadId: upload.id };
  const { batch } = await clerk.act('fileQuestionnaires', input, '{ batch { id state } }');
  const answeredMs = performance.now() - began;
  await stage.jobsDone();
  const seconds = (performance.now() - began) / 1000;
  clearInterval(watch);
  const read = 'query($id: ID!) { responseBatch(id: $id) { state accepted violations { row column message } receipt { sha256 } } }';
  const { responseBatch } = await clerk.ask(read, { id: batch.id });
  if (responseBatch.state !== 'STORED') throw new Error(JSON.stringify(responseBatch));
  const mb = (bytes: number) => Math.round(bytes / 2 ** 20);
  console.log(
    `${kind}: ${responseBatch.accepted} rows in ${mb(content.length)} MB; answered in ${answeredMs.toFixed(0)} ms, stored after ${seconds.toFixed(1)} s; ` +
      `memory ${mb(rssBefore)} MB before, at most ${mb(highest)} MB meanwhile (peak of making the file: ${before} MB)`,
  );
  await stage.stop();
}

function cellsOf(columns: readonly string[], said: Record<string, unknown>): string[] {
  return columns.map((code) => [said[code] ?? ''].flat().map(String).join('; '));
}

function workbookOf(lines: readonly (readonly string[])[]): Promise<Buffer> {
  return writeExcelFile(lines.map((cells) => cells.map((value) => ({ value, type: String })))).toBuffer();
}
