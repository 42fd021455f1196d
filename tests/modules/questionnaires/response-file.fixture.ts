import writeExcelFile from 'write-excel-file/node';
import yazl from 'yazl';
import { templateHead } from '../../../src/modules/forms/template-column.rules.ts';
import type { Client, TestHub } from '../../support/hub.ts';
import { sha256Of } from '../files/files.fixture.ts';
import { questionnaire } from '../forms/sample-forms.fixture.ts';
import type { Filed } from './questionnaire.fixture.ts';

export const mediaTypes = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json',
} as const;
export type Ending = keyof typeof mediaTypes;

export const codes = templateHead({ id: 'any', questions: questionnaire }, 'QUESTIONNAIRE', 'KY')[1] ?? [];

/** A response as a clerk types it, beneath the codes of the template. */
export function cellsOf({ answers, ...facts }: Filed, columns: readonly string[] = codes): string[] {
  const said: Record<string, unknown> = { ...facts, ...answers };
  return columns.map((code) => [said[code] ?? ''].flat().map(String).join('; '));
}

export function csvOf(lines: readonly (readonly string[])[], delimiter = ','): string {
  const quoted = (cell: string) => (/[",;\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return lines.map((cells) => `${cells.map(quoted).join(delimiter)}\r\n`).join('');
}

/** A workbook as a person's spreadsheet program writes it. */
export function xlsxOf(lines: readonly (readonly string[])[]): Promise<Buffer> {
  return writeExcelFile(lines.map((cells) => cells.map((value) => ({ value, type: String })))).toBuffer();
}

const namespaces =
  'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const relationships = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A workbook whose first sheet is this XML. */
export function rawXlsx(
  sheetData: Buffer | string,
  { extra = {}, dtd = '' }: { extra?: Record<string, string>; dtd?: string } = {},
): Promise<Buffer> {
  const head = `<?xml version="1.0"?>${dtd}<worksheet ${namespaces}><sheetData>`;
  const sheet = Buffer.concat([Buffer.from(head), Buffer.from(sheetData), Buffer.from('</sheetData></worksheet>')]);
  return zipOf({
    'xl/workbook.xml': `<workbook ${namespaces}><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${relationships}"><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheet,
    ...extra,
  });
}

export async function zipOf(parts: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Announces a file; answers where it is to be sent. */
export async function announce(hub: TestHub, client: Client, content: Buffer, ending: Ending): Promise<{ id: string; putUrl: string }> {
  const input = {
    fileName: `file.${ending}`,
    mediaType: mediaTypes[ending],
    bytes: content.length,
    sha256: sha256Of(content),
    idempotencyKey: hub.key(),
  };
  const document = 'mutation($input: CreateUploadInput!) { createUpload(input: $input) { upload { id putUrl } } }';
  return (await client.must(document, { input })).createUpload.upload as { id: string; putUrl: string };
}

/** Uploads a file whole; answers its id. */
export async function upload(hub: TestHub, client: Client, content: Buffer | string, ending: Ending): Promise<string> {
  const bytes = Buffer.from(content);
  const { id, putUrl } = await announce(hub, client, bytes, ending);
  const answer = await fetch(putUrl, { method: 'PUT', body: bytes });
  if (!answer.ok) throw new Error(await answer.text());
  return id;
}
