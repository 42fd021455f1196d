import { dataFault, type FaultyAnswer } from './fault.ts';

/** The media type of a Content-Type, in lower case, and its parameters by name in lower case. */
export interface MediaType {
  type: string;
  parameters: ReadonlyMap<string, string>;
}

/** Undefined if it is not well formed. */
export function parseMediaType(contentType: string): MediaType | undefined {
  const [type = '', ...rest] = contentType.match(/(?:[^;"]|"[^"]*")+/g) ?? [];
  if (!/^[\w.+-]+\/[\w.+-]+$/.test(type.trim())) return undefined;
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const [, name = '', quoted, bare] = /^\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s"]+))\s*$/.exec(part) ?? [];
    if (name === '' || parameters.has(name.toLowerCase())) return undefined;
    parameters.set(name.toLowerCase(), quoted ?? bare ?? '');
  }
  return { type: type.trim().toLowerCase(), parameters };
}

/**
 * Text in a charset: UTF-8 unless another is named, with or without a byte order mark, or ISO-8859-1. Throws SourceFaultError of class
 * DATA: a charset that is guessed at gives other letters.
 */
export function decodeText(bytes: Buffer, charset: string | undefined, answer: FaultyAnswer): string {
  const name = (charset ?? 'utf-8').toLowerCase();
  if (name === 'iso-8859-1') return bytes.toString('latin1');
  if (name !== 'utf-8' && name !== 'us-ascii') throw dataFault('Hub.WrongCharset', name, answer);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw dataFault('Hub.InvalidUtf8', 'the body is not UTF-8', answer);
  }
}
