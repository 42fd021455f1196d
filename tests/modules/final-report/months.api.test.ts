import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { annexedToDraft } from '../../appendix.fixture.ts';
import { analyse, handIn, openWithList, type RunView, said } from '../indicators/analysis.fixture.ts';
import { type PullingHub, startPullingHub, stated } from '../ingestion/ingestion.fixture.ts';
import { commands, placeOf } from '../service-registry/registry.fixture.ts';

let pulling: PullingHub;
let first: RunView;

interface MonthChart {
  code: string;
  n: number;
  source: string;
  notes: string[];
  series: { points: { value: number | null; n: number | null; gap: string | null }[] }[];
}

/** The charts by month of the latest report. */
async function monthCharts(): Promise<MonthChart[]> {
  const { finalReport } = await pulling.analyst.must(
    '{ finalReport(year: 2026) { charts { code n source(lang: EN) notes series { points { value n gap(lang: EN) } } } } }',
  );
  return (finalReport.charts as MonthChart[]).filter(({ code }) => code.startsWith('MONTHS'));
}

async function reportRestsOn({ id: runId }: RunView): Promise<void> {
  const { finalReport } = await pulling.analyst.must('{ finalReport(year: 2026) { id version } }');
  const change = { id: finalReport.id, expectedVersion: finalReport.version, runId };
  await commands(pulling.hub).done(pulling.analyst, 'updateFinalReport', change, '{ finalReport { id } }');
}

const pointsOf = ([chart]: MonthChart[]) => chart?.series[0]?.points.slice(0, 5).map(({ value, n, gap }) => [value ?? gap, n]);
const period = { periodFrom: '2026-01-01', periodTo: '2026-05-01' };

beforeAll(async () => {
  pulling = await startPullingHub({ now: '2026-05-10T09:00:00+06:00' });
  const { hub, analyst, soates } = pulling;
  const { municipalService } = await analyst.must('{ municipalService(code: "MS-002") { id } }');
  const municipalityIds = await Promise.all(soates.map(async (soate) => (await placeOf(hub, soate)).id));
  const { cycleId } = await openWithList(hub, 2026, [{ code: 'A', serviceIds: [municipalService.id], municipalityIds }]);
  const responses = [{ serviceId: municipalService.id as string, servedOn: '2026-04-10', answers: said() }];
  await handIn(hub, cycleId, { municipalityId: municipalityIds[0] ?? '', responses });
  const [here, there] = soates;
  pulling.securityServer.setVolumes([
    stated(here, { delivered: 40 }),
    stated(here, { delivered: 2, channel: 'ELECTRONIC' }),
    stated(there, { delivered: 50 }),
    stated(here, { periodFrom: '2026-02-01', delivered: 0 }),
    stated(here, { periodFrom: '2026-04-01', delivered: 30, status: 'PRELIMINARY' }),
    stated(there, { periodFrom: '2026-04-01', delivered: 7 }),
    stated(here, { periodFrom: '2026-03-01', delivered: 40 }),
    stated(here, { periodFrom: '2026-03-01', delivered: 100, channel: 'ELECTRONIC', status: 'PRELIMINARY' }),
    stated(here, { periodFrom: '2026-02-01', serviceCode: 'MS-001', delivered: 9 }),
  ]);
  await pulling.pull('FULL', period);
  first = await analyse(hub, analyst);
  await commands(hub).done(analyst, 'draftFinalReport', { year: 2026, runId: first.id }, '{ finalReport { id } }');
});
afterAll(() => pulling.stop());

describe('the months of a report (R12)', () => {
  it('add up municipalities of the List whose channels are all final; a channel that is not leaves out the others, and is a gap', async () => {
    const charts = await monthCharts();
    expect(charts.map(({ code }) => code)).toEqual(['MONTHS_APPLICATION']);
    expect(pointsOf(charts)).toEqual([
      [92, 2],
      [0, 1],
      ['only preliminary or incomplete counts', 0],
      [7, 1],
      ['no system stated it', 0],
    ]);
    expect(charts[0]).toMatchObject({ n: 4, source: expect.stringContaining('Санарип Аймак') as string });
    expect(charts[0]?.notes[2]).toMatch(/2/u);
  });

  it('stay as they were known to the run, whatever its source corrects later; the next run counts what is known then', async () => {
    const before = await monthCharts();
    const { hub, analyst, soates, securityServer } = pulling;
    const electronic = stated(soates[0], { delivered: 2, channel: 'ELECTRONIC' });
    securityServer.setVolumes([stated(soates[0], { delivered: 60, revision: 2 }), electronic]);
    await pulling.pull('FULL', period);
    expect(await monthCharts()).toEqual(before);

    const second = await analyse(hub, analyst);
    expect(second.inputSha256).not.toBe(first.inputSha256);
    await reportRestsOn(second);
    expect(pointsOf(await monthCharts())?.slice(0, 2)).toEqual([
      [62, 1],
      ['no system stated it', 0],
    ]);
  });

  it('seem to fall for no channel that was withdrawn, and its being stated again makes them whole', async () => {
    const { hub, analyst, soates, securityServer } = pulling;
    const inPerson = stated(soates[0], { delivered: 60, revision: 2 });
    securityServer.setVolumes([inPerson]);
    await pulling.pull('FULL', period);
    await reportRestsOn(await analyse(hub, analyst));
    expect(pointsOf(await monthCharts())?.[0]).toEqual(['only preliminary or incomplete counts', 0]);

    securityServer.setVolumes([inPerson, stated(soates[0], { delivered: 3, channel: 'ELECTRONIC', revision: 2 })]);
    await pulling.pull('FULL', period);
    await reportRestsOn(await analyse(hub, analyst));
    expect(pointsOf(await monthCharts())?.[0]).toEqual([63, 1]);
  });

  it('are the same input when their system is named anew', async () => {
    const { hub, analyst } = pulling;
    const before = await analyse(hub, analyst);
    await hub.rows(sql`update volume_source set name = 'Башка ат' returning id`);
    const after = await analyse(hub, analyst);
    expect(after.inputSha256).toBe(before.inputSha256);
    await reportRestsOn(after);
    expect((await monthCharts())[0]?.source).toContain('Башка ат');
  });

  it('R-III.3: are annexed as the run keeps them, whatever is known by then', async () => {
    const { hub, analyst } = pulling;
    const { finalReport } = await analyst.must('{ finalReport(year: 2026) { id version } }');
    const change = { id: finalReport.id, expectedVersion: finalReport.version, runId: first.id };
    const draft: { id: string; version: number } = await commands(hub).done(
      analyst,
      'updateFinalReport',
      change,
      '{ finalReport { id version } }',
    );
    const { full, open } = await annexedToDraft(hub, analyst, draft);
    const month = { serviceCode: 'MS-002', sources: 'Санарип Аймак' };
    for (const { files } of [full, open])
      expect(files.get('months')).toEqual([
        { ...month, month: '2026-01-01', delivered: '92', municipalities: '2', preliminary: '0' },
        { ...month, month: '2026-02-01', delivered: '0', municipalities: '1', preliminary: '0' },
        { ...month, month: '2026-03-01', delivered: '', municipalities: '0', preliminary: '1' },
        { ...month, month: '2026-04-01', delivered: '7', municipalities: '1', preliminary: '1' },
      ]);
  });
});
