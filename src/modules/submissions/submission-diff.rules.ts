import type { LocalizedText } from '../../shared/localized-text.ts';

/** One difference between two revisions; null = it is not there in that one. */
export interface SubmissionChange {
  path: readonly string[];
  before: string | null;
  after: string | null;
}

/** What was handed in as of a revision, each piece as one line of text by its path. */
export type RevisionContent = ReadonlyMap<string, string>;

const separator = '\u001f';

export function contentKey(path: readonly string[]): string {
  return path.join(separator);
}

/** Ours: what changed from one revision to another, by path; what is the same in both is not told. */
export function differences(before: RevisionContent, after: RevisionContent): SubmissionChange[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key)).toSorted();
  return keys.map((key) => ({ path: key.split(separator), before: before.get(key) ?? null, after: after.get(key) ?? null }));
}

export interface LineContent {
  deliveredState: string;
  deliveredValue: number | null;
  deliveredReason: string | null;
  paidTotal: string | null;
  explanation: string | null;
}

type Words = Required<LocalizedText>;

/** A line as a person reads it: `12`, `12, 500.00 som`, `not offered: no portal`, `12 (explained: …)`; undefined = nobody stated it. */
export function lineWords({ explanation, ...figure }: LineContent): Words | undefined {
  const words = figureWords(figure);
  if (!words || explanation === null) return words;
  return {
    ky: `${words.ky} (түшүндүрмө: ${explanation})`,
    ru: `${words.ru} (пояснение: ${explanation})`,
    en: `${words.en} (explained: ${explanation})`,
  };
}

function figureWords({ deliveredState, deliveredValue, deliveredReason, paidTotal }: Omit<LineContent, 'explanation'>): Words | undefined {
  if (deliveredState === 'MISSING') return undefined;
  if (deliveredState === 'NOT_OFFERED') {
    return { ky: `көрсөтүлбөйт: ${deliveredReason}`, ru: `не оказывается: ${deliveredReason}`, en: `not offered: ${deliveredReason}` };
  }
  const value = String(deliveredValue);
  if (paidTotal === null) return { ky: value, ru: value, en: value };
  return { ky: `${value}, ${paidTotal} сом`, ru: `${value}, ${paidTotal} сом`, en: `${value}, ${paidTotal} som` };
}

/** How many questionnaires a batch holds. */
export function batchWords(responses: number): Words {
  return { ky: `${responses} анкета`, ru: `анкет: ${responses}`, en: `questionnaires: ${responses}` };
}
