import { type GraphQLSchema, isObjectType } from 'graphql';
import { accessLine, grantOf } from '../../access/policy.ts';

/** Adds to each field's description who may use it, from the policy table, so that the line cannot lie. */
export function describeAccess(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const grant = grantOf(`${type.name}.${field.name}`);
      const line = grant && accessLine(grant);
      if (line) field.description = `${field.description ?? ''}\n${line}`;
    }
  }
  return schema;
}
