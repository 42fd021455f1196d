const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const deepestNesting = 16;

export interface StrictJsonOptions {
  /** What a number that is no plain integer makes of the text: unreadable, or itself NaN, so that nobody takes it for a count. */
  otherNumbers?: 'REFUSED' | 'NAN';
}

/**
 * JSON whose meaning every parser agrees on: no key twice in one object, no key that reaches a prototype, at most
 * 16 levels, and only plain integers that a double holds exactly (no 1.5, 1e3, -0, 2^53+1): what is read here are
 * counts. Throws SyntaxError.
 */
export function parseStrictJson(text: string, { otherNumbers = 'REFUSED' }: StrictJsonOptions = {}): unknown {
  const parsed: unknown = JSON.parse(text, otherNumbers === 'NAN' ? nanIfNoPlainInteger : undefined);
  inspect(text, otherNumbers === 'REFUSED');
  return parsed;
}

/** The number as written is in `context`: the value alone does not tell 100 from 1e2. */
function nanIfNoPlainInteger(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value !== 'number' || isPlainInteger(context?.source ?? '') ? value : Number.NaN;
}

/** Walks a text that is known to be JSON, looking at what JSON.parse passes over. */
function inspect(text: string, refusesOtherNumbers: boolean): void {
  const openKeys: Set<string>[] = [];
  for (let at = 0; at < text.length;) {
    const character = text[at] ?? '';
    if (character === '"') {
      const end = endOfString(text, at);
      if (isKey(text, end)) addKey(openKeys.at(-1), JSON.parse(text.slice(at, end)) as string);
      at = end;
    } else if (character === '-' || isDigit(character)) {
      const end = endOfNumber(text, at);
      if (refusesOtherNumbers) assertPlainInteger(text.slice(at, end));
      at = end;
    } else {
      if (character === '{' || character === '[') openKeys.push(new Set());
      if (character === '}' || character === ']') openKeys.pop();
      if (openKeys.length > deepestNesting) throw new SyntaxError(`more than ${deepestNesting} levels`);
      at += 1;
    }
  }
}

/** The position after the closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (' \t\r\n'.includes(text[at] ?? '-')) at += 1;
  return text[at] === ':';
}

function addKey(keys: Set<string> | undefined, key: string): void {
  if (forbiddenKeys.has(key)) throw new SyntaxError(`key ${JSON.stringify(key)} is not allowed`);
  if (keys?.has(key)) throw new SyntaxError(`key ${JSON.stringify(key.slice(0, 64))} occurs twice in one object`);
  keys?.add(key);
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  while (isDigit(text[end] ?? '') || '.eE+-'.includes(text[end] ?? ' ')) end += 1;
  return end;
}

function assertPlainInteger(digits: string): void {
  if (!isPlainInteger(digits)) throw new SyntaxError(`number ${digits.slice(0, 40)} is not a plain integer`);
}

function isPlainInteger(digits: string): boolean {
  return /^(0|-?[1-9]\d*)$/.test(digits) && Number.isSafeInteger(Number(digits));
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}
