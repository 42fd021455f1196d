import { z } from 'zod';
import { problemSchema } from './refusal.ts';
import { resources } from './resources/index.ts';
import type { Route } from './route.ts';

/** The document that a security server fetches: made from what the handlers themselves use, so that the two cannot differ. */
export function openApiDocument(routes: readonly Route[], url: string): object {
  const wholes = routes.flatMap((route) => (route.kind === 'WHOLE' ? [[route.answer.name, route.answer.schema] as const] : []));
  return {
    openapi: '3.0.3',
    info: {
      title: 'Quality of municipal services: what agencies read',
      version: '1.0.0',
      description:
        'Read-only, through X-Road. X-Road-Client says who reads and must have been entered by the hub’s administrator; X-Road-Id is required and ' +
        'echoed. Every read is kept in the audit log. Paths are exact. Errors are application/problem+json.',
    },
    servers: [{ url }],
    paths: Object.fromEntries(routes.map((route) => [route.path, { get: operationOf(route) }])),
    components: {
      parameters: {
        XRoadClient: header('X-Road-Client', true),
        XRoadId: header('X-Road-Id', true),
        XRoadUserId: header('X-Road-UserId', false),
      },
      schemas: {
        ...Object.fromEntries(wholes.map(([name, schema]) => [name, schemaOf(schema)])),
        ...Object.fromEntries(resources.map(({ type, item }) => [type, schemaOf(item)])),
        Problem: schemaOf(problemSchema),
      },
    },
  };
}

function header(name: string, required: boolean): object {
  return { name, in: 'header', required, schema: { type: 'string' }, description: 'Set by the security server.' };
}

function schemaOf(schema: z.ZodType): object {
  return z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'output' });
}

function operationOf(route: Route): object {
  const problem = {
    description: 'See the problem.',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  const refused = ['400', '403', '404', '405', ...(route.path === '/v1/changes' ? ['410'] : []), '429', '500', '503'];
  return {
    operationId: route.operationId,
    description: route.scope ? `${route.about} Scope: ${route.scope}.` : route.about,
    parameters: [
      ...['XRoadClient', 'XRoadId', 'XRoadUserId'].map((name) => ({ $ref: `#/components/parameters/${name}` })),
      ...parametersOf(route.query),
    ],
    responses: {
      '200': successOf(route),
      ...(route.kind === 'WHOLE' && { '304': { description: 'As in If-None-Match.' } }),
      ...Object.fromEntries(refused.map((status) => [status, problem])),
    },
  };
}

function parametersOf(query: z.ZodObject): object[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, { target: 'openapi-3.0', io: 'input' });
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...shape } = schema as { description?: string };
    return { name, in: 'query', required: required.includes(name), ...(description && { description }), schema: shape };
  });
}

function successOf(route: Route): object {
  if (route.kind === 'WHOLE') {
    const schema = { $ref: `#/components/schemas/${route.answer.name}` };
    return { description: 'The answer.', content: { 'application/json': { schema } } };
  }
  const type = resources.find(({ name }) => name === route.item)?.type;
  return {
    description: `Lines, each a ${type}, and the closing line.`,
    headers: { 'X-Feed-Watermark': { description: 'Where the feed goes on.', schema: { type: 'string' } } },
    content: { 'application/x-ndjson': { schema: { type: 'string' } }, 'text/csv': { schema: { type: 'string' } } },
  };
}
