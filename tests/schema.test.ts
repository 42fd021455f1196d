import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import {
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  lexicographicSortSchema,
  parse,
  printSchema,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { hubSchema } from '../src/app.ts';
import { rankingPage } from './modules/ranking/ranking-page.fixture.ts';

const schema = await hubSchema();
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const objects = types.filter((type): type is GraphQLObjectType => isObjectType(type));
const fields = objects.flatMap((type) =>
  Object.values(type.getFields()).map((field) => ({ type, field, at: `${type.name}.${field.name}` })),
);
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
const at = (found: readonly { at: string }[]): string[] => found.map((each) => each.at);

describe('the contract', () => {
  it('is the checked-in schema/hub.graphql; `npm run schema` writes it anew', () => {
    expect(`${printSchema(lexicographicSortSchema(schema))}\n`).toBe(readFileSync('schema/hub.graphql', 'utf8'));
  });

  it('describes every type, field, argument and input field', () => {
    const inputs = types
      .filter(isInputObjectType)
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ at: `${type.name}.${field.name}`, field })));
    const args = fields.flatMap(({ at: place, field }) =>
      field.args.map((argument) => ({ at: `${place}(${argument.name})`, field: argument })),
    );
    expect(types.filter((type) => !type.description && !['Query', 'Mutation'].includes(type.name)).map(({ name }) => name)).toEqual([]);
    expect(at([...fields, ...inputs, ...args].filter(({ field }) => !field.description))).toEqual([]);
  });

  it('asks every mutation for one input with an idempotency key and answers a payload', () => {
    const odd = mutations.filter(({ name, args, type }) => {
      const [input] = args;
      const inputType = input && getNamedType(input.type);
      const hasKey = isInputObjectType(inputType) && inputType.getFields().idempotencyKey !== undefined;
      const capital = name[0]?.toUpperCase() + name.slice(1);
      return (
        args.length !== 1 ||
        input?.name !== 'input' ||
        !hasKey ||
        inputType.name !== `${capital}Input` ||
        getNamedType(type).name !== `${capital}Payload`
      );
    });
    expect(odd.map(({ name }) => name)).toEqual([]);
  });

  it('names instants …At and days …On, and gives them their scalars', () => {
    const scalar = ({ field }: { field: GraphQLField<unknown, unknown> }): string => getNamedType(field.type).name;
    expect(at(fields.filter((each) => /[a-z]At$/.test(each.field.name) && scalar(each) !== 'DateTime'))).toEqual([]);
    expect(at(fields.filter((each) => /[a-z]On$/.test(each.field.name) && scalar(each) !== 'LocalDate'))).toEqual([]);
  });

  it('has no nullable Boolean, no list of nullable entries, and no list without a bound', () => {
    const nullableBoolean = fields.filter(({ field }) => !isNonNullType(field.type) && getNamedType(field.type).name === 'Boolean');
    const nullableEntries = fields.filter(({ field }) => {
      const list = isNonNullType(field.type) ? field.type.ofType : field.type;
      return isListType(list) && !isNonNullType(list.ofType);
    });
    expect(at([...nullableBoolean, ...nullableEntries])).toEqual([]);
  });

  it('gives everything with a state that people change a workflow', () => {
    const inWorkflow = (type: GraphQLObjectType): boolean => type.getInterfaces().some(({ name }) => name === 'Workflow');
    const versioned = (type: GraphQLObjectType): boolean => type.getInterfaces().some(({ name }) => name === 'Versioned');
    const withState = objects.filter(
      (type) =>
        versioned(type) &&
        (type.getFields().state ?? type.getFields().status) &&
        isEnumType(getNamedType((type.getFields().state ?? type.getFields().status)!.type)),
    );
    expect(withState.filter((type) => !inWorkflow(type)).map(({ name }) => name)).toEqual([]);
  });

  it('has the interfaces of the conventions', () => {
    expect(
      types
        .filter(isInterfaceType)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(expect.arrayContaining(['Versioned', 'Workflow']));
  });
});

