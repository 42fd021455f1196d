import { wrongEncoding } from './table-file.rules.ts';

/** The bytes of a file, wherever it lies: never more of them at hand than a piece. */
export interface TableSource {
  /** Size of the whole. */
  bytes: number;
  /** From one place up to another (not included); the whole unless given. */
  read: (from?: number, to?: number) => AsyncIterable<Uint8Array>;
}

/** The text of a file in UTF-8, with a mark at its beginning or without. Refuses every other encoding. */
export async function* textOf(source: TableSource): AsyncGenerator<string, void> {
  const decoder = newDecoder();
  for await (const bytes of source.read()) {
    const text = decoded(decoder, bytes);
    // Two bytes a letter, or no text at all; nothing of it could be kept.
    if (text.includes('\0')) throw wrongEncoding(false);
    yield text;
  }
  yield decoded(decoder);
}

function newDecoder() {
  return new TextDecoder('utf-8', { fatal: true });
}

function decoded(decoder: ReturnType<typeof newDecoder>, bytes?: Uint8Array): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch {
    throw wrongEncoding(looksLike1251(bytes ?? new Uint8Array()));
  }
}

/** In Windows-1251 the letters of Russian are the bytes C0 to FF; a text in it has many of them side by side. */
function looksLike1251(bytes: Uint8Array): boolean {
  return /[\u00C0-\u00FF]{3}/.test(Buffer.from(bytes).toString('latin1'));
}
