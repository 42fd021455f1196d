import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetChanges } from '../../src/kit/change-feed.ts';
import { sql } from '../../src/kit/sql.ts';
import { Municipality, ServiceProvider } from '../../src/modules/organizations/organization.entity.ts';
import { SubmissionRevisionPart } from '../../src/modules/submissions/submission.entity.ts';
import { commands, home } from '../modules/service-registry/registry.fixture.ts';
import { startHub, type TestHub } from '../support/hub.ts';
import { acting, agencyOf, enterClient, handIn, settled } from './agency.fixture.ts';

const clientId = 'central-server/GOV/70000003/sf-personal-data';
let hub: TestHub;
let agency: ReturnType<typeof agencyOf>;
beforeAll(async () => {
  hub = await startHub({ env: { EXCHANGE_PORT: '0', RATE_LIMIT_PER_MINUTE_EXCHANGE: '1000000' } });
  await enterClient(hub, clientId);
  agency = agencyOf(hub, clientId);
  await commands(hub).done(await hub.as('ANALYST'), 'openMonitoringCycle', { year: 2026, noticeYear: 2026 }, '{ monitoringCycle { id } }');
  await handIn(hub, { soate: home, number: 1, isAccepted: true, figures: [['VALUE', 1]] });
});
afterAll(() => hub.stop());

/** Repeatable chance (mulberry32). */
function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

class Killed extends Error {}

interface Item {
  id: string;
  submissionId?: string;
}

const resourceOf: Record<string, string> = {
  Municipality: 'municipalities',
  ServiceProvider: 'providers',
  AcceptedVolumes: 'accepted-volumes',
};
const subjectOf = (item: Item) => item.submissionId ?? item.id;

/** An agency's copy: what survives a kill is what it has written; the watermark only after all that was before it. */
class Mirror {
  watermark: string | undefined;
  readonly copies = new Map(Object.values(resourceOf).map((name) => [name, new Map<string, Item[]>()]));
  kills = 0;
  constructor(private readonly mayDie: () => void) {}

  async run(): Promise<boolean> {
    try {
      if (this.watermark === undefined) return await this.begin();
      return await this.goOn(this.watermark);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.kills += 1;
      return true;
    }
  }

  private async begin(): Promise<boolean> {
    let first: string | undefined;
    for (const name of Object.values(resourceOf)) {
      const { status, headers, text } = await agency.call(`/v1/bulk/${name}`);
      if (status !== 200) throw new Error(text);
      first ??= String(headers['x-feed-watermark']);
      this.mayDie();
      this.copies.set(
        name,
        Map.groupBy(
          text
            .trimEnd()
            .split('\n')
            .slice(0, -1)
            .map((line) => JSON.parse(line) as Item),
          subjectOf,
        ),
      );
    }
    this.watermark = first;
    return true;
  }

  private async goOn(since: string): Promise<boolean> {
    const { changes, watermark, hasMore } = await agency.get(`/v1/changes?since=${since}&limit=7`);
    this.mayDie();
    for (const [type, name] of Object.entries(resourceOf)) {
      const ids = [...new Set((changes as { type: string; id: string }[]).filter((change) => change.type === type).map(({ id }) => id))];
      if (ids.length === 0) continue;
      const found = Map.groupBy((await agency.get(`/v1/${name}?ids=${ids.join(',')}`)).items as Item[], subjectOf);
      for (const id of ids) {
        this.mayDie();
        const copy = this.copies.get(name);
        const items = found.get(id);
        if (items) copy?.set(id, items);
        else copy?.delete(id);
      }
    }
    this.mayDie();
    this.watermark = watermark as string;
    return hasMore as boolean;
  }

  content(): unknown {
    return [...this.copies].map(([name, copy]) => [name, [...copy.values()].flat().toSorted((a, b) => (a.id < b.id ? -1 : 1))]);
  }
}

