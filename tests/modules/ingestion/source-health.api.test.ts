import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type TestHub } from '../../support/hub.ts';
import { saveSource, sourceInput } from './ingestion.fixture.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({ now: '2026-02-10T09:00:00+06:00' });
});
afterAll(() => hub.stop());

describe('a source that was never read', () => {
  it('says at once that the hub has no security server, not that its slot is to come', async () => {
    const admin = await hub.as('ADMIN');
    await admin.must(saveSource, { input: { ...sourceInput, idempotencyKey: hub.key() } });
    const { volumeSources } = await admin.must(
      '{ volumeSources(health: [MISCONFIGURED]) { nodes { code health healthReason { rule message hint } runs { totalCount } } } }',
    );
    expect(volumeSources.nodes).toEqual([
      {
        code: sourceInput.code,
        health: 'MISCONFIGURED',
        healthReason: {
          rule: 'ours:source-answers',
          message: 'The hub has no security server configured.',
          hint: 'Set XROAD_SECURITY_SERVER_URL and XROAD_CLIENT, and restart the hub.',
        },
        runs: { totalCount: 0 },
      },
    ]);
  });
});
