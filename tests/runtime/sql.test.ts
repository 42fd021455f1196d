import { afterAll, beforeAll, expect, it } from 'vitest';
import { arrayText, sql } from '../../src/kit/sql.ts';
import { startHub, type TestHub } from '../support/hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({ now: '2026-03-02T09:00:00+06:00' });
});
afterAll(() => hub.stop());

it('writes arrays as the database reads them, whatever is in their texts', async () => {
  const texts = ['', 'кезек', 'a,b', '{}', 'null', 'NULL', 'say "no"', String.raw`C:\new`, "it's", ' blank ', '\n\t', null];
  const numbers = [0, -1.5, null];
  const marks = [true, false, null];
  const [read] = await hub.rows<object>(
    sql`select ${arrayText(texts)}::text[] as texts, ${arrayText(numbers)}::float[] as numbers, ${arrayText(marks)}::boolean[] as marks,
          ${arrayText([])}::text[] as none`,
  );
  expect(read).toEqual({ texts, numbers, marks, none: [] });
});
