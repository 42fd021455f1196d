import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { EntityName } from '@mikro-orm/postgresql';
import type { GraphQLSchema } from 'graphql';
import { buildSchema, type NonEmptyArray } from 'type-graphql';
import { adapters, connectors as xroadConnectors, type XRoadSettings } from '../integrations/index.ts';
import { type Actor, anonymous, system } from './access/actor.ts';
import { type ExchangeServer, startExchange } from './exchange/server.ts';
import { useAuditKey } from './kit/audit.ts';
import { useChangeSources } from './kit/change-feed.ts';
import { forgetOldChanges } from './kit/change.jobs.ts';
import { useReactions } from './kit/happening.ts';
import type { Ctx } from './kit/ctx.ts';
import { useLetterSender } from './kit/mail/letter-sender.ts';
import { useMessageIdDomain } from './kit/mail/message-id.ts';
import { ActorResolver, LegalActResolver, LocalizedTextResolver, ViolationResolver } from './kit/graphql.ts';
import { forgetIdempotencyKeys } from './kit/idempotency.jobs.ts';
import type { JobDefinition, ResolverClass } from './kit/module.ts';
import { ServerTimeResolver } from './kit/server-time.resolver.ts';
import { firstRow, sql } from './kit/sql.ts';
import { inTransaction } from './kit/transaction.ts';
import { makeExportJob } from './modules/files/export.jobs.ts';
import { startExportResolver } from './modules/files/export.resolver.ts';
import { exportCatalogue } from './modules/files/export.service.ts';
import { auditHeadJob } from './modules/audit/audit.jobs.ts';
import { type FileEdge, fileRoutes } from './modules/files/file.routes.ts';
import type { Linking } from './modules/files/file.service.ts';
import { uploadRoutes } from './modules/files/upload.routes.ts';
import type { Connector } from './modules/ingestion/connector.ts';
import { pullVolumesJob } from './modules/ingestion/pull.jobs.ts';
import { useReadableAdapters } from './modules/ingestion/source-health.service.ts';
import { sourceSettingsResolver } from './modules/ingestion/volume-source.resolver.ts';
import { modules } from './modules/index.ts';
import { noticePreviewResolver } from './modules/notifications/notice-preview.resolver.ts';
import { reminderTick } from './modules/notifications/reminder.jobs.ts';
import { deliveryJob } from './modules/notifications/delivery.jobs.ts';
import { actorOfApiKey, actorOfSubject, apiKeyPrefix } from './modules/users/user.service.ts';
import { portalPages } from './portal/index.ts';
import { accessRefusals } from './runtime/access-check.ts';
import { admit, type IncomingRequest } from './runtime/admission.ts';
import { type Clock, createClock } from './runtime/clock.ts';
import type { Config } from './runtime/config.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './runtime/embedded-postgres.ts';
import { answerError } from './runtime/graphql/errors.ts';
import { describeAccess } from './runtime/graphql/access-lines.ts';
import { type Edge, type RequestContext, startHttp } from './runtime/http.ts';
import type { Logger } from './runtime/log.ts';
import type { Mailer } from './kit/mail/mailer.ts';
import { createMailer } from './runtime/mailer.ts';
import { Metrics } from './runtime/metrics.ts';
import { connectOrm, forkEm, migrate, type Orm, poolOf } from './runtime/orm.ts';
import { createRateLimiter, createRateLimits } from './runtime/rate-limit.ts';
import { readinessOf } from './runtime/readiness.ts';
import { currentScope } from './runtime/request-scope.ts';
import { keepSecret, oidcVerifier, type OwnIssuer, ownTokenIssuer, type TokenVerifier } from './runtime/tokens.ts';
import { startWorker, type Worker } from './runtime/worker.ts';

type HubContext = Ctx & RequestContext & Linking;

const apiStatementMs = 3_000;
const workerStatementMs = 120_000;
const publicCost = 2_000;
const userCost = 10_000;

export const entities: readonly EntityName[] = modules.flatMap((module) => module.entities ?? []);
useReactions(modules.flatMap((module) => module.reactions ?? []));

