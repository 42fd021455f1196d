import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EdgeUnderTest, startEdge } from './edge-under-test.ts';

let edge: EdgeUnderTest;
beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.stop());

it('the GraphQL-over-HTTP audits find no error and no warning', async () => {
  const results = await auditServer({ url: edge.graphqlUrl });
  const found = results.filter(({ status }) => status === 'error' || status === 'warn').map(({ id, name }) => `${id} ${name}`);
  expect(results.length).toBeGreaterThan(50);
  expect(found).toEqual([]);
});
