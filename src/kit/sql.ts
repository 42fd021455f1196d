import { createHash } from 'node:crypto';
import type { EntityMetadata } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import { type RawBuilder, sql } from 'kysely';
import { badInput } from '../shared/errors.ts';
import { assertTakesStatements, type Ctx } from './ctx.ts';

export { sql };
export type Sql = RawBuilder<unknown>;
type EntityClass<T extends object> = abstract new () => T;

/**
 * Rows of a statement, keys in camelCase. Values arrive as the pool's parsers give them: instants as Date, days as
 * `yyyy-MM-dd`, numerics as text, bigint as number.
 */
export async function rows<T extends object>(ctx: Pick<Ctx, 'em'>, statement: Sql): Promise<T[]> {
  const result = await execute(ctx, statement);
  return result.rows.map((row) => camelKeys(row as Record<string, unknown>)) as T[];
}

export async function firstRow<T extends object>(ctx: Pick<Ctx, 'em'>, statement: Sql): Promise<T | undefined> {
  return (await rows<T>(ctx, statement))[0];
}

/** Runs a statement that changes rows and answers how many it changed. */
export async function run(ctx: Pick<Ctx, 'em'>, statement: Sql): Promise<number> {
  const result = await execute(ctx, statement);
  return Number(result.numAffectedRows ?? 0n);
}

function execute({ em }: Pick<Ctx, 'em'>, statement: Sql) {
  assertTakesStatements(em);
  return statement.execute(em.getKysely());
}

const camel = new Map<string, string>();

function camelKeys(row: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key in row) {
    let name = camel.get(key);
    if (name === undefined) camel.set(key, (name = key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())));
    result[name] = row[key];
  }
  return result;
}

/** An array as PostgreSQL reads it from text; for long ones, which the driver writes slowly. */
export function arrayText(values: readonly (string | number | boolean | null)[]): string {
  return `{${values.map((value) => (typeof value === 'string' ? quoted(value) : String(value))).join(',')}}`;
}

function quoted(element: string): string {
  return `"${/["\\]/.test(element) ? element.replaceAll(/["\\]/g, String.raw`\$&`) : element}"`;
}

/** The columns of an entity as a select list over an alias; columns marked lazy are left to whoever asks for them. */
export function columnsOf<T extends object>(ctx: Pick<Ctx, 'em'>, entity: EntityClass<T>, alias: string): Sql {
  const columns = stored(ctx, entity).map((prop) => sql.ref(`${alias}.${prop.fieldNames[0]}`));
  return sql.join(columns);
}

/** The table of an entity. */
export function tableOf<T extends object>(ctx: Pick<Ctx, 'em'>, entity: EntityClass<T>): Sql {
  return sql.table(metadataOf(ctx, entity).tableName);
}

function metadataOf<T extends object>(ctx: Pick<Ctx, 'em'>, entity: EntityClass<T>): EntityMetadata {
  return ctx.em.getMetadata().get(entity as never);
}

function stored<T extends object>(ctx: Pick<Ctx, 'em'>, entity: EntityClass<T>) {
  return metadataOf(ctx, entity).props.filter((prop) => prop.persist !== false && prop.fieldNames?.length === 1 && !prop.lazy);
}

// ---- batch loaders -------------------------------------------------------------------------------------------------

/** A batch loader: all keys asked for in one tick are one statement. Answers follow the keys; undefined = no row. */
export interface Loader<K, T> {
  readonly name: string;
  readonly batch: (ctx: Ctx, keys: readonly K[]) => Promise<readonly (T | undefined)[]>;
}

/** A loader of one row per key. `keyOf` says which key a row answers. */
export function loaderBy<K extends string, T extends object>(
  name: string,
  fetch: (ctx: Ctx, keys: readonly K[]) => Promise<readonly T[]>,
  keyOf: (row: T) => K,
): Loader<K, T> {
  return {
    name,
    async batch(ctx, keys) {
      const found = new Map((await fetch(ctx, keys)).map((row) => [keyOf(row), row]));
      return keys.map((key) => found.get(key));
    },
  };
}

