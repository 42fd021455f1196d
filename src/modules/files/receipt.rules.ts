/** What a receipt's number is made of. */
interface NumberParts {
  /** Of the Bishkek day on which it was received. */
  year: number;
  /** From 1, never used twice. */
  sequence: number;
}

/** A receipt's number, to be read out and typed: `KG-2026-000123-7`. The last digit is a check digit. */
export function receiptNumber({ year, sequence }: NumberParts): string {
  const digits = `${year}${String(sequence).padStart(6, '0')}`;
  return `KG-${digits.slice(0, 4)}-${digits.slice(4)}-${checkDigit(digits)}`;
}

/**
 * A number as it was typed, in its one form: letters large, blanks gone. Undefined = nobody was ever given such a number: it has another
 * form, or a digit was mistyped.
 */
export function typedReceiptNumber(typed: string): string | undefined {
  if (typed.length > 40) return undefined;
  const number = typed.replace(/\s/g, '').toUpperCase();
  const [, year, sequence, check] = /^KG-(\d{4})-(\d{6,15})-(\d)$/.exec(number) ?? [];
  return year !== undefined && sequence !== undefined && Number(check) === checkDigit(year + sequence) ? number : undefined;
}

/** ISO 7064 MOD 11,10: finds every single wrong digit, and nearly every swap of two. */
function checkDigit(digits: string): number {
  const remainder = [...digits].reduce((product, digit) => (((product + Number(digit)) % 10 || 10) * 2) % 11, 10);
  return (11 - remainder) % 10;
}
