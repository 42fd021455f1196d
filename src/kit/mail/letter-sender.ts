import type { LetterSender } from './letter.ts';

let sender: LetterSender | undefined;

/** Sets the unit that signs every letter. Once per process. */
export function useLetterSender(unit: LetterSender): void {
  sender = unit;
}

/** The unit that signs every letter. */
export function letterSender(): LetterSender {
  if (!sender) throw new Error('Nobody signs the letters: call useLetterSender() before any is written');
  return sender;
}
