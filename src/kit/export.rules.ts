/** What can be exported. A module adds its word here and its definition to its manifest. */
export const exportKinds = [
  'SERVICES',
  'STANDARDS',
  'OFFERS',
  'RESPONSES',
  'VOLUMES',
  'COMPLAINTS',
  'PROOF_OF_NOTICE',
  'AUDIT',
  'FORM_TEMPLATE',
  'OBLIGATIONS',
  'INDICATOR_RESULTS',
  'RANKING',
] as const;
export type ExportKind = (typeof exportKinds)[number];

/** Kinds of file that a table is written as. */
export const tableFormats = ['CSV', 'XLSX', 'JSON', 'NDJSON'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** Kinds of file that the hub makes. */
export const fileFormats = [...tableFormats, 'PDF', 'DOCX', 'HTML', 'ZIP'] as const;

/** FULL = as it is kept; DEIDENTIFIED = without what could tell who a person is. */
export const dataCuts = ['FULL', 'DEIDENTIFIED'] as const;
export type DataCut = (typeof dataCuts)[number];

/** What was asked for. Null = not narrowed by it. */
export interface ExportRequest {
  kind: ExportKind;
  format: TableFormat;
  cut: DataCut;
  /** A cycle's calendar year. */
  year: number | null;
  municipalityId: string | null;
  /** The one thing that the kind is of: a List, a form version. */
  subjectId: string | null;
}
