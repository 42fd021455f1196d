import { addDays, type LocalDate } from '../../src/shared/calendar.ts';

/** What one call of a legacy service is about: one municipality, one service, one month. */
export interface Cell {
  /** As the hub knows them. */
  soate: string;
  serviceCode: string;
  /** As the source calls them. */
  sourceSoate: string;
  sourceServiceCode: string;
  /** First day of the month. */
  periodFrom: LocalDate;
  /** First day after it. */
  periodTo: LocalDate;
}

export type PeriodEnd = 'FIRST_DAY_AFTER' | 'LAST_DAY';

const placeholders = ['soate', 'serviceCode', 'periodFrom', 'periodTo', 'year', 'month'] as const;
type Placeholder = (typeof placeholders)[number];

/** Whether every brace of a template belongs to a placeholder that there is. */
export function isTemplate(template: string): boolean {
  const rest = template.replaceAll(new RegExp(`\\{(?:${placeholders.join('|')})\\}`, 'g'), '');
  return !/[{}]/.test(rest);
}

/** A template with a cell's values in it, unescaped: whoever sends it escapes it as a whole. */
export function filled(template: string, cell: Cell, periodEnd: PeriodEnd): string {
  const values: Readonly<Record<Placeholder, string>> = {
    soate: cell.sourceSoate,
    serviceCode: cell.sourceServiceCode,
    periodFrom: cell.periodFrom,
    periodTo: periodEnd === 'LAST_DAY' ? addDays(cell.periodTo, -1) : cell.periodTo,
    year: cell.periodFrom.slice(0, 4),
    month: cell.periodFrom.slice(5, 7),
  };
  return template.replaceAll(/\{(\w+)\}/g, (_whole, name: Placeholder) => values[name]);
}
