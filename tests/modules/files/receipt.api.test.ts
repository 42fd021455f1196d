import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import { ReceiptResolver } from '../../../src/modules/files/receipt.resolver.ts';
import { issueReceipt, writeForm } from '../../../src/modules/files/receipt.service.ts';
import { readContent } from '../../../src/modules/files/content.service.ts';
import { receiptNumber } from '../../../src/modules/files/receipt.rules.ts';
import { canonicalJson } from '../../../src/shared/canonical-json.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { contextOf, sha256Of } from './files.fixture.ts';

const subject = { type: 'Submission', id: '01900000-0000-7000-8000-000000000000' };
const check =
  'query($number: String!, $sha256: String!) { receiptCheck(number: $number, sha256: $sha256) { isGenuine receivedAt municipalityName(lang: KY) } }';
const notGenuine = { isGenuine: false, receivedAt: null, municipalityName: null };

let hub: TestHub;
let provider: Client;
beforeAll(async () => {
  // The last second of the year in Bishkek; in UTC it is still the afternoon.
  hub = await startHub({ now: '2026-12-31T23:59:59+06:00' });
  provider = await hub.as('PROVIDER', { soate: '41708213826000' });
});
afterAll(() => hub.stop());

const content = { б: [1, 2.5, null], a: { isLate: false } };

async function issue(isMinistrys = false) {
  const outer = await contextOf(hub, provider);
  return inTransaction(outer, async (ctx) =>
    issueReceipt(ctx, {
      municipalityId: isMinistrys ? null : ctx.actor.municipalityId,
      subject,
      form: await writeForm(ctx, canonicalJson(content)),
      isLate: true,
    }),
  );
}

async function checked(number: string, sha256: string) {
  return (await hub.anonymous.must(check, { number, sha256 })).receiptCheck;
}

describe('a receipt', () => {
  it('is of the canonical content, which is kept beside as a file', async () => {
    const receipt = await issue();
    const canonical = '{"a":{"isLate":false},"б":[1,2.5,null]}';
    expect(receipt).toMatchObject({ sha256: sha256Of(canonical), isLate: true, receivedAt: hub.clock.now() });
    const ctx = await contextOf(hub, provider);
    const file = await new ReceiptResolver().file(receipt, ctx);
    const chunks: Buffer[] = [];
    for await (const chunk of readContent(ctx, file.contentId)) chunks.push(chunk);
    expect([file.name, file.mediaType, Buffer.concat(chunks).toString()]).toEqual([
      `${receipt.number}.json`,
      'application/json',
      canonical,
    ]);
  });

  it('has a number of its own, also when many are given at once', async () => {
    const numbers = (await Promise.all(Array.from({ length: 20 }, () => issue()))).map(({ number }) => number);
    expect(new Set(numbers).size).toBe(20);
    for (const number of numbers) expect(number).toMatch(/^KG-2026-\d{6}-\d$/);
  });

  it('is never changed', async () => {
    await issue();
    await expect(hub.rows(sql`update receipt set is_late = false`)).rejects.toThrow('append-only');
    await expect(hub.rows(sql`delete from receipt`)).rejects.toThrow('append-only');
  });
});

describe('anybody may check a receipt', () => {
  it('and is told when it was received, and whose it is', async () => {
    const { number, sha256 } = await issue();
    const genuine = { isGenuine: true, receivedAt: '2026-12-31T17:59:59.000Z', municipalityName: expect.stringMatching(/\S/) };
    expect(await checked(number, sha256)).toEqual(genuine);
    expect(await checked(` ${number.toLowerCase()} `, sha256.toUpperCase())).toEqual(genuine);
  });

  it('of the ministry’s own filing too', async () => {
    const { number, sha256 } = await issue(true);
    expect(await checked(number, sha256)).toEqual({ isGenuine: true, receivedAt: '2026-12-31T17:59:59.000Z', municipalityName: null });
  });

  it('and is told nothing of one that is forged, whatever is wrong with it', async () => {
    const { number, sha256 } = await issue();
    const unknown = receiptNumber({ year: 2026, sequence: 999_999 });
    const mistyped = number.slice(0, -1) + ((Number(number.slice(-1)) + 1) % 10);
    for (const [wrongNumber, wrongHash] of [
      [number, sha256Of('other')],
      [unknown, sha256],
      [mistyped, sha256],
      [number, ''],
      [number, sha256.slice(1)],
      ['', sha256],
      ["' or true --", sha256],
    ] as const) {
      expect(await checked(wrongNumber, wrongHash)).toEqual(notGenuine);
    }
  });
});
