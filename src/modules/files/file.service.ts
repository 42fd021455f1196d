import { type Actor, anonymous, rightsOf } from '../../access/actor.ts';
import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { found } from '../../kit/lookup.ts';
import { isSigned, signatureOf } from '../../kit/signing.ts';
import { columnsOf, firstRow, rowById, sql } from '../../kit/sql.ts';
import { inTransaction } from '../../kit/transaction.ts';
import { HubError, notFound } from '../../shared/errors.ts';
import { actorOfKey } from '../users/user.service.ts';
import { type ContentFacts, writeContent } from './content.service.ts';
import { safeFileName } from './file-name.rules.ts';
import { StoredFile } from './file.entity.ts';

export interface NewFile {
  name: string;
  mediaType: string;
  content: AsyncIterable<Uint8Array>;
  /** Anybody may have it, at `/files/public/<sha256>`. Not unless said. */
  isPublic?: boolean;
}

/** Keeps a file that the hub made, in the caller's transaction, holding no more of it than a row. */
export async function storeFile(ctx: Ctx, { name, mediaType, content, isPublic = false }: NewFile): Promise<StoredFile> {
  const contentId = newId();
  return keepContent(ctx, { name, mediaType, isPublic, contentId, ...(await writeContent(ctx, contentId, content)) });
}

/** A content that is written already, with its size and SHA-256. */
export interface WrittenContent extends ContentFacts {
  contentId: string;
}

/** Makes a file of a content that was written before, by long work and outside the transaction. */
export function keepContent(ctx: Ctx, { name, isPublic = false, ...content }: Omit<NewFile, 'content'> & WrittenContent): StoredFile {
  return ctx.em.create(StoredFile, { id: newId(), name: safeFileName(name), ...content, isPublic, createdAt: ctx.now });
}

/** Gives a file to everybody, for good: what was published is not taken back. */
export async function publishFile(ctx: Ctx, fileId: string): Promise<void> {
  const file = found(await ctx.em.findOne(StoredFile, { id: fileId }));
  file.isPublic = true;
}

// ---- links ----------------------------------------------------------------------------------------------------------

/** What a request's context has besides: where the hub is to be found from outside. */
export interface Linking {
  /** Without a slash at its end. */
  publicUrl: string;
}

const linkSeconds = 300;
const purpose = 'file-link';

/** When a link that is made now ends: five minutes on. */
export function linkExpiresAt({ now }: Pick<Ctx, 'now'>): Date {
  return new Date((Math.floor(now.getTime() / 1000) + linkSeconds) * 1000);
}

/** A link to a file, signed for the file, the caller, the rights that they have now and five minutes. Only who may see the file comes to make one. */
export function fileLink(ctx: Pick<Ctx, 'now' | 'actor'> & Linking, fileId: string): string {
  const terms: LinkTerms = { expires: String(linkExpiresAt(ctx).getTime() / 1000), for: ctx.actor.key };
  const query = new URLSearchParams({ ...terms, token: signatureOf(purpose, signedText(fileId, terms, ctx.actor)) });
  return `${ctx.publicUrl}/files/${fileId}?${query.toString()}`;
}

interface LinkTerms {
  /** Seconds since 1970. */
  expires: string;
  /** The key of the actor who asked for it. */
  for: string;
}

function signedText(fileId: string, terms: LinkTerms, holder: Actor): string {
  return JSON.stringify([fileId, terms.expires, terms.for, ...rightsOf(holder)]);
}

/**
 * The file that a link leads to, and who holds the link. NOT_FOUND for a link that is not ours, was made for somebody else than the caller
 * who identifies themselves, or for somebody who has other rights by now or none; FORBIDDEN for one that was good until it expired.
 */
export async function fileOfLink(ctx: Ctx, fileId: string, query: URLSearchParams): Promise<{ file: StoredFile; holder: Actor }> {
  const terms: LinkTerms = { expires: query.get('expires') ?? '', for: query.get('for') ?? '' };
  const holder = found(await actorOfKey(ctx, terms.for));
  if (!isSigned(purpose, signedText(fileId, terms, holder), query.get('token') ?? '')) throw notFound();
  const isForAnother = terms.for !== anonymous.key && ctx.actor.key !== anonymous.key && ctx.actor.key !== terms.for;
  if (isForAnother) throw notFound();
  if (ctx.now.getTime() >= Number(terms.expires) * 1000) throw linkExpired();
  return { file: found(await rowById(ctx, StoredFile, fileId)), holder };
}

/** Writes that a file is sent, and to whom; `range` = the part that was asked for, where it is not the whole. */
export function auditDownload(ctx: Ctx, { id, name, bytes, sha256 }: StoredFile, range: string | undefined): Promise<void> {
  const after = { name, bytes, sha256, range };
  const { municipalityId } = ctx.actor;
  return inTransaction(ctx, (inner) =>
    audit(inner, { action: 'downloadFile', subjectType: 'StoredFile', subjectId: id, municipalityId, after }),
  );
}

function linkExpired(): HubError {
  return new HubError({
    code: 'FORBIDDEN',
    rule: 'ours:file-links-last-five-minutes',
    message: { ky: 'Шилтеменин мөөнөтү өттү.', ru: 'Срок действия ссылки истёк.', en: 'The link has expired.' },
    hint: {
      ky: 'Файлдын шилтемесин кайра сураңыз: ал беш мүнөт жарайт.',
      ru: 'Запросите ссылку на файл ещё раз: она действует пять минут.',
      en: 'Ask for the link to the file again: it is good for five minutes.',
    },
  });
}

/** A file that is everybody's, by the SHA-256 of its content. NOT_FOUND also for one that is not public. */
export async function getPublicFile(ctx: Ctx, sha256: string): Promise<StoredFile> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw notFound();
  return found(
    await firstRow<StoredFile>(
      ctx,
      sql`select ${columnsOf(ctx, StoredFile, 't')} from file t where t.sha256 = ${sha256} and t.is_public order by t.id limit 1`,
    ),
  );
}
