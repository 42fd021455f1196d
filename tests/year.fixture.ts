import { expect } from 'vitest';
import { type Client, type Data, startHub, type TestHub } from './support/hub.ts';
import { type SecurityServer, startSecurityServer } from './support/security-server.ts';
import { providerId } from './modules/ingestion/ingestion.fixture.ts';
import { commands, elsewhere, home, type Place, placeOf } from './modules/service-registry/registry.fixture.ts';

type Given = Record<string, unknown>;

/** Those of the nine months. */
export const quarters = ['Q1', 'Q2', 'Q3'];

/** Those who walk through the year. Municipalities are told apart by what becomes of them. */
const staff = ['diligent', 'late', 'idle', 'merging', 'heir'] as const;
export type Staff = (typeof staff)[number];
export type Person = 'anybody' | 'analyst' | 'preparer' | 'head' | 'admin' | Staff;

/** Who tries everything that another is to do. The preparer holds two roles, and tries what the story says. */
const onlookers: readonly Person[] = ['anybody', 'analyst', 'head', 'admin', 'diligent', 'late'];
const refusals = ['FORBIDDEN', 'NOT_FOUND', 'UNAUTHENTICATED'];

export interface Year {
  hub: TestHub;
  exchange: SecurityServer;
  people: Record<Person, Client>;
  places: Record<Staff, Place & { soate: string; office: string }>;
  /** An act by whom the regulation names, after everybody else has been refused it; `others` may do it too, for themselves. */
  act(by: Person, mutation: string, input: Given, selection: string, others?: readonly Person[]): Promise<Data>;
  ask(by: Person, document: string, variables?: Given): Promise<Data>;
  refused(by: Person, mutation: string, input: Given): ReturnType<ReturnType<typeof commands>['refused']>;
  /** Sets the clock, looks for reminders and lets the mails go out. */
  day(instant: string): Promise<void>;
  /** Subjects of the mails to a municipality since the story began. */
  subjects(to: Staff): string[];
  stop(): Promise<void>;
}

/** The one number of a statement. */
export async function counted({ hub }: Year, statement: Parameters<TestHub['rows']>[0]): Promise<number> {
  const [row] = await hub.rows<{ n: number }>(statement);
  return Number(row?.n);
}

export async function beginYear(now: string): Promise<Year> {
  const exchange = await startSecurityServer({ provider: providerId.join('/') });
  const xroad = { securityServerUrl: exchange.url, clientId: 'central-server/GOV/70000999/service-quality-hub' };
  const hub = await startHub({ now, xroad });
  const { municipalities } = await hub.anonymous.must(
    '{ municipalities(first: 100, filter: { regionCode: "41707000000000" }) { nodes { soate } } }',
  );
  const [idle, merging, heir] = municipalities.nodes.map(({ soate }: { soate: string }) => soate);
  const soates: Record<Staff, string> = { diligent: home, late: elsewhere, idle, merging, heir };
  const entries = staff.map(
    async (name) => [name, { ...(await placeOf(hub, soates[name])), soate: soates[name], office: `${name}@aiyl.example` }] as const,
  );
  const places = Object.fromEntries(await Promise.all(entries)) as Year['places'];
  const clerks = staff.map(async (name) => [name, await hub.as('PROVIDER', { soate: soates[name], user: name })] as const);
  const people = {
    anybody: hub.anonymous,
    analyst: await hub.as('ANALYST', { user: 'aizada' }),
    preparer: await hub.as(['ANALYST', 'HEAD'], { user: 'kanat' }),
    head: await hub.as('HEAD', { user: 'nurlan' }),
    admin: await hub.as('ADMIN'),
    ...Object.fromEntries(await Promise.all(clerks)),
  } as Year['people'];
  const call = commands(hub);
  return {
    hub,
    exchange,
    people,
    places,
    async act(by, mutation, input, selection, others = []) {
      for (const person of onlookers.filter((each) => each !== by && !others.includes(each))) {
        const { code } = await call.refused(people[person], mutation, input);
        expect(refusals, `${mutation} by ${person}`).toContain(code);
      }
      return call.done(people[by], mutation, input, selection);
    },
    ask: (by, document, variables) => people[by].must(document, variables),
    refused: (by, mutation, input) => call.refused(people[by], mutation, input),
    async day(instant) {
      hub.clock.set(instant);
      await hub.remind();
      await hub.runJobs();
    },
    subjects: (to) => hub.mails.messagesTo(places[to].office).map(({ parsed }) => parsed.subject ?? ''),
    async stop() {
      await hub.stop();
      await exchange.stop();
    },
  };
}