/** A loader of many rows per key, in the order the statement gives them. */
export function loaderOfMany<K extends string, T extends object>(
  name: string,
  fetch: (ctx: Ctx, keys: readonly K[]) => Promise<readonly T[]>,
  keyOf: (row: T) => K,
): Loader<K, T[]> {
  return {
    name,
    async batch(ctx, keys) {
      const groups = Map.groupBy(await fetch(ctx, keys), keyOf);
      return keys.map((key) => groups.get(key) ?? []);
    },
  };
}

const loaders = new WeakMap<Ctx, Map<object, DataLoader<unknown, unknown>>>();

export function load<K, T>(ctx: Ctx, loader: Loader<K, T>, key: K): Promise<T | undefined> {
  let mine = loaders.get(ctx);
  if (!mine) loaders.set(ctx, (mine = new Map()));
  let batching = mine.get(loader);
  if (!batching) {
    batching = new DataLoader<unknown, unknown>((keys) => loader.batch(ctx, keys as readonly K[]), { maxBatchSize: 1000 });
    mine.set(loader, batching);
  }
  return batching.load(key) as Promise<T | undefined>;
}

/** Forgets what was read: after a command the next field reads what it wrote. */
export function forgetLoaded(ctx: Ctx): void {
  loaders.delete(ctx);
}

const byIdLoaders = new WeakMap<object, Loader<string, object>>();

const canonicalId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text is an id as the hub writes them: a UUID in lower case. The edge puts other spellings right. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && canonicalId.test(text);
}

/** A row of an entity by id; undefined when there is none. Scope is the caller's: ids come from rows already in scope. */
export function rowById<T extends object>(ctx: Ctx, entity: EntityClass<T>, id: string): Promise<T | undefined> {
  // What is no id has no row, and must not spoil the batch of those that are.
  if (!isId(id)) return Promise.resolve(undefined);
  let loader = byIdLoaders.get(entity);
  if (!loader) {
    loader = loaderBy<string, { id: string }>(
      entity.name,
      (batchCtx, ids) =>
        rows(
          batchCtx,
          sql`select ${columnsOf(batchCtx, entity, 't')} from ${tableOf(batchCtx, entity)} t where t.id = any(${[...ids]}::uuid[])`,
        ),
      (row) => row.id,
    );
    byIdLoaders.set(entity, loader);
  }
  return load(ctx, loader, id) as Promise<T | undefined>;
}

/** As `rowById`, for references that the database guarantees. */
export async function mustRowById<T extends object>(ctx: Ctx, entity: EntityClass<T>, id: string): Promise<T> {
  const row = await rowById(ctx, entity, id);
  if (!row) throw new Error(`${entity.name} ${id} is referenced but absent`);
  return row;
}

// ---- keyset pages --------------------------------------------------------------------------------------------------

/** How a list is ordered: expressions over the statement's aliases, backed by an index, each with its direction. */
export interface Order {
  readonly name: string;
  readonly keys: readonly { readonly by: Sql; readonly type: string; readonly direction: 'asc' | 'desc' }[];
}

export function orderBy(name: string, by: Sql, type: string, direction: 'asc' | 'desc' = 'asc'): Order {
  return { name, keys: [{ by, type, direction }] };
}

/** The Kyrgyz alphabet, whatever the database's own collation is (а … н ң о ө у ү … я). */
export function inKyrgyz(expression: Sql): Sql {
  return sql`(${expression}) collate "ky-x-icu"`;
}

/** The day of an instant in Bishkek, as `dayOf` has it. */
export function bishkekDay(instant: Sql): Sql {
  return sql`(${instant} at time zone 'Asia/Bishkek')::date`;
}

export interface PageArguments {
  first: number;
  after?: string | null;
}

