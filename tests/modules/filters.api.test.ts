import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, getNullableType, type GraphQLInputType, isEnumType, isInputObjectType, isListType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, startHub, type TestHub } from '../support/hub.ts';
import { commands } from './service-registry/registry.fixture.ts';

/** A list of the API and how a value is given to one of its filters. */
interface Filter {
  list: string;
  field: string;
  type: GraphQLInputType;
  asked: (value: string) => string;
}

/** Every filter of every list that is asked for by itself, as the schema has them. */
const filters: Filter[] = Object.values(buildSchema(readFileSync('schema/hub.graphql', 'utf8')).getQueryType()?.getFields() ?? {})
  .filter(({ type }) => getNamedType(type).name.endsWith('Connection'))
  .flatMap(({ name: list, args }) => {
    const year = args.some(({ name }) => name === 'year') ? 'year: 2026, ' : '';
    return args.flatMap(({ name, type }): Filter[] => {
      const filter = getNamedType(type);
      if (name !== 'filter' || !isInputObjectType(filter))
        return [{ list, field: name, type, asked: (value) => `{ ${list}(${year}${name}: ${value}) { __typename } }` }];
      return Object.values(filter.getFields()).map((field) => ({
        list,
        field: field.name,
        type: field.type,
        asked: (value) => `{ ${list}(${year}filter: { ${field.name}: ${value} }) { __typename } }`,
      }));
    });
  });
const named = ({ list, field }: Filter) => `${list} by ${field}`;
const byRegion = filters.filter(({ field }) => field === 'regionCode').map((filter) => [named(filter), filter] as const);
const byValues = filters.filter(({ type }) => isListType(getNullableType(type))).map((filter) => [named(filter), filter] as const);

describe('a filter that can match nothing is refused: an empty list would be taken for the truth', () => {
  let hub: TestHub;
  let reader: Client;
  beforeAll(async () => {
    hub = await startHub();
    reader = await hub.as(['ANALYST', 'ADMIN']);
    await commands(hub).done(reader, 'openMonitoringCycle', { year: 2026, noticeYear: 2026 }, '{ monitoringCycle { id } }');
  });
  afterAll(() => hub.stop());

  it.each(byRegion)('%s: a code of no region', async (_, { asked }) => {
    for (const code of ['417', '41799999999999', '']) {
      const [error] = await reader.refused(asked(`"${code}"`));
      expect(error?.extensions, code).toMatchObject({ code: 'BAD_USER_INPUT', path: ['regionCode'] });
      expect(error?.extensions.hint).toContain('administrativeUnits');
    }
    await reader.must(asked('"41702000000000"'));
  });

  it.each(byValues)('%s: none of its values', async (_, { asked, field, type }) => {
    const [error] = await reader.refused(asked('[]'));
    expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', path: [field] });
    const values = getNamedType(type);
    await reader.must(asked(isEnumType(values) ? `[${values.getValues()[0]?.name}]` : '["x"]'));
  });
});
