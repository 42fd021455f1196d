import { describe, expect, it } from 'vitest';
import { receiptNumber, typedReceiptNumber } from '../../../src/modules/files/receipt.rules.ts';

describe("a receipt's number", () => {
  it('says the year and counts, with a check digit', () => {
    expect(receiptNumber({ year: 2026, sequence: 123 })).toMatch(/^KG-2026-000123-\d$/);
    expect(receiptNumber({ year: 2026, sequence: 12_345_678 })).toMatch(/^KG-2026-12345678-\d$/);
  });

  // Worked out apart, with the method's own example (0794 has 5) as the proof of the working.
  it.each([
    [123, '7'],
    [124, '5'],
    [12_345_678, '8'],
  ])('has the check digit of ISO 7064 MOD 11,10: of %i it is %s', (sequence, digit) => {
    expect(receiptNumber({ year: 2026, sequence }).slice(-1)).toBe(digit);
  });

  it('may be typed with small letters and blanks', () => {
    const number = receiptNumber({ year: 2026, sequence: 7 });
    expect(typedReceiptNumber(` ${number.toLowerCase().replaceAll('-', ' - ')} `)).toBe(number);
  });

  it('with any one digit mistyped is nobody’s', () => {
    const number = receiptNumber({ year: 2026, sequence: 904_117 });
    for (const [place, letter] of [...number].entries()) {
      if (!/\d/.test(letter)) continue;
      for (const digit of '0123456789'.replace(letter, '')) {
        expect(typedReceiptNumber(number.slice(0, place) + digit + number.slice(place + 1))).toBeUndefined();
      }
    }
  });

  it.each([
    '',
    'KG-2026-000123',
    'KG-26-000123-1',
    'XX-2026-000123-1',
    'KG-2026-000123-X',
    `KG-2026-${'1'.repeat(16)}-1`,
    ' '.repeat(10_000),
  ])('%j is none', (typed) => {
    expect(typedReceiptNumber(typed)).toBeUndefined();
  });
});
