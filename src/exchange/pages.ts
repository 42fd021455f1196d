import { z } from 'zod';
import type { Resource } from './resource.ts';
import type { Route } from './route.ts';

const paging = {
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'a whole number')
    .transform(Number)
    .refine((n) => n >= 1 && n <= 100, '1 to 100')
    .optional()
    .meta({ type: 'integer', minimum: 1, maximum: 100, pattern: undefined })
    .describe('Items at most, 1 to 100; 100 unless given.'),
  after: z.string().max(1000).optional().describe('`next` of the page before, with the same other parameters.'),
};

/** A resource in pages. */
export function pageRoute(resource: Resource): Route {
  return {
    kind: 'WHOLE',
    path: `/v1/${resource.name}`,
    operationId: resource.name,
    scope: resource.scope,
    about: resource.about,
    query: resource.filter.extend(paging),
    answer: {
      name: `${resource.type}Page`,
      schema: z.strictObject({
        items: z.array(resource.item),
        next: z.string().nullable().describe('Cursor of the next page; null = this is the last.'),
      }),
    },
    async read({ ctx, query: { limit, after, ...filter } }) {
      const page = await resource.list(ctx, filter, {
        first: (limit as number | undefined) ?? 100,
        after: after as string | undefined,
      });
      return { body: page, rows: page.items.length };
    },
  };
}
