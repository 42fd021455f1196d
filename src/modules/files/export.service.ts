import { type Actor, hasRole, isMinistry, isStill } from '../../access/actor.ts';
import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import type { ExportContent, ExportDefinition } from '../../kit/export.ts';
import { type ExportKind, exportKinds, type ExportRequest } from '../../kit/export.rules.ts';
import { found } from '../../kit/lookup.ts';
import { enqueue, type QueuedJob } from '../../kit/outbox.ts';
import { inSnapshot } from '../../kit/row-stream.ts';
import { columnsOf, firstRow, isId, rows, run, sql } from '../../kit/sql.ts';
import { fileOfFormat, writeTable } from '../../kit/table-file/write-table.ts';
import { inTransaction } from '../../kit/transaction.ts';
import { assertAllowed, assertNone } from '../../kit/workflow.ts';
import { dayOf } from '../../shared/calendar.ts';
import type { Cell } from '../../shared/csv-cell.ts';
import { HubError, notFound } from '../../shared/errors.ts';
import type { Language } from '../../shared/localized-text.ts';
import { actorOfKey } from '../users/user.service.ts';
import { Export } from './export.entity.ts';
import { exportExpiry, exportRoleRefusal, exportViolations, rightsChanged } from './export.rules.ts';
import { StoredFile } from './file.entity.ts';
import { storeFile } from './file.service.ts';
import { cancelledMeanwhile } from './job.rules.ts';
import { beginJob, failJob, finishJob, isCancelled, progress, startJob } from './job.service.ts';

/** What can be exported, by its kind. */
export type ExportCatalogue = ReadonlyMap<ExportKind, ExportDefinition>;

/** Every kind has one definition, or the hub does not start. */
export function exportCatalogue(definitions: readonly ExportDefinition[]): ExportCatalogue {
  const wrong = exportKinds.filter((kind) => definitions.filter((definition) => definition.kind === kind).length !== 1);
  if (wrong.length > 0) throw new Error(`Exports without one definition each: ${wrong.join(', ')}`);
  return new Map(definitions.map((definition) => [definition.kind, definition]));
}

/** One after the other, over all hubs. Tried again only where a hub stopped or died over it: what fails is told, and is over. */
export const makeExport = { name: 'make-export', queue: 'exports', maxAttempts: 25 } satisfies QueuedJob;

// ---- asking --------------------------------------------------------------------------------------------------------

/** Asks for data as a file. FORBIDDEN, BAD_USER_INPUT or NOT_FOUND at once, so that nobody waits for a refusal. */
export async function startExport(ctx: Ctx, asked: ExportRequest & { language: Language }, catalogue: ExportCatalogue): Promise<Export> {
  const definition = definitionOf(catalogue, asked.kind);
  assertAllowed(exportRoleRefusal(definition, ctx.actor.roles));
  const { language, ...given } = asked;
  const request = ownRequest(ctx.actor, given, definition);
  assertNone(exportViolations(definition, request));
  assertIds(request);
  await assertMunicipality(ctx, request);
  await definition.check?.(ctx, request);
  const { kind, format, cut, year, municipalityId, subjectId } = request;
  const id = newId();
  const jobId = startJob(ctx, { kind: 'EXPORT' });
  await enqueue(ctx, makeExport, { exportId: id });
  return ctx.em.create(Export, {
    id,
    kind,
    format,
    cut,
    year,
    municipalityId,
    subjectId,
    language,
    jobId,
    actor: ctx.actor,
    actorKey: ctx.actor.key,
    createdAt: ctx.now,
    expiresAt: exportExpiry(ctx.now),
  });
}

function definitionOf(catalogue: ExportCatalogue, kind: ExportKind): ExportDefinition {
  const definition = catalogue.get(kind);
  if (!definition) throw new Error(`exportCatalogue() lets no kind be missing: ${kind}`);
  return definition;
}

/** A PROVIDER exports its own: where a kind is narrowed by municipality, it is narrowed to theirs. */
function ownRequest(actor: Actor, request: ExportRequest, { takes }: ExportDefinition): ExportRequest {
  const { municipalityId } = actor;
  if (!isOwnOnly(actor) || !takes.includes('municipalityId')) return request;
  if (request.municipalityId !== null && request.municipalityId !== municipalityId) throw notFound(['input', 'municipalityId']);
  return { ...request, municipalityId };
}

function isOwnOnly(actor: Actor): boolean {
  return hasRole(actor, 'PROVIDER') && !isMinistry(actor);
}

/** What is no id names nothing. */
function assertIds(request: ExportRequest): void {
  for (const field of ['municipalityId', 'subjectId'] as const) {
    if (request[field] !== null && !isId(request[field])) throw notFound(['input', field]);
  }
}

async function assertMunicipality(ctx: Ctx, { municipalityId }: ExportRequest): Promise<void> {
  if (municipalityId === null) return;
  found(await firstRow(ctx, sql`select t.id from municipality t where t.id = ${municipalityId}`), ['input', 'municipalityId']);
}

