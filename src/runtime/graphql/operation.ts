import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { HubError } from '../../shared/errors.ts';
import { edgeMessages } from './messages.ts';

/** The names of the fields asked of the root, fragments included. The document has no fragment cycles: the gate refused them. */
function rootFieldNames(document: DocumentNode, selectionSet: SelectionSetNode): string[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFieldNames(document, selection.selectionSet);
    return document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .filter((fragment) => fragment.name.value === selection.name.value)
      .flatMap((fragment) => rootFieldNames(document, fragment.selectionSet));
  });
}

/** Throws OPERATION_NOT_SUPPORTED for a subscription, and at a narrow door for all but its mutations. */
export function assertSupported(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  onlyMutations: ReadonlySet<string> | undefined,
): void {
  if (operation.operation === 'subscription') {
    throw new HubError({ code: 'OPERATION_NOT_SUPPORTED', message: edgeMessages.noSubscriptions });
  }
  if (!onlyMutations) return;
  const isAllowed =
    operation.operation === 'mutation' && rootFieldNames(document, operation.selectionSet).every((name) => onlyMutations.has(name));
  if (!isAllowed) throw new HubError({ code: 'OPERATION_NOT_SUPPORTED', message: edgeMessages.onlyFiling });
}
