import { dayOf, type LocalDate } from '../shared/calendar.ts';
import { badInput, notFound } from '../shared/errors.ts';
import type { Ctx } from './ctx.ts';
import { type Sql, sql } from './sql.ts';

/** Refuses a lookup that gives no key or more than one. */
export function assertOneKey(keys: Record<string, unknown>): void {
  const names = Object.keys(keys);
  if (names.filter((name) => keys[name] != null).length === 1) return;
  throw badInput(names, {
    ky: `Төмөнкүлөрдүн бирин гана бериңиз: ${names.join(', ')}.`,
    ru: `Укажите ровно одно из: ${names.join(', ')}.`,
    en: `Give exactly one of: ${names.join(', ')}.`,
  });
}

/** The found thing, or NOT_FOUND: absent and not yours are one answer. */
export function found<T>(thing: T | undefined | null, path?: readonly string[]): T {
  if (thing == null) throw notFound(path);
  return thing;
}

/** The legal day that a question is about: the one given, otherwise today in Bishkek. */
export function inForceDay(ctx: Ctx, given: LocalDate | null | undefined): LocalDate {
  return given ?? dayOf(ctx.now);
}

/** Rows in force on a day: `valid_from` inclusive (null = unknown beginning), `valid_to` exclusive (null = open). */
export function inForceOn(alias: string, day: LocalDate): Sql {
  const from = sql.ref(`${alias}.valid_from`);
  const to = sql.ref(`${alias}.valid_to`);
  return sql`(${from} is null or ${from} <= ${day}::date) and (${to} is null or ${to} > ${day}::date)`;
}

const shortestSearch = 2;

/** Rows whose text answers a search in Kyrgyz or Russian, a wrong letter allowed; undefined = nothing was searched for. */
export function matches(column: Sql, search: string | null | undefined): Sql | undefined {
  const text = searchOf(search);
  return text === undefined ? undefined : sql`hub_search_score(${column}, ${text}) >= 0.66`;
}

/** How well a row answers a search, 0 to 1, to six places so that it can be a cursor's key. */
export function relevance(column: Sql, search: string | null | undefined): Sql {
  return sql`round(hub_search_score(${column}, ${searchOf(search) ?? ''})::numeric, 6)`;
}

function searchOf(search: string | null | undefined): string | undefined {
  if (search == null) return undefined;
  const text = search.trim();
  if (text.length >= shortestSearch) return text;
  throw badInput(
    ['filter', 'search'],
    { ky: 'Издөө үчүн кеминде эки тамга керек.', ru: 'Для поиска нужны хотя бы две буквы.', en: 'A search needs at least two letters.' },
    { ky: 'Дагы тамга кошуңуз.', ru: 'Добавьте буквы.', en: 'Add letters.' },
  );
}
