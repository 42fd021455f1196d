import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { changeKinds } from '../kit/change.rules.ts';
import { readChanges, type Watermark } from '../kit/change-feed.ts';
import { idField } from './resource.ts';
import { badParameter, foreignWatermark, watermarkTooOld } from './refusal.ts';
import { resources } from './resources/index.ts';
import { type Route, wholeRoute } from './route.ts';

const mostChanges = 500;

const watermarkShape = z.tuple([
  z.literal(1),
  z.string().regex(/^[0-9a-f]{32}$/),
  z.string().regex(/^\d{1,19}$/),
  z.number().int().nonnegative(),
]);

/** Opaque to agencies; carries its shape, so that another text is refused and never misread. */
export function encodeWatermark({ lineage, xid, seq }: Watermark): string {
  return Buffer.from(JSON.stringify([1, lineage, xid, seq])).toString('base64url');
}

function decodeWatermark(text: string): Watermark {
  try {
    const [, lineage, xid, seq] = watermarkShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { lineage, xid, seq };
  } catch {
    throw badParameter('since', 'it is no watermark of this feed');
  }
}

const change = z
  .strictObject({
    type: z.enum(resources.map(({ type }) => type)).describe('Which resource it is read from.'),
    id: idField.describe('To ask for with `ids`.'),
    version: z.number().int().nullable().describe('Null = the thing has no versions.'),
    key: z.record(z.string(), z.union([z.string(), z.number()])).describe('Natural key.'),
    kind: z
      .enum(changeKinds)
      .describe('Either way ask for it with `ids`: what is answered replaces your copy, what is not answered is gone.'),
    at: z.iso.datetime(),
  })
  .describe('That something has changed: ids and keys only.');

export const feedRoute: Route = wholeRoute({
  path: '/v1/changes',
  operationId: 'readChanges',
  about:
    'What has changed after a watermark, in the order of commits, at least once for each subject and version; only of types that the ' +
    'client may read. Begin with the X-Feed-Watermark of a bulk. 410 = too old: begin anew from the bulk.',
  query: z.strictObject({
    since: z.string().max(200).describe('The last watermark that was answered.'),
    limit: z
      .string()
      .regex(/^\d{1,3}$/, 'a whole number')
      .transform(Number)
      .refine((n) => n >= 1 && n <= mostChanges, `1 to ${mostChanges}`)
      .optional()
      .meta({ type: 'integer', minimum: 1, maximum: mostChanges, pattern: undefined })
      .describe(`Changes at most, 1 to ${mostChanges}; 100 unless given.`),
  }),
  answer: {
    name: 'Changes',
    schema: z.strictObject({
      changes: z.array(change),
      watermark: z.string().describe('Where to go on; always there, also when there is no change.'),
      hasMore: z.boolean().describe('Whether more is there now.'),
    }),
  },
  async read({ ctx, scopes, query: { since, limit = 100 } }) {
    const types = resources.filter(({ scope }) => scopes.includes(scope)).map(({ type }) => type);
    const page = await readChanges(ctx, decodeWatermark(since), types, limit);
    if (page === 'FOREIGN') throw foreignWatermark();
    if (page === 'TOO_OLD') throw watermarkTooOld();
    const changes = page.changes.map((each) => ({ ...each, at: each.at.toISOString() }));
    return { body: { changes, watermark: encodeWatermark(page.watermark), hasMore: page.hasMore }, rows: changes.length };
  },
});
