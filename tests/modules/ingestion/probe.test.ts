import { afterAll, beforeAll, expect, it } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { probe } from '../../../src/probe-command.ts';
import { type PullingHub, startPullingHub } from './ingestion.fixture.ts';

let at: PullingHub;
beforeAll(async () => {
  at = await startPullingHub();
});
afterAll(async () => {
  await at.hub.stop();
  await at.securityServer.stop();
});

async function look(securityServerUrl = at.securityServer.url): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const xroad = { securityServerUrl, clientId: 'central-server/GOV/70000999/service-quality-hub' };
  const code = await probe(consoleCtx(at.hub.hub.orm, at.hub.clock, 'test'), xroad, 'sanarip-aimak', (text) => void said.push(text));
  return { code, said: said.join('\n') };
}

it('a source that can be pulled is told step by step', async () => {
  const { code, said } = await look();
  expect(said.match(/^ok /gm)?.length).toBe(4);
  expect(said).toContain('A pull would work.');
  expect(code).toBe(0);
});

it('a right that is missing is told with whom to ask, and nothing is stored', async () => {
  at.securityServer.setGranted(false);
  const { code, said } = await look();
  at.securityServer.setGranted(true);
  expect(said).toMatch(/WRONG the hub .* may call service-volumes: ask the provider/);
  expect(said).toContain('AccessDenied');
  expect(code).toBe(1);
  expect(await at.observations()).toEqual([]);
});

it('a security server that does not answer is told as such', async () => {
  const { code, said } = await look('http://127.0.0.1:9');
  expect(said).toMatch(/^WRONG the own security server/m);
  expect(code).toBe(1);
});
