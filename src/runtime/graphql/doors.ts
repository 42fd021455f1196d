import { isUtf8 } from 'node:buffer';
import { expressMiddleware } from '@as-integrations/express5';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { serviceBusy } from '../../shared/errors.ts';
import { authenticate, type CallerGate, countCaller } from '../admission.ts';
import { onlyMethods, refused } from '../refusal.ts';
import { currentScope } from '../request-scope.ts';
import { createDocumentGate } from './limits.ts';
import { edgeMessages } from './messages.ts';
import { type GraphqlOptions, type RequestContext, startGraphql } from './server.ts';

export const graphqlPath = '/graphql';
const bodyLimit = '100kb';
const publicAtOnce = 8;
const publicWaiting = 200;
const busyForSeconds = 5;

/** A second, narrower GraphQL door with a larger body, for filing many rows at once. */
interface FilingDoor {
  readonly path: string;
  /** As express reads it: `2mb`. */
  readonly bodyLimit: string;
  readonly mutations: ReadonlySet<string>;
}

export interface DoorSettings<Context> {
  readonly introspection: boolean;
  /** SHA-256 (hex) of the documents that may be run; without it any may. */
  readonly trustedDocuments?: ReadonlySet<string>;
  readonly costBudget?: (context: Context) => number;
  readonly filing?: FilingDoor;
}

export interface DoorOptions<Context extends RequestContext>
  extends CallerGate<Context>, Pick<GraphqlOptions<Context>, 'schema' | 'log' | 'checkAccess' | 'executor' | 'stringifyResult'> {
  settings: DoorSettings<Context>;
  /** Called once for every context made, after its operation was computed, however that ended. */
  release?(context: Context): void | Promise<void>;
}

const mediaTypes = ['application/json', 'application/graphql-response+json'] as const;

/** Decides the answer's media type before anything is run: a mutation must not be done and then answered 406. */
const negotiate: RequestHandler = (request, _response, next) => {
  const accepted = request.accepts([...mediaTypes]);
  const mediaType = mediaTypes.find((known) => known === accepted);
  if (!mediaType) throw refused(406, 'BAD_REQUEST', edgeMessages.notAcceptable);
  currentScope().mediaType = mediaType;
  next();
};

const jsonType = /^application\/json\s*(?:;\s*charset="?utf-?8"?\s*)?$/i;

const onlyJson: RequestHandler = (request, _response, next) => {
  if (request.method === 'POST' && !jsonType.test(request.get('content-type') ?? '')) {
    throw refused(415, 'BAD_REQUEST', edgeMessages.wrongMediaType);
  }
  next();
};

/** The parser would quietly replace what is not UTF-8. */
function assertUtf8(_request: unknown, _response: unknown, body: Buffer): void {
  if (!isUtf8(body)) throw refused(400, 'BAD_REQUEST', edgeMessages.malformed);
}

function readJson(limit: string): RequestHandler {
  return express.json({ limit, inflate: false, verify: assertUtf8 });
}

/** The document of a request, where there is exactly one; Apollo refuses the other forms. */
function documentOf(request: Request): string | undefined {
  if (request.method === 'GET') return new URLSearchParams(request.originalUrl.split('?')[1]).get('query') ?? undefined;
  const { query } = (request.body ?? {}) as { query?: unknown };
  return typeof query === 'string' ? query : undefined;
}

/** A context between its making and its operation. */
interface Held<Context> {
  readonly context: Context;
  /** From now on the operation releases it, whether or not the caller is still there. */
  isRunning: boolean;
}

function heldOf<Context>(response: Response): Held<Context> {
  return response.locals['held'] as Held<Context>;
}

/** The chain of one GraphQL door, cheapest refusals first: method, media types, caller, body, document, and only then Apollo. */
export async function graphqlDoors<Context extends RequestContext>(options: DoorOptions<Context>) {
  const { schema, log, settings } = options;
  const apollo = await startGraphql<Context>({
    schema,
    log,
    introspection: settings.introspection,
    checkAccess: options.checkAccess,
    executor: options.executor,
    stringifyResult: options.stringifyResult,
    costBudget: settings.costBudget ?? (({ isAnonymous }) => (isAnonymous ? 2_000 : 10_000)),
  });
  const admitted = createDocumentGate({ trustedDocuments: settings.trustedDocuments });

  async function release(context: Context): Promise<void> {
    try {
      await options.release?.(context);
    } catch (error) {
      log.error({ err: error }, 'a context could not be released');
    }
  }

  const identify: RequestHandler = async (request, response, next) => {
    const address = request.ip ?? '';
    const { requestId, language } = currentScope();
    const context = await authenticate(options, { headers: request.headers, address, requestId, language });
    if (response.closed) return release(context);
    currentScope().actorKey = context.actorKey;
    const held: Held<Context> = { context, isRunning: false };
    response.locals['held'] = held;
    // A request that is refused on its way, or whose caller left, never comes to the operation.
    response.once('close', () => held.isRunning || void release(context));
    await countCaller(options, context, address);
    next();
  };

  const admitDocument: RequestHandler = (request, _response, next) => {
    const source = documentOf(request);
    if (source !== undefined) admitted(source);
    next();
  };

  /** The public waits its turn, so that however many ask at once, those who work with the hub find it free. */
  const publicTurn = bulkhead(publicAtOnce, publicWaiting);
  const apolloHandler = expressMiddleware<Context>(apollo, { context: async ({ res }) => heldOf<Context>(res).context });

  const execute: RequestHandler = async (request, response, next) => {
    if (response.closed) return;
    const held = heldOf<Context>(response);
    held.isRunning = true;
    const run = () => apolloHandler(request, response, next);
    try {
      await (held.context.isAnonymous ? publicTurn.execute(run) : run());
    } catch (error) {
      throw error instanceof BulkheadRejectedError ? serviceBusy(busyForSeconds) : error;
    } finally {
      await release(held.context);
    }
  };

  function narrow(door: FilingDoor): RequestHandler {
    return (_request, _response, next) => {
      currentScope().onlyMutations = door.mutations;
      next();
    };
  }

  function open(app: Express): void {
    const { filing } = settings;
    if (filing) {
      const body = [onlyJson, identify, readJson(filing.bodyLimit)];
      app.all(filing.path, negotiate, onlyMethods('POST'), ...body, narrow(filing), admitDocument, execute);
    }
    app.all(graphqlPath, negotiate, onlyMethods('GET', 'POST'), onlyJson, identify, readJson(bodyLimit), admitDocument, execute);
  }

  return { open, stop: () => apollo.stop() };
}