export interface PageQuery<T> {
  /** Names the list in its cursors: a cursor of another list, order or filter is refused. */
  list: string;
  /** What follows `select`, over the aliases of `from`; must contain the id column. */
  select: Sql;
  from: Sql;
  where?: readonly (Sql | undefined | false)[];
  order: Order;
  /** The tie-breaker: unique, the last key of every order. */
  id?: Sql;
  idType?: string;
  page: PageArguments;
  /** What the cursor is bound to besides the order: the filter as given. A list in it that is empty is refused. */
  filter?: object;
  /** Turns plain rows into what the edges hold. */
  map?: (rows: T[]) => Promise<T[]> | T[];
}

/** One page of a list in the shape of a Relay connection; `totalCount` is counted only when it is read. */
export class Page<T extends object> {
  constructor(
    readonly edges: readonly { cursor: string; node: T }[],
    private readonly hasNextPage: boolean,
    private readonly hasPreviousPage: boolean,
    private readonly count: () => Promise<number>,
  ) {}

  get nodes(): T[] {
    return this.edges.map(({ node }) => node);
  }

  get pageInfo() {
    return {
      hasNextPage: this.hasNextPage,
      hasPreviousPage: this.hasPreviousPage,
      startCursor: this.edges.at(0)?.cursor ?? null,
      endCursor: this.edges.at(-1)?.cursor ?? null,
    };
  }

  get totalCount(): Promise<number> {
    return this.count();
  }
}

const maxPage = 100;

/**
 * Reads one page by keyset: the limit is in the innermost statement, so page 100 costs what page 1 costs.
 * BAD_USER_INPUT for a page size outside 1..100, for a cursor of another list, order or filter, and for a filter by none of its values.
 */
export async function page<T extends object>(ctx: Ctx, query: PageQuery<T>): Promise<Page<T>> {
  const { first, after } = query.page;
  if (!Number.isInteger(first) || first < 1 || first > maxPage) throw badPageSize();
  assertAsksForSomething(query.filter);
  const keys = [
    ...query.order.keys,
    { by: query.id ?? sql.ref('t.id'), type: query.idType ?? 'uuid', direction: lastDirection(query.order) },
  ];
  const shape = shapeOf(query.list, query.order.name, query.filter);
  const where = (query.where ?? []).filter((clause) => clause !== undefined && clause !== false);
  const start = after == null ? [] : [afterCursor(keys, decodeCursor(after, shape, keys.length))];
  const cursorColumn = sql`jsonb_build_array(${sql.join(keys.map(({ by }) => sql`(${by})::text`))})`;
  const ordered = sql.join(keys.map(({ by, direction }) => sql`${by} ${sql.raw(direction)}`));
  const found = await rows<T & { cursorKeys?: (string | null)[] }>(
    ctx,
    sql`select ${query.select}, ${cursorColumn} as cursor_keys from ${query.from}
        ${whereOf([...where, ...start])} order by ${ordered} limit ${first + 1}`,
  );
  const shown = found.slice(0, first);
  const cursors = shown.map((row) => encodeCursor(shape, row.cursorKeys ?? []));
  for (const row of shown) delete row.cursorKeys;
  const nodes = query.map ? await query.map(shown) : shown;
  return new Page<T>(
    nodes.map((node, index) => ({ node, cursor: cursors[index] ?? '' })),
    found.length > first,
    after != null,
    async () => {
      const counted = await firstRow<{ n: number }>(ctx, sql`select count(*) as n from ${query.from} ${whereOf(where)}`);
      return counted?.n ?? 0;
    },
  );
}

/** A page over rows already at hand (bounded, ordered lists that are computed), chosen by a filter. */
export function pageOf<T extends object>(
  list: string,
  all: readonly T[],
  { first, after }: PageArguments,
  keyOf: (row: T) => string,
  filter?: object,
): Page<T> {
  if (!Number.isInteger(first) || first < 1 || first > maxPage) throw badPageSize();
  assertAsksForSomething(filter);
  const shape = shapeOf(list, 'COMPUTED', null);
  const [last] = after == null ? [] : decodeCursor(after, shape, 1);
  const begin = last == null ? 0 : all.findIndex((row) => keyOf(row) === last) + 1;
  const shown = all.slice(begin, begin + first);
  return new Page(
    shown.map((node) => ({ node, cursor: encodeCursor(shape, [keyOf(node)]) })),
    begin + first < all.length,
    after != null,
    () => Promise.resolve(all.length),
  );
}

