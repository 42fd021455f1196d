import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { hasLetters } from './font.ts';

/** For what our font lacks, arrows and signs above all: it is in typst itself, so that no font of the machine decides what a page shows. */
export const secondFamily = 'DejaVu Sans Mono';

const unshown = '□';

/** The same data with □ for every letter that neither font has: PDF/UA refuses a whole document for one of them. Drawings too. */
export function inShownLetters<T>(data: T, compiler: NodeCompiler): T {
  const known = new Map<string, boolean>();
  const isShown = (letter: string) => {
    const answer = known.get(letter) ?? isShownBy(compiler, letter);
    known.set(letter, answer);
    return answer;
  };
  const shown = (text: string) => eachLetter(text, (letter) => (isShown(letter) ? letter : unshown));
  // In a drawing typst ends the process over a sign with a mark that its font lacks, such as U+FE0F.
  const drawn = (text: string) =>
    eachLetter(text, (letter) => inSecondFamily([...letter].length === 1 && isShown(letter) ? letter : unshown));
  return JSON.parse(JSON.stringify(data), (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    return key === 'svg' ? value.replaceAll(/(?<=>)[^<]+/gu, drawn) : shown(value);
  }) as T;
}

const letters = new Intl.Segmenter('ru', { granularity: 'grapheme' });

/** Replaces what our font lacks, letter by letter as people see them: marks and joined signs are one. */
function eachLetter(text: string, replaced: (letter: string) => string): string {
  if (hasLetters(text)) return text;
  return Array.from(letters.segment(text), ({ segment }) => (hasLetters(segment) ? segment : replaced(segment))).join('');
}

function inSecondFamily(letter: string): string {
  return `<tspan font-family="${secondFamily}">${letter}</tspan>`;
}

/** Asks typst itself: only it knows what is in its font, and which letters it refuses besides. */
function isShownBy(compiler: NodeCompiler, letter: string): boolean {
  const compiled = compiler.compile({ mainFileContent: letterTemplate, inputs: { letter } });
  try {
    return compiled.result !== null && compiler.pdf(compiled.result, { pdfStandard: 'ua-1' }).length > 0;
  } catch {
    return false;
  }
}

const letterTemplate = `
#set document(title: "a")
#set text(font: "${secondFamily}", fallback: false)
#sys.inputs.letter #strong(sys.inputs.letter)
`;
