import { Readable } from 'node:stream';
import type { Ctx } from '../../kit/ctx.ts';
import type { DocumentModel } from '../../kit/document/document.rules.ts';
import { renderDocument } from '../../kit/document/render.ts';
import { newId } from '../../kit/entity.ts';
import { enqueue, type QueuedJob } from '../../kit/outbox.ts';
import { mustRowById } from '../../kit/sql.ts';
import { inTransaction } from '../../kit/transaction.ts';
import { assertNone } from '../../kit/workflow.ts';
import { awaitTurn } from '../../kit/turn.ts';
import type { Language } from '../../shared/localized-text.ts';
import type { MadeDocument } from './document.entity.ts';
import { type AskedDocuments, type DocumentFormat, fileOfDocument, isDocumentFormat, renderViolations } from './document.rules.ts';
import type { StoredFile } from './file.entity.ts';
import { storeFile } from './file.service.ts';
import { cancelledMeanwhile } from './job.rules.ts';
import { doJob, finishJob, isCancelled, progress, startJob } from './job.service.ts';

/** Documents of one kind of thing: their entity, its column that says of which thing, and the job that makes one. */
export interface DocumentKind {
  entity: new () => MadeDocument;
  of: string;
  job: QueuedJob;
}

/** One after the other, over all hubs. What fails is told on the job, and is over; only a hub that stops over it leaves it to the next. */
export function documentJob<const Name extends string>(name: Name) {
  return { name, queue: 'documents', maxAttempts: 25 } satisfies QueuedJob;
}

export interface DocumentTask {
  documentId: string;
  jobId: string;
  /** Whether the pictures of its language are made as files too: once for all formats asked for together. */
  withPictures: boolean;
}

// ---- asking --------------------------------------------------------------------------------------------------------

/** What documents are asked of; those of a draft are marked as such. */
export interface DocumentSubject {
  id: string;
  isDraft: boolean;
}

/** Asks for documents of something, in each language and format; answers their ids. BAD_USER_INPUT. */
export async function askForDocuments(ctx: Ctx, kind: DocumentKind, subject: DocumentSubject, asked: AskedDocuments): Promise<string[]> {
  assertNone(renderViolations(asked));
  // Of several who ask at once for the first time the others wait, and then find the document that is there.
  await awaitTurn(ctx, `documents:${subject.id}`);
  const ids: string[] = [];
  for (const language of new Set(asked.languages)) {
    for (const [index, format] of [...new Set(asked.formats.filter(isDocumentFormat))].entries()) {
      const { id, jobId } = await begin(ctx, kind, subject, { language, format });
      const task: DocumentTask = { documentId: id, jobId, withPictures: index === 0 };
      await enqueue(ctx, kind.job, { ...task });
      ids.push(id);
    }
  }
  return ids;
}

/** Enters the work of making a document; one that is there already is replaced when it is done. */
async function begin(
  ctx: Ctx,
  { entity, of }: DocumentKind,
  { id: subjectId, isDraft }: DocumentSubject,
  form: { language: Language; format: DocumentFormat },
): Promise<{ id: string; jobId: string }> {
  const jobId = startJob(ctx, { kind: 'RENDER_DOCUMENT' });
  const which = { [of]: subjectId, ...form };
  const before = await ctx.em.findOne(entity, which);
  const id = before?.id ?? newId();
  if (before) before.jobId = jobId;
  else ctx.em.create(entity, { id, ...which, jobId, isWatermarked: isDraft });
  return { id, jobId };
}

// ---- making --------------------------------------------------------------------------------------------------------

export interface DocumentMaking<D extends MadeDocument> {
  /** What it says, and the name of its file without language and ending. */
  describe(document: D): Promise<{ model: DocumentModel; name: string }>;
  /** What else is done in the transaction that keeps its file. */
  keep?(ctx: Ctx, document: D, file: StoredFile): Promise<void>;
}

/** Does the work of a document's job. One that was asked for anew meanwhile is left to the newer job. */
export async function makeDocument<D extends MadeDocument>(
  ctx: Ctx,
  entity: new () => D,
  { documentId, jobId }: DocumentTask,
  making: DocumentMaking<D>,
  signal: AbortSignal,
): Promise<void> {
  await doJob(ctx, jobId, signal, async () => {
    const asked = await mustRowById(ctx, entity, documentId);
    const { model, name } = await making.describe(asked);
    await progress(ctx, jobId, 1, 3);
    const bytes = await renderDocument(model, asked.format, { signal });
    if (await isCancelled(ctx, jobId)) throw cancelledMeanwhile();
    await progress(ctx, jobId, 2, 3);
    await inTransaction(ctx, async (inner) => {
      const document = await inner.em.findOneOrFail(entity, { id: documentId });
      if (document.jobId === jobId) {
        const file = await storeDocument(inner, document, name, bytes);
        Object.assign(document, { fileId: file.id, isWatermarked: model.isWatermarked });
        await making.keep?.(inner, document, file);
      }
      await finishJob(inner, jobId);
    });
  });
}

function storeDocument(ctx: Ctx, { language, format }: MadeDocument, name: string, bytes: Buffer): Promise<StoredFile> {
  const { ending, mediaType } = fileOfDocument[format];
  return storeFile(ctx, { name: `${name}-${language.toLowerCase()}.${ending}`, mediaType, content: Readable.from([bytes]) });
}
