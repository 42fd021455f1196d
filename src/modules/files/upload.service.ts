import { LockMode } from '@mikro-orm/postgresql';
import { anonymous } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { found } from '../../kit/lookup.ts';
import { isSigned, signatureOf } from '../../kit/signing.ts';
import { columnsOf, firstRow, rows, run, sql } from '../../kit/sql.ts';
import { inTransaction } from '../../kit/transaction.ts';
import { awaitTurn } from '../../kit/turn.ts';
import { notFound } from '../../shared/errors.ts';
import { chunkBytes, hashContent, inChunks } from './content.service.ts';
import { assertUploadType, uploadName } from './file-name.rules.ts';
import { StoredFile } from './file.entity.ts';
import type { Linking } from './file.service.ts';
import { Upload } from './upload.entity.ts';
import {
  abandonedBefore,
  assertUploadSize,
  discarded,
  expiryOf,
  maximumOpenUploads,
  notNext,
  receivedAlready,
  type Sending,
  tooManyOpen,
  tooMuch,
  uploadExpired,
  uploadSha256,
  useRefusal,
  wrongContent,
} from './upload.rules.ts';

export interface NewUpload {
  fileName: string;
  mediaType: string;
  /** Size of the file. */
  bytes: number;
  /** Of the whole file, in hexadecimal. */
  sha256: string;
}

/** Announces a file. BAD_USER_INPUT for a type, name or size that is not taken. */
export async function createUpload(ctx: Ctx, { fileName, mediaType, bytes, sha256 }: NewUpload): Promise<Upload> {
  assertUploadType(mediaType);
  assertUploadSize(bytes);
  const facts = { fileName: uploadName(fileName, mediaType), mediaType, bytes, sha256: uploadSha256(sha256) };
  // Announcements of one actor are counted one after the other.
  await awaitTurn(ctx, `uploads:${ctx.actor.key}`);
  if ((await countOpen(ctx)) >= maximumOpenUploads) throw tooManyOpen();
  return ctx.em.create(Upload, { id: newId(), ...facts, actorKey: ctx.actor.key, createdAt: ctx.now, receivedBytes: 0 });
}

async function countOpen(ctx: Ctx): Promise<number> {
  const open = await firstRow<{ n: number }>(
    ctx,
    sql`select count(*) as n from upload where actor_key = ${ctx.actor.key} and used_at is null and discarded_at is null and created_at > ${abandonedBefore(ctx.now)}`,
  );
  return open?.n ?? 0;
}

const namedIn: readonly string[] = ['input', 'uploadId'];

/** An upload that is there whole and was not used, and stays so: for what only looks into it. Its content is under its id. NOT_FOUND for another's. */
export async function uploadToRead(ctx: Ctx, uploadId: string, path = namedIn): Promise<Upload> {
  const upload = await firstRow<Upload>(ctx, sql`select ${columnsOf(ctx, Upload, 't')} from upload t where t.id::text = ${uploadId}`);
  return usable(ctx, upload, path);
}

/** A file of an upload, which is used up by it: the content is taken over in place. NOT_FOUND for another's. */
export async function fileFromUpload(ctx: Ctx, uploadId: string, path = namedIn): Promise<StoredFile> {
  const upload = usable(ctx, await ctx.em.findOne(Upload, { id: uploadId }, { lockMode: LockMode.PESSIMISTIC_WRITE }), path);
  upload.usedAt = ctx.now;
  const { fileName: name, mediaType, bytes, sha256 } = upload;
  return ctx.em.create(StoredFile, {
    id: newId(),
    name,
    mediaType,
    bytes,
    sha256,
    contentId: uploadId,
    isPublic: false,
    createdAt: ctx.now,
  });
}

function usable(ctx: Ctx, upload: Upload | null | undefined, path: readonly string[]): Upload {
  if (!upload || upload.actorKey !== ctx.actor.key) throw notFound(path);
  const refusal = useRefusal(upload);
  if (refusal) throw refusal;
  return upload;
}

// ---- the link -------------------------------------------------------------------------------------------------------

const purpose = 'upload-link';

/** Where the file is to be sent. Whoever has the link may send to it, once. */
export function uploadLink({ publicUrl }: Linking, uploadId: string): string {
  return `${publicUrl}/uploads/${uploadId}?token=${signatureOf(purpose, uploadId)}`;
}

/**
 * The upload that a link leads to. NOT_FOUND for a link that is not ours or is another's than the caller's who identifies themselves;
 * FORBIDDEN for one that has expired, RULE_VIOLATED for one to which another file was sent than was announced.
 */
export async function uploadOfLink(ctx: Ctx, uploadId: string, token: string): Promise<Upload> {
  if (!isSigned(purpose, uploadId, token)) throw notFound();
  const upload = await getUpload(ctx, uploadId);
  if (ctx.actor.key !== anonymous.key && ctx.actor.key !== upload.actorKey) throw notFound();
  if (upload.discardedAt) throw discarded(upload);
  if (!upload.receivedAt && ctx.now >= expiryOf(upload)) throw uploadExpired();
  return upload;
}

