import { parseMediaType } from './charset.ts';

/** One part of a multipart message, its transfer encoding undone. */
export interface MimePart {
  contentType: string | undefined;
  body: Buffer;
}

const mostParts = 16;
const longestHeadBytes = 4096;

/** The parts of a multipart/related body, strictly: every boundary at the start of its line, the last one closed. Throws SyntaxError. */
export function parseMultipart(body: Buffer, boundary: string | undefined): MimePart[] {
  if (boundary === undefined || !/^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/.test(boundary)) throw new SyntaxError('no usable boundary');
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  // A first boundary may stand at the very beginning, without a line break before it.
  const message = Buffer.concat([Buffer.from('\r\n'), body]);
  const parts: MimePart[] = [];
  for (let at = message.indexOf(delimiter); ;) {
    if (at < 0) throw new SyntaxError('the last boundary is missing');
    const start = at + delimiter.length;
    if (message.subarray(start, start + 2).equals(Buffer.from('--'))) return parts;
    const next = message.indexOf(delimiter, start);
    if (next < 0) throw new SyntaxError('the last boundary is missing');
    if (parts.length === mostParts) throw new SyntaxError(`more than ${mostParts} parts`);
    parts.push(partOf(message.subarray(start, next)));
    at = next;
  }
}

/** What stands between two boundaries: the rest of the boundary's line, header lines, an empty line, the body. */
function partOf(bytes: Buffer): MimePart {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0 || end > longestHeadBytes) throw new SyntaxError('a part has no end of its headers');
  const [rest = '', ...lines] = bytes
    .subarray(0, end)
    .toString('latin1')
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  if (rest.trim() !== '') throw new SyntaxError('text after a boundary');
  const headers = headersOf(lines);
  const body = bytes.subarray(end + 4);
  return { contentType: headers.get('content-type'), body: untransferred(body, headers.get('content-transfer-encoding') ?? '8bit') };
}

function headersOf(lines: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name = '', value = ''] = /^([\w-]+):[ \t]*(.*)$/.exec(line) ?? [];
    if (name === '' || headers.has(name.toLowerCase())) throw new SyntaxError('a part has a header that is no header, or one twice');
    headers.set(name.toLowerCase(), value.trim());
  }
  return headers;
}

function untransferred(body: Buffer, encoding: string): Buffer {
  if (/^(?:7bit|8bit|binary)$/i.test(encoding)) return body;
  const text = body.toString('latin1').replaceAll(/\s/g, '');
  if (!/^base64$/i.test(encoding) || !/^[A-Za-z0-9+/]*={0,2}$/.test(text))
    throw new SyntaxError(`transfer encoding ${encoding.slice(0, 40)} is not read`);
  return Buffer.from(text, 'base64');
}

/** The boundary of a multipart/related Content-Type; null = it is of another type. */
export function boundaryOf(contentType: string): string | undefined | null {
  const media = parseMediaType(contentType);
  return media?.type === 'multipart/related' ? media.parameters.get('boundary') : null;
}