useChangeSources(modules.flatMap((module) => module.changes ?? []));

// Made once: type-graphql remembers every class that it was shown.
const saveSource = sourceSettingsResolver(adapters);
const catalogue = exportCatalogue(modules.flatMap((module) => module.exports ?? []));
const startExport = startExportResolver(catalogue);
const notices = modules.flatMap((module) => module.notices ?? []);
const preview = noticePreviewResolver(notices);
export const reminders = modules.flatMap((module) => module.reminders ?? []);

let schemaOfAll: Promise<GraphQLSchema> | undefined;

/** The GraphQL schema of all modules, each description saying who may use it; built once in a process. */
export function hubSchema(): Promise<GraphQLSchema> {
  return (schemaOfAll ??= composeSchema());
}

async function composeSchema(): Promise<GraphQLSchema> {
  const kit: ResolverClass[] = [ServerTimeResolver, ActorResolver, LegalActResolver, LocalizedTextResolver, ViolationResolver];
  const resolvers = [
    ...kit,
    ...modules.flatMap((module) => module.resolvers ?? []),
    saveSource,
    startExport,
    preview,
  ] as unknown as NonEmptyArray<ResolverClass>;
  return describeAccess(await buildSchema({ resolvers, validate: false }));
}

// ---- the database --------------------------------------------------------------------------------------------------

export interface Database {
  url: string;
  orm: Orm;
  embedded?: EmbeddedPostgres;
  close(): Promise<void>;
}

/** Opens the database of the configuration, the embedded one unless another is named, with the audit key in place. */
export async function openDatabase(config: Config, log: Logger): Promise<Database> {
  useAuditKey(await auditKey(config));
  useMessageIdDomain(config.MAIL_FROM.split('@')[1] ?? 'localhost');
  const embedded = config.DATABASE_URL
    ? undefined
    : await startEmbeddedPostgres({ dataDir: config.dataDir, log: (message) => log.info(message) });
  const url = config.DATABASE_URL ?? embedded?.url ?? '';
  const orm = await connectOrm({
    url,
    entities,
    poolSize: config.DATABASE_POOL,
    statementTimeoutMs: apiStatementMs,
    applicationName: 'hub-api',
  });
  return {
    url,
    orm,
    embedded,
    async close() {
      await orm.close(true);
      await embedded?.stop();
    },
  };
}

async function auditKey({ AUDIT_KEY, dataDir }: Config): Promise<Buffer> {
  return Buffer.from(AUDIT_KEY ?? (await keepSecret(dataDir, 'audit.key', randomBytes(32).toString('hex'))), 'hex');
}

/** A context for work at the operator's console. */
export function consoleCtx(orm: Orm, clock: Clock, action: string): Ctx {
  return {
    em: forkEm(orm),
    actor: system,
    now: clock.now(),
    language: 'EN',
    requestId: `cli-${action}`,
    action,
    actingAs: ['SYSTEM'],
    origin: 'cli',
  };
}

/** Migrates, and loads what a fresh database needs. Migrations run as the owner where one is configured. */
export async function prepareDatabase(config: Config, { url, orm }: Database, log: Logger): Promise<void> {
  const ownerUrl = config.DATABASE_OWNER_URL ?? url;
  const owner =
    ownerUrl === url && config.isEmbedded
      ? orm
      : await connectOrm({ url: ownerUrl, entities, poolSize: 2, statementTimeoutMs: 0, applicationName: 'hub-migrate' });
  try {
    const done = await migrate(owner, ownerUrl);
    if (done.length > 0) log.info({ migrations: done }, 'the database was migrated');
  } finally {
    if (owner !== orm) await owner.close(true);
  }
  await seed(orm, createClock(), log);
}

const seedLock = 7_201_002;

/** Loads the reference and sample data that are not there yet; several hubs at once do it once. */
export async function seed(orm: Orm, clock: Clock, log: Logger): Promise<void> {
  for (const { name, run } of modules.flatMap((module) => module.seeds ?? [])) {
    await inTransaction(consoleCtx(orm, clock, `seed:${name}`), async (ctx) => {
      await firstRow(ctx, sql`select pg_advisory_xact_lock(${seedLock})`);
      await run(ctx);
    });
    log.debug({ seed: name }, 'reference data is there');
  }
}

