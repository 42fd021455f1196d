import { addDays, type LocalDate } from '../../shared/calendar.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { ClassifierRow, ReadClassifier, UnitChange } from './classifier-file.rules.ts';
import * as finding from './classifier-finding.rules.ts';
import type { Findings } from './classifier-finding.rules.ts';
import { isInForce, municipalLevels, regionLevels, type SuccessionKind, successionShape, type UnitLevel } from './organization.rules.ts';
import { mayBeSameUnit } from './unit-name.rules.ts';

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

export interface PlannedImport extends Findings {
  plan: ImportPlan;
}

interface PlanInput extends ReadClassifier {
  /** Every unit that the hub has ever had. */
  units: readonly KnownUnit[];
  inForceFrom: LocalDate;
}

/** What has no row is told after all that has. */
const lastRow = Number.MAX_SAFE_INTEGER;

const place = (row: ClassifierRow, column: string) => ({ row: row.row, column });
const goesOn = ({ change }: ClassifierRow): boolean => change === 'SAME' || change === 'ABSORB';
const begins = (row: ClassifierRow): boolean => !goesOn(row) && row.change !== 'ABOLISHED';

/**
 * What a classifier in force from a day changes in the division that the hub has, or all that is wrong with it, in its cells as well;
 * then it changes nothing. What is there already is not planned again, so that the same file twice plans nothing.
 */
