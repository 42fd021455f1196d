/** The files of a data appendix, read as whoever has nothing else would read them. */
export type Row = Readonly<Record<string, string>>;
/** Rows of each file by its name, without ending. */
export type Files = ReadonlyMap<string, readonly Row[]>;

export function readerOf(files: Files) {
  const rows = (name: string): readonly Row[] => {
    const found = files.get(name);
    if (!found) throw new Error(`The appendix has no ${name}.csv`);
    return found;
  };
  const parameters = new Map(rows('method').map(({ parameter = '', value = '' }) => [parameter, value]));
  const parameter = (name: string): string => {
    const value = parameters.get(name);
    if (value === undefined) throw new Error(`method.csv has no ${name}`);
    return value;
  };
  return {
    rows,
    parameter,
    number: (name: string) => Number(parameter(name)),
    list: (name: string) => parameter(name).split(';'),
    parameters,
  };
}
export type Reader = ReturnType<typeof readerOf>;

/** The cell of the question that a measure rests on in the version that was filled. */
export function measuresOf({ rows }: Reader) {
  const primary = new Map(
    rows('questions')
      .filter(({ isPrimary, measures }) => isPrimary === 'true' && measures !== '')
      .map((question) => [`${question.formVersionId} ${question.measures}`, question]),
  );
  const question = (response: Row, measure: string) => primary.get(`${response.formVersionId} ${measure}`);
  /** '' = not asked; NO_ANSWER = asked, and no answer. */
  const cell = (response: Row, measure: string): string => response[question(response, measure)?.code ?? ''] ?? '';
  const answer = (response: Row, measure: string): string | null => {
    const value = cell(response, measure);
    return value === '' || value === 'NO_ANSWER' ? null : value;
  };
  return { question, cell, answer };
}
export type Measures = ReturnType<typeof measuresOf>;

const dayLength = 86_400_000;
const stamp = (day: string): number => Date.parse(`${day}T00:00:00Z`);
export const daysBetween = (from: string, to: string): number => Math.round((stamp(to) - stamp(from)) / dayLength);
export const dayBefore = (day: string, count: number): string => new Date(stamp(day) - count * dayLength).toISOString().slice(0, 10);

/** Working days after a day until and with another. */
export function workingDays(from: string, to: string, holidays: readonly string[]): number {
  let count = 0;
  for (let at = stamp(from) + dayLength; at <= stamp(to); at += dayLength) {
    const date = new Date(at);
    const day = date.toISOString().slice(0, 10);
    if (date.getUTCDay() % 6 !== 0 && !holidays.includes(day) && !holidays.includes(day.slice(5))) count += 1;
  }
  return count;
}

export const isInForce = ({ validFrom = '', validTo = '' }: Row, day: string): boolean =>
  validFrom <= day && (validTo === '' || validTo > day);

export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
