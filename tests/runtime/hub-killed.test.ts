import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopAbandonedPostgres } from '../../src/runtime/embedded-postgres.ts';
import { ownTokenIssuer } from '../../src/runtime/tokens.ts';

/** The hub as its user starts it: a process of its own on an embedded database, nothing shared with this one. */
let dataDir: string;
let hub: { process: ChildProcess; url: string; output: string[] } | undefined;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hub-killed-'));
});
afterAll(async () => {
  hub?.process.kill('SIGKILL');
  await stopAbandonedPostgres(dataDir);
  await rm(dataDir, { recursive: true, force: true });
});

async function start(env: Record<string, string> = {}): Promise<NonNullable<typeof hub>> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/runtime/hub.fixture.ts'], {
    env: { PATH: process.env.PATH, PORT: '0', HUB_DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`the hub ended with ${code}: ${output.join('')}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      output.push(chunk.toString());
      const url = /ready at (http:\S+)/.exec(output.join(''))?.[1];
      if (url) resolve({ process: child, url, output });
    });
  });
}

async function end(running: NonNullable<typeof hub>, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(running.process, 'exit');
  running.process.kill(signal);
  const [code] = (await ended) as [number | null];
  return code;
}

async function ask(url: string, query: string, variables: Record<string, unknown>, token?: string) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as { data?: Record<string, { nodes?: { name: string }[] }>; errors?: { extensions: { code: string } }[] };
}

const create = 'mutation($input: CreateServiceProviderInput!) { createServiceProvider(input: $input) { serviceProvider { id } } }';
const list = '{ municipality(soate: "41708213826000") { id providers(first: 100) { nodes { name } } } }';

describe('a hub that is killed', () => {
  it('has lost nothing that it acknowledged, and repeats nothing that is retried with its key', async () => {
    hub = await start();
    const { token, municipalityId } = await prepare(hub.url);
    const acknowledged: { name: string; idempotencyKey: string }[] = [];
    const uncertain: { name: string; idempotencyKey: string }[] = [];
    for (let round = 0; round < 3; round += 1) {
      const current = hub;
      const names = Array.from({ length: 24 }, (_, i) => ({ name: `${round}-${i}`, idempotencyKey: randomUUID() }));
      const filing = names.map(async ({ name, idempotencyKey }, index) => {
        try {
          const answer = await ask(current.url, create, input(municipalityId, name, idempotencyKey), token);
          if (answer.data && !answer.errors) acknowledged.push({ name, idempotencyKey });
          else uncertain.push({ name, idempotencyKey });
        } catch {
          uncertain.push({ name, idempotencyKey });
        }
        // The hub dies in the middle of the work, at an act that differs from round to round.
        if (index === 5 + round * 6) current.process.kill('SIGKILL');
      });
      await Promise.all(filing);
      if (current.process.exitCode === null && current.process.signalCode === null) await once(current.process, 'exit');
      hub = await start();
    }
    const stored = await names(hub.url);
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.filter(({ name }) => !stored.includes(name))).toEqual([]);
    for (const { name, idempotencyKey } of [...uncertain, ...acknowledged])
      await ask(hub.url, create, input(municipalityId, name, idempotencyKey), token);
    const after = await names(hub.url);
    expect(after.toSorted()).toEqual([...new Set(after)].toSorted());
    expect(after.filter((name) => /^\d-\d+$/.test(name)).length).toBe(72);
  });

  it('stops in order when asked, and takes the database down with it', async () => {
    expect(await end(hub as NonNullable<typeof hub>, 'SIGTERM')).toBe(0);
    hub = undefined;
    expect(await readdir(join(dataDir, 'postgres', 'cluster'))).not.toContain('postmaster.pid');
  });
});

describe('a start that cannot succeed', () => {
  it('tells every wrong setting at once, with what to do', async () => {
    await expect(start({ PORT: 'many', LOG_LEVEL: 'loud', DATABASE_URL: 'postgres://127.0.0.1:1/x' })).rejects.toThrow(
      /PORT must be[^]*LOG_LEVEL[^]*SMTP_URL must be set when DATABASE_URL is[^]*OIDC_ISSUER[^]*AUDIT_KEY[^]*\.env\.example/,
    );
  });

  it('says that the port is taken, and by what', async () => {
    hub = await start();
    expect(hub.output.join(''), 'run as it is printed, it finds the hub’s own database').toContain(
      `HUB_DATA_DIR='${dataDir}' npm run token -- --role ANALYST`,
    );
    await expect(start({ PORT: new URL(hub.url).port })).rejects.toThrow(/The port is taken/);
    expect((await ask(hub.url, list, {})).errors).toBeUndefined();
  });
});

async function prepare(url: string): Promise<{ token: string; municipalityId: string }> {
  const { spawnSync } = await import('node:child_process');
  const made = spawnSync(process.execPath, ['--import', 'tsx', 'src/main.ts', 'token', '--role', 'ADMIN'], {
    env: { PATH: process.env.PATH, HUB_DATA_DIR: dataDir },
    encoding: 'utf8',
  });
  const token = made.stdout.trim();
  expect(await (await ownTokenIssuer(dataDir)).subjectOf(token)).toBe('own:local-admin');
  const answer = (await ask(url, list, {})) as unknown as { data: { municipality: { id: string } } };
  return { token, municipalityId: answer.data.municipality.id };
}

function input(municipalityId: string, name: string, idempotencyKey: string) {
  return { input: { municipalityId, kind: 'MUNICIPAL_INSTITUTION', name: { ky: name }, validFrom: '2026-01-01', idempotencyKey } };
}

async function names(url: string): Promise<string[]> {
  const answer = (await ask(url, list, {})) as unknown as { data: { municipality: { providers: { nodes: { name: string }[] } } } };
  return answer.data.municipality.providers.nodes.map(({ name }) => name);
}
