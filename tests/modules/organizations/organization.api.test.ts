import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type TestHub } from '../../support/hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

describe('the administrative division', () => {
  it('has 545 units and 484 municipalities, none of which is confirmed yet', async () => {
    const { administrativeUnits, municipalities } = await hub.anonymous.must(`{
      administrativeUnits { totalCount } municipalities(first: 100) { totalCount nodes { isConfirmed validFrom region { name } } }
    }`);
    expect(administrativeUnits.totalCount).toBe(545);
    expect(municipalities.totalCount).toBe(484);
    expect(municipalities.nodes.every((node: { isConfirmed: boolean; validFrom: null }) => !node.isConfirmed && node.validFrom === null)).toBe(true);
  });
});