export function planImport(input: PlanInput): PlannedImport {
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

function emptyPlan(): ImportPlan {
  return { endings: [], beginnings: [], updates: [], successions: [], changes: [], unitIds: new Map() };
}

/** The latest day on which the hub's division changes after the classifier's own; undefined if it does not. */
function newestDay({ units, inForceFrom }: PlanInput): LocalDate | undefined {
  const days = units.flatMap(({ validFrom, validTo }) => [validFrom ?? '', validTo ?? '']);
  const newest = days.reduce((latest, day) => (day > latest ? day : latest), inForceFrom);
  return newest > inForceFrom ? newest : undefined;
}

// ---- rows and the units they mean ----------------------------------------------------------------------------------

interface Division extends Pick<Findings, 'violations'> {
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

function divisionOf({ rows, units, inForceFrom, unreadCodes }: PlanInput): Division {
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

// ---- the new division ----------------------------------------------------------------------------------------------

function levelIn(row: ClassifierRow, { unitOf }: Division): UnitLevel | null {
  return row.level ?? unitOf.get(row)?.level ?? null;
}

/** A row's parent in the new division; a unit that goes on may leave it to the hub. */
function parentCodeIn(row: ClassifierRow, { unitOf, byId }: Division): string | null {
  const parentId = unitOf.get(row)?.parentId;
  return row.parentCode ?? (parentId ? (byId.get(parentId)?.code ?? null) : null);
}

function namesIn(row: ClassifierRow, { endedBy }: Division): { ky: string | null; ru: string | null; en: string | null } {
  const kept = row.change === 'RECODE' ? endedBy.get(row)?.[0]?.name : undefined;
  return { ky: row.names.ky ?? kept?.ky ?? null, ru: row.names.ru ?? kept?.ru ?? null, en: row.names.en ?? kept?.en ?? null };
}

/** The oblast or republican city that a unit of the new division lies in; itself for those; null for the country. */
function regionCodeIn(row: ClassifierRow, division: Division, seen: readonly ClassifierRow[] = []): string | null {
  const level = levelIn(row, division);
  if (level && regionLevels.includes(level)) return row.code;
  const parent = division.rowOf.get(parentCodeIn(row, division) ?? '');
  return parent && !seen.includes(parent) ? regionCodeIn(parent, division, [...seen, row]) : null;
}

function nameOf(name: LocalizedText): string {
  return name.ru ?? name.ky;
}

// ---- units that go on ----------------------------------------------------------------------------------------------

function divisionUpdates(division: Division): Findings & { updates: UnitUpdate[] } {
  const found = [...division.unitOf].map(([row, unit]) => updateOf(row, unit, division));
  return {
    violations: found.flatMap(({ violations }) => violations),
    warnings: found.flatMap(({ warnings }) => warnings),
    updates: found
      .map(({ update }) => update)
      .filter(({ name, parentCode, regionCode, isConfirming }) => name ?? parentCode ?? regionCode ?? isConfirming),
  };
}

function updateOf(row: ClassifierRow, unit: KnownUnit, division: Division): Findings & { update: UnitUpdate } {
  const { municipality } = unit;
  const level = row.level !== null && row.level !== unit.level ? [finding.otherLevel(place(row, 'level'), unit.level, row.level)] : [];
  const naming = namingOf(row, unit);
  const moving = movingOf(row, unit, division);
  const region = regionCodeIn(row, division);
  const regionRow = division.rowOf.get(region ?? '');
  const regionId = (regionRow && division.unitOf.get(regionRow)?.id) ?? null;
  const hasEnded = municipality !== null && municipality.validTo !== null;
  return {
    violations: [...level, ...naming.violations, ...moving.violations],
    warnings: [...naming.warnings, ...(hasEnded ? [finding.municipalityEnded(place(row, 'code'), municipality.validTo ?? '')] : [])],
    update: {
      unit,
      name: naming.name,
      parentCode: moving.parentCode,
      regionCode: regionId === unit.regionId ? null : region,
      isConfirming: municipality !== null && !municipality.isConfirmed && !hasEnded,
    },
  };
}

/** Names not yet verified are replaced, verified ones only completed; a name of something else means that the code was reused. */
function namingOf({ row, names }: ClassifierRow, unit: KnownUnit): Findings & Pick<UnitUpdate, 'name'> {
  const { name: stored, isNameVerified } = unit;
  if (!mayBeSameUnit(stored, names)) {
    const column = names.ky === null ? 'name_ru' : 'name_ky';
    return { violations: [finding.otherUnit({ row, column }, nameOf(stored), names.ru ?? names.ky ?? '')], warnings: [], name: null };
  }
  const name = isNameVerified
    ? { ky: stored.ky, ru: stored.ru ?? names.ru, en: stored.en ?? names.en }
    : { ky: names.ky ?? stored.ky, ru: names.ru ?? stored.ru ?? null, en: names.en ?? stored.en ?? null };
  const isVerifying = !isNameVerified && names.ky !== null;
  const isChanged = name.ky !== stored.ky || name.ru !== (stored.ru ?? null) || name.en !== (stored.en ?? null);
  const kept = (['ky', 'ru', 'en'] as const).flatMap((language) => {
    const given = names[language];
    return given === null || given === name[language]
      ? []
      : [finding.nameKept({ row, column: `name_${language}` }, name[language] ?? '', given)];
  });
  return {
    violations: [],
    warnings: kept,
    name: isChanged || isVerifying ? { name, isNameVerified: isNameVerified || isVerifying } : null,
  };
}

/** A unit stays where it is; only when its parent itself was replaced does it follow to the one that took its place. */
function movingOf(row: ClassifierRow, unit: KnownUnit, division: Division): Pick<Findings, 'violations'> & Pick<UnitUpdate, 'parentCode'> {
  const parentRow = division.rowOf.get(parentCodeIn(row, division) ?? '');
  // A parent that is not in the file is told of by `parents`.
  if (!parentRow || division.unitOf.get(parentRow)?.id === unit.parentId) return { violations: [], parentCode: null };
  const before = division.byId.get(unit.parentId ?? '');
  if (before && division.endedBy.get(parentRow)?.includes(before)) return { violations: [], parentCode: parentRow.code };
  return { violations: [finding.otherParent(place(row, 'parent_code'), before?.code ?? '—', parentRow.code)], parentCode: null };
}

// ---- the plan ------------------------------------------------------------------------------------------------------

function planOf(division: Division, updates: UnitUpdate[]): ImportPlan {
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
