import { isLocalDate, type LocalDate } from '../../shared/calendar.ts';
import * as finding from './classifier-file-finding.rules.ts';
import type { Findings } from './classifier-finding.rules.ts';
import { type UnitLevel, unitLevels } from './organization.rules.ts';

/** What became of a unit between the eve of a classifier and its day. */
export const unitChanges = ['SAME', 'RENAME', 'NEW', 'MERGE', 'ABSORB', 'SPLIT', 'RECODE', 'ABOLISHED'] as const;
export type UnitChange = (typeof unitChanges)[number];

export const maxFileBytes = 10 * 1024 * 1024;
export const maxRows = 20_000;

/** A record of the file: cells as they stand, the row as a spreadsheet counts it. */
export interface FileRecord {
  row: number;
  cells: readonly string[];
}

/** Names as the file gives them; null = the cell is empty. */
export interface GivenNames {
  ky: string | null;
  ru: string | null;
  en: string | null;
}

/** A readable row of the classifier. Null = the cell is empty. */
export interface ClassifierRow {
  row: number;
  code: string;
  change: UnitChange;
  level: UnitLevel | null;
  parentCode: string | null;
  names: GivenNames;
  /** Codes of the eve, each once. */
  predecessors: readonly string[];
  /** The day of the change; the file's own day unless the row gives another. */
  on: LocalDate;
}

export interface ReadClassifier extends Findings {
  rows: ClassifierRow[];
  /** Rows of units in the file, readable or not. */
  rowCount: number;
  /** Codes that stand in rows which could not be read: nothing is concluded from their absence. */
  unreadCodes: ReadonlySet<string>;
  /** A row's own code could not be read, so that whether a unit is missing cannot be told. */
  hasUnreadUnits: boolean;
}

const requiredColumns = ['code', 'level', 'parent_code', 'name_ky', 'name_ru'] as const;
const columns = [...requiredColumns, 'name_en', 'change', 'predecessors', 'valid_from'] as const;
type Column = (typeof columns)[number];
type Cells = Record<Column, string>;

/** Rows of the classifier from the records of its file, the header first, with all that is wrong in single cells. */
export function readClassifier(records: readonly FileRecord[], inForceFrom: LocalDate): ReadClassifier {
  if (records.length > maxRows + 1) return unreadClassifier(finding.tooManyRows(maxRows));
  const [header, ...body] = records.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (!header || body.length === 0) return unreadClassifier(finding.emptyFile());
  const names = header.cells.map((cell) => cell.trim().toLowerCase());
  const { violations, warnings } = headerFindings(names);
  if (violations.length > 0) return { ...unreadClassifier(...violations), warnings };

  const rows: ClassifierRow[] = [];
  const unreadCodes = new Set<string>();
  let hasUnreadUnits = false;
  for (const record of body) {
    const cells = Object.fromEntries(columns.map((column) => [column, record.cells[names.indexOf(column)] ?? ''])) as Cells;
    const problems = cellProblems(record, cells, names.length, inForceFrom);
    warnings.push(...lookAlikes(record.row, cells));
    if (problems.length === 0) {
      rows.push(rowOf(record.row, cells, inForceFrom));
      continue;
    }
    violations.push(...problems);
    for (const code of [cells.code.trim(), ...codesIn(cells.predecessors)]) unreadCodes.add(code);
    hasUnreadUnits ||= !isCode(cells.code.trim());
  }
  return { rows, rowCount: body.length, violations, warnings, unreadCodes, hasUnreadUnits };
}

/** A file of which nothing can be judged but what is wrong with it as a whole. */
export function unreadClassifier(...violations: Findings['violations']): ReadClassifier {
  return { rows: [], rowCount: 0, violations, warnings: [], unreadCodes: new Set(), hasUnreadUnits: true };
}

function headerFindings(names: readonly string[]): Findings {
  const known: readonly string[] = columns;
  return {
    violations: [
      ...requiredColumns.filter((column) => !names.includes(column)).map(finding.missingColumn),
      ...columns.filter((column) => names.indexOf(column) !== names.lastIndexOf(column)).map(finding.repeatedColumn),
    ],
    warnings: names.filter((name) => name !== '' && !known.includes(name)).map(finding.ignoredColumn),
  };
}

// ---- cells ---------------------------------------------------------------------------------------------------------

const longestText = 200;
const nameColumns = ['name_ky', 'name_ru', 'name_en'] as const;