/** An upload, always read anew: requests and hubs write on it meanwhile. */
export async function getUpload(ctx: Ctx, id: string): Promise<Upload> {
  return found(await firstRow<Upload>(ctx, sql`select ${columnsOf(ctx, Upload, 't')} from upload t where t.id = ${id}`));
}

// ---- receiving ------------------------------------------------------------------------------------------------------
// Written by SQL and not in the audit log: who announced a file and who named it in an act is there.

/**
 * Keeps what a request sends, row by row, each in a statement of its own: when the line breaks, all that came is kept. CONFLICT for a
 * part that is not the next one, for a file that is there already, and when a later request takes over.
 */
export async function receiveBytes(ctx: Ctx, upload: Upload, { from, bytes }: Sending, body: AsyncIterable<Uint8Array>): Promise<void> {
  const writerId = newId();
  let offset = from ?? 0;
  const begun = await inTransaction(ctx, (inner) => beginWriting(inner, { uploadId: upload.id, writerId, from }));
  if (!begun) throw await outOfTurn(ctx, upload.id);
  for await (const chunk of inChunks(atMost(bytes, body), chunkBytes - (offset % chunkBytes))) {
    if (!(await appendChunk(ctx, { uploadId: upload.id, writerId, offset, chunk }))) throw await outOfTurn(ctx, upload.id);
    offset += chunk.length;
  }
}

/** Makes a request the one that writes: at the place where the last one stopped, or all over again where no place is given. */
async function beginWriting(
  ctx: Ctx,
  { uploadId, writerId, from }: { uploadId: string; writerId: string; from?: number },
): Promise<boolean> {
  const isNext = from === undefined ? sql`true` : sql`received_bytes = ${from}`;
  const begun = await run(
    ctx,
    sql`update upload set writer_id = ${writerId}, begun_at = coalesce(begun_at, ${ctx.now}), received_bytes = ${from ?? 0}
        where id = ${uploadId} and received_at is null and discarded_at is null and ${isNext}`,
  );
  if (begun === 1 && from === undefined) await run(ctx, sql`delete from content_chunk where content_id = ${uploadId}`);
  return begun === 1;
}

interface Piece {
  uploadId: string;
  writerId: string;
  offset: number;
  chunk: Buffer;
}

/** Adds bytes behind those that are there, filling up the last row. False = it is not this request's turn any more. */
async function appendChunk(ctx: Ctx, { uploadId, writerId, offset, chunk }: Piece): Promise<boolean> {
  const ordinal = Math.floor(offset / chunkBytes);
  const written = await run(
    ctx,
    sql`with turn as (
          update upload set received_bytes = received_bytes + ${chunk.length}
          where id = ${uploadId} and writer_id = ${writerId} and received_bytes = ${offset} and received_at is null and discarded_at is null
          returning id)
        insert into content_chunk (content_id, ordinal, bytes) select id, ${ordinal}::int, ${chunk}::bytea from turn
        on conflict (content_id, ordinal) do update set bytes = content_chunk.bytes || excluded.bytes`,
  );
  return written === 1;
}

async function outOfTurn(ctx: Ctx, uploadId: string) {
  const upload = await getUpload(ctx, uploadId);
  if (upload.discardedAt) return discarded(upload);
  return upload.receivedAt ? receivedAlready() : notNext(upload.receivedBytes);
}

/** The same bytes, and an error instead of the first one too many. */
async function* atMost(bytes: number, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let left = bytes;
  for await (const piece of body) {
    if (piece.length > left) throw tooMuch(bytes);
    left -= piece.length;
    yield piece;
  }
}

/**
 * Checks a file of which every byte is there against what was announced, and takes it. Also after a hub that died before it could. A file
 * that is another is thrown away and refused.
 */
export async function completeUpload(ctx: Ctx, uploadId: string): Promise<Upload> {
  const upload = await getUpload(ctx, uploadId);
  if (upload.receivedAt || upload.discardedAt || upload.receivedBytes < upload.bytes) return upload;
  const isGood = (await hashContent(ctx, uploadId)) === upload.sha256;
  await inTransaction(ctx, async (inner) => {
    const verdict = isGood ? sql`received_at = ${inner.now}` : sql`discarded_at = ${inner.now}`;
    const judged = await run(
      inner,
      // What was hashed is what is there: nobody has begun all over again meanwhile.
      sql`update upload set ${verdict} where id = ${uploadId} and writer_id = ${upload.writerId} and received_at is null and discarded_at is null`,
    );
    if (judged === 1 && !isGood) await run(inner, sql`delete from content_chunk where content_id = ${uploadId}`);
  });
  if (!isGood) throw wrongContent();
  return getUpload(ctx, uploadId);
}

/** Throws away the content of uploads that nobody went on with or named in time. Answers how many. */
export function purgeUploads(ctx: Ctx): Promise<number> {
  return inTransaction(ctx, async (inner) => {
    const purged = await rows<{ id: string }>(
      inner,
      sql`update upload set discarded_at = ${inner.now}
          where created_at <= ${abandonedBefore(inner.now)} and used_at is null and discarded_at is null returning id`,
    );
    await run(inner, sql`delete from content_chunk where content_id = any(${purged.map(({ id }) => id)}::uuid[])`);
    return purged.length;
  });
}