// ---- the hub -------------------------------------------------------------------------------------------------------

export interface Hub {
  url: string;
  /** The door for the hub's own security server; undefined = it is off. */
  exchangeUrl?: string;
  config: Config;
  clock: Clock;
  orm: Orm;
  /** On the embedded database the hub is its own issuer. */
  issuer?: OwnIssuer;
  mails: { kind: 'smtp' | 'eml'; where: string };
  /** Drains requests and jobs, then closes everything but the database, which is the opener's to close. */
  stop(): Promise<void>;
}

export interface HubParts {
  config: Config;
  database: Database;
  log: Logger;
  clock?: Clock;
  /** Whether it looks by itself, by the machine's clock, for what has fallen due; unless told otherwise, it does. */
  looks?: boolean;
}

/** Puts the hub together and starts it: API, worker, schedules. */
export async function startHub({ config, database, log, clock = createClock(config.HUB_CLOCK), looks = true }: HubParts): Promise<Hub> {
  const { orm, url: databaseUrl } = database;
  useLetterSender({ name: { ky: config.UNIT_NAME, ru: config.UNIT_NAME_RU }, phone: config.UNIT_PHONE, email: config.UNIT_EMAIL });
  const metrics = new Metrics();
  const issuer = config.OIDC_ISSUER ? undefined : await ownTokenIssuer(config.dataDir);
  const verifier = issuer ?? oidcOf(config);
  const workerOrm = await connectOrm({
    url: databaseUrl,
    entities,
    poolSize: config.DATABASE_POOL,
    statementTimeoutMs: workerStatementMs,
    applicationName: 'hub-worker',
  });
  const emlDir = join(config.dataDir, 'mail');
  const mailer = createMailer({ ...mailSettings(config), emlDir: config.SMTP_URL ? undefined : emlDir, log });
  const connectors = connectorsOf(config, clock, log);
  useReadableAdapters([...connectors.keys()]);
  const schema = await hubSchema();
  const pools = { api: await poolOf(orm), worker: await poolOf(workerOrm) };
  metrics.watchPools(() => ({ api: readingOf(pools.api), worker: readingOf(pools.worker) }));

  let edge: Edge | undefined;
  const publicUrl = (): string => config.PUBLIC_URL ?? edge?.url ?? `http://${config.HOST}:${config.PORT}`;
  const worker = await startWorker({
    url: databaseUrl,
    orm: workerOrm,
    clock,
    jobs: jobsOf(),
    ticks: [...modules.flatMap((module) => module.ticks ?? []), reminderTick(reminders)],
    looks,
    log,
    metrics,
  });
  edge = await startEdge({ config, orm, clock, schema, verifier, worker, mailer, log, metrics, pool: pools.api, publicUrl }).catch(
    async (error: unknown) => {
      await worker.stop();
      await workerOrm.close(true);
      throw error;
    },
  );

  const exchange = await exchangeOf({ config, orm, clock, log, metrics, pool: pools.api }).catch(async (error: unknown) => {
    await edge.stop();
    await worker.stop();
    await workerOrm.close(true);
    throw error;
  });

  function jobsOf(): readonly JobDefinition<never>[] {
    const delivery = deliveryJob({
      mailer,
      publicUrl,
      notices,
      perMinute: config.MAIL_PER_MINUTE,
      onOutcome: (outcome) => metrics.countMail(outcome),
    });
    const pull = pullVolumesJob({ connectors, onOutcome: (source, outcome) => metrics.countPull(source, outcome) });
    const outside = config.AUDIT_HEAD_EMAIL === undefined ? [] : [auditHeadJob(config.AUDIT_HEAD_EMAIL)];
    return [
      forgetIdempotencyKeys,
      forgetOldChanges,
      ...modules.flatMap((module) => module.jobs ?? []),
      ...outside,
      delivery,
      pull,
      makeExportJob(catalogue),
    ];
  }

  const { url } = edge;
  return {
    url,
    exchangeUrl: exchange?.url,
    config,
    clock,
    orm,
    issuer,
    mails: { kind: mailer.kind, where: mailer.kind === 'eml' ? emlDir : new URL(config.SMTP_URL ?? '').host },
    async stop() {
      await exchange?.stop();
      await edge.stop();
      await worker.stop();
      await mailer.close();
      await workerOrm.close(true);
    },
  };
}

