/** SAVED = it was written; REMOVED = it, or a part of it, is there no more, or no longer for agencies. */
export const changeKinds = ['SAVED', 'REMOVED'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** What of a written row the feed says, by whether agencies might know of it before and after; undefined = nothing. */
export function changeKindOf(wasShown: boolean, isShown: boolean): ChangeKind | undefined {
  if (isShown) return 'SAVED';
  return wasShown ? 'REMOVED' : undefined;
}
