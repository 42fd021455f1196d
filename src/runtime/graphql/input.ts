import {
  BREAK,
  coerceInputValue,
  type GraphQLError,
  GraphQLFloat,
  GraphQLID,
  GraphQLNonNull,
  type GraphQLScalarType,
  GraphQLString,
  isInputType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  visit,
} from 'graphql';
import { isStorableText } from '../../kit/scalars.ts';
import { badInput, HubError, type Violation } from '../../shared/errors.ts';
import { edgeMessages, required, tooLong, unknownField } from './messages.ts';

const maximumStringLength = 10_000;
const maximumIdLength = 64;
const maximumViolations = 100;

function storableText(text: string, maximumLength: number): string {
  if (text.length > maximumLength) throw badInput([], tooLong(maximumLength));
  if (!isStorableText(text)) throw badInput([], edgeMessages.brokenText);
  return text;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids have one spelling in the hub: a UUID in capitals is the same id, and is compared as such everywhere. */
function canonicalId(id: string): string {
  return uuid.test(id) ? id.toLowerCase() : id;
}

const guarded = new WeakSet<GraphQLScalarType>();

/** Puts a check behind whatever a scalar reads, as a variable and as a literal; the check answers the value in its one form. */
function guard<T>(scalar: GraphQLScalarType<T>, checked: (value: T) => T): void {
  if (guarded.has(scalar)) return;
  guarded.add(scalar);
  const { parseValue, parseLiteral } = scalar;
  scalar.parseValue = (value) => {
    return checked(parseValue.call(scalar, value));
  };
  scalar.parseLiteral = (node, variables) => {
    return checked(parseLiteral.call(scalar, node, variables));
  };
}

/**
 * Every String and ID argument and input field refuses NUL, ill-formed UTF-16 and over-length (10,000; ids 64), and a Float literal
 * is finite. graphql-js knows these scalars by identity and has one of each per process, so they are guarded in place: a schema with
 * other scalars of the same names does not build. Calling it again changes nothing.
 */
export function guardBuiltInScalars(): void {
  guard(GraphQLString, (text) => storableText(text, maximumStringLength));
  guard(GraphQLID, (id) => canonicalId(storableText(id, maximumIdLength)));
  guard(GraphQLFloat, (number) => {
    if (!Number.isFinite(number)) throw badInput([], edgeMessages.unfitValue);
    return number;
  });
}

type Variables = Readonly<Record<string, unknown>>;

/** The words of a scalar of ours, or general ones: graphql-js would quote names of types. It names a field only in its text. */
function violationOf(path: readonly string[], error: GraphQLError): Violation {
  const { originalError } = error;
  const [, field, isMissing] = /^Field "(\w+)" (?:of required type .* (was not provided)|is not defined by type)/.exec(error.message) ?? [];
  if (field !== undefined) {
    return { code: 'BAD_USER_INPUT', path: [...path, field], message: isMissing ? required(field) : unknownField(field) };
  }
  const message = originalError instanceof HubError ? originalError.violation.message : edgeMessages.wrongType;
  return { code: 'BAD_USER_INPUT', path, message };
}

/** The argument that a variable is given to, so that the path is the same whatever a client calls its variables. */
function argumentOf(variable: string, operation: OperationDefinitionNode): string {
  let found: string | undefined;
  visit(operation, {
    Argument({ name, value }) {
      if (value.kind !== Kind.VARIABLE || value.name.value !== variable) return undefined;
      found = name.value;
      return BREAK;
    },
  });
  return found ?? variable;
}

/** What is wrong with the variables of an operation, each with its path: `['input', 'lines', '3', 'delivered']`; the first of them, and how many. */
function violationsIn(schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Variables) {
  const violations: Violation[] = [];
  let violationCount = 0;
  for (const { variable, type: typeNode, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const rootPath = () => argumentOf(name, operation);
    const type = typeFromAST(schema, typeNode);
    if (!isInputType(type)) continue;
    if (Object.hasOwn(variables, name)) {
      coerceInputValue(variables[name], type, (path, _value, error) => {
        violationCount += 1;
        if (violationCount <= maximumViolations) violations.push(violationOf([rootPath(), ...path.map(String)], error));
      });
    } else if (!defaultValue && type instanceof GraphQLNonNull) {
      violationCount += 1;
      violations.push({ code: 'BAD_USER_INPUT', path: [rootPath()], message: required(rootPath()) });
    }
  }
  return { violations, violationCount };
}

/** Throws one BAD_USER_INPUT that carries everything wrong with the variables, the first thing in its own words and path. */
export function assertVariables(schema: GraphQLSchema, operation: OperationDefinitionNode, variables: Variables): void {
  const wrong = violationsIn(schema, operation, variables);
  const [first] = wrong.violations;
  if (first) throw new HubError(first, wrong.violationCount > 1 ? wrong : {});
}
