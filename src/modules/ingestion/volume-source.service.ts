import { CronExpressionParser } from 'cron-parser';
import { stampOf } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { assertOneKey, found } from '../../kit/lookup.ts';
import { enqueue } from '../../kit/outbox.ts';
import {
  columnsOf,
  firstRow,
  inKyrgyz,
  orderBy,
  page,
  pageOf,
  type Page,
  type PageArguments,
  rowById,
  rows,
  run,
  sql,
} from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, recordTransition } from '../../kit/workflow.ts';
import { awaitTurn } from '../../kit/turn.ts';
import { dayOf, zone } from '../../shared/calendar.ts';
import { badInput, conflict, HubError, notFound, type Violation } from '../../shared/errors.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import type { Adapter, VolumeSourceSettings } from './connector.ts';
import { IngestionRun, VolumeSource, VolumeSourceMunicipality } from './ingestion.entity.ts';
import { reasonRefusal } from './observation.rules.ts';
import { healthOfSource } from './source-health.service.ts';
import {
  type AskedPull,
  pauseRefusal,
  pullUnderWay,
  type PullScope,
  resumeRefusal,
  type RunState,
  scopeAsked,
  scopeOfSlot,
  settingsProblems,
  type SourceActFacts,
  type SourceHealth,
  startRefusal,
} from './volume-source.rules.ts';

/** Reads a source; tries again only if the hub died or failed at it: a fault of the source ends the run. */
export const pullVolumes = { name: 'pull-volumes', maxAttempts: 5 };

const longestSchedule = 100;
const mostMunicipalities = 500;

// ---- reading -------------------------------------------------------------------------------------------------------

/** A source by id or code. NOT_FOUND. */
export async function getVolumeSource(ctx: Ctx, key: { id?: string | null; code?: string | null }): Promise<VolumeSource> {
  assertOneKey({ id: key.id, code: key.code });
  if (key.id) return found(await rowById(ctx, VolumeSource, key.id));
  return found(
    await firstRow<VolumeSource>(ctx, sql`select ${columnsOf(ctx, VolumeSource, 't')} from volume_source t where t.code = ${key.code}`),
  );
}

/** Sources by code. How well one is depends on the clock, so all are read: they are as many as systems that state counts. */
export async function listVolumeSources(
  ctx: Ctx,
  health: readonly SourceHealth[] | null | undefined,
  paging: PageArguments,
): Promise<Page<VolumeSource>> {
  const all = await rows<VolumeSource>(ctx, sql`select ${columnsOf(ctx, VolumeSource, 't')} from volume_source t order by t.code`);
  const asked = health == null ? all : all.filter((source) => health.includes(healthOfSource(ctx, source).health));
  return pageOf('volumeSources', asked, paging, (source) => source.code, { health });
}

/** The municipalities that a source speaks for; none = it may speak for all. */
export function municipalitiesOfSource(ctx: Ctx, sourceId: string, paging: PageArguments): Promise<Page<Municipality>> {
  return page<Municipality>(ctx, {
    list: 'municipalitiesOfSource',
    select: columnsOf(ctx, Municipality, 't'),
    from: sql`municipality t join volume_source_municipality s on s.municipality_id = t.id`,
    where: [sql`s.source_id = ${sourceId}`],
    order: orderBy('NAME_ASC', inKyrgyz(sql`t.name ->> 'ky'`), 'text'),
    page: paging,
    filter: { sourceId },
  });
}

/** A source's runs, the latest first. */
export function runsOfSource(
  ctx: Ctx,
  sourceId: string,
  states: readonly RunState[] | null | undefined,
  paging: PageArguments,
): Promise<Page<IngestionRun>> {
  return page<IngestionRun>(ctx, {
    list: 'runsOfSource',
    select: columnsOf(ctx, IngestionRun, 't'),
    from: sql`ingestion_run t`,
    where: [sql`t.source_id = ${sourceId}`, states != null && sql`t.state = any(${[...states]})`],
    order: orderBy('QUEUED_AT_DESC', sql`t.queued_at`, 'timestamptz', 'desc'),
    page: paging,
    filter: { sourceId, states },
  });
}

/** NOT_FOUND. */
export async function getIngestionRun(ctx: Ctx, id: string): Promise<IngestionRun> {
  return found(await rowById(ctx, IngestionRun, id));
}

