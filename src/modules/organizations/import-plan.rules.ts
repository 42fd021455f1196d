import type { LocalDate } from '../../shared/calendar.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { ClassifierRow, UnitChange } from './classifier-file.rules.ts';
import { begins, type Division, type KnownUnit, levelIn, namesIn, regionCodeIn } from './new-division.rules.ts';
import { municipalLevels, type SuccessionKind, type UnitLevel } from './organization.rules.ts';
import { successionShape } from './succession.rules.ts';

export interface UnitEnding {
  unit: KnownUnit;
  on: LocalDate;
}

/** A unit to begin, and a municipality with its provider where the level has one. Parent and region by code in the new division. */
export interface UnitBeginning {
  code: string;
  level: UnitLevel;
  name: LocalizedText;
  isNameVerified: boolean;
  parentCode: string | null;
  regionCode: string | null;
  on: LocalDate;
  isMunicipal: boolean;
}

/** What changes of a unit that goes on; the first three are null where they stay. */
export interface UnitUpdate {
  unit: KnownUnit;
  name: { name: LocalizedText; isNameVerified: boolean } | null;
  parentCode: string | null;
  regionCode: string | null;
  isConfirming: boolean;
}

/** A succession between municipalities; successors by code in the new division. */
export interface PlannedSuccession {
  kind: SuccessionKind;
  on: LocalDate;
  predecessorIds: string[];
  successorCodes: string[];
}

/** What happens to units in one row of the file (or, for a split, in its rows), in words of the file. */
export interface ChangeLine {
  change: UnitChange;
  on: LocalDate;
  from: { code: string; name: LocalizedText }[];
  to: { code: string; name: LocalizedText }[];
}

export interface ImportPlan {
  endings: UnitEnding[];
  beginnings: UnitBeginning[];
  updates: UnitUpdate[];
  successions: PlannedSuccession[];
  changes: ChangeLine[];
  /** The units of the new division that are there already, by code. */
  unitIds: ReadonlyMap<string, string>;
}

export function emptyPlan(): ImportPlan {
  return { endings: [], beginnings: [], updates: [], successions: [], changes: [], unitIds: new Map() };
}

export function planOf(division: Division, updates: UnitUpdate[]): ImportPlan {
  const { rowOf, unitOf, endedBy } = division;
  const endings = [...new Map([...endedBy].flatMap(([row, units]) => units.map((unit) => [unit, row.on] as const)))]
    .filter(([unit]) => unit.validTo === null)
    .map(([unit, on]) => ({ unit, on }));
  const isEnding = new Set(endings.map(({ unit }) => unit));
  const pending = [...endedBy.keys()].filter(
    (row) => (begins(row) && !unitOf.has(row)) || endedBy.get(row)?.some((unit) => isEnding.has(unit)),
  );
  const groups = [...Map.groupBy(pending, (row) => (row.change === 'SPLIT' ? `split ${row.predecessors[0]}` : `row ${row.row}`)).values()];
  return {
    endings,
    beginnings: [...rowOf.values()].filter((row) => begins(row) && !unitOf.has(row)).map((row) => beginningOf(row, division)),
    updates,
    successions: groups.map((group) => successionOf(group, division)).filter((succession) => succession !== undefined),
    changes: groups.map((group) => changeLineOf(group, division)),
    unitIds: new Map([...unitOf].map(([row, unit]) => [row.code, unit.id])),
  };
}

function beginningOf(row: ClassifierRow, division: Division): UnitBeginning {
  const { level } = row;
  const { ky, ru, en } = namesIn(row, division);
  if (level === null || ky === null) throw new Error(`Row ${row.row} begins a unit without its level or name, and was not refused`);
  return {
    code: row.code,
    level,
    name: { ky, ru, en },
    isNameVerified: row.names.ky !== null || division.endedBy.get(row)?.[0]?.isNameVerified === true,
    parentCode: row.parentCode,
    regionCode: regionCodeIn(row, division),
    on: row.on,
    isMunicipal: municipalLevels.includes(level),
  };
}

const successionKindOf: Partial<Record<UnitChange, SuccessionKind>> = {
  MERGE: 'MERGE',
  ABSORB: 'MERGE',
  SPLIT: 'SPLIT',
  RENAME: 'RENAME',
  RECODE: 'RENAME',
};

/** The succession between the municipalities of a change; undefined where either side has none. */
function successionOf(group: readonly ClassifierRow[], division: Division): PlannedSuccession | undefined {
  const [first] = group;
  const kind = first && successionKindOf[first.change];
  if (!first || !kind) return undefined;
  const predecessorIds = (division.endedBy.get(first) ?? []).map(({ municipality }) => municipality?.id).filter((id) => id !== undefined);
  const successorCodes = group.filter((row) => hasMunicipality(row, division)).map(({ code }) => code);
  if (predecessorIds.length === 0 || successorCodes.length === 0) return undefined;
  // Of a split one part only may be a municipality: between municipalities it is then one body under another name.
  const fitting = successionShape(kind, predecessorIds.length, successorCodes.length) ? 'RENAME' : kind;
  return { kind: fitting, on: first.on, predecessorIds, successorCodes };
}

function hasMunicipality(row: ClassifierRow, division: Division): boolean {
  const level = levelIn(row, division);
  return level !== null && municipalLevels.includes(level);
}

function changeLineOf(group: readonly ClassifierRow[], division: Division): ChangeLine {
  const [first] = group as [ClassifierRow];
  const to = first.change === 'ABOLISHED' ? [] : group;
  return {
    change: first.change,
    on: first.on,
    from: (division.endedBy.get(first) ?? []).map(({ code, name }) => ({ code, name })),
    to: to.map((row) => ({ code: row.code, name: division.unitOf.get(row)?.name ?? beginningOf(row, division).name })),
  };
}

// ---- counts --------------------------------------------------------------------------------------------------------

/** What an import does, counted in units. */
export interface ImportCounts {
  /** Municipalities found in the current classifier for the first time. */
  confirmed: number;
  /** Units that go on and whose names are verified, replaced or completed. */
  named: number;
  /** Units that go on under another parent or region, because theirs was replaced. */
  moved: number;
  renamed: number;
  new: number;
  /** Units made by merging others, or enlarged by absorbing them. */
  merged: number;
  /** Units split into others. */
  split: number;
  recoded: number;
  abolished: number;
  /** Units that end in any of these ways, and that begin. */
  ended: number;
  begun: number;
  successions: number;
}

export function countsOf({ endings, beginnings, updates, successions, changes }: ImportPlan): ImportCounts {
  const changed = (...kinds: UnitChange[]): number => changes.filter(({ change }) => kinds.includes(change)).length;
  return {
    confirmed: updates.filter(({ isConfirming }) => isConfirming).length,
    named: updates.filter(({ name }) => name).length,
    moved: updates.filter(({ parentCode, regionCode }) => parentCode ?? regionCode).length,
    renamed: changed('RENAME'),
    new: changed('NEW'),
    merged: changed('MERGE', 'ABSORB'),
    split: changed('SPLIT'),
    recoded: changed('RECODE'),
    abolished: changed('ABOLISHED'),
    ended: endings.length,
    begun: beginnings.length,
    successions: successions.length,
  };
}
