/** The ends of an axis and the step between its ticks. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly interval: number;
}

const steps = 5;

/** Round numbers around all values. What is never below 0 has no scale below 0, what is a share none above 100 %, and counts no parts of one. */
export function scaleOf(values: readonly number[], { isPercent = false, isWhole = false } = {}): Scale {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const interval = stepOf((high - low) / steps || Math.abs(high) / steps || 1, isWhole);
  const below = (Math.ceil(low / interval) - 1) * interval;
  const above = (Math.floor(high / interval) + 1) * interval;
  const highest = (end: number): number => {
    if (low < 0 && high <= 0) return Math.min(0, end);
    return isPercent && high <= 100 ? Math.min(100, end) : end;
  };
  return { min: low >= 0 ? Math.max(0, below) : below, max: highest(above), interval };
}

function stepOf(rough: number, isWhole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = [1, 2, 2.5, 5, 10].map((step) => step * power).filter((step) => !isWhole || Number.isInteger(step));
  return round.find((step) => step >= rough) ?? 1;
}

/** The numbers that stand at an axis. */
export function ticksOf({ min, max, interval }: Scale): number[] {
  return Array.from({ length: Math.round((max - min) / interval) + 1 }, (_, index) => min + index * interval);
}