/** An export, for whoever asked for it, while their rights are as they were. NOT_FOUND: absent, somebody else's, or not theirs any more. */
export async function getExport(ctx: Ctx, id: string): Promise<Export> {
  const asked = await findExport(ctx, id);
  return found(asked && isStill(ctx.actor, asked.actor) ? asked : undefined);
}

function findExport(ctx: Ctx, id: string): Promise<Export | undefined> {
  return firstRow<Export>(ctx, sql`select ${columnsOf(ctx, Export, 't')} from export t where t.id = ${id}`);
}

// ---- making --------------------------------------------------------------------------------------------------------

interface Making {
  /** Outside any transaction: shows progress, and hears of a cancelling. */
  ctx: Ctx;
  asked: Export;
  definition: ExportDefinition;
  signal: AbortSignal;
}

/**
 * Makes the file of an export: reads one moment, as whoever asked, if their rights are as they were, and writes as it reads. What fails is
 * told on the job, and leaves nothing; a hub that stops over it leaves it to the next.
 */
export async function fulfilExport(ctx: Ctx, exportId: string, catalogue: ExportCatalogue, signal: AbortSignal): Promise<void> {
  const asked = found(await findExport(ctx, exportId));
  if (!(await beginJob(ctx, asked.jobId))) return;
  try {
    const actor = await actorOfKey(ctx, asked.actorKey);
    if (!actor || !isStill(actor, asked.actor)) throw rightsChanged();
    const as: Ctx = { ...ctx, actor, language: asked.language, actingAs: definitionOf(catalogue, asked.kind).roles };
    await inSnapshot(as, (reader) => write(reader, { ctx: as, asked, definition: definitionOf(catalogue, asked.kind), signal }));
  } catch (error) {
    if (signal.aborted) throw error;
    await failJob(ctx, asked.jobId, error);
    // A refusal is told to whoever asked; a fault of ours is the operator's to hear of as well.
    if (!(error instanceof HubError)) throw error;
  }
}

async function write(reader: Ctx, making: Making): Promise<void> {
  const { ctx, asked, definition } = making;
  await inTransaction(ctx, async (writer) => {
    // Opened in here: should the writing begin again, so does the reading.
    const content = await definition.open(reader, requestOf(asked));
    const counter = { rows: 0 };
    const { ending, mediaType } = fileOfFormat[asked.format];
    const table = { ...content.table, rows: watched(making, content, counter) };
    const file = await storeFile(writer, {
      name: `${content.name}-${dayOf(asked.createdAt)}.${ending}`,
      mediaType,
      content: writeTable(asked.format, table, { at: ctx.now, beside: content.beside }),
    });
    await writer.em.flush();
    await run(writer, sql`update export set file_id = ${file.id}, rows = ${counter.rows}::bigint where id = ${asked.id}`);
    await audit(writer, madeFact(asked, file, counter.rows));
    await finishJob(writer, asked.jobId);
  });
}

function requestOf({ kind, format, cut, year = null, municipalityId = null, subjectId = null }: Export): ExportRequest {
  return { kind, format, cut, year, municipalityId, subjectId };
}

const lookEveryRows = 2000;

/** The same rows, counted, with the progress shown; ends with an error when the work is cancelled or the hub stops. */
async function* watched(
  { ctx, asked, signal }: Making,
  { table, total }: ExportContent,
  counter: { rows: number },
): AsyncGenerator<readonly Cell[], void> {
  for await (const cells of table.rows) {
    counter.rows += 1;
    if (counter.rows % lookEveryRows === 0) {
      signal.throwIfAborted();
      await progress(ctx, asked.jobId, counter.rows, total);
      if (await isCancelled(ctx, asked.jobId)) throw cancelledMeanwhile();
    }
    yield cells;
  }
}

/** What the audit log keeps of an export: who has it by the row's actor, and here what it was made of. */
function madeFact({ id, kind, format, cut, year, municipalityId, subjectId, language }: Export, file: StoredFile, rowCount: number) {
  return {
    action: 'export',
    subjectType: 'Export',
    subjectId: id,
    municipalityId,
    after: { kind, format, cut, year, municipalityId, subjectId, language, rows: rowCount, bytes: file.bytes, sha256: file.sha256 },
  };
}

// ---- keeping -------------------------------------------------------------------------------------------------------

/** Throws away the files of exports that have expired. That they were made stays, in the export and in the audit log. */
export function purgeExports(ctx: Ctx): Promise<number> {
  return inTransaction(ctx, async (inner) => {
    const expired = await rows<{ fileId: string }>(
      inner,
      sql`select file_id from export where expires_at <= ${inner.now} and file_id is not null order by id for update skip locked`,
    );
    const fileIds = expired.map(({ fileId }) => fileId);
    await run(inner, sql`update export set file_id = null where file_id = any(${fileIds}::uuid[])`);
    await run(
      inner,
      sql`delete from content_chunk where content_id in (select f.content_id from file f where f.id = any(${fileIds}::uuid[]))`,
    );
    await run(inner, sql`delete from file where id = any(${fileIds}::uuid[])`);
    return fileIds.length;
  });
}