export function factsOfSource({ pausedAt }: VolumeSource): SourceActFacts {
  return { isPaused: pausedAt != null };
}

// ---- settings ------------------------------------------------------------------------------------------------------

export interface SourceSettings {
  code: string;
  expectedVersion?: number | null;
  name: string;
  adapter: string;
  providerId: string[];
  serviceCode: string;
  mapping?: unknown;
  schedule: string;
  /** Absent = unchanged; empty = the source may speak for all. */
  municipalityIds?: readonly string[] | null;
}

/**
 * Enters a source, or changes the one of that code if `expectedVersion` is given. Whatever makes it another source makes the hub
 * read it from the beginning. BAD_USER_INPUT with all that is wrong, CONFLICT on a taken code or a stale version, NOT_FOUND.
 */
export async function saveVolumeSource(ctx: Ctx, settings: SourceSettings, adapters: readonly Adapter[]): Promise<VolumeSource> {
  assertSettings(settings, adapters);
  const existing = await ctx.em.findOne(VolumeSource, { code: settings.code });
  if (existing && settings.expectedVersion == null) throw codeTaken();
  if (!existing && settings.expectedVersion != null) throw notFound(['input', 'code']);
  const source = existing ? changeSource(ctx, existing, settings) : createSource(ctx, settings);
  if (settings.municipalityIds != null) await replaceMunicipalities(ctx, source.id, settings.municipalityIds);
  return source;
}

function createSource(ctx: Ctx, settings: SourceSettings): VolumeSource {
  const { code, name, adapter, providerId, serviceCode, mapping = null, schedule } = settings;
  const nextSlotAt = nextSlot(schedule, ctx.now);
  const source = ctx.em.create(VolumeSource, {
    code,
    name,
    adapter,
    providerId,
    serviceCode,
    mapping,
    schedule,
    nextSlotAt,
    breaker: 'CLOSED',
    grantsSeen: [],
  });
  recordTransition(ctx, { type: 'VolumeSource', id: source.id }, { from: null, to: 'ACTIVE' });
  return source;
}

function changeSource(ctx: Ctx, source: VolumeSource, settings: SourceSettings): VolumeSource {
  assertVersion(source, settings.expectedVersion ?? 0);
  const { name, adapter, providerId, serviceCode, schedule } = settings;
  const mapping = settings.mapping === undefined ? source.mapping : settings.mapping;
  const isAnother = JSON.stringify([adapter, providerId, serviceCode, mapping]) !== JSON.stringify(identityOf(source));
  if (isAnother) Object.assign(source, { watermark: null, lastFullPullAt: null, grantsSeen: [], grantsSeenAt: null });
  if (schedule !== source.schedule && !source.pausedAt) source.nextSlotAt = nextSlot(schedule, ctx.now);
  return Object.assign(source, { name, adapter, providerId, serviceCode, mapping, schedule });
}

function identityOf({ adapter, providerId, serviceCode, mapping }: VolumeSource): unknown[] {
  return [adapter, providerId, serviceCode, mapping];
}

async function replaceMunicipalities(ctx: Ctx, sourceId: string, asked: readonly string[]): Promise<void> {
  const municipalityIds = [...new Set(asked)];
  if (municipalityIds.length > mostMunicipalities) throw tooManyMunicipalities();
  if ((await ctx.em.count(Municipality, { id: { $in: municipalityIds } })) < municipalityIds.length)
    throw notFound(['input', 'municipalityIds']);
  const before = await ctx.em.find(VolumeSourceMunicipality, { sourceId });
  for (const row of before) if (!municipalityIds.includes(row.municipalityId)) ctx.em.remove(row);
  const known = new Set(before.map(({ municipalityId }) => municipalityId));
  for (const municipalityId of municipalityIds)
    if (!known.has(municipalityId)) ctx.em.create(VolumeSourceMunicipality, { sourceId, municipalityId });
}

function assertSettings(settings: SourceSettings, adapters: readonly Adapter[]): void {
  const adapter = adapters.find((candidate) => candidate.adapter === settings.adapter);
  const ofAdapter = adapter ? adapter.problemsOf(connectorSettings(settings)).map(inInput) : [unknownAdapterName(adapters)];
  const problems = [...settingsProblems(settings), ...ofAdapter, ...scheduleProblems(settings.schedule)];
  const [first] = problems;
  if (first) throw new HubError(first, { violations: problems });
}