function mailSettings(config: Config) {
  const { MAIL_DKIM_DOMAIN: domainName, MAIL_DKIM_SELECTOR: keySelector, MAIL_DKIM_KEY_FILE: privateKey } = config;
  return {
    smtpUrl: config.SMTP_URL,
    from: { name: config.MAIL_FROM_NAME, address: config.MAIL_FROM },
    envelopeFrom: config.MAIL_BOUNCES_TO,
    dkim: domainName && keySelector && privateKey ? { domainName, keySelector, privateKey } : undefined,
  };
}

function oidcOf({
  OIDC_ISSUER: issuer,
  OIDC_AUDIENCE: audience,
  OIDC_JWKS_URL: jwksUrl,
  OIDC_ALGORITHM: algorithm,
}: Config): TokenVerifier {
  if (!issuer || !audience || !jwksUrl) throw new Error('loadConfig() lets no OIDC setting be missing');
  return oidcVerifier({ issuer, audience, jwksUrl, algorithm });
}

/** The hub's own place in the exchange; undefined where no security server is configured. */
export function xroadSettingsOf(config: Config): XRoadSettings | undefined {
  const { XROAD_SECURITY_SERVER_URL: securityServerUrl, XROAD_CLIENT: clientId, XROAD_USER_ID: userId } = config;
  if (!securityServerUrl || !clientId) return undefined;
  const { XROAD_TLS_CA_FILE: ca, XROAD_TLS_CERT_FILE: cert, XROAD_TLS_KEY_FILE: key } = config;
  return { securityServerUrl, clientId, userId, tls: ca ? { ca, cert, key } : undefined };
}

/** The connectors over the configured security server, by adapter name; none without one. */
function connectorsOf(config: Config, clock: Clock, log: Logger): ReadonlyMap<string, Connector> {
  const settings = xroadSettingsOf(config);
  const all = settings ? xroadConnectors(settings, log, () => clock.now()) : [];
  return new Map(all.map((connector) => [connector.adapter, connector]));
}

function readingOf({
  totalCount: total,
  idleCount: idle,
  waitingCount: waiting,
}: {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}) {
  return { total, idle, waiting };
}

// ---- the exchange --------------------------------------------------------------------------------------------------

type ExchangeParts = Pick<EdgeParts, 'config' | 'orm' | 'clock' | 'log' | 'pool' | 'metrics'>;

/** Opens the door for the hub's own security server, where one is configured. */
async function exchangeOf({ config, orm, clock, log, pool, metrics }: ExchangeParts): Promise<ExchangeServer | undefined> {
  const { EXCHANGE_PORT: port, EXCHANGE_HOST: host, EXCHANGE_URL: url } = config;
  if (port === undefined) return undefined;
  const { EXCHANGE_TLS_CERT_FILE: cert, EXCHANGE_TLS_KEY_FILE: key, EXCHANGE_TLS_CA_FILE: ca } = config;
  const limiter = createRateLimiter({
    keyPrefix: 'exchange',
    points: config.RATE_LIMIT_PER_MINUTE_EXCHANGE,
    seconds: 60,
    shared: { pool, tableName: 'rate_limit' },
  });
  const server = await startExchange({
    host,
    port,
    url: url?.replace(/\/$/, ''),
    tls: cert && key && ca ? { cert, key, ca } : undefined,
    log,
    contextFor: ({ requestId, language }) => ({
      em: forkEm(orm),
      actor: anonymous,
      now: clock.now(),
      language,
      requestId,
      action: 'exchange.read',
      actingAs: [],
      origin: 'http',
    }),
    rateLimit: (clientKey) => limiter.consume(clientKey),
    onAnswer: ({ route, method, status, seconds }) => metrics.countRequest(`exchange ${route}`, method, status, seconds),
    explain: (error, audience) => {
      const { answer, logLevel } = answerError(error, audience);
      return { ...answer.extensions, message: answer.message, logLevel };
    },
  });
  if (ca) log.info({ url: server.url }, 'the exchange is open to the security server');
  else log.warn({ url: server.url }, 'the exchange is open without TLS: whoever is on this machine can say that they are any agency');
  return server;
}

