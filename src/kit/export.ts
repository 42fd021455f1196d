import { hasRole, isMinistry, type Role } from '../access/actor.ts';
import type { Cell } from '../shared/csv-cell.ts';
import { inLanguage, type Language, type LocalizedText } from '../shared/localized-text.ts';
import type { Ctx } from './ctx.ts';
import type { DataCut, ExportKind, ExportRequest, TableFormat } from './export.rules.ts';
import { type Sql, sql } from './sql.ts';
import { smallTable, type Table, type TableColumn } from './table-file/table.ts';

/** What an export holds, opened for reading: once, in a transaction that sees one moment. */
export interface ExportContent {
  /** Of the file, without its ending. */
  name: string;
  table: Table;
  /** Rows to come, for the progress that is shown; not known unless given. */
  total?: number;
  /** Further sheets, where the format has room for them. */
  beside?: readonly Table[];
}

/** Something that can be exported: who may, in which forms, and how it is read. */
export interface ExportDefinition {
  kind: ExportKind;
  formats: readonly TableFormat[];
  cuts: readonly DataCut[];
  /** PROVIDER = of its own municipality, which the edge puts into the request. */
  roles: readonly Role[];
  /** Which of the request's fields it knows: what it does not know is refused, never ignored. `subjectId!` = it must be given. */
  takes: readonly ('year' | 'municipalityId' | 'subjectId' | 'subjectId!')[];
  /** Throws when there is nothing to read: NOT_FOUND, also for what the actor may not see. */
  check?: (ctx: Ctx, request: ExportRequest) => Promise<unknown>;
  /** `ctx.actor` is who asked, `ctx.language` what they asked for. */
  open: (ctx: Ctx, request: ExportRequest) => Promise<ExportContent>;
}

export function defineExport(definition: ExportDefinition): ExportDefinition {
  return definition;
}

/** A column of an export: its code, its heading, and what it holds of a row. */
export interface ExportColumn<Row> {
  code: string;
  heading: LocalizedText;
  of: (row: Row, language: Language) => Cell | boolean | Date | undefined;
  /** In this cut alone. */
  only?: DataCut;
}

/** A row whose fields are named as the columns are. */
export type NamedRow = Record<string, unknown>;

/** A column that shows the field of its name as it is. */
export function plain(code: string, ky: string, ru: string, en: string): ExportColumn<NamedRow> {
  return { code, heading: { ky, ru, en }, of: (row) => row[code] as Cell | boolean | Date };
}

/** A column that shows the text of its name in the language of the export. */
export function words(code: string, ky: string, ru: string, en: string): ExportColumn<NamedRow> {
  return { code, heading: { ky, ru, en }, of: (row, language) => inWords(row[code] as LocalizedText | null, language) };
}

/** The table that columns make of rows, in a cut and a language. */
export function exportTable<Row>(
  { name, columns, rows }: { name: string; columns: readonly ExportColumn<Row>[]; rows: AsyncIterable<Row> },
  { cut, language }: { cut: DataCut; language: Language },
): Table {
  const shown = columns.filter(({ only }) => only === undefined || only === cut);
  return {
    name,
    columns: headed(shown, language),
    rows: (async function* () {
      for await (const row of rows) yield shown.map(({ of }) => cellOf(of(row, language)));
    })(),
  };
}

/** As `exportTable`, of rows that are at hand. */
export function exportSheet<Row>(name: string, columns: readonly ExportColumn<Row>[], rows: readonly Row[], language: Language): Table {
  const cells = rows.map((row) => columns.map(({ of }) => cellOf(of(row, language))));
  return smallTable(name, headed(columns, language), cells);
}

function headed<Row>(columns: readonly ExportColumn<Row>[], language: Language): TableColumn[] {
  return columns.map(({ code, heading }) => ({ code, heading: inLanguage(heading, language) }));
}

/** Instants in RFC 3339, as the API gives them. */
function cellOf(value: Cell | boolean | Date | undefined): Cell {
  if (value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'boolean' ? String(value) : value;
}

/** A text in the language of the export; empty where there is none. */
export function inWords(text: LocalizedText | null | undefined, language: Language): Cell {
  return text ? inLanguage(text, language) : null;
}

/** Rows of the ministry's to export: all; of a PROVIDER's: those of its municipality; and those asked for. */
export function exportScope({ actor }: Ctx, { municipalityId }: ExportRequest, column: Sql): Sql {
  const own = isMinistry(actor) ? sql`true` : hasRole(actor, 'PROVIDER') ? sql`${column} = ${actor.municipalityId}::uuid` : sql`false`;
  return municipalityId === null ? own : sql`(${own} and ${column} = ${municipalityId}::uuid)`;
}
