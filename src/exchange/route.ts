import type { z } from 'zod';
import type { Ctx } from '../kit/ctx.ts';
import type { ExchangeScope } from '../modules/exchange-clients/exchange-client.rules.ts';
import { cutTo } from '../shared/plain-text.ts';
import { badParameter } from './refusal.ts';

/** What a route is given: the caller's context and scopes, and the parameters as its schema read them. */
export interface Read<Query = Readonly<Record<string, unknown>>> {
  ctx: Ctx;
  scopes: readonly ExchangeScope[];
  query: Query;
}

/** A whole answer, and how many rows of the hub it holds. */
export interface WholeAnswer {
  body: object;
  rows: number;
}

/** An answer that is written as it is read. */
export interface StreamedAnswer {
  contentType: string;
  headers: Readonly<Record<string, string>>;
  /** Pieces of text; answers the number of rows when all are out. */
  pieces: AsyncGenerator<string, number>;
  /** To be called in any case, however far it was read. */
  close(): Promise<void>;
}

interface RouteFacts {
  /** Exact: compared with the path as it was sent, undecoded. */
  path: string;
  operationId: string;
  /** Without it every client that is entered may call it. */
  scope?: ExchangeScope;
  about: string;
  query: z.ZodObject;
}

/** An exact path, declared once: handler, checks and document are made from it. */
export type Route =
  | (RouteFacts & { kind: 'WHOLE'; answer: { name: string; schema: z.ZodType }; read(read: Read): Promise<WholeAnswer> })
  | (RouteFacts & { kind: 'STREAM'; item: string; open(read: Read): Promise<StreamedAnswer> });

/** Declares a route that answers whole, its parameters typed by its schema. */
export function wholeRoute<Query extends z.ZodObject>(
  route: Omit<Extract<Route, { kind: 'WHOLE' }>, 'kind' | 'query' | 'read'> & {
    query: Query;
    read(read: Read<z.output<Query>>): Promise<WholeAnswer>;
  },
): Route {
  return { ...route, kind: 'WHOLE', read: (read) => route.read(read as Read<z.output<Query>>) };
}

/** Reads the parameters of an address: unknown, repeated and wrong ones are refused. */
export function readQuery({ query }: RouteFacts, search: URLSearchParams): Readonly<Record<string, unknown>> {
  for (const name of new Set(search.keys())) {
    if (!(name in query.shape)) throw badParameter(cutTo(name, 50), 'there is no such parameter here');
    if (search.getAll(name).length > 1) throw badParameter(name, 'it is given more than once');
  }
  const read = query.safeParse(Object.fromEntries(search));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw badParameter(String(issue?.path[0] ?? 'query'), issue?.message ?? 'it cannot be read');
}
