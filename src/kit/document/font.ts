import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const fontFile = (name: string) => require.resolve(`@expo-google-fonts/noto-sans/${name}.ttf`);

/** Whole TrueType files: the usual web fonts are cut into subsets, and ң, ө and ү break in a PDF. */
export const fontFiles = {
  regular: fontFile('400Regular/NotoSans_400Regular'),
  bold: fontFile('700Bold/NotoSans_700Bold'),
} as const;

export const fontFamily = 'Noto Sans';

interface Metrics {
  has(codePoint: number): boolean;
  /** In parts of the font size. */
  advance(codePoint: number): number;
}
const cache = new Map<keyof typeof fontFiles, Metrics>();

function metricsOf(weight: keyof typeof fontFiles): Metrics {
  let metrics = cache.get(weight);
  if (!metrics) cache.set(weight, (metrics = readMetrics(readFileSync(fontFiles[weight]))));
  return metrics;
}

/** The width of a line of text in the unit of `size`, by the font's own table of advances. */
export function textWidth(text: string, size: number, weight: keyof typeof fontFiles = 'regular'): number {
  const metrics = metricsOf(weight);
  let width = 0;
  for (const letter of text) width += metrics.advance(letter.codePointAt(0) ?? 0);
  return width * size;
}

/** Whether the font has every letter of a text, by its own character map; line breaks and tabs need none. Both weights have the same. */
export function hasLetters(text: string): boolean {
  const metrics = metricsOf('regular');
  for (const letter of text) if (letter !== '\n' && letter !== '\t' && !metrics.has(letter.codePointAt(0) ?? 0)) return false;
  return true;
}

/** Reads a TrueType font's tables `head`, `hhea`, `hmtx` and `cmap`. */
function readMetrics(font: Buffer): Metrics {
  const tables = new Map(
    Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
      const record = 12 + 16 * index;
      return [font.toString('latin1', record, record + 4), font.readUInt32BE(record + 8)] as const;
    }),
  );
  const at = (table: string) => {
    const offset = tables.get(table);
    if (offset === undefined) throw new Error(`The font has no table ${table}`);
    return offset;
  };
  const unitsPerEm = font.readUInt16BE(at('head') + 18);
  const metrics = font.readUInt16BE(at('hhea') + 34);
  const glyphs = glyphsOf(font, at('cmap'));
  return {
    has: (codePoint) => glyphs.has(codePoint),
    advance: (codePoint) => font.readUInt16BE(at('hmtx') + 4 * Math.min(glyphs.get(codePoint) ?? 0, metrics - 1)) / unitsPerEm,
  };
}

/** Unicode to glyph, from the font's segments (format 4), which hold every letter that we write. */
function glyphsOf(font: Buffer, cmap: number): Map<number, number> {
  const subtables = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, index) => cmap + font.readUInt32BE(cmap + 8 + 8 * index));
  const segments = subtables.find((offset) => font.readUInt16BE(offset) === 4);
  if (segments === undefined) throw new Error('The font has no character map of format 4');
  const count = font.readUInt16BE(segments + 6) / 2;
  const glyphs = new Map<number, number>();
  for (let index = 0; index < count; index += 1) {
    const end = segments + 14 + 2 * index;
    const start = end + 2 * count + 2;
    const delta = font.readInt16BE(start + 2 * count);
    const rangeAt = start + 4 * count;
    const range = font.readUInt16BE(rangeAt);
    for (let code = font.readUInt16BE(start); code <= font.readUInt16BE(end) && code !== 0xff_ff; code += 1) {
      const glyph = range === 0 ? code : font.readUInt16BE(rangeAt + range + 2 * (code - font.readUInt16BE(start)));
      if (glyph !== 0) glyphs.set(code, (glyph + delta) & 0xff_ff);
    }
  }
  return glyphs;
}

/** Breaks a text into lines no wider than `width`: between words, after hyphens, and inside a word only where it alone is too wide. */
export function wrapped(text: string, width: number, size: number, weight: keyof typeof fontFiles = 'regular'): string[] {
  const fits = (line: string) => textWidth(line.trimEnd(), size, weight) <= width;
  const pieces = text.split(/(?<=[\s-])/u).flatMap((piece) => (fits(piece) ? [piece] : piecesOf(piece, fits)));
  const lines: string[] = [];
  for (const piece of pieces) {
    const longer = `${lines.at(-1) ?? ''}${piece}`;
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines.map((line) => line.trim());
}

function piecesOf(word: string, fits: (text: string) => boolean): string[] {
  const pieces = [''];
  for (const letter of word) {
    const longer = `${pieces.at(-1)}${letter}`;
    if (pieces.at(-1) === '' || fits(longer)) pieces[pieces.length - 1] = longer;
    else pieces.push(letter);
  }
  return pieces;
}

/** A place where a word that is wider than its line may be broken. */
const breakHere = '\u200b';

/** Marks where words that are wider than `width` may be broken; any other text stays as it is. */
export function breakable(text: string, width: number, size: number, weight: keyof typeof fontFiles = 'regular'): string {
  const fits = (line: string) => textWidth(line.trimEnd(), size, weight) <= width;
  return text
    .split(/(?<=[\s-])/u)
    .map((piece) => (fits(piece) ? piece : piecesOf(piece, fits).join(breakHere)))
    .join('');
}
