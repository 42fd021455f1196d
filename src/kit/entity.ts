import { p, type EntityName } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { type ActorStamp, stampOf } from '../access/actor.ts';
import type { LocalizedText } from '../shared/localized-text.ts';
import { ctxOf } from './ctx.ts';

/** UUID v7: time-ordered, the same id in every channel. */
export const newId = uuidv7;

export const id = () =>
  p
    .uuid()
    .primary()
    .onCreate(() => newId());
/** A text in three languages, as JSONB. */
export const text = () => p.json().$type<LocalizedText>();
/** A calendar day in Bishkek. */
export const day = () => p.date();
export const instant = () => p.datetime();
/** A count: whole, up to 2^53-1. */
export const count = () => p.bigint('number');
/** A reference kept as the other row's id: the entity then has the shape of its row. */
export const ref = <T extends object>(entity: EntityName<T>) =>
  p
    .manyToOne(entity as never)
    .mapToPk()
    .deleteRule('restrict')
    .$type<string>();

/** Columns of everything that people edit: optimistic version, when and by whom it was last changed. */
export const versioned = () => ({
  id: id(),
  version: p.integer().version(),
  updatedAt: p
    .datetime()
    .onCreate((_, em) => ctxOf(em).now)
    .onUpdate((_, em) => ctxOf(em).now),
  updatedBy: p
    .json()
    .$type<ActorStamp>()
    .onCreate((_, em) => stampOfEm(em))
    .onUpdate((_, em) => stampOfEm(em)),
});

function stampOfEm(em: object): ActorStamp {
  const { actor, actingAs } = ctxOf(em);
  return stampOf(actor, actingAs);
}

/** What `search` looks in: the Kyrgyz and Russian of localized columns, folded (ң/н, ө/о, ү/у), kept by the database. */
export const searchText = (...columns: readonly string[]) => {
  const parts = columns.flatMap((column) => [`coalesce(${column} ->> 'ky', '')`, `coalesce(${column} ->> 'ru', '')`]);
  return p
    .text()
    .generated(`(hub_fold(${parts.join(` || ' ' || `)})) stored`)
    .nullable()
    .lazy()
    .hidden();
};

/** No two rows with the same key are valid on one day: an exclusion constraint over `valid_from` (null = always) and `valid_to`. */
export const notTwiceAtOnce = (table: string, key: string) => {
  const name = `${table}_${key}_period`;
  return {
    name,
    expression: `alter table ${table} add constraint ${name} exclude using gist (${key} with =, daterange(valid_from, valid_to, '[)') with &&)`,
  };
};

/** Rows are only ever added: changing, deleting or truncating them is refused by the database itself. */
export const appendOnly = (table: string) => ({
  name: `${table}_append_only`,
  timing: 'before' as const,
  events: ['update' as const, 'delete' as const, 'truncate' as const],
  forEach: 'statement' as const,
  expression: `create trigger ${table}_append_only before update or delete or truncate on ${table} for each statement execute function hub_append_only()`,
});
