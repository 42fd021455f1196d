import {
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles, type Role } from '../src/access/actor.ts';
import { policy } from '../src/access/policy.ts';
import { hubSchema } from '../src/app.ts';
import { expectedAccess } from './support/expected-access.ts';
import { type Client, startHub, type TestHub } from './support/hub.ts';

const schema = await hubSchema();
const operations = [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
  Object.values(root?.getFields() ?? {}).map((field) => ({
    coordinate: `${root?.name}.${field.name}`,
    kind: root?.name.toLowerCase() ?? '',
    field,
  })),
);
const callers: readonly Role[] = roles.filter((role) => role !== 'SYSTEM');

let hub: TestHub;
const clients = new Map<Role, Client>();
beforeAll(async () => {
  hub = await startHub();
  for (const role of callers) {
    clients.set(role, role === 'PUBLIC' ? hub.anonymous : await hub.as(role, role === 'PROVIDER' ? { soate: '41708213826000' } : {}));
  }
});
afterAll(() => hub.stop());

describe('the access table', () => {
  it('has a row for every query and mutation, and none for what does not exist', () => {
    const coordinates = operations.map(({ coordinate }) => coordinate).toSorted();
    expect(coordinates.filter((coordinate) => !(coordinate in policy))).toEqual([]);
    expect(coordinates.filter((coordinate) => !(coordinate in expectedAccess))).toEqual([]);
    const rows = Object.keys(policy).filter((coordinate) => /^(Query|Mutation)\./.test(coordinate));
    expect(rows.filter((row) => !coordinates.includes(row))).toEqual([]);
  });
});

describe.each(operations)('$coordinate', ({ coordinate, kind, field }) => {
  it.each(callers)('is allowed or refused to %s as the contract says', async (role) => {
    const answer = await clients.get(role)?.query(`${kind} ${call(field)}`);
    const codes = answer?.errors?.map(({ extensions }) => extensions.code) ?? [];
    const isRefused = answer?.status === 403 || answer?.status === 401;
    const allowed = expectedAccess[coordinate]?.split(' ') ?? [];
    expect({ role, isRefused }).toEqual({ role, isRefused: !allowed.includes('PUBLIC') && !allowed.includes(role) });
    if (isRefused) expect(codes).toEqual([role === 'PUBLIC' ? 'UNAUTHENTICATED' : 'FORBIDDEN']);
    // Whatever it answers, it is an answer: no fault of ours.
    expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
    expect(codes).not.toContain('GRAPHQL_VALIDATION_FAILED');
  });
});

/** A call with the least that the schema lets pass: ids of nothing, empty texts of the right form. */
function call({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const given = args
    .filter((argument) => isNonNullType(argument.type) && argument.defaultValue === undefined)
    .map((argument) => `${argument.name}: ${literal(argument.type)}`);
  return `{ ${name}${given.length > 0 ? `(${given.join(', ')})` : ''} ${isLeafType(getNamedType(type)) ? '' : '{ __typename }'} }`;
}

function literal(type: GraphQLInputType): string {
  const bare = getNullableType(type);
  if (isListType(bare)) return '[]';
  if (isEnumType(bare)) return bare.getValues()[0]?.name ?? '';
  if (isInputObjectType(bare)) {
    const required = Object.values(bare.getFields()).filter((field) => isNonNullType(field.type) && field.defaultValue === undefined);
    return `{ ${required.map((field) => `${field.name}: ${literal(field.type)}`).join(', ')} }`;
  }
  return samples[String(bare)] ?? '"x"';
}

const samples: Record<string, string> = {
  ID: '"01900000-0000-7000-8000-000000000000"',
  UUID: `"01900000-0000-7000-8000-000000000001"`,
  Int: '1',
  Count: '1',
  Boolean: 'false',
  DateTime: '"2026-03-02T09:00:00+06:00"',
  LocalDate: '"2026-03-02"',
  Decimal: '"1"',
  Som: '"1.00"',
  EmailAddress: '"somebody@aiyl.example"',
  URL: '"https://aiyl.example/"',
  JSON: '{}',
};
