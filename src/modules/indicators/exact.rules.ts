/** A decimal as a whole number of units of its last place. */
interface Scaled {
  units: bigint;
  places: number;
}

function scaled(decimal: string): Scaled {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return { units: BigInt(whole + fraction), places: fraction.length };
}

const significantDigits = 40;

/** The double nearest to one decimal divided by another, however long they are. Throws a RangeError for a divisor of 0. */
export function quotient(dividend: string, divisor: string): number {
  const [above, below] = [scaled(dividend), scaled(divisor)];
  const numerator = above.units * 10n ** BigInt(below.places);
  const denominator = below.units * 10n ** BigInt(above.places);
  if (denominator === 0n) throw new RangeError('Nothing is divided by 0');
  const isNegative = numerator < 0n !== denominator < 0n;
  const [n, d] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  if (n === 0n) return 0;
  const shift = significantDigits + d.toString().length - n.toString().length;
  const up = shift > 0 ? 10n ** BigInt(shift) : 1n;
  const down = shift < 0 ? 10n ** BigInt(-shift) : 1n;
  const whole = (n * up) / (d * down);
  // A digit that says "and a bit more", so that halves are rounded as the exact value is.
  const rest = whole * d * down === n * up ? '0' : '1';
  const value = Number(`${whole}${rest}e${-shift - 1}`);
  return isNegative ? -value : value;
}

/** The exact sum of decimals of 0 or more. */
export function sumOf(decimals: readonly string[]): string {
  const all = decimals.map(scaled);
  const places = Math.max(0, ...all.map((each) => each.places));
  const units = all.reduce((sum, each) => sum + each.units * 10n ** BigInt(places - each.places), 0n);
  if (places === 0) return units.toString();
  const digits = units.toString().padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
