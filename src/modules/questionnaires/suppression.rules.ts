/** R-III.3, ours: fewer rows than these together are never given with what they alone share. */
export const fewestTogether = 5;
/** Withheld rows are given together from these many municipalities or more: of one alone, the List would tell which. */
const fewestMunicipalities = 2;

/**
 * How many rows a municipality has of a service in a year on a form version, which is of a questionnaire or of a survey: one person asked
 * by a survey is not hidden among those who filed questionnaires.
 */
export interface ResponseCell {
  cycleId: string;
  formVersionId: string;
  /** R10: a provider's changed questionnaire: whoever sees what it asks knows whose it is. */
  isVariant: boolean;
  regionId: string;
  municipalityId: string;
  serviceId: string;
  rows: number;
}

/** What is given of where rows come from, instead of the municipality, from the most to the least. */
export const suppressions = ['REGION_AND_SERVICE', 'SERVICE', 'NEITHER', 'LEFT_OUT'] as const;
export type Suppression = (typeof suppressions)[number];

export interface SuppressedCell extends ResponseCell {
  suppression: Suppression;
}

type Step = [Suppression, (cell: ResponseCell) => readonly string[]];
const steps: readonly Step[] = [
  ['REGION_AND_SERVICE', ({ regionId, serviceId }) => [regionId, serviceId]],
  ['SERVICE', ({ serviceId }) => [serviceId]],
  ['NEITHER', () => []],
];

/**
 * The cells that are too small to be given with their municipality, and what is given of each. Of the rows that are given alike, any of one
 * municipality could be exchanged for any of another and nothing that is published would change: so neither the List, nor how many answers a
 * municipality has, nor this rule tells whose a row is. Large cells keep their municipality: withholding one of them as well would lose more.
 */
export function suppressed(cells: readonly ResponseCell[]): SuppressedCell[] {
  const small = cells.filter(({ rows }) => rows < fewestTogether);
  const found = new Map<ResponseCell, Suppression>();
  for (const [suppression, shared] of steps) {
    const open = small.filter((cell) => !cell.isVariant && !found.has(cell));
    const alike = Map.groupBy(open, (cell) => [cell.cycleId, cell.formVersionId, ...shared(cell)].join(' '));
    for (const group of alike.values()) if (isHiding(group)) for (const cell of group) found.set(cell, suppression);
  }
  return small.map((cell) => ({ ...cell, suppression: found.get(cell) ?? 'LEFT_OUT' }));
}

/** The form versions that rows are given of: of the others neither questions nor that they are. */
export function versionsGiven(cells: readonly ResponseCell[], withheld: readonly SuppressedCell[]): string[] {
  const byVersion = (of: readonly ResponseCell[]) => Map.groupBy(of, ({ formVersionId }) => formVersionId);
  const leftOut = byVersion(withheld.filter(({ suppression }) => suppression === 'LEFT_OUT'));
  return [...byVersion(cells)].flatMap(([id, all]) => (rowsOf(all) > rowsOf(leftOut.get(id) ?? []) ? [id] : []));
}

function isHiding(group: readonly ResponseCell[]): boolean {
  return new Set(group.map(({ municipalityId }) => municipalityId)).size >= fewestMunicipalities && rowsOf(group) >= fewestTogether;
}

/** The rows of cells, added. */
export function rowsOf(cells: readonly Pick<ResponseCell, 'rows'>[]): number {
  return cells.reduce((sum, { rows }) => sum + rows, 0);
}