function whereOf(clauses: readonly Sql[]): Sql {
  return clauses.length === 0
    ? sql``
    : sql`where ${sql.join(
        clauses.map((clause) => sql`(${clause})`),
        sql` and `,
      )}`;
}

function lastDirection(order: Order): 'asc' | 'desc' {
  return order.keys.at(-1)?.direction ?? 'asc';
}

type Key = Order['keys'][number];

/** Rows after the cursor, for directions that may differ from key to key. */
function afterCursor(keys: readonly Key[], values: readonly string[]): Sql {
  if (keys.every(({ direction }) => direction === keys[0]?.direction)) {
    const left = sql.join(keys.map(({ by }) => by));
    const right = sql.join(keys.map(({ type }, index) => typed(values[index], type)));
    return keys[0]?.direction === 'desc' ? sql`(${left}) < (${right})` : sql`(${left}) > (${right})`;
  }
  const alternatives = keys.map((key, index) => {
    const equal = keys.slice(0, index).map(({ by, type }, i) => sql`${by} = ${typed(values[i], type)}`);
    const beyond = sql`${key.by} ${sql.raw(key.direction === 'desc' ? '<' : '>')} ${typed(values[index], key.type)}`;
    return sql`(${sql.join([...equal, beyond], sql` and `)})`;
  });
  return sql.join(alternatives, sql` or `);
}

function typed(value: string | undefined, type: string): Sql {
  return sql`${value}::${sql.raw(type)}`;
}

function shapeOf(list: string, order: string, filter: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([list, order, filter ?? null]))
    .digest('base64url')
    .slice(0, 8);
}

function encodeCursor(shape: string, keys: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify([shape, ...keys])).toString('base64url');
}

function decodeCursor(cursor: string, shape: string, length: number): string[] {
  try {
    const [cursorShape, ...keys] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (cursorShape === shape && keys.length === length && keys.every((key) => typeof key === 'string')) return keys;
  } catch {
    // Falls through to the refusal: not a cursor of ours.
  }
  throw badInput(
    ['after'],
    {
      ky: 'Бул курсор бул тизмеге туура келбейт.',
      ru: 'Этот курсор не от этого списка.',
      en: 'This cursor is not of this list, order and filter.',
    },
    {
      ky: 'Ушул эле суроонун endCursor маанисин колдонуңуз.',
      ru: 'Возьмите endCursor этого же запроса.',
      en: 'Use endCursor of the same query.',
    },
  );
}

/** An empty list would find nothing, which would be taken for the truth; all are asked for by leaving the field out. */
function assertAsksForSomething(filter: object = {}): void {
  const [empty] = Object.entries(filter).find(([, value]) => Array.isArray(value) && value.length === 0) ?? [];
  if (empty === undefined) return;
  throw badInput(
    [empty],
    {
      ky: `${empty}: бош тизме эч нерсени билдирбейт.`,
      ru: `${empty}: пустой список ничего не выбирает.`,
      en: `${empty}: an empty list chooses nothing.`,
    },
    {
      ky: 'Жок дегенде бир маани бериңиз; баары керек болсо, талааны жазбаңыз.',
      ru: 'Укажите хотя бы одно значение; если нужны все, не указывайте это поле.',
      en: 'Give one value at least; leave the field out for all of them.',
    },
  );
}

function badPageSize() {
  return badInput(
    ['first'],
    { ky: 'Барактын өлчөмү 1ден 100гө чейин.', ru: 'Размер страницы от 1 до 100.', en: 'A page holds 1 to 100 entries.' },
    {
      ky: 'first: 1..100, калганы after менен.',
      ru: 'first: 1..100, остальное через after.',
      en: 'Give first: 1..100 and go on with after.',
    },
  );
}
