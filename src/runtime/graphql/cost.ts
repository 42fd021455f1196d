import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLSchema,
  isCompositeType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
// The ES build of this package loads a second copy of graphql-js, whose types are refused by the first.
import { type ComplexityEstimator, type ComplexityEstimatorArgs, getComplexity } from 'graphql-query-complexity/cjs';

/**
 * What an operation costs (api.md 1.6): object 1, connection `first` x child, plain list its bound x child (10 where none is
 * declared), `totalCount` 10, `search` 10, the schema itself nothing. What a field declares beside itself goes first: `complexity` as
 * a number is its own cost, paid once; as a function it is the whole reckoning; the extension `listBound` is how long a plain list
 * may be.
 */

const defaultPageSize = 20;
const defaultListBound = 10;
const totalCountCost = 10;
const searchCost = 10;

function isConnectionName(typeName: string): boolean {
  return typeName.endsWith('Connection');
}

function pageSizeOf(args: Readonly<Record<string, unknown>>): number {
  const first = args['first'];
  return typeof first === 'number' ? Math.max(first, 1) : defaultPageSize;
}

function hasSearch({ filter, search }: Readonly<Record<string, unknown>>): boolean {
  const inFilter = typeof filter === 'object' && filter !== null && 'search' in filter ? filter.search : undefined;
  return (search ?? inFilter ?? null) !== null;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The document holds no fragment cycles: the gate refused them. */
function selects(fieldName: string, selectionSet: SelectionSetNode | undefined, fragments: Fragments): boolean {
  return (selectionSet?.selections ?? []).some((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === fieldName;
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return selects(fieldName, inner?.selectionSet, fragments);
  });
}

/** A list that is not the rows of a connection: those were multiplied with the connection itself. */
function isPlainList({ field, type }: ComplexityEstimatorArgs): boolean {
  return isListType(getNullableType(field.type)) && !isConnectionName(type.name);
}

/** Objects cost 1; the wrappers within a connection (edges, pageInfo) nothing, its rows do. */
function objectCost({ field, type }: ComplexityEstimatorArgs): number {
  const isWrapper = isConnectionName(type.name) && field.name !== 'nodes';
  return isCompositeType(getNamedType(field.type)) && !isWrapper ? 1 : 0;
}

/** `totalCount` and `search` are paid once, however many rows come. */
function extraCost({ field, node, args }: ComplexityEstimatorArgs, fragments: Fragments): number {
  const isCounted = isConnectionName(getNamedType(field.type).name) && selects('totalCount', node.selectionSet, fragments);
  return (isCounted ? totalCountCost : 0) + (hasSearch(args) ? searchCost : 0);
}

function fieldCost(estimated: ComplexityEstimatorArgs): number {
  const { field, args, childComplexity } = estimated;
  const { complexity, listBound } = field.extensions;
  const declared = typeof complexity === 'number' ? complexity : undefined;
  const object = objectCost(estimated);
  if (isPlainList(estimated)) {
    const bound = typeof listBound === 'number' ? listBound : defaultListBound;
    return (declared ?? 0) + bound * (object + childComplexity);
  }
  const times = isConnectionName(getNamedType(field.type).name) ? pageSizeOf(args) : 1;
  return (declared ?? object) + times * childComplexity;
}

function createEstimator(fragments: Fragments): ComplexityEstimator {
  return (estimated) => {
    const { field, type } = estimated;
    if (field.name.startsWith('__')) return 0;
    // Counted at the connection, not once for each of its rows.
    if (field.name === 'totalCount' && isConnectionName(type.name)) return 0;
    const declared = field.extensions['complexity'];
    if (typeof declared === 'function') return declared(estimated);
    return fieldCost(estimated) + extraCost(estimated, fragments);
  };
}

/** Of a list that is sent no more than this is looked at: what many things cost is what a mutation answers, not what it is given. */
const longestList = 20;

/** Variables with the lists in their inputs cut short. */
function shortened(variables: Costed['variables']): Costed['variables'] {
  return mapped(variables, (value) => (isRecord(value) ? mapped(value, cut) : cut(value)));
}

function cut(value: unknown): unknown {
  return Array.isArray(value) ? value.slice(0, longestList) : value;
}

function mapped(record: Readonly<Record<string, unknown>>, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const rememberedPerDocument = 50;
const rememberedLength = 1_000;

interface Costed {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Reckons costs for one schema. Only variables can change the cost of a document that Apollo keeps parsed, so a cost is remembered
 * per document and variables. The variables must have been checked.
 */
export function createCostMeter(schema: GraphQLSchema): (costed: Costed) => number {
  const remembered = new WeakMap<DocumentNode, Map<string, number>>();

  function reckon({ document, operation, variables }: Costed): number {
    const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    return getComplexity({
      schema,
      // One operation: the others are not run.
      query: { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] },
      variables: { ...variables },
      estimators: [createEstimator(new Map(fragments.map((fragment) => [fragment.name.value, fragment])))],
    });
  }

  return ({ document, operation, variables: given }) => {
    const variables = shortened(given);
    const costed = { document, operation, variables };
    const declared = (operation.variableDefinitions ?? []).map(({ variable }) => variables[variable.name.value] ?? null);
    const key = JSON.stringify([operation.name?.value, declared]);
    if (key.length > rememberedLength) return reckon(costed);
    const costs = remembered.get(document) ?? new Map<string, number>();
    remembered.set(document, costs);
    const known = costs.get(key);
    if (known !== undefined) return known;
    const cost = reckon(costed);
    if (costs.size < rememberedPerDocument) costs.set(key, cost);
    return cost;
  };
}