type Check = (value: string, place: { row: number; column: string }, inForceFrom: LocalDate) => Findings['violations'];

const checks: Partial<Record<Column, Check>> = {
  code: (value, place) => (isCode(value) ? [] : [finding.badCode(place, value)]),
  parent_code: (value, place) => (value === '' || isCode(value) ? [] : [finding.badCode(place, value)]),
  predecessors: (value, place) =>
    codesIn(value)
      .filter((code) => !isCode(code))
      .map((code) => finding.badCode(place, code)),
  level: (value, place) => (value === '' || levelOf(value) ? [] : [finding.unknownValue(place, value, unitLevels)]),
  change: (value, place) => (value === '' || changeOf(value) ? [] : [finding.unknownValue(place, value, unitChanges)]),
  valid_from: (value, place, inForceFrom) => {
    if (value === '') return [];
    if (!isLocalDate(value)) return [finding.badDate(place, value)];
    return value > inForceFrom ? [finding.dateAfterFile(place, inForceFrom)] : [];
  },
};

function cellProblems({ row, cells: all }: FileRecord, cells: Cells, width: number, inForceFrom: LocalDate): Findings['violations'] {
  const surplus = all.slice(width).some((cell) => cell.trim() !== '') ? [finding.surplusCells(row)] : [];
  const inCells = columns.flatMap((column) => {
    const value = cells[column].trim();
    const place = { row, column };
    if (/^[=+\-@]/.test(value)) return [finding.formulaCell(place)];
    if (isDamaged(value)) return [finding.damagedText(place)];
    return checks[column]?.(value, place, inForceFrom) ?? [];
  });
  const isDatedSame = (changeOf(cells.change) ?? 'SAME') === 'SAME' && !['', inForceFrom].includes(cells.valid_from.trim());
  return [...surplus, ...inCells, ...(isDatedSame && inCells.length === 0 ? [finding.dateOnSame({ row, column: 'valid_from' })] : [])];
}

/** Control characters, the mark that a bad conversion leaves, and texts that are no name; code lists are as long as they must be. */
function isDamaged(value: string): boolean {
  return /[\p{Cc}\uFFFD]/u.test(value) || (value.length > longestText && !/^[\d\s|]+$/.test(value));
}

function lookAlikes(row: number, cells: Cells): Findings['warnings'] {
  return nameColumns.flatMap((column) => {
    if (column === 'name_en') return [];
    // A number in Roman figures is Latin by right.
    const suspects = (cells[column].match(/\p{L}+/gu) ?? []).filter((word) => !/^[IVXLC]+$/.test(word));
    const letters = new Set(suspects.join('').match(/\p{Script=Latin}/gu));
    return letters.size > 0 ? [finding.latinInCyrillic({ row, column }, [...letters].join(' '))] : [];
  });
}

function rowOf(row: number, cells: Cells, inForceFrom: LocalDate): ClassifierRow {
  const code = cells.code.trim();
  const change = changeOf(cells.change) ?? 'SAME';
  const predecessors = [...new Set(codesIn(cells.predecessors))];
  return {
    row,
    code,
    change,
    level: levelOf(cells.level) ?? null,
    parentCode: cells.parent_code.trim() || null,
    names: { ky: nameIn(cells.name_ky), ru: nameIn(cells.name_ru), en: nameIn(cells.name_en) },
    // A renamed unit that names no predecessor is its own.
    predecessors: change === 'RENAME' && predecessors.length === 0 ? [code] : predecessors,
    on: cells.valid_from.trim() || inForceFrom,
  };
}

function isCode(text: string): boolean {
  return /^(\d{14}|417)$/.test(text);
}

function codesIn(cell: string): string[] {
  return cell.split(/[\s|]+/).filter((code) => code !== '');
}

function nameIn(cell: string): string | null {
  return cell.trim().replace(/\s+/g, ' ').normalize('NFC') || null;
}

/** Names of levels in the file that came before the enum. */
const formerLevelNames: Readonly<Record<string, UnitLevel>> = { RAION_CITY: 'TOWN', PGT: 'URBAN_SETTLEMENT' };

function levelOf(cell: string): UnitLevel | undefined {
  const name = cell.trim().toUpperCase();
  return unitLevels.find((level) => level === name) ?? formerLevelNames[name];
}

function changeOf(cell: string): UnitChange | undefined {
  const name = cell.trim().toUpperCase();
  return unitChanges.find((change) => change === name);
}
