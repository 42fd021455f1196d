import {
  type FieldNode,
  getNamedType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  Kind,
} from 'graphql';
import { type Actor } from '../access/actor.ts';
import { grantOf, may, rolesOf } from '../access/policy.ts';
import { forbidden, HubError, unauthenticated } from '../shared/errors.ts';

/**
 * What of an operation the caller's role may not use, found before anything runs: one refusal per field. A root field without a row
 * in the policy table is denied to all; a field of a type only where it has a row.
 */
export function accessRefusals(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  actor: Actor,
): { error: HubError; field: FieldNode }[] {
  const refusals: { error: HubError; field: FieldNode }[] = [];
  const types = new TypeInfo(schema);
  const roots = new Set([schema.getQueryType()?.name, schema.getMutationType()?.name]);
  const used = definitionsOf(document, operation);
  visit(
    { ...document, definitions: used },
    visitWithTypeInfo(types, {
      Field(field) {
        const parent = getNamedType(types.getParentType())?.name;
        if (!parent || field.name.value.startsWith('__')) return;
        const coordinate = `${parent}.${field.name.value}`;
        const grant = grantOf(coordinate);
        if (!grant && !roots.has(parent)) return;
        if (may(actor, coordinate)) return;
        const error = actor.roles.includes('PUBLIC') && grant ? unauthenticated() : new HubError(forbidden(grant ? rolesOf(grant) : []));
        refusals.push({ error, field });
      },
    }),
  );
  return refusals;
}

/** The operation and the fragments it reaches, so that another operation of the document is not judged. */
function definitionsOf(document: DocumentNode, operation: OperationDefinitionNode) {
  const reached = new Set<string>();
  const reach = (node: OperationDefinitionNode | (typeof document.definitions)[number]): void => {
    visit(node, {
      FragmentSpread({ name }) {
        if (reached.has(name.value)) return;
        reached.add(name.value);
        const fragment = document.definitions.find((each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === name.value);
        if (fragment) reach(fragment);
      },
    });
  };
  reach(operation);
  return document.definitions.filter(
    (each) => each === operation || (each.kind === Kind.FRAGMENT_DEFINITION && reached.has(each.name.value)),
  );
}
