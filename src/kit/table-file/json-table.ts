import { parseJson } from '../scalars.ts';
import { shownName } from './heading.rules.ts';
import { brokenJson, fieldTwice, tableLimits } from './table-file.rules.ts';
import { type TableSource, textOf } from './table-source.ts';

/** An object of a JSON file, and which it is, from 1. */
export interface JsonRow {
  number: number;
  value: Readonly<Record<string, unknown>>;
}

const longestObject = 65_536;

/** The objects of a JSON array, or of a file with an object a line (NDJSON), one after the other. */
export async function* readJsonObjects(source: TableSource): AsyncGenerator<JsonRow, void> {
  const cutter = new ObjectCutter();
  for await (const text of textOf(source)) yield* cutter.objectsOf(text);
  cutter.end();
}

/**
 * Cuts a text into its outermost objects, holding no more than one. Between them there are only blanks, commas, and the brackets of
 * one array around all.
 */
class ObjectCutter {
  #number = 0;
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  /** What has come of the object under way. */
  #begun = '';
  #array: 'NONE' | 'OPEN' | 'CLOSED' = 'NONE';
  #isAfterObject = false;

  *objectsOf(text: string): Generator<JsonRow, void> {
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const letter = text.charCodeAt(at);
      if (this.#depth === 0) {
        if (letter === openBrace) this.#open();
        else this.#between(letter);
        from = at;
      } else if (this.#steps(letter)) {
        yield this.#cut(text.slice(from, at + 1));
      }
    }
    if (this.#depth === 0) return;
    this.#begun += text.slice(from);
    if (this.#begun.length > longestObject) throw brokenJson(this.#number);
  }

  /** Every object and the array are closed. */
  end(): void {
    if (this.#depth > 0 || this.#array === 'OPEN') throw brokenJson(this.#number + (this.#depth > 0 ? 0 : 1));
  }

  #open(): void {
    if (this.#array === 'CLOSED' || (this.#array === 'OPEN' && this.#isAfterObject)) throw brokenJson(this.#number + 1);
    this.#number += 1;
    if (this.#number > tableLimits.filledRows) throw brokenJson(this.#number);
    this.#depth = 1;
  }

  #between(letter: number): void {
    if (blanks.has(letter)) return;
    const isComma = letter === comma && this.#array === 'OPEN' && this.#isAfterObject;
    const isOpening = letter === openBracket && this.#array === 'NONE' && this.#number === 0;
    const isClosing = letter === closeBracket && this.#array === 'OPEN';
    if (!isComma && !isOpening && !isClosing) throw brokenJson(this.#number + 1);
    if (isOpening) this.#array = 'OPEN';
    if (isClosing) this.#array = 'CLOSED';
    this.#isAfterObject = false;
  }

  /** Goes on within an object; true = this letter closes it. */
  #steps(letter: number): boolean {
    if (this.#isInText) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (letter === backslash) this.#isEscaped = true;
      else if (letter === quote) this.#isInText = false;
      return false;
    }
    if (letter === quote) this.#isInText = true;
    else if (letter === openBrace || letter === openBracket) this.#depth += 1;
    else if (letter === closeBrace || letter === closeBracket) this.#depth -= 1;
    return this.#depth === 0;
  }

  #cut(last: string): JsonRow {
    const text = this.#begun + last;
    this.#begun = '';
    this.#isAfterObject = true;
    if (text.length > longestObject) throw brokenJson(this.#number);
    const value = parsed(text);
    if (!value) throw brokenJson(this.#number);
    const twice = keyTwice(text);
    if (twice !== undefined) throw fieldTwice(this.#number, shownName(twice));
    return { number: this.#number, value };
  }
}

/** The object that a text is; undefined = it is none, or is not what JSON in a request may be either. */
function parsed(text: string): JsonRow['value'] | undefined {
  try {
    return parseJson(JSON.parse(text)) as JsonRow['value'];
  } catch {
    return undefined;
  }
}

/** A key that an object within a text has twice, the text being known as JSON: of two values JSON.parse takes the last without a word. */
function keyTwice(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [mark, quoted, colon] of text.matchAll(bracesAndTexts)) {
    if (mark === '{') open.push(new Set());
    else if (mark === '}') open.pop();
    else if (quoted !== undefined && colon !== undefined) {
      const key = quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
      if (open.at(-1)?.has(key)) return key;
      open.at(-1)?.add(key);
    }
  }
  return undefined;
}

/** Texts are found whole, so that no brace within one is taken for an object's; a key has a colon after it. */
const bracesAndTexts = /[{}]|("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?/g;

const [openBrace, closeBrace, openBracket, closeBracket, comma, quote, backslash] = [0x7b, 0x7d, 0x5b, 0x5d, 0x2c, 0x22, 0x5c];
const blanks: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