/** A source as its connector wants it. */
export function connectorSettings({
  code,
  providerId,
  serviceCode,
  mapping,
}: Pick<VolumeSource, 'code' | 'providerId' | 'serviceCode'> & { mapping?: unknown }): VolumeSourceSettings {
  return { code, providerId, serviceCode, mapping };
}

function inInput(problem: Violation): Violation {
  return { ...problem, path: ['input', ...(problem.path ?? [])] };
}

// ---- schedule ------------------------------------------------------------------------------------------------------

/** The first slot of a cron expression, in Bishkek time, after an instant. */
function nextSlot(schedule: string, after: Date): Date {
  return CronExpressionParser.parse(schedule, { currentDate: after, tz: zone }).next().toDate();
}

function scheduleProblems(schedule: string): Violation[] {
  const isMinutely = schedule.length <= longestSchedule && schedule.trim().split(/\s+/).length === 5;
  try {
    if (isMinutely && nextSlot(schedule, new Date(0))) return [];
  } catch {
    // Falls through to the refusal: not an expression, or one that never comes.
  }
  return [wrongSchedule];
}

/**
 * Queues a pull for each source whose slot has come. The row is the claim: of several hubs one takes it, and the slots missed while
 * every hub was down are made up for by one.
 */
export async function queueDuePulls(ctx: Ctx): Promise<void> {
  const due = await rows<VolumeSource>(
    ctx,
    sql`select ${columnsOf(ctx, VolumeSource, 't')} from volume_source t where t.next_slot_at <= ${ctx.now} and t.paused_at is null
        order by t.next_slot_at limit 100 for update skip locked`,
  );
  for (const source of due) {
    const slotAt = source.nextSlotAt ?? ctx.now;
    await queueOnce(ctx, source, scopeOfSlot(source, dayOf(ctx.now)), slotAt.toISOString());
    await run(
      ctx,
      sql`update volume_source set last_slot_at = ${slotAt}, next_slot_at = ${nextSlot(source.schedule, ctx.now)} where id = ${source.id}`,
    );
  }
}

/** A second run of the same slot meets the unique key, and nothing is queued. */
async function queueOnce(ctx: Ctx, source: VolumeSource, { mode, periodFrom, periodTo }: PullScope, slot: string): Promise<void> {
  const runId = newId();
  const queued = await run(
    ctx,
    sql`insert into ingestion_run (id, source_id, mode, period_from, period_to, slot, state, requested_by, attempts, fetched, stored, unchanged, quarantined, withdrawn, queued_at)
        values (${runId}, ${source.id}, ${mode}, ${periodFrom}, ${periodTo}, ${slot}, 'QUEUED', ${JSON.stringify(stampOf(ctx.actor, ctx.actingAs))}::jsonb, 0, 0, 0, 0, 0, 0, ${ctx.now})
        on conflict do nothing`,
  );
  if (queued > 0) await enqueuePull(ctx, source.id, runId);
}

/** Pulls of one source stand in one queue: they run one after the other. */
function enqueuePull(ctx: Ctx, sourceId: string, runId: string): Promise<void> {
  return enqueue(ctx, { ...pullVolumes, queue: `pull:${sourceId}` }, { runId }, { key: `pull:${runId}` });
}

// ---- acts ----------------------------------------------------------------------------------------------------------

/** Queues a pull on somebody's word. RULE_VIOLATED if the source is paused or the same pull is under way. */
export async function startPull(ctx: Ctx, { sourceId, ...asked }: AskedPull & { sourceId: string }): Promise<IngestionRun> {
  const source = found(await ctx.em.findOne(VolumeSource, { id: sourceId }), ['input', 'sourceId']);
  assertAllowed(startRefusal(factsOfSource(source)));
  const scope = scopeAsked(asked, dayOf(ctx.now));
  if ('code' in scope) throw new HubError(scope);
  await awaitTurn(ctx, `start-pull:${sourceId}`);
  if (await ctx.em.findOne(IngestionRun, { sourceId, ...scope, state: { $in: ['QUEUED', 'RUNNING'] } })) throw new HubError(pullUnderWay);
  const id = newId();
  const requestedBy = stampOf(ctx.actor, ctx.actingAs);
  const nothingYet = { attempts: 0, fetched: 0, stored: 0, unchanged: 0, quarantined: 0, withdrawn: 0 };
  const asQueued = ctx.em.create(IngestionRun, {
    id,
    sourceId,
    ...scope,
    slot: `asked:${id}`,
    state: 'QUEUED',
    requestedBy,
    queuedAt: ctx.now,
    ...nothingYet,
  });
  await enqueuePull(ctx, sourceId, id);
  return asQueued;
}

