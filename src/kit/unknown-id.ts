import { type HubError, notFound } from '../shared/errors.ts';
import { isId } from './sql.ts';

/** What is no UUID names nothing: NOT_FOUND, as for every other id that is not there, with its place in the input if it stands there. */
export function unknownIdOf(error: unknown, input?: unknown): HubError | undefined {
  const refusal = refusalToRead(error);
  if (!refusal) return undefined;
  const path = idsIn(input, ['input']).find(({ id }) => !isId(id) && refusal.message.includes(id))?.path;
  return notFound(path);
}

/** PostgreSQL's own refusal to read a text as a UUID, however deep it is wrapped. */
function refusalToRead(error: unknown): Error | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause ?? (cause as { previous?: unknown }).previous) {
    if ((cause as { routine?: unknown }).routine === 'string_to_uuid') return cause;
  }
  return undefined;
}

interface PlacedId {
  id: string;
  path: readonly string[];
}

/** The texts of an input that stand where an id or a list of ids is asked for. */
function idsIn(value: unknown, path: readonly string[]): PlacedId[] {
  if (typeof value === 'string') return path.some((name) => /ids?$/i.test(name)) ? [{ id: value, path }] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => idsIn(inner, [...path, name]));
}
