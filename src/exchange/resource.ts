import { z } from 'zod';
import type { Ctx } from '../kit/ctx.ts';
import { isId, orderBy, page, type Sql, sql } from '../kit/sql.ts';
import type { ExchangeScope } from '../modules/exchange-clients/exchange-client.rules.ts';
import { isLocalDate } from '../shared/calendar.ts';

/** One kind of thing that agencies read: as pages at `/v1/<name>`, as a stream at `/v1/bulk/<name>`, in the feed as `type`. */
export interface Resource {
  name: string;
  type: string;
  scope: ExchangeScope;
  about: string;
  /** One item of an answer; nothing else ever is in one. */
  item: z.ZodObject;
  /** What a page may be narrowed by besides `ids`. */
  filter: z.ZodObject;
  /** A page, by id. */
  list(ctx: Ctx, filter: Filter, paging: { first: number; after?: string }): Promise<ItemPage>;
}

/** Parameters as the resource's own schema has read them. */
export type Filter = Readonly<Record<string, unknown>> & { ids?: readonly string[] };

export interface ItemPage {
  items: object[];
  /** Cursor of the next page; null = this was the last. */
  next: string | null;
}

interface ResourceParts<Item extends z.ZodObject, Narrowing extends z.ZodRawShape, Row extends object> {
  name: string;
  type: string;
  scope: ExchangeScope;
  about: string;
  item: Item;
  filter: Narrowing;
  select: (ctx: Ctx) => Sql;
  /** With the resource's row as `t`. */
  from: Sql;
  /** What is narrowed; also what agencies may see at all. */
  where?: (filter: z.output<z.ZodObject<Narrowing>>) => readonly (Sql | undefined | false)[];
  /** The column that `ids` name: the subjects of the feed. `t.id` unless given. */
  subject?: Sql;
  present: (ctx: Ctx, row: Row) => z.input<Item> | Promise<z.input<Item>>;
}

/** Declares a resource once: handler, document and bulk are made from it. */
export function defineResource<Row extends object>() {
  return <Item extends z.ZodObject, Narrowing extends z.ZodRawShape>(parts: ResourceParts<Item, Narrowing, Row>): Resource => {
    const { name, type, scope, about, item, from, present } = parts;
    const subject = parts.subject ?? sql`t.id`;
    return {
      name,
      type,
      scope,
      about,
      item,
      filter: z.strictObject({ ...parts.filter, ids: idsParameter.optional() }),
      async list(ctx, filter, paging) {
        const narrowed = parts.where?.(filter as z.output<z.ZodObject<Narrowing>>) ?? [];
        const ofIds = filter.ids !== undefined && sql`${subject} = any(${[...filter.ids]}::uuid[])`;
        const found = await page<Row>(ctx, {
          list: `exchange/${name}`,
          select: parts.select(ctx),
          from,
          where: [...narrowed, ofIds],
          order: orderBy('ID_ASC', sql`t.id`, 'uuid'),
          page: paging,
          filter,
        });
        const items = await Promise.all(found.nodes.map((row) => present(ctx, row)));
        return { items, next: found.pageInfo.hasNextPage ? found.pageInfo.endCursor : null };
      },
    };
  };
}

// ---- shapes that resources share -----------------------------------------------------------------------------------

const mostIds = 100;

const idsParameter = z
  .string()
  .max(mostIds * 37)
  .transform((text) => text.split(','))
  .refine((ids) => ids.length <= mostIds && ids.every(isId), `up to ${mostIds} ids, joined by commas`)
  .describe('Only these: up to 100 ids of the feed, joined by commas. What is not answered is not there, or is not for agencies.');

export const dayParameter = z.string().refine(isLocalDate, 'a day, yyyy-MM-dd');
export const codeParameter = z.string().regex(/^[\p{L}\p{N}_.-]{1,64}$/u, 'letters, digits, _ . - only');
export const yearParameter = z
  .string()
  .regex(/^(19|20)\d\d$/, 'a year')
  .transform(Number);

export const idField = z.uuid().describe('The same in every channel.');
export const dayField = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const fromField = dayField.nullable().describe('The first day it holds; null = unknown beginning.');
export const toField = dayField.nullable().describe('The first day it no longer holds; null = open.');
export const versionField = z.number().int().describe('Grows with each change.');
export const localized = z
  .strictObject({ ky: z.string(), ru: z.string().nullable(), en: z.string().nullable() })
  .describe('Kyrgyz always; Russian and English null where there is no translation.');
export const legalAct = z
  .strictObject({ kind: z.string(), number: z.string(), adoptedOn: dayField, title: localized, url: z.string().nullable() })
  .describe('An act that it rests on.');

/** A localized text with all of its languages said. */
export function allLanguages({ ky, ru, en }: { ky: string; ru?: string | null; en?: string | null }): z.input<typeof localized> {
  return { ky, ru: ru ?? null, en: en ?? null };
}

type StoredAct = Omit<z.input<typeof legalAct>, 'title' | 'url'> & { title: Parameters<typeof allLanguages>[0]; url?: string | null };

export function actField({ kind, number, adoptedOn, title, url }: StoredAct): z.input<typeof legalAct> {
  return { kind, number, adoptedOn, title: allLanguages(title), url: url ?? null };
}
