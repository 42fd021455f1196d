import type { LocalDate } from '../../shared/calendar.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { ClassifierRow, UnitChange } from './classifier-file.rules.ts';
import * as finding from './classifier-finding.rules.ts';
import type { Findings } from './classifier-finding.rules.ts';
import { emptyPlan, type ImportPlan, planOf } from './import-plan.rules.ts';
import {
  begins,
  type Division,
  type DivisionInput,
  divisionOf,
  type KnownUnit,
  levelIn,
  nameOf,
  namesIn,
  parentCodeIn,
  place,
} from './new-division.rules.ts';
import type { UnitLevel } from './organization.rules.ts';
import { divisionUpdates } from './unit-update.rules.ts';

export interface PlannedImport extends Findings {
  plan: ImportPlan;
}

/** What has no row is told after all that has. */
const lastRow = Number.MAX_SAFE_INTEGER;

/**
 * What a classifier in force from a day changes in the division that the hub has, or all that is wrong with it, in its cells as well;
 * then it changes nothing. What is there already is not planned again, so that the same file twice plans nothing.
 */
export function planImport(input: DivisionInput): PlannedImport {
  const newest = newestDay(input);
  if (newest) return { plan: emptyPlan(), violations: [finding.newerLoaded(newest), ...input.violations], warnings: input.warnings };
  const { rows, violations: repeats } = withoutRepeats(input.rows);
  const division = divisionOf({ ...input, rows });
  const changes = divisionUpdates(division);
  const violations = [
    ...input.violations,
    ...repeats,
    ...division.violations,
    ...rows.flatMap(predecessorCounts),
    ...contradictions(division),
    ...(input.hasUnreadUnits ? [] : missingUnits(division)),
    ...codesInUse(rows, input.units, division),
    ...parents(division),
    ...rows.flatMap((row) => emptyCells(row, division)),
    ...changes.violations,
  ];
  const plan = violations.length > 0 ? emptyPlan() : planOf(division, changes.updates);
  return {
    plan,
    violations: violations.toSorted((a, b) => (a.row ?? lastRow) - (b.row ?? lastRow)),
    warnings: [...input.warnings, ...changes.warnings],
  };
}

/** The latest day on which the hub's division changes after the classifier's own; undefined if it does not. */
function newestDay({ units, inForceFrom }: DivisionInput): LocalDate | undefined {
  const days = units.flatMap(({ validFrom, validTo }) => [validFrom ?? '', validTo ?? '']);
  const newest = days.reduce((latest, day) => (day > latest ? day : latest), inForceFrom);
  return newest > inForceFrom ? newest : undefined;
}

// ---- what may be wrong ---------------------------------------------------------------------------------------------

/** On one day a code means one unit: it stands once in the new division, and once among the abolished. */
function withoutRepeats(all: readonly ClassifierRow[]): Pick<Findings, 'violations'> & { rows: ClassifierRow[] } {
  const first = new Map<string, ClassifierRow>();
  const violations: Findings['violations'] = [];
  for (const row of all) {
    const key = `${row.change === 'ABOLISHED'} ${row.code}`;
    const before = first.get(key);
    if (before) violations.push(finding.repeatedCode(place(row, 'code'), row.code, before.row));
    else first.set(key, row);
  }
  return { rows: [...first.values()], violations };
}

const predecessorNeeds: Readonly<Record<UnitChange, { fits: (n: number) => boolean; needed: LocalizedText }>> = {
  SAME: { fits: (n) => n === 0, needed: { ky: 'SAME бирдигинде болбойт', ru: 'у SAME их нет', en: 'SAME has none' } },
  NEW: { fits: (n) => n === 0, needed: { ky: 'NEW бирдигинде болбойт', ru: 'у NEW их нет', en: 'NEW has none' } },
  ABOLISHED: { fits: (n) => n === 0, needed: { ky: 'ABOLISHED бирдигинде болбойт', ru: 'у ABOLISHED их нет', en: 'ABOLISHED has none' } },
  RENAME: { fits: (n) => n === 1, needed: { ky: 'RENAME үчүн бирөө', ru: 'для RENAME один', en: 'RENAME has one' } },
  RECODE: { fits: (n) => n === 1, needed: { ky: 'RECODE үчүн бирөө', ru: 'для RECODE один', en: 'RECODE has one' } },
  SPLIT: { fits: (n) => n === 1, needed: { ky: 'SPLIT үчүн бирөө', ru: 'для SPLIT один', en: 'SPLIT has one' } },
  MERGE: { fits: (n) => n >= 1, needed: { ky: 'MERGE үчүн кеминде бирөө', ru: 'для MERGE хотя бы один', en: 'MERGE has one or more' } },
  ABSORB: { fits: (n) => n >= 1, needed: { ky: 'ABSORB үчүн кеминде бирөө', ru: 'для ABSORB хотя бы один', en: 'ABSORB has one or more' } },
};

