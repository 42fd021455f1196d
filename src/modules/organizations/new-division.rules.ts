import { addDays, type LocalDate } from '../../shared/calendar.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { ClassifierRow, ReadClassifier } from './classifier-file.rules.ts';
import * as finding from './classifier-finding.rules.ts';
import type { Findings } from './classifier-finding.rules.ts';
import { isInForce, regionLevels, type UnitLevel } from './organization.rules.ts';

/** A unit as the hub has it, with the municipality on it. */
export interface KnownUnit {
  id: string;
  code: string;
  level: UnitLevel;
  name: LocalizedText;
  isNameVerified: boolean;
  parentId: string | null;
  regionId: string | null;
  validFrom: LocalDate | null;
  validTo: LocalDate | null;
  municipality: { id: string; isConfirmed: boolean; validTo: LocalDate | null } | null;
}

export interface DivisionInput extends ReadClassifier {
  /** Every unit that the hub has ever had. */
  units: readonly KnownUnit[];
  inForceFrom: LocalDate;
}

export const place = (row: ClassifierRow, column: string) => ({ row: row.row, column });
const goesOn = ({ change }: ClassifierRow): boolean => change === 'SAME' || change === 'ABSORB';
export const begins = (row: ClassifierRow): boolean => !goesOn(row) && row.change !== 'ABOLISHED';

export interface Division extends Pick<Findings, 'violations'> {
  inForce: readonly KnownUnit[];
  /** Codes in rows that could not be read, or not brought together with a unit: what depends on them is not judged as well. */
  unsettledCodes: ReadonlySet<string>;
  byId: ReadonlyMap<string, KnownUnit>;
  /** Rows of units in the new division, by code. */
  rowOf: ReadonlyMap<string, ClassifierRow>;
  /** The unit that a row of the new division means, where the hub has it already. */
  unitOf: ReadonlyMap<ClassifierRow, KnownUnit>;
  /** The units of the eve that a row ends. */
  endedBy: ReadonlyMap<ClassifierRow, readonly KnownUnit[]>;
  /** The rows in which a unit goes on or ends. */
  usesOf: ReadonlyMap<KnownUnit, readonly ClassifierRow[]>;
}

export function divisionOf({ rows, units, inForceFrom, unreadCodes }: DivisionInput): Division {
  const byCode = Map.groupBy(units, ({ code }) => code);
  const inForceAt = (code: string, day: LocalDate) => byCode.get(code)?.find((unit) => isInForce(unit, day));
  const violations: Findings['violations'] = [];
  const unsettledCodes = new Set(unreadCodes);
  const unitOf = new Map<ClassifierRow, KnownUnit>();
  const endedBy = new Map<ClassifierRow, KnownUnit[]>();
  const usesOf = new Map<KnownUnit, ClassifierRow[]>();
  const use = (unit: KnownUnit, row: ClassifierRow): void => void usesOf.set(unit, [...(usesOf.get(unit) ?? []), row]);

  for (const row of rows) {
    if (goesOn(row)) {
      const unit = inForceAt(row.code, inForceFrom);
      if (!unit) violations.push(finding.unknownUnit(place(row, 'code'), row.code));
      else {
        unitOf.set(row, unit);
        use(unit, row);
      }
    } else if (begins(row)) {
      const begun = byCode.get(row.code)?.find(({ validFrom }) => validFrom === row.on);
      if (begun) unitOf.set(row, begun);
    }
    const ended: KnownUnit[] = [];
    for (const { code, column } of endedCodes(row)) {
      const eve = addDays(row.on, -1);
      const unit = inForceAt(code, eve);
      if (unit && (unit.validTo === null || unit.validTo === row.on)) {
        ended.push(unit);
        use(unit, row);
        continue;
      }
      unsettledCodes.add(code);
      violations.push(
        unit?.validTo
          ? finding.endsOnAnotherDay(place(row, column), code, unit.validTo)
          : absentOnEve(row, column, code, eve, byCode.get(code) ?? []),
      );
    }
    endedBy.set(row, ended);
  }
  return {
    violations,
    inForce: units.filter((unit) => isInForce(unit, inForceFrom)),
    unsettledCodes,
    byId: new Map(units.map((unit) => [unit.id, unit])),
    rowOf: new Map(rows.filter(({ change }) => change !== 'ABOLISHED').map((row) => [row.code, row])),
    unitOf,
    endedBy,
    usesOf,
  };
}

/** The codes of the eve whose units a row ends, with the column they stand in. */
function endedCodes(row: ClassifierRow): { code: string; column: string }[] {
  if (row.change === 'ABOLISHED') return [{ code: row.code, column: 'code' }];
  if (row.change === 'SAME' || row.change === 'NEW') return [];
  const column = row.change === 'RENAME' && row.predecessors[0] === row.code ? 'code' : 'predecessors';
  return row.predecessors.map((code) => ({ code, column }));
}

function absentOnEve(row: ClassifierRow, column: string, code: string, eve: LocalDate, bearers: readonly KnownUnit[]) {
  const later = bearers.map(({ validFrom }) => validFrom).find((day) => day !== null && day > eve);
  return later ? finding.beforeUnitBegan(place(row, column), code, later) : finding.unknownPredecessor(place(row, column), code, eve);
}

// ---- the new division ----------------------------------------------------------------------------------------------

export function levelIn(row: ClassifierRow, { unitOf }: Division): UnitLevel | null {
  return row.level ?? unitOf.get(row)?.level ?? null;
}

/** A row's parent in the new division; a unit that goes on may leave it to the hub. */
export function parentCodeIn(row: ClassifierRow, { unitOf, byId }: Division): string | null {
  const parentId = unitOf.get(row)?.parentId;
  return row.parentCode ?? (parentId ? (byId.get(parentId)?.code ?? null) : null);
}

export function namesIn(row: ClassifierRow, { endedBy }: Division): { ky: string | null; ru: string | null; en: string | null } {
  const kept = row.change === 'RECODE' ? endedBy.get(row)?.[0]?.name : undefined;
  return { ky: row.names.ky ?? kept?.ky ?? null, ru: row.names.ru ?? kept?.ru ?? null, en: row.names.en ?? kept?.en ?? null };
}

/** The oblast or republican city that a unit of the new division lies in; itself for those; null for the country. */
export function regionCodeIn(row: ClassifierRow, division: Division, seen: readonly ClassifierRow[] = []): string | null {
  const level = levelIn(row, division);
  if (level && regionLevels.includes(level)) return row.code;
  const parent = division.rowOf.get(parentCodeIn(row, division) ?? '');
  return parent && !seen.includes(parent) ? regionCodeIn(parent, division, [...seen, row]) : null;
}

export function nameOf(name: LocalizedText): string {
  return name.ru ?? name.ky;
}
