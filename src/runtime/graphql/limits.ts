import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  Lexer,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  Source,
  TokenKind,
} from 'graphql';
import { HubError } from '../../shared/errors.ts';
import { edgeMessages, type LimitName, overLimit } from './messages.ts';

/**
 * What a document may be, judged from its text alone and before Apollo sees it: graphql-js's own validation overflows the stack on
 * some fragment cycles and is quadratic in others, so neither may reach it.
 */

const limits = {
  tokens: 2_000,
  brackets: 40,
  depth: 12,
  fields: 500,
  aliases: 30,
  directives: 20,
  // The standard introspection query nests 15 deep and has about 200 fields.
  introspectionDepth: 25,
  introspectionFields: 1_000,
} as const satisfies Partial<Record<LimitName, number>>;

export const maximumTokens = limits.tokens;

/** The refusal of a query that is over a limit: says which, the limit and the measure. */
export function tooComplex(limit: LimitName, allowed: number, measured: number): HubError {
  return new HubError({ code: 'QUERY_TOO_COMPLEX', message: overLimit(limit, allowed, measured), hint: edgeMessages.askForLess });
}

function assertWithin(limit: keyof typeof limits, measured: number): void {
  if (measured > limits[limit]) throw tooComplex(limit, limits[limit], measured);
}

const depthChange: Readonly<Record<string, number>> = {
  [TokenKind.BRACE_L]: 1,
  [TokenKind.BRACKET_L]: 1,
  [TokenKind.PAREN_L]: 1,
  [TokenKind.BRACE_R]: -1,
  [TokenKind.BRACKET_R]: -1,
  [TokenKind.PAREN_R]: -1,
};

/** Counts tokens and brackets, so that the recursive parser only sees what it can bear. Throws a GraphQLError for text that is none. */
function assertLexicalLimits(source: string): void {
  const lexer = new Lexer(new Source(source));
  let depth = 0;
  for (let tokens = 1; lexer.advance().kind !== TokenKind.EOF; tokens++) {
    depth += depthChange[lexer.token.kind] ?? 0;
    assertWithin('brackets', depth);
    assertWithin('tokens', tokens);
  }
}

type Measure = Record<'depth' | 'fields' | 'aliases' | 'directives' | 'introspectionDepth' | 'introspectionFields', number>;

const nothing: Measure = { depth: 0, fields: 0, aliases: 0, directives: 0, introspectionDepth: 0, introspectionFields: 0 };

/** Side by side: depths do not add up, numbers do. */
function beside(a: Measure, b: Measure): Measure {
  return {
    depth: Math.max(a.depth, b.depth),
    fields: a.fields + b.fields,
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives,
    introspectionDepth: Math.max(a.introspectionDepth, b.introspectionDepth),
    introspectionFields: a.introspectionFields + b.introspectionFields,
  };
}

function isIntrospection(fieldName: string): boolean {
  return fieldName === '__schema' || fieldName === '__type';
}

/** What is selected below `__schema` or of a type like `__Type` has a budget of its own. */
function asIntrospection(measure: Measure): Measure {
  return {
    ...measure,
    depth: 0,
    fields: 0,
    introspectionDepth: measure.depth + measure.introspectionDepth,
    introspectionFields: measure.fields + measure.introspectionFields,
  };
}

/**
 * Measures with all fragments expanded; each fragment is measured once, so the work is linear in the text. A fragment counts as a
 * field wherever it is spread: a chain of empty spreads is work for validation and cost too.
 */
class DocumentMeasurer {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly measured = new Map<string, Measure>();
  private readonly open = new Set<string>();

  constructor(document: DocumentNode) {
    const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  selectionSet(node: SelectionSetNode | undefined): Measure {
    return (node?.selections ?? []).map((selection) => this.selection(selection)).reduce(beside, nothing);
  }

  private selection(node: SelectionNode): Measure {
    const directives = node.directives?.length ?? 0;
    const inner = this.expanded(node);
    return { ...inner, directives: inner.directives + directives };
  }

  private expanded(node: SelectionNode): Measure {
    if (node.kind !== Kind.FIELD) {
      const spread = node.kind === Kind.FRAGMENT_SPREAD ? this.fragment(node.name.value) : this.selectionSet(node.selectionSet);
      return { ...spread, fields: spread.fields + 1 };
    }
    const inner = this.selectionSet(node.selectionSet);
    const measure = { ...inner, aliases: inner.aliases + (node.alias ? 1 : 0), depth: inner.depth + 1, fields: inner.fields + 1 };
    return isIntrospection(node.name.value) ? asIntrospection(measure) : measure;
  }

  fragment(name: string): Measure {
    const known = this.measured.get(name);
    if (known) return known;
    if (this.open.has(name)) throw new HubError({ code: 'GRAPHQL_VALIDATION_FAILED', message: edgeMessages.fragmentCycle });
    this.open.add(name);
    const fragment = this.fragments.get(name);
    const inner = this.selectionSet(fragment?.selectionSet);
    const measure = { ...inner, directives: inner.directives + (fragment?.directives?.length ?? 0) };
    this.open.delete(name);
    this.measured.set(name, measure);
    return measure;
  }
}

/** Unused fragments are held to the limits too: validation walks them all the same. */
function assertDocumentLimits(document: DocumentNode): void {
  const measurer = new DocumentMeasurer(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const selected = measurer.selectionSet(definition.selectionSet);
    const isOfSchema = definition.kind === Kind.FRAGMENT_DEFINITION && definition.typeCondition.name.value.startsWith('__');
    const inner = isOfSchema ? asIntrospection(selected) : selected;
    assertWithin('directives', inner.directives + (definition.directives?.length ?? 0));
    assertWithin('depth', inner.depth);
    assertWithin('fields', inner.fields);
    assertWithin('aliases', inner.aliases);
    assertWithin('introspectionDepth', inner.introspectionDepth);
    assertWithin('introspectionFields', inner.introspectionFields);
  }
}

/** A text that does not parse is let through: Apollo refuses it with the place of the mistake. */
function parsed(source: string): DocumentNode | undefined {
  try {
    return parse(source, { maxTokens: limits.tokens });
  } catch {
    return undefined;
  }
}

function assertAdmissible(source: string): void {
  try {
    assertLexicalLimits(source);
  } catch (error) {
    if (error instanceof HubError) throw error;
    return;
  }
  const document = parsed(source);
  if (document) assertDocumentLimits(document);
}

const rememberedDocuments = 500;
const rememberedLength = 8_192;

/**
 * The gate before Apollo. Throws QUERY_TOO_COMPLEX, DOCUMENT_NOT_TRUSTED or, for a fragment cycle, GRAPHQL_VALIDATION_FAILED. A
 * document that passed is remembered by its text (the newest 500, at most 8 KB each), so that a portal's queries are judged once.
 */
export function createDocumentGate(options: { trustedDocuments?: ReadonlySet<string> }): (source: string) => void {
  const admitted = new Set<string>();
  return (source) => {
    if (admitted.has(source)) return;
    if (options.trustedDocuments && !options.trustedDocuments.has(createHash('sha256').update(source).digest('hex'))) {
      throw new HubError({ code: 'DOCUMENT_NOT_TRUSTED', message: edgeMessages.untrustedDocument });
    }
    assertAdmissible(source);
    if (source.length > rememberedLength) return;
    admitted.add(source);
    if (admitted.size > rememberedDocuments) admitted.delete(admitted.values().next().value ?? '');
  };
}
