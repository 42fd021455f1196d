import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
    stated(here, { periodFrom: '2026-02-01', serviceCode: 'MS-001', delivered: 9 }),
  ]);
  await pulling.pull('FULL', period);
  first = await analyse(hub, analyst);
  await commands(hub).done(analyst, 'draftFinalReport', { year: 2026, runId: first.id }, '{ finalReport { id } }');
});
afterAll(() => pulling.stop());

describe('the months of a report (R12)', () => {
  it('add up final counts of the channels and municipalities of the List; missing and preliminary ones are gaps', async () => {
    const charts = await monthCharts();
    expect(charts.map(({ code }) => code)).toEqual(['MONTHS_APPLICATION']);
    expect(pointsOf(charts)).toEqual([
      [92, 2],
      [0, 1],
      ['no system stated it', 0],
      ['only preliminary counts', 0],
      ['no system stated it', 0],
    ]);
    expect(charts[0]).toMatchObject({ n: 3, source: expect.stringContaining('Санарип Аймак') as string });
    expect(charts[0]?.notes).toHaveLength(3);
  });

  it('stay as they were known to the run, whatever its source corrects later; the next run counts what is known then', async () => {
    const before = await monthCharts();
    const { hub, analyst, soates, securityServer } = pulling;
    securityServer.setVolumes([stated(soates[0], { delivered: 60, revision: 2 })]);
    await pulling.pull('FULL', period);
    expect(await monthCharts()).toEqual(before);

    const second = await analyse(hub, analyst);
    expect(second.inputSha256).not.toBe(first.inputSha256);
    const { finalReport } = await analyst.must('{ finalReport(year: 2026) { id version } }');
    const change = { id: finalReport.id, expectedVersion: finalReport.version, runId: second.id };
    await commands(hub).done(analyst, 'updateFinalReport', change, '{ finalReport { id } }');
    expect(pointsOf(await monthCharts())?.slice(0, 2)).toEqual([
      [60, 1],
      ['no system stated it', 0],
    ]);
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
        { ...month, month: '2026-04-01', delivered: '', municipalities: '0', preliminary: '1' },
      ]);
  });
});
