const decimal = /^(0|[1-9]\d*)(?:\.(\d+))?$/;
const longestDecimal = 40;

/** A decimal of 0 or more without needless zeros (`45`, `0.5`), however it was sent; undefined = it is none, or is negative. */
export function plainDecimal(value: unknown): string | undefined {
  // Most are whole, and plain as they come.
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value);
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.length > longestDecimal) return undefined;
  const [, whole, fraction = ''] = decimal.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const places = fraction.replace(/0+$/, '');
  return places === '' ? whole : `${whole}.${places}`;
}

/** How many digits stand behind the point of a plain decimal. */
export function placesOf(plain: string): number {
  const point = plain.indexOf('.');
  return point === -1 ? 0 : plain.length - point - 1;
}

/** How many digits a plain decimal has in all. */
export function digitsOf(plain: string): number {
  return plain.replace('.', '').length;
}

/** Exactly: negative when `one` is less than `other`, 0 when they are equal. */
export function compareDecimals(one: string, other: string): number {
  // Up to 15 digits a number is as exact as the text.
  if (one.length <= 15 && other.length <= 15) return Math.sign(Number(one) - Number(other));
  const places = Math.max(placesOf(one), placesOf(other));
  const difference = scaled(one, places) - scaled(other, places);
  return difference < 0n ? -1 : Number(difference > 0n);
}

function scaled(plain: string, places: number): bigint {
  const [whole = '0', fraction = ''] = plain.split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
}
