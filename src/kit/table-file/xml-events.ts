import { SaxesParser } from 'saxes';
import { notXlsx } from './table-file.rules.ts';

export interface XmlHandlers {
  /** Names come without their prefix. */
  open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  text: (text: string) => void;
  close: (name: string) => void;
}

/** Characters that may follow one another without anything between them that a parser can hand on. */
const longestRun = 2 ** 20;

/** Reads a document piece by piece; after each piece the caller takes what came of it. Refuses a DTD, and what is no XML. */
export async function* xmlEvents(pieces: AsyncIterable<string>, handlers: XmlHandlers): AsyncGenerator<void, void> {
  const parser = new SaxesParser({ position: false, xmlns: false });
  let run = 0;
  const seen = <T extends unknown[]>(handle: (...given: T) => void) => {
    return (...given: T): void => {
      run = 0;
      handle(...given);
    };
  };
  parser.on(
    'opentag',
    seen(({ name, attributes }) => handlers.open(localName(name), attributes as Record<string, string>)),
  );
  parser.on(
    'closetag',
    seen(({ name }) => handlers.close(localName(name))),
  );
  parser.on('text', seen(handlers.text));
  parser.on('cdata', seen(handlers.text));
  parser.on('doctype', () => {
    throw notXlsx();
  });
  parser.on('error', () => {
    throw notXlsx();
  });
  for await (const piece of pieces) {
    run += piece.length;
    parser.write(piece);
    if (run > longestRun) throw notXlsx();
    yield;
  }
  parser.close();
  yield;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