/** Changes of all kinds in transactions of all lengths, some of them undone. */
async function write(chance: () => number, ids: { municipalities: string[]; providers: string[] }): Promise<void> {
  const any = (list: readonly string[]) => list[Math.floor(chance() * list.length)] ?? '';
  for (let i = 0; i < 25; i += 1) {
    await acting(hub, async (ctx) => {
      const kind = chance();
      if (kind < 0.6) {
        const municipality = await ctx.em.findOneOrFail(Municipality, { id: any(ids.municipalities) });
        Object.assign(municipality, { populationCount: Math.floor(chance() * 1e6), populationYear: 2026 });
      } else if (kind < 0.9) {
        const provider = await ctx.em.findOneOrFail(ServiceProvider, { id: any(ids.providers) });
        provider.name = { ky: `Мекеме ${i} ${chance()}` };
      } else {
        const part = await ctx.em.findOneOrFail(SubmissionRevisionPart, {});
        part.acceptedAt = part.acceptedAt ? null : ctx.now;
      }
      await ctx.em.flush();
      // What comes later may be committed earlier.
      for (let wait = Math.floor(chance() * 40); wait > 0; wait -= 1) await turn();
      if (chance() < 0.15) throw new Error('undone');
    }).catch(() => undefined);
  }
}

const idsOf = async (statement: Parameters<TestHub['rows']>[0]) => (await hub.rows<{ id: string }>(statement)).map(({ id }) => id);

describe('the feed', () => {
  it.each([1, 2, 3])(
    'brings an agency that is killed at random to what the database holds, whatever writes at once (seed %i)',
    async (seed) => {
      const chance = chanceOf(seed);
      const writing = { isOver: false };
      const mirror = new Mirror(() => {
        if (!writing.isOver && chance() < 0.05) throw new Killed();
      });
      const ids = {
        municipalities: await idsOf(sql`select id from municipality order by id limit 6`),
        providers: await idsOf(sql`select id from service_provider order by id limit 6`),
      };
      const writers = Promise.all([11, 12, 13].map((each) => write(chanceOf(seed * 100 + each), ids))).finally(
        () => (writing.isOver = true),
      );
      while (!writing.isOver) await mirror.run();
      await writers;
      await settled(hub);
      while (await mirror.run());
      expect(mirror.kills).toBeGreaterThan(0);
      const truth = new Mirror(() => undefined);
      await truth.run();
      expect(mirror.content()).toEqual(truth.content());
      const versions = await hub.rows<{ id: string; version: number }>(sql`select id, version from municipality order by id`);
      const copied = [...(mirror.copies.get('municipalities')?.values() ?? [])].flat() as { id: string; version: number }[];
      expect(copied.map(({ id, version }) => ({ id, version })).toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(versions);
    },
  );

  it('shows nothing of a transaction while one that began before it is under way, and then all, in order', async () => {
    await settled(hub);
    const since = String((await agency.call('/v1/bulk/providers')).headers['x-feed-watermark']);
    const [first = '', second = ''] = await idsOf(sql`select id from municipality order by id limit 2`);
    const rename = (id: string, year: number) =>
      acting(hub, async (ctx) => {
        Object.assign(await ctx.em.findOneOrFail(Municipality, { id }), { populationCount: year, populationYear: year });
      });
    await acting(hub, async (ctx) => {
      Object.assign(await ctx.em.findOneOrFail(Municipality, { id: first }), { populationCount: 5, populationYear: 2020 });
      await ctx.em.flush();
      await rename(second, 2021);
      expect((await agency.get(`/v1/changes?since=${since}`)).changes).toEqual([]);
    });
    await settled(hub);
    const { changes, watermark } = await agency.get(`/v1/changes?since=${since}`);
    expect(changes.map(({ id }: { id: string }) => id)).toEqual([first, second]);
    expect((await agency.get(`/v1/changes?since=${watermark}`)).changes).toEqual([]);
  });

  it('says 410 to who stands before what was forgotten, and goes on with who does not', async () => {
    await settled(hub);
    const before = String((await agency.call('/v1/bulk/providers')).headers['x-feed-watermark']);
    const [id = ''] = await idsOf(sql`select id from municipality order by id limit 1`);
    await acting(hub, async (ctx) => {
      Object.assign(await ctx.em.findOneOrFail(Municipality, { id }), { populationCount: 9, populationYear: 2022 });
    });
    await settled(hub);
    const { watermark } = await agency.get(`/v1/changes?since=${before}`);
    hub.clock.set('2026-07-01T09:00:00+06:00');
    await acting(hub, (ctx) => forgetChanges(ctx, ctx.now));
    expect(await agency.refused(`/v1/changes?since=${before}`)).toMatchObject({
      status: 410,
      type: 'urn:msq:problem:watermark-too-old',
      hint: expect.stringContaining('/v1/bulk/'),
    });
    expect(await agency.get(`/v1/changes?since=${watermark}`)).toMatchObject({ changes: [], hasMore: false });
    expect(await hub.rows(sql`select 1 from change where at < ${hub.clock.now()}`)).toEqual([]);
  });
});
