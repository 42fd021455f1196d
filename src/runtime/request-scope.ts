import { AsyncLocalStorage } from 'node:async_hooks';
import type { ErrorCode } from '../shared/errors.ts';
import type { Language } from '../shared/localized-text.ts';

/**
 * What the edge knows of the request being served. It exists because Apollo formats some errors without handing over any context,
 * and so that every log line of a request carries its id.
 */
export interface RequestScope {
  readonly requestId: string;
  readonly language: Language;
  /** `application/json` is answered by older rules: a refused document is HTTP 200 (GraphQL over HTTP). */
  mediaType: 'application/json' | 'application/graphql-response+json';
  /** The only mutations that this door lets in; undefined where everything may pass. */
  onlyMutations?: ReadonlySet<string>;
  route?: string;
  operationName?: string;
  operationType?: string;
  actorKey?: string;
  /** Codes of the errors answered so far, for the access line and the metrics. */
  readonly codes: ErrorCode[];
}

export const requestScope = new AsyncLocalStorage<RequestScope>();

/** The scope of the request being served; there is one wherever the edge runs. */
export function currentScope(): RequestScope {
  const scope = requestScope.getStore();
  if (!scope) throw new Error('no request is being served here');
  return scope;
}