/** Asks the source nothing until it is resumed; what is stored stays as it is. */
export async function pauseSource(ctx: Ctx, input: { id: string; expectedVersion: number; reason: string }): Promise<VolumeSource> {
  assertAllowed(reasonRefusal(input.reason));
  const source = await sourceToChange(ctx, input);
  assertAllowed(pauseRefusal(factsOfSource(source)));
  recordTransition(ctx, { type: 'VolumeSource', id: source.id }, { from: 'ACTIVE', to: 'PAUSED', reason: input.reason });
  return Object.assign(source, { pausedAt: ctx.now, pausedReason: input.reason, nextSlotAt: null });
}

export async function resumeSource(ctx: Ctx, input: { id: string; expectedVersion: number }): Promise<VolumeSource> {
  const source = await sourceToChange(ctx, input);
  assertAllowed(resumeRefusal(factsOfSource(source)));
  recordTransition(ctx, { type: 'VolumeSource', id: source.id }, { from: 'PAUSED', to: 'ACTIVE' });
  return Object.assign(source, { pausedAt: null, pausedReason: null, nextSlotAt: nextSlot(source.schedule, ctx.now) });
}

async function sourceToChange(ctx: Ctx, { id, expectedVersion }: { id: string; expectedVersion: number }): Promise<VolumeSource> {
  const source = found(await ctx.em.findOne(VolumeSource, { id }), ['input', 'id']);
  assertVersion(source, expectedVersion);
  return source;
}

// ---- refusals ------------------------------------------------------------------------------------------------------

function codeTaken(): HubError {
  return conflict(
    ['input', 'code'],
    { ky: 'Бул коддуу булак бар.', ru: 'Источник с таким кодом уже есть.', en: 'There is a source with this code.' },
    {
      ky: 'Аны өзгөртүү үчүн expectedVersion бериңиз.',
      ru: 'Чтобы изменить его, передайте expectedVersion.',
      en: 'Give expectedVersion to change it.',
    },
  );
}

function unknownAdapterName(adapters: readonly Adapter[]): Violation {
  const names = adapters.map(({ adapter }) => adapter).join(', ');
  return {
    code: 'BAD_USER_INPUT',
    path: ['input', 'adapter'],
    message: { ky: 'Мындай адаптер хабда жок.', ru: 'В хабе нет такого адаптера.', en: 'The hub has no such adapter.' },
    hint: { ky: `Адаптерлер: ${names}.`, ru: `Адаптеры: ${names}.`, en: `Adapters: ${names}.` },
  };
}

const wrongSchedule: Violation = {
  code: 'BAD_USER_INPUT',
  path: ['input', 'schedule'],
  message: {
    ky: 'Жадыбал Бишкек убактысы менен беш талаалуу cron туюнтмасы болот.',
    ru: 'Расписание — выражение cron из пяти полей по времени Бишкека.',
    en: 'A schedule is a cron expression of five fields in Bishkek time.',
  },
  hint: {
    ky: 'Мисалы: 30 2 * * * (ар түнү 02:30).',
    ru: 'Например: 30 2 * * * (каждую ночь в 02:30).',
    en: 'Such as 30 2 * * * (every night at 02:30).',
  },
};

function tooManyMunicipalities(): HubError {
  return badInput(
    ['input', 'municipalityIds'],
    {
      ky: `Эң көп ${mostMunicipalities} муниципалитет.`,
      ru: `Не более ${mostMunicipalities} муниципалитетов.`,
      en: `At most ${mostMunicipalities} municipalities.`,
    },
    {
      ky: 'Тизмени бош калтырсаңыз, булак баары үчүн жооп берет.',
      ru: 'Пустой список — источник отвечает за всех.',
      en: 'With an empty list the source speaks for all.',
    },
  );
}
