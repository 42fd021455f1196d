/** How a service was delivered, as forms, sources and reports say it. */
export const channels = ['IN_PERSON', 'ELECTRONIC'] as const;
export type Channel = (typeof channels)[number];

export const quarters = ['Q1', 'Q2', 'Q3', 'Q4'] as const;
export type Quarter = (typeof quarters)[number];

/** A 0 is a VALUE; the three are never converted into each other. */
export const figureStates = ['VALUE', 'NOT_OFFERED', 'MISSING'] as const;
export type FigureState = (typeof figureStates)[number];

export const figureSources = ['CONNECTOR', 'MANUAL', 'FILE', 'NIL_RETURN'] as const;
export type FigureSource = (typeof figureSources)[number];

/** A count that somebody stated, or the reason why there is none. The value is a number if and only if the state is VALUE. */
export interface StatedFigure {
  state: FigureState;
  value: number | null;
}

/** A sum of figures, with how many it is short of. */
export interface CountTotal {
  value: number | null;
  n: number;
  notOffered: number;
  missing: number;
  isComplete: boolean;
}

/** Sums the VALUEs alone and counts the others beside them; with nothing to add the total is null, never 0. */
export function totalOf(figures: readonly StatedFigure[]): CountTotal {
  const values = figures.flatMap(({ state, value }) => (state === 'VALUE' && value !== null ? [value] : []));
  const notOffered = figures.filter(({ state }) => state === 'NOT_OFFERED').length;
  const n = values.length;
  return {
    value: n === 0 ? null : values.reduce((sum, value) => sum + value, 0),
    n,
    notOffered,
    missing: figures.length - n - notOffered,
    isComplete: n + notOffered === figures.length,
  };
}
