import { afterEach, beforeEach, expect, it } from 'vitest';
import { consoleCtx } from '../../../src/app.ts';
import { ingestion } from '../../../src/modules/ingestion/index.ts';
import { type PullingHub, saveSource, sourceInput, startPullingHub, stated } from './ingestion.fixture.ts';

let at: PullingHub;
beforeEach(async () => {
  at = await startPullingHub();
});
afterEach(() => at.stop());

/** As the hub does every five minutes. */
async function look(): Promise<string[]> {
  await ingestion.ticks[1].run(consoleCtx(at.hub.hub.orm, at.hub.clock, 'test'));
  await at.hub.runJobs();
  const texts = at.hub.mails.messages.map(({ parsed }) => parsed.text ?? '');
  at.hub.mails.clear();
  return texts;
}

it('ADMIN is told once of a source that is misconfigured, and again when its settings were changed and it still is', async () => {
  at.securityServer.setVolumes([stated(at.soates[0])]);
  await at.pull();
  expect(await look(), 'a source that answers is no news').toEqual([]);

  at.securityServer.setGranted(false);
  at.hub.clock.set('2026-02-11T09:00:00+06:00');
  const { fault } = await at.pull('CHANGES');
  const [mail = '', ...others] = await look();
  expect(others).toEqual([]);
  expect(mail).toContain('туташуу туура эмес жөндөлгөн');
  expect(mail).toContain('неверно настроено подключение');
  expect(mail).toContain('Санарип Аймак');
  expect(mail).toContain('1 неудачная попытка');
  expect(fault?.code).toBe('Server.ServerProxy.AccessDenied');
  await at.pull('CHANGES');
  expect(await look(), 'it is the same trouble').toEqual([]);

  const { volumeSource } = await at.admin.must('query ($id: ID!) { volumeSource(id: $id) { version } }', { id: at.source.id });
  await at.admin.must(saveSource, {
    input: { ...sourceInput, name: 'Жаңы аталыш', expectedVersion: volumeSource.version, idempotencyKey: at.hub.key() },
  });
  await at.pull('CHANGES');
  expect(await look()).toEqual([expect.stringContaining('Жаңы аталыш')]);

  at.securityServer.setGranted(true);
  await at.pull('CHANGES');
  expect(await look()).toEqual([]);
});

it('ADMIN is told of a source that is silent an hour past its slot, not sooner, and not of one that is paused', async () => {
  at.hub.clock.set('2026-02-11T03:30:00+06:00');
  expect(await look()).toEqual([]);
  at.hub.clock.set('2026-02-11T03:30:00.001+06:00');
  const [mail = ''] = await look();
  expect(mail).toContain('не ответил в назначенное время');
  expect(mail).toContain('Последняя успешная связь: не было');

  const { volumeSource } = await at.admin.must('query ($id: ID!) { volumeSource(id: $id) { version } }', { id: at.source.id });
  await at.admin.must('mutation ($input: PauseSourceInput!) { pauseSource(input: $input) { volumeSource { id } } }', {
    input: { id: at.source.id, expectedVersion: volumeSource.version, reason: 'көчүрүлүүдө', idempotencyKey: at.hub.key() },
  });
  at.hub.clock.set('2026-02-12T09:00:00+06:00');
  expect(await look()).toEqual([]);
});