function predecessorCounts(row: ClassifierRow): Findings['violations'] {
  const { fits, needed } = predecessorNeeds[row.change];
  return fits(row.predecessors.length) ? [] : [finding.wrongPredecessorCount(place(row, 'predecessors'), needed)];
}

/** A unit goes on, or ends in one way on one day; only a split takes several rows, and never fewer than two. */
function contradictions({ usesOf, unsettledCodes }: Division): Findings['violations'] {
  return [...usesOf].flatMap(([{ code }, [first, ...others]]) => {
    if (!first) return [];
    if (first.change === 'SPLIT' && others.length === 0)
      return unsettledCodes.has(code) ? [] : [finding.loneSplit(place(first, 'predecessors'), code)];
    return others.flatMap((row) => {
      if (first.change !== 'SPLIT' || row.change !== 'SPLIT') return [finding.contradiction(place(row, 'change'), code, first.row)];
      return row.on === first.on ? [] : [finding.splitOnTwoDays(place(row, 'valid_from'), code, first.row)];
    });
  });
}

/** The file is the whole classifier: a unit in force that it does not mention was forgotten. */
function missingUnits({ unsettledCodes, inForce, rowOf, unitOf, usesOf }: Division): Findings['violations'] {
  const begun = new Set(unitOf.values());
  return inForce
    .filter((unit) => !usesOf.has(unit) && !begun.has(unit) && !rowOf.has(unit.code) && !unsettledCodes.has(unit.code))
    .map(({ code, name }) => finding.missingUnit(code, nameOf(name)));
}

/** Codes are reused, but only from the day on which the unit that bore the code ends. */
function codesInUse(rows: readonly ClassifierRow[], units: readonly KnownUnit[], division: Division): Findings['violations'] {
  const { unitOf, unsettledCodes } = division;
  const byCode = Map.groupBy(units, ({ code }) => code);
  const beginning = rows.filter((row) => begins(row) && !unitOf.has(row) && !unsettledCodes.has(row.code));
  return beginning.flatMap((row) => {
    const bearer = byCode.get(row.code)?.find((unit) => (endOf(unit, division) ?? '9999') > row.on);
    return bearer ? [finding.codeStillInUse(place(row, 'code'), row.code, nameOf(bearer.name))] : [];
  });
}

/** The day on which a unit ends, has it ended already or by the file; null = it goes on. */
function endOf(unit: KnownUnit, { usesOf, endedBy }: Division): LocalDate | null {
  return unit.validTo ?? usesOf.get(unit)?.find((row) => endedBy.get(row)?.includes(unit))?.on ?? null;
}

/** Which levels a unit of each level may lie in. It has no cycle, so that a cycle of parents always breaks it somewhere. */
const parentLevels: Readonly<Record<UnitLevel, readonly UnitLevel[]>> = {
  COUNTRY: [],
  OBLAST: ['COUNTRY'],
  REPUBLICAN_CITY: ['COUNTRY'],
  RAION: ['OBLAST'],
  OBLAST_CITY: ['OBLAST'],
  CITY_RAION: ['REPUBLICAN_CITY'],
  TOWN: ['RAION', 'OBLAST_CITY'],
  URBAN_SETTLEMENT: ['RAION', 'OBLAST_CITY', 'REPUBLICAN_CITY', 'CITY_RAION', 'TOWN'],
  AIYL_AIMAK: ['RAION', 'OBLAST_CITY', 'REPUBLICAN_CITY'],
  VILLAGE: ['AIYL_AIMAK', 'TOWN', 'URBAN_SETTLEMENT', 'OBLAST_CITY', 'REPUBLICAN_CITY', 'CITY_RAION'],
};

function parents(division: Division): Findings['violations'] {
  return [...division.rowOf.values()].flatMap((row) => {
    const level = levelIn(row, division);
    if (!level) return [];
    const parentCode = parentCodeIn(row, division);
    const allowed = parentLevels[level];
    const where = place(row, 'parent_code');
    if (parentCode === null) return allowed.length === 0 || begins(row) ? [] : [finding.parentOutOfOrder(where, level, null, allowed)];
    const parent = division.rowOf.get(parentCode);
    if (!parent) return division.unsettledCodes.has(parentCode) ? [] : [finding.unknownParent(where, parentCode)];
    const parentLevel = levelIn(parent, division);
    return parentLevel === null || allowed.includes(parentLevel) ? [] : [finding.parentOutOfOrder(where, level, parentLevel, allowed)];
  });
}

/** A unit that begins says everything of itself; one with a new code only (RECODE) keeps its names. */
function emptyCells(row: ClassifierRow, division: Division): Findings['violations'] {
  if (!begins(row) || division.unitOf.has(row)) return [];
  const { ky, ru } = namesIn(row, division);
  const cells = { level: row.level, parent_code: row.level === 'COUNTRY' ? '' : row.parentCode, name_ky: ky, name_ru: ru };
  return Object.entries(cells)
    .filter(([, value]) => value === null)
    .map(([column]) => finding.emptyCell(place(row, column)));
}
