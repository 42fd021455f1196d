import { ApolloServer, type ApolloServerOptionsWithGateway, type ApolloServerPlugin, type GraphQLRequestListener } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import {
  type DocumentNode,
  type FieldNode,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { type ErrorCode, HubError } from '../../shared/errors.ts';
import type { Language } from '../../shared/localized-text.ts';
import type { Logger } from '../log.ts';
import { currentScope, type RequestScope } from '../request-scope.ts';
import { createCostMeter } from './cost.ts';
import { type AnsweredError, answerError } from './errors.ts';
import { assertVariables, guardBuiltInScalars } from './input.ts';
import { maximumTokens, tooComplex } from './limits.ts';
import { edgeMessages, statusBeforeExecution } from './messages.ts';
import { assertSupported } from './operation.ts';

/** The least that the edge must know of a request's context; the hub's `Ctx` is more. Apollo hands resolvers a shallow copy of it. */
export interface RequestContext {
  readonly language: Language;
  readonly requestId: string;
  /** For limits, logs and metrics: an id of the actor, never a name or an address. */
  readonly actorKey: string;
  readonly isAnonymous: boolean;
}

/** One field that the caller may not use. */
export interface AccessRefusal {
  readonly error: HubError;
  /** Gives the error its place in the document. */
  readonly field?: FieldNode;
}

export interface AccessQuestion<Context> {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: Context;
}

/** Runs an admitted, validated and permitted operation in place of graphql-js. */
export type Executor = NonNullable<Awaited<ReturnType<ApolloServerOptionsWithGateway<RequestContext>['gateway']['load']>>['executor']>;

export interface GraphqlOptions<Context extends RequestContext> {
  schema: GraphQLSchema;
  log: Logger;
  introspection: boolean;
  /** Found before execution, one error per field; none means that the operation may run. */
  checkAccess?(question: AccessQuestion<Context>): readonly AccessRefusal[];
  /** How much one operation of this caller may cost (api.md 1.6). */
  costBudget(context: Context): number;
  executor?: Executor;
  /** How an answer becomes text; for an executor whose parts are text already. */
  stringifyResult?(result: FormattedExecutionResult): string;
}

/** The answer to an error, logged where it is ours to read, and counted on the request. */
export function answerAndLog(error: unknown, scope: RequestScope, log: Logger): AnsweredError {
  const { answer, logLevel } = answerError(error, scope);
  scope.codes.push(answer.extensions.code);
  if (logLevel) log[logLevel]({ err: error, operationName: scope.operationName }, 'request failed');
  return answer;
}

/** Over `application/json` a well-formed request whose document or variables do not validate is HTTP 200 (GraphQL over HTTP, 6.4). */
const legacyOk: ReadonlySet<ErrorCode> = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/** The HTTP status of a request that was refused before anything was executed. */
export function refusedStatus(code: ErrorCode, mediaType: RequestScope['mediaType']): number {
  return mediaType === 'application/json' && legacyOk.has(code) ? 200 : statusBeforeExecution[code];
}

function codesOf(result: FormattedExecutionResult): ErrorCode[] {
  return ((result.errors ?? []) as readonly AnsweredError[]).map(({ extensions }) => extensions.code);
}

/** After execution only an answer that is nothing but "not now" says so in HTTP, so that clients and proxies wait. */
function executedStatus(result: FormattedExecutionResult): number {
  const isEmpty = Object.values(result.data ?? {}).every((value) => value === null);
  const [first, ...others] = codesOf(result);
  const isWait = first === 'SERVICE_BUSY' || first === 'RATE_LIMITED';
  return isEmpty && isWait && others.every((code) => code === first) ? statusBeforeExecution[first] : 200;
}

function statusOf(result: FormattedExecutionResult, scope: RequestScope): number {
  if ('data' in result && result.data !== undefined) return executedStatus(result);
  const [first] = codesOf(result);
  return first === undefined ? 200 : refusedStatus(first, scope.mediaType);
}

/** Seconds to wait, as the errors say; undefined where none does. */
export function retryAfterOf(errors: readonly AnsweredError[]): number | undefined {
  const waits = errors.map(({ extensions }) => extensions.retryAfterSeconds).filter((wait) => wait !== undefined);
  return waits.length > 0 ? Math.max(...waits) : undefined;
}

interface Edge<Context extends RequestContext> extends GraphqlOptions<Context> {
  readonly costOf: ReturnType<typeof createCostMeter>;
}

/** What is done around one operation: refusals before it, status and cost after it. */
function requestListener<Context extends RequestContext>(edge: Edge<Context>): GraphQLRequestListener<Context> {
  const scope = currentScope();
  let cost: { cost: number; limit: number } | undefined;
  return {
    async didResolveOperation({ schema, document, operation, operationName, request, contextValue }) {
      if (!operation) throw new HubError({ code: 'BAD_REQUEST', message: edgeMessages.unknownOperation });
      scope.operationName = operationName?.slice(0, 100);
      scope.operationType = operation.operation;
      assertSupported(document, operation, scope.onlyMutations);
      const variables = request.variables ?? {};
      assertVariables(schema, operation, variables);
      cost = { cost: edge.costOf({ document, operation, variables }), limit: edge.costBudget(contextValue) };
      if (cost.cost > cost.limit) throw tooComplex('cost', cost.limit, cost.cost);
    },

    async responseForOperation({ document, operation, request, contextValue, response }) {
      const variables = request.variables ?? {};
      const refusals = edge.checkAccess?.({ document, operation, variables, context: contextValue }) ?? [];
      if (refusals.length === 0) return null;
      const errors = refusals.map(({ error, field }) => new GraphQLError(error.message, { nodes: field, originalError: error }));
      const answered = errors.map((error) => answerAndLog(error, scope, edge.log));
      return { http: response.http, body: { kind: 'single', singleResult: { errors: answered } } };
    },

    async willSendResponse({ request, response: { http, body } }) {
      if (body.kind !== 'single') return;
      const result = body.singleResult;
      // 405 is Apollo's own, for a mutation by GET.
      if (http.status !== 405) http.status = statusOf(result, scope);
      const retryAfter = http.status === 429 || http.status === 503 ? retryAfterOf((result.errors ?? []) as AnsweredError[]) : undefined;
      if (retryAfter !== undefined) http.headers.set('retry-after', String(retryAfter));
      if (cost && request.http?.headers.get('graphql-cost') === 'report') result.extensions = { ...result.extensions, cost };
    },
  };
}

function edgePlugin<Context extends RequestContext>(edge: Edge<Context>): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => requestListener(edge),
    unexpectedErrorProcessingRequest: async ({ error }) => edge.log.error({ err: error }, 'Apollo failed'),
  };
}

/** Apollo lets an executor stand in for graphql-js only as a "gateway"; this one has the hub's own schema. */
function gatewayTo(schema: GraphQLSchema, executor: Executor): ApolloServerOptionsWithGateway<RequestContext>['gateway'] {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: async () => ({ executor }),
    stop: async () => undefined,
  };
}

/** Starts Apollo with every switch set here, none by NODE_ENV. Stop it after the HTTP server. */
export async function startGraphql<Context extends RequestContext>(options: GraphqlOptions<Context>): Promise<ApolloServer<Context>> {
  const { schema, log, introspection, executor, stringifyResult } = options;
  guardBuiltInScalars();
  const source = executor ? { gateway: gatewayTo(schema, executor) } : { schema };
  const server = new ApolloServer<Context>({
    ...source,
    nodeEnv: 'production',
    logger: log,
    introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: maximumTokens },
    validationOptions: { maxErrors: 20, hideSuggestions: true },
    formatError: (_formatted, error) => answerAndLog(error, currentScope(), log),
    ...(stringifyResult && { stringifyResult }),
    plugins: [
      edgePlugin({ ...options, costOf: createCostMeter(schema) }),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return server;
}
