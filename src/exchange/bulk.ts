import { createHash } from 'node:crypto';
import { z } from 'zod';
import { currentWatermark } from '../kit/change-feed.ts';
import type { Ctx } from '../kit/ctx.ts';
import { type Cell, csvLine } from '../shared/csv-cell.ts';
import { encodeWatermark } from './feed.ts';
import type { Resource } from './resource.ts';
import type { Read, Route, StreamedAnswer } from './route.ts';

const rowsAtOnce = 100;
const formats = ['ndjson', 'csv'] as const;
type Format = (typeof formats)[number];

const contentTypes: Record<Format, string> = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
};

/** The whole of a resource as one snapshot, with the watermark from which the feed goes on. */
export function bulkRoute(resource: Resource): Route {
  return {
    kind: 'STREAM',
    path: `/v1/bulk/${resource.name}`,
    operationId: `bulk-${resource.name}`,
    scope: resource.scope,
    about:
      `All of ${resource.name}, as of one moment. X-Feed-Watermark says where the feed goes on. The last line is the proof that nothing was cut off: ` +
      'NDJSON {"end":true,"rows":n,"sha256":"…"}, CSV #end,n,sha256; the digest is of all bytes before it.',
    query: z.strictObject({ format: z.enum(formats).optional().describe('ndjson unless given.') }),
    item: resource.name,
    open: (read) => openBulk(resource, read),
  };
}

async function openBulk(resource: Resource, { ctx: outer, query }: Read): Promise<StreamedAnswer> {
  const format: Format = query['format'] === 'csv' ? 'csv' : 'ndjson';
  const ctx = { ...outer, em: outer.em.fork({ clear: true }) };
  // One snapshot for the watermark and every row: what commits later is in the feed.
  await ctx.em.begin({ isolationLevel: 'repeatable read', readOnly: true });
  try {
    const watermark = encodeWatermark(await currentWatermark(ctx));
    return {
      contentType: contentTypes[format],
      headers: { 'X-Feed-Watermark': watermark },
      pieces: pieces(resource, ctx, format),
      close: () => ctx.em.rollback(),
    };
  } catch (error) {
    await ctx.em.rollback();
    throw error;
  }
}

/** Pages of one snapshot, read only as fast as they are taken: memory holds one page. */
async function* pieces(resource: Resource, ctx: Ctx, format: Format): AsyncGenerator<string, number> {
  const digest = createHash('sha256');
  let rows = 0;
  const hashed = (text: string): string => {
    digest.update(text);
    return text;
  };
  const columns = columnsOf(resource.item);
  if (format === 'csv') yield hashed(csvLine(columns.map(({ name }) => name)));
  for (let after: string | null | undefined; after !== null;) {
    // A context of its own for each page, or its loaders would remember every row.
    const page = await resource.list({ ...ctx }, {}, { first: rowsAtOnce, after });
    rows += page.items.length;
    const lines = page.items.map((item) =>
      format === 'csv' ? csvLine(columns.map(({ read }) => read(item))) : `${JSON.stringify(item)}\n`,
    );
    if (lines.length > 0) yield hashed(lines.join(''));
    after = page.next;
  }
  const sha256 = digest.digest('hex');
  yield format === 'csv' ? csvLine(['#end', rows, sha256]) : `${JSON.stringify({ end: true, rows, sha256 })}\n`;
  return rows;
}

// ---- CSV -----------------------------------------------------------------------------------------------------------

interface Column {
  name: string;
  read: (item: unknown) => Cell;
}

/** Objects become columns with a dot in their name; lists stay JSON; null is an empty cell. */
function columnsOf(schema: z.ZodObject, prefix = '', of: (item: unknown) => unknown = (item) => item): Column[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const read = (item: unknown): unknown => (of(item) as Record<string, unknown> | null)?.[name] ?? null;
    const inner = field instanceof z.ZodNullable ? field.unwrap() : field;
    if (inner instanceof z.ZodObject) return columnsOf(inner, `${prefix}${name}.`, read);
    return [{ name: `${prefix}${name}`, read: (item: unknown) => cellOf(read(item)) }];
  });
}

function cellOf(value: unknown): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  return JSON.stringify(value);
}
