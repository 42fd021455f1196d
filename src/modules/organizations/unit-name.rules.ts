import type { LocalizedText } from '../../shared/localized-text.ts';

/** Words that say what kind of unit it is, by which two names must not be found alike. */
const kindWords = new Set(
  (
    'айыл айылный айыльный аильный аймак аймагы аймака район району районы облус облусу область шаар шаары шаарчасы шаарча город г гор пгт посёлок поселок ' +
    'oblast raion rayon district city town aiyl aimak'
  ).split(' '),
);
const leastAlike = 0.5;

/**
 * Whether two names may be those of one unit, spelled or typed differently: in some language that both have, at least half of the
 * letters agree, kind of unit and adjective endings aside. True where they have no language in common.
 */
export function mayBeSameUnit(one: LocalizedText, other: { ky?: string | null; ru?: string | null; en?: string | null }): boolean {
  const pairs = (['ky', 'ru', 'en'] as const).map((language) => [one[language], other[language]]).filter(([a, b]) => a && b);
  return pairs.length === 0 || pairs.some(([a, b]) => likeness(stemOf(a ?? ''), stemOf(b ?? '')) >= leastAlike);
}

function stemOf(name: string): string {
  const words =
    name
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/\p{L}+/gu) ?? [];
  const own = words.filter((word) => !kindWords.has(word)).map((word) => word.replace(/(ский|ская|ское)$/u, ''));
  return own.join('') || words.join('');
}

/** 1 for the same letters, 0 for nothing in common: the edit distance over the longer length. */
function likeness(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : 1 - editDistance(a, b) / longer;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const current = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (previous[j] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (previous[j + 1] ?? 0) + 1, (current[j] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
