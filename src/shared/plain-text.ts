import type { Violation } from './errors.ts';
import type { LocalizedText } from './localized-text.ts';
import { scrubPersonalData } from './personal-data.ts';

const longest = 200;
// Control characters, and those that turn the reading direction.
const unprintable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const link = /:\/\/|\bwww\./i;

/** What is to be seen of a text: not blanks of any kind, marks of direction, joiners, soft hyphens, letters without a shape. */
const visible = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether nothing of a text is to be seen. */
export function isBlank(text: string): boolean {
  return !visible.test(text);
}

/** What somebody wrote, without the space around it; null = nothing, or nothing that is to be seen. */
export function writtenText(text: string | null | undefined): string | null {
  return text == null || isBlank(text) ? null : text.trim();
}

/** Ours: what is wrong with something that people are called by, or with a reason: blank, too long, not one line of print, or a link. */
function textProblem(path: readonly string[], text: string): Violation | undefined {
  const isFit = !isBlank(text) && text.length <= longest && !unprintable.test(text) && !link.test(text);
  if (isFit) return undefined;
  return {
    code: 'BAD_USER_INPUT',
    path,
    message: {
      ky: `Бир сап текст керек: бош эмес, ${longest} белгиге чейин, шилтемесиз.`,
      ru: `Нужна одна строка текста: не пустая, до ${longest} знаков, без ссылок.`,
      en: `One line of text is needed: not blank, up to ${longest} characters, no links.`,
    },
    hint: { ky: 'Текстти жазып бериңиз.', ru: 'Напишите текст.', en: 'Write it out.' },
  };
}

/** All that is wrong with a name, in each language that it is given in. */
export function nameProblems(path: readonly string[], name: string | { ky?: string; ru?: string | null; en?: string | null }): Violation[] {
  if (typeof name === 'string') return [textProblem(path, name)].filter((problem) => problem !== undefined);
  return Object.entries(name).flatMap(([language, text]) => (text == null ? [] : (textProblem([...path, language], text) ?? [])));
}

/** The beginning of a text, as far as it may be long; a character that does not fit whole is left out. */
export function cutTo(text: string, longest: number): string {
  return text.slice(0, longest).replace(/\p{Cs}$/u, '');
}

const longestExcerpt = 40;

/** What somebody wrote, as far as a message repeats it: its beginning in one line, nothing personal in it. */
export function excerptOf(text: string): string {
  // What is personal is found before it is cut in two.
  const line = scrubPersonalData(cutTo(text, 5 * longestExcerpt))
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > longestExcerpt ? `${cutTo(line, longestExcerpt)}…` : line;
}

/** A message about a cell of a file, and what stands in it; nothing where it is empty. */
export function withCell(message: LocalizedText, cell: string): LocalizedText {
  const said = excerptOf(cell);
  if (said === '') return message;
  const { ky, ru, en } = message;
  return { ky: `${ky} Уячада: «${said}».`, ru: `${ru} В ячейке: «${said}».`, en: `${en} In the cell: "${said}".` };
}
