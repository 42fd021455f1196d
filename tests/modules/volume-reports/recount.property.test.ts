import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { commands, elsewhere, home } from '../service-registry/registry.fixture.ts';
import { type ObservedMonth, observe, type Report, reportOf } from './volume-report.fixture.ts';
import { randomOf } from '../../support/random.ts';

let hub: TestHub;
let clerks: readonly [Client, Client];
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-05T09:00:00+06:00' });
  clerks = [await hub.as('PROVIDER', { soate: home }), await hub.as('PROVIDER', { soate: elsewhere })];
  // Opened, and its List never approved.
  await commands(hub).done(await hub.as('ANALYST'), 'openMonitoringCycle', { year: 2026, noticeYear: 2026 }, '{ monitoringCycle { id } }');
});
afterAll(() => hub.stop());

const codes = ['MS-001', 'MS-002', 'MS-003', 'MS-004'];
const firstMonths = { Q1: 1, Q2: 4, Q3: 7 } as const;
const channels = ['IN_PERSON', 'ELECTRONIC'] as const;
type Quarter = keyof typeof firstMonths;

interface RandomLine {
  serviceCode: string;
  quarter: Quarter;
  channel: (typeof channels)[number];
  delivered: { state: string; value?: number; reason?: string };
}

const keys = codes.flatMap((serviceCode) =>
  (['Q1', 'Q2', 'Q3'] as const).flatMap((quarter) => channels.map((channel) => ({ serviceCode, quarter, channel }))),
);
const keyOf = ({ serviceCode, quarter, channel }: Omit<RandomLine, 'delivered'>) => `${serviceCode} ${quarter} ${channel}`;

function linesOf(random: () => number): RandomLine[] {
  return keys
    .filter(() => random() < 0.5)
    .map((key) => {
      const dice = random();
      if (dice < 0.2) return { ...key, delivered: { state: 'NOT_OFFERED', reason: 'жок' } };
      return { ...key, delivered: dice < 0.4 ? { state: 'MISSING' } : { state: 'VALUE', value: Math.floor(random() * 40) } };
    });
}

function monthsOf(random: () => number, municipalityId: string): ObservedMonth[] {
  return keys.flatMap(({ serviceCode, quarter, channel }) =>
    [0, 1, 2]
      .filter(() => random() < 0.85)
      .map((offset) => ({
        municipalityId,
        code: serviceCode,
        month: `2026-${String(firstMonths[quarter] + offset).padStart(2, '0')}-01`,
        delivered: Math.floor(random() * 15),
        channel,
      })),
  );
}

/** What was said last of each line, by hand. */
function recount(said: readonly RandomLine[]) {
  const latest = [...new Map(said.map((line) => [keyOf(line), line.delivered])).values()];
  const values = latest.flatMap(({ state, value }) => (state === 'VALUE' ? [value ?? 0] : []));
  const of = (state: string) => latest.filter((figure) => figure.state === state).length;
  return {
    value: values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0),
    n: values.length,
    notOffered: of('NOT_OFFERED'),
    missing: of('MISSING'),
    // Without an approved List nobody knows what is missing.
    isComplete: false,
  };
}

describe('random lines, saved in parts, total to a plain recount of what was said last', () => {
  it.each([0, 1])('municipality %i', async (index) => {
    const random = randomOf(index + 1);
    const at = await reportOf(hub, clerks[index] ?? clerks[0], index === 0 ? home : elsewhere);
    const months = monthsOf(random, at.municipalityId);
    await observe(hub, months);
    const said: RandomLine[] = [];
    let report: Report | undefined;
    for (let part = 0; part < 12; part += 1) {
      const lines = linesOf(random);
      const planned = await at.save(lines, { expectedVersion: report?.version, isDryRun: true });
      report = await at.save(lines, { expectedVersion: report?.version });
      said.push(...lines);
      expect(report.total).toEqual(recount(said));
      expect(planned.total, 'a dry run says what will be').toEqual(report.total);
      expect(planned.checks).toEqual(report.checks);
    }
    expect(report?.lines.nodes.length).toBeGreaterThan(0);
    for (const line of report?.lines.nodes ?? []) {
      const first = firstMonths[line.quarter as Quarter];
      const theirs = months.filter(
        ({ code, channel, month }) =>
          code === line.service.code && channel === line.channel && [0, 1, 2].includes(Number(month.slice(5, 7)) - first),
      );
      const sum = theirs.reduce((total, { delivered }) => total + delivered, 0);
      const observed = theirs.length === 3 ? sum : null;
      expect([line.observedMonths, line.observed.value]).toEqual([theirs.length, observed]);
      const isCompared = observed !== null && line.delivered.value !== null && line.delivered.value !== observed;
      expect(line.discrepancy?.difference).toBe(isCompared ? (line.delivered.value ?? 0) - sum : undefined);
    }
    const { discrepancies } = await (clerks[index] ?? clerks[0]).must(
      '{ discrepancies(year: 2026, first: 100) { totalCount nodes { difference line { id } } } }',
    );
    const differing = (report?.lines.nodes ?? []).filter(({ discrepancy }) => discrepancy !== null);
    expect(differing.length).toBeGreaterThan(0);
    const byLine = (a: string, b: string) => (a < b ? -1 : 1);
    expect(
      discrepancies.nodes
        .map(({ line, difference }: { line: { id: string }; difference: number }) => `${line.id} ${difference}`)
        .toSorted(byLine),
      'the list of differences is what the lines say',
    ).toEqual(differing.map(({ id, discrepancy }) => `${id} ${discrepancy?.difference}`).toSorted(byLine));
  });
});
