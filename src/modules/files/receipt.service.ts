import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { firstRow, sql } from '../../kit/sql.ts';
import { dayOf } from '../../shared/calendar.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { writeContent } from './content.service.ts';
import { keepContent, type WrittenContent } from './file.service.ts';
import { Receipt } from './receipt.entity.ts';
import { receiptNumber, typedReceiptNumber } from './receipt.rules.ts';

export interface NewReceipt {
  /** Whose filing it is; null = the ministry's own. */
  municipalityId: string | null;
  /** What was filed. */
  subject: { type: string; id: string };
  /** All that was filed, as canonical JSON: the text that its hash is made of. */
  form: WrittenContent | Promise<WrittenContent>;
  isLate: boolean | Promise<boolean>;
  /** When it was handed in, where that was before it could be looked into; now unless given. */
  receivedAt?: Date;
}

/** Writes the canonical form of a filing, in its transaction, for `issueReceipt`. */
export async function writeForm(ctx: Ctx, text: string): Promise<WrittenContent> {
  const contentId = newId();
  return { contentId, ...(await writeContent(ctx, contentId, bytesOf(text))) };
}

/**
 * Writes a receipt in the transaction of the filing: the canonical form as a file, its SHA-256, and a number of its own. What is still
 * being written or looked up is waited for.
 */
export async function issueReceipt(
  ctx: Ctx,
  { municipalityId, subject, form, isLate, receivedAt = ctx.now }: NewReceipt,
): Promise<Receipt> {
  const [sequence, written, late] = await Promise.all([nextSequence(ctx), form, isLate]);
  const number = receiptNumber({ year: Number(dayOf(receivedAt).slice(0, 4)), sequence });
  const file = keepContent(ctx, { name: `${number}.json`, mediaType: 'application/json', ...written });
  return ctx.em.create(Receipt, {
    id: newId(),
    sequence,
    number,
    receivedAt,
    sha256: file.sha256,
    isLate: late,
    municipalityId,
    subjectType: subject.type,
    subjectId: subject.id,
    fileId: file.id,
  });
}

/** Filings do not wait for one another over it: a sequence is not part of the transaction. */
async function nextSequence(ctx: Ctx): Promise<number> {
  const next = await firstRow<{ sequence: number }>(ctx, sql`select nextval(pg_get_serial_sequence('receipt', 'sequence')) as sequence`);
  if (!next) throw new Error('A sequence always has a next value');
  return next.sequence;
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array, void> {
  yield Buffer.from(text);
}

/** What a check answers, to anybody. */
export interface ReceiptVerdict {
  isGenuine: boolean;
  receivedAt: Date | null;
  municipalityName: LocalizedText | null;
}

const notGenuine: ReceiptVerdict = { isGenuine: false, receivedAt: null, municipalityName: null };

/** Whether we gave this number for a content of this SHA-256 (hex). An unknown number and another content are one answer. */
export async function checkReceipt(ctx: Ctx, typedNumber: string, typedSha256: string): Promise<ReceiptVerdict> {
  const number = typedReceiptNumber(typedNumber);
  const sha256 = typedSha256.trim().toLowerCase();
  if (number === undefined || !/^[0-9a-f]{64}$/.test(sha256)) return notGenuine;
  const genuine = await firstRow<Omit<ReceiptVerdict, 'isGenuine'>>(
    ctx,
    sql`select r.received_at, m.name as municipality_name from receipt r left join municipality m on m.id = r.municipality_id
        where r.number = ${number} and r.sha256 = ${sha256}`,
  );
  return genuine ? { isGenuine: true, ...genuine } : notGenuine;
}