/** What clients are promised, as far as the modules exist. */
const promised: Record<string, string> = {
  'proof that notice of the List was given': `query ($year: Int!, $after: String) {
    monitoringCycle(year: $year) { list { amendment approvedAt notifiedAt
      proofOfNotice(filter: { isAcknowledged: false }, first: 100, after: $after) { totalCount pageInfo { endCursor hasNextPage }
        nodes { municipality { soate name } notices { state sentAt messageId attempts { at smtpCode } } givenOtherwise { means on reference } isProven acknowledgedAt problem { message hint } } } } } }`,
  'are the connectors well': `query { volumeSources(health: [LATE, FAILING, MISCONFIGURED]) { nodes { code health healthReason { message hint } lastGoodPullAt nextSlotAt breaker grantsSeen
    runs(first: 3) { nodes { mode state stored quarantined fault { origin code detail xroadId hint } } } availableActions { mutation isAllowed } } }
    quarantinedRecords(states: [WAITING], first: 20) { totalCount nodes { violation { message } raw } } }`,
  'search the register in Kyrgyz, typed without ү': `query ($text: String = "суу менен камсыз кылуу", $soate: String!) {
    municipalServices(filter: { search: $text, tiers: [BASIC] }, orderBy: RELEVANCE, first: 10) { nodes { code name(lang: KY) nameTranslations { ru } feeKind standard { isInForce norm(kind: FEE) { amount unit basis } } } }
    municipality(soate: $soate) { offers(filter: { search: $text }) { nodes { service { name } electronicForm { level url } provider { name } } } } }`,
  'norm, actual and expectation side by side': `query ($year: Int!, $object: ID!) {
    monitoringCycle(year: $year) { analysis { id isDraft method { version }
      results(filter: { indicators: [TIME, COST], objectId: $object, isCountryLevel: true }) { nodes { indicator state share n threshold
        comparison { norms { amount unit basis } actual { ...Stats } expectation { ...Stats } withinNorm meanDeviation { signed percent } maximumDeviation { signed percent unit } } } } } } }
    fragment Stats on Statistics { n min max mean median unit }`,
  'the ranking page': rankingPage,
  "a municipality's results": `query ($soate: String!, $year: Int!) { municipality(soate: $soate) { offers(first: 30) { nodes { indicatorResults(year: $year) { indicator state share n } } } } }`,
  "a municipality's dashboard": `query ($soate: String!) { municipality(soate: $soate) { id name region { name } population { count year }
    offers(first: 30) { nodes { id service { code name feeKind } standard { redaction norms { kind amount unit basis } } electronicForm { level }
      monthlyVolumes(periodFrom: "2026-01-01", periodTo: "2026-10-01") { periodFrom channel delivered { state value } } } } } }`,
};

describe('the operations that clients are promised', () => {
  it.each(Object.entries(promised))('%s: still valid', (_, document) => {
    expect(validate(schema, parse(document)).map(({ message }) => message)).toEqual([]);
  });
});

describe('the year, per role', () => {
  const table = readFileSync('docs/year.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const calls = table.flatMap((line) =>
    [...(line.split(' | ')[0] ?? '').matchAll(/`(\w+)(?:\(([^)]*)\))?`/g)].map(([, name = '', given = '']) => ({
      name,
      given: [...given.matchAll(/(?:^|, )(\w+)/g)].map(([, argument = '']) => argument),
    })),
  );

  it('names its calls, and what they are given, as the schema does', () => {
    const queries = Object.values(schema.getQueryType()?.getFields() ?? {});
    const query = (name: string) => queries.find((each) => each.name === name)?.args.map((each) => each.name);
    const mutation = (name: string) => {
      const args = mutations.find((each) => each.name === name)?.args;
      return args?.flatMap(({ type }) => Object.keys(inputOf(type)));
    };
    const wrong = calls.flatMap(({ name, given }) => {
      const known = query(name) ?? mutation(name);
      return known ? given.filter((each) => !known.includes(each)).map((each) => `${name}(${each})`) : [name];
    });
    expect(wrong).toEqual([]);
    expect(calls.length).toBeGreaterThan(40);
  });
});

function inputOf(type: Parameters<typeof getNamedType>[0]): object {
  const named = getNamedType(type);
  return isInputObjectType(named) ? named.getFields() : {};
}
