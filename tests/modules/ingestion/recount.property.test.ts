import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { sql } from '../../../src/kit/sql.ts';
import type { Connector, VolumeRecord } from '../../../src/modules/ingestion/connector.ts';
import { pullVolumesJob } from '../../../src/modules/ingestion/pull.jobs.ts';
import { addMonths } from '../../../src/shared/calendar.ts';
import { type PullingHub, startPullingHub, stated } from './ingestion.fixture.ts';
import { randomOf } from '../../support/random.ts';

let at: PullingHub;
beforeAll(async () => {
  at = await startPullingHub();
});
afterAll(() => at.stop());

const keyOf = ({ soate, periodFrom, channel }: Pick<VolumeRecord, 'soate' | 'periodFrom' | 'channel'>) =>
  [soate, periodFrom, channel].join(' ');

/** Some keys, each with some revisions: counts too small to jump, now and then a withdrawal. */
function historiesOf(random: () => number, months: readonly string[]): VolumeRecord[] {
  const whole = (below: number) => Math.floor(random() * below);
  const keys = at.soates.flatMap((soate) =>
    months.flatMap((periodFrom) => (['IN_PERSON', 'ELECTRONIC'] as const).map((channel) => ({ soate, periodFrom, channel }))),
  );
  return keys.flatMap(({ soate, ...key }) =>
    Array.from({ length: 1 + whole(4) }, (_, i) => {
      const status = random() < 0.2 ? 'WITHDRAWN' : random() < 0.3 ? 'PRELIMINARY' : 'FINAL';
      return stated(soate, { ...key, status, delivered: whole(51), revision: 1 + i });
    }),
  );
}

/** The statements in any order, some of them twice, in answers of any size that hold a key once. */
function deliveriesOf(random: () => number, statements: readonly VolumeRecord[]): VolumeRecord[][] {
  const repeated = [...statements, ...statements.filter(() => random() < 0.3)];
  const shuffled = repeated.map((row) => ({ row, place: random() })).toSorted((a, b) => a.place - b.place);
  const deliveries: VolumeRecord[][] = [[]];
  for (const { row } of shuffled) {
    const open = deliveries.at(-1) ?? [];
    if (open.some((other) => keyOf(other) === keyOf(row)) || random() < 0.1) deliveries.push([row]);
    else open.push(row);
  }
  return deliveries;
}

/** What stands, by hand: per key the highest revision, unless it takes the count back. */
function recount(statements: readonly VolumeRecord[]): Record<string, number> {
  const latest = new Map<string, VolumeRecord>();
  for (const row of statements) if ((latest.get(keyOf(row))?.revision ?? 0) < row.revision) latest.set(keyOf(row), row);
  return Object.fromEntries([...latest].filter(([, { status }]) => status !== 'WITHDRAWN').map(([key, { delivered }]) => [key, delivered]));
}

async function pull(months: readonly string[], items: VolumeRecord[], complete: boolean): Promise<void> {
  const [first = '', last = ''] = [months[0], months.at(-1)];
  const [queued] = await at.hub.rows<{ id: string }>(sql`
    insert into ingestion_run (id, source_id, mode, period_from, period_to, slot, state, requested_by, attempts, fetched, stored, unchanged, quarantined, withdrawn, queued_at)
    values (gen_random_uuid(), ${at.source.id}, 'FULL', ${first}, ${addMonths(last, 1)}, gen_random_uuid()::text, 'QUEUED', '{}', 0, 0, 0, 0, 0, 0, ${at.hub.clock.now()}) returning id`);
  // Two pages, so that answers are put together from parts.
  const half = Math.ceil(items.length / 2);
  const common = {
    snapshotId: 's',
    asOf: '2026-02-10T03:00:00+06:00',
    complete,
    totalItems: items.length,
    watermark: 'w',
    bodySha256: 'b',
  };
  const connector: Connector = {
    adapter: 'xroad-rest-v1',
    hasRevisions: true,
    problemsOf: () => [],
    fetchPage: (_, { cursor }) =>
      Promise.resolve(
        cursor
          ? { ...common, nextCursor: null, items: items.slice(half), xroadId: 'x-2' }
          : { ...common, nextCursor: 'more', items: items.slice(0, half), xroadId: 'x-1' },
      ),
    grants: () => Promise.resolve([]),
    breaker: () => 'CLOSED',
  };
  const job = pullVolumesJob({ connectors: new Map([[connector.adapter, connector]]), onOutcome: () => undefined });
  await job.run(
    consoleCtx(at.hub.hub.orm, at.hub.clock, 'test'),
    { runId: queued?.id ?? '' },
    { signal: new AbortController().signal, log: () => undefined },
  );
}

interface StoredRow {
  soate: string;
  periodFrom: string;
  channel: 'IN_PERSON' | 'ELECTRONIC';
  delivered: number;
  revision: number;
  status: string;
}

function storedOf(months: readonly string[]): Promise<StoredRow[]> {
  return at.hub.rows<StoredRow>(sql`
    select m.soate, o.period_from, o.channel, o.delivered, o.revision, o.status from volume_observation o join municipality m on m.id = o.municipality_id
    where o.period_from = any(${[...months]}::date[])`);
}

function standing(stored: readonly StoredRow[]): Record<string, number> {
  return Object.fromEntries(stored.filter(({ status }) => status === 'CURRENT').map((row) => [keyOf(row), row.delivered]));
}

describe('revisions in any order and any parts end as a plain recount of all of them', () => {
  it.each(Array.from({ length: 12 }, (_, i) => i + 1))('history %i', async (seed) => {
    const random = randomOf(seed);
    // Months of its own, with one between, so that histories do not meet.
    const months = [addMonths('2020-01-01', seed * 3), addMonths('2020-01-01', seed * 3 + 1)];
    const statements = historiesOf(random, months);
    for (const delivery of deliveriesOf(random, statements)) await pull(months, delivery, false);

    const stored = await storedOf(months);
    expect(standing(stored)).toEqual(recount(statements));
    const said = (rows: readonly (StoredRow | VolumeRecord)[]) => rows.map((row) => `${keyOf(row)} ${row.revision}`).toSorted();
    expect(said(stored), 'and every revision is kept, once').toEqual(said(statements));

    const kept = Object.entries(recount(statements)).filter(() => random() < 0.5);
    const snapshot = statements
      .filter((row) => kept.some(([key, delivered]) => key === keyOf(row) && delivered === row.delivered && row.status !== 'WITHDRAWN'))
      .filter((row, i, all) => !all.some((other, j) => j > i && keyOf(other) === keyOf(row)));
    await pull(months, snapshot, true);
    expect(standing(await storedOf(months)), 'after a complete snapshot of some of them').toEqual(Object.fromEntries(kept));
  });
});