// ---- the edge ------------------------------------------------------------------------------------------------------

interface EdgeParts {
  config: Config;
  orm: Orm;
  clock: Clock;
  schema: GraphQLSchema;
  verifier: TokenVerifier;
  worker: Worker;
  mailer: Mailer;
  log: Logger;
  metrics: Metrics;
  pool: Awaited<ReturnType<typeof poolOf>>;
  /** Where the hub is to be found from outside. */
  publicUrl: () => string;
}

function startEdge({ config, orm, clock, schema, verifier, worker, mailer, log, metrics, pool, publicUrl }: EdgeParts): Promise<Edge> {
  const contextFor = async (request: IncomingRequest): Promise<HubContext> => {
    const em = forkEm(orm);
    const now = clock.now();
    const actor = await actorOf({ em, now }, request, verifier);
    const { language, requestId } = request;
    const caller = { actor, actorKey: actor.key, isAnonymous: actor === anonymous };
    return {
      em,
      ...caller,
      now,
      language,
      requestId,
      action: 'read',
      actingAs: [],
      origin: 'http',
      publicUrl: publicUrl().replace(/\/$/, ''),
    };
  };
  const rateLimit = createRateLimits({
    actor: { points: config.RATE_LIMIT_PER_MINUTE_USER, seconds: 60 },
    address: { points: config.RATE_LIMIT_PER_MINUTE_ADDRESS, seconds: 60 },
    shared: { pool, tableName: 'rate_limit' },
  });
  const fileEdge: FileEdge = {
    contextOf: ({ headers, ip = '' }) => admit({ contextFor, rateLimit }, { headers, address: ip, ...currentScope() }),
    now: () => clock.now(),
  };

  return startHttp<HubContext>({
    host: config.HOST,
    port: config.PORT,
    schema,
    log,
    metrics,
    contextFor,
    checkAccess: ({ document, operation, context }) => accessRefusals(schema, document, operation, context.actor),
    rateLimit,
    readiness: readinessOf(orm, worker, mailer),
    mount: (app) => {
      portalPages(app);
      fileRoutes(app, fileEdge);
      uploadRoutes(app, fileEdge);
    },
    settings: {
      slowPaths: ['/uploads/'],
      filing: {
        path: '/graphql/filing',
        bodyLimit: '2mb',
        mutations: new Set(['fileQuestionnaires', 'recordSurveyResponses', 'saveVolumeReport']),
      },
      introspection: config.introspection,
      explorer: config.explorer,
      trustProxy: config.TRUST_PROXY ?? false,
      metricsToken: config.METRICS_TOKEN,
      trustedDocuments: config.TRUSTED_DOCUMENTS_FILE ? new Set(JSON.parse(config.TRUSTED_DOCUMENTS_FILE) as string[]) : undefined,
      costBudget: ({ actor }) => (actor === anonymous ? publicCost : userCost),
    },
  });
}

/** Who asks: the user of a bearer token, the system of an API key, otherwise the public. A bad token is never the public. */
async function actorOf(ctx: Pick<Ctx, 'em' | 'now'>, { headers }: IncomingRequest, verifier: TokenVerifier): Promise<Actor> {
  const { authorization } = headers;
  if (authorization === undefined) return anonymous;
  const token = /^Bearer ([\w.~+/=-]{1,8192})$/i.exec(authorization)?.[1] ?? '';
  if (token.startsWith(apiKeyPrefix)) return actorOfApiKey(ctx, token);
  return actorOfSubject(ctx, await verifier.subjectOf(token));
}
