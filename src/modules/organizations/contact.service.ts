import { createHash, randomBytes } from 'node:crypto';
import { seesMunicipality } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { columnsOf, firstRow, load, loaderOfMany, rows, sql } from '../../kit/sql.ts';
import { notify } from '../../kit/notice.ts';
import { assertNone } from '../../kit/workflow.ts';
import { badInput, conflict, notFound, ruleViolated } from '../../shared/errors.ts';
import { nameProblems } from '../../shared/plain-text.ts';
import type { Language } from '../../shared/localized-text.ts';
import { contactVerification } from './contact.notices.ts';
import { Contact, Municipality } from './organization.entity.ts';
import { actsFor, assertActsFor } from './organization.service.ts';
import { maximumVerificationsADay } from './organization.rules.ts';

const contactsByMunicipality = loaderOfMany<string, Contact>(
  'contacts',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, Contact, 't')} from contact t where t.municipality_id = any(${[...ids]}::uuid[]) order by t.name, t.id`,
    ),
  (row) => row.municipalityId,
);

/** A municipality's contacts; null where they are not the caller's to see. */
export async function contactsOf(ctx: Ctx, municipalityId: string): Promise<Contact[] | null> {
  if (!seesMunicipality(ctx.actor, municipalityId)) return null;
  return (await load(ctx, contactsByMunicipality, municipalityId)) ?? [];
}

export interface ContactFields {
  name: string;
  position?: string | null;
  email: string;
  language: Language;
}

/** Adds a contact and mails it the link that verifies it. CONFLICT if the address is there already. */
export async function addContact(ctx: Ctx, municipalityId: string, fields: ContactFields): Promise<Contact> {
  await assertActsFor(ctx, municipalityId);
  assertNone(contactProblems(fields));
  await assertNewAddress(ctx, municipalityId, fields.email);
  const contact = ctx.em.create(Contact, { municipalityId, ...fields, position: fields.position ?? null, state: 'UNVERIFIED' });
  await askToVerify(ctx, contact);
  return contact;
}

/** Changes a contact; a new address must be verified anew. */
export async function updateContact(ctx: Ctx, contactId: string, fields: ContactFields): Promise<Contact> {
  const contact = await ownContact(ctx, contactId);
  const isNewAddress = contact.email !== fields.email;
  if (isNewAddress && (await ctx.em.findOne(Contact, { municipalityId: contact.municipalityId, email: fields.email })))
    throw addressTaken();
  Object.assign(contact, { ...fields, position: fields.position ?? null });
  if (isNewAddress) {
    Object.assign(contact, { state: 'UNVERIFIED', verifiedAt: null, lastBounce: null });
    await askToVerify(ctx, contact);
  }
  return contact;
}

export async function removeContact(ctx: Ctx, contactId: string): Promise<string> {
  const contact = await ownContact(ctx, contactId);
  ctx.em.remove(contact);
  return contact.municipalityId;
}

/** Verifies the contact that a mailed token belongs to. Wrong and used tokens answer alike. */
export async function confirmContact(ctx: Ctx, token: string): Promise<void> {
  const contact = await ctx.em.findOne(Contact, { tokenHash: hashOf(token) });
  if (!contact) {
    throw badInput(
      ['input', 'token'],
      {
        ky: 'Шилтеме жараксыз же колдонулган.',
        ru: 'Ссылка недействительна или уже использована.',
        en: 'The link is not valid or was used already.',
      },
      {
        ky: 'Дарегиңизди кайра киргизүүнү сураныңыз.',
        ru: 'Попросите внести адрес заново.',
        en: 'Ask for the address to be entered again.',
      },
    );
  }
  Object.assign(contact, { state: 'VERIFIED', verifiedAt: ctx.now, tokenHash: null });
}

function contactProblems({ name, position }: ContactFields) {
  const path = ['input', 'contact'];
  return [...nameProblems([...path, 'name'], name), ...(position == null ? [] : nameProblems([...path, 'position'], position))];
}

/** One address is one contact, however it is written. */
async function assertNewAddress(ctx: Ctx, municipalityId: string, email: string, except: string | null = null): Promise<void> {
  const taken = await firstRow(
    ctx,
    sql`select 1 from contact where municipality_id = ${municipalityId} and lower(email) = lower(${email}) and id is distinct from ${except}::uuid`,
  );
  if (taken) throw addressTaken();
}

async function ownContact(ctx: Ctx, contactId: string): Promise<Contact> {
  const contact = await ctx.em.findOne(Contact, { id: contactId });
  if (!contact || !actsFor(ctx, contact.municipalityId)) throw notFound(['input', 'contactId']);
  return contact;
}

async function askToVerify(ctx: Ctx, contact: Contact): Promise<void> {
  await assertMayMail(ctx, contact.municipalityId);
  const token = randomBytes(32).toString('base64url');
  contact.tokenHash = hashOf(token);
  const municipality = await ctx.em.findOneOrFail(Municipality, { id: contact.municipalityId });
  await notify(ctx, contactVerification, {
    subjectId: contact.id,
    offset: contact.tokenHash.slice(0, 16),
    to: [
      {
        recipient: { email: contact.email, name: contact.name, language: contact.language, municipalityId: contact.municipalityId },
        payload: { contactName: contact.name, municipality: municipality.name, link: `/contacts/confirm#${token}` },
      },
    ],
  });
}

/** Ours: strangers' mailboxes are not flooded by changing an address to and fro. */
async function assertMayMail(ctx: Ctx, municipalityId: string): Promise<void> {
  const mailed = await firstRow<{ n: number }>(
    ctx,
    sql`select count(*) as n from notice where kind = ${contactVerification.kind} and municipality_id = ${municipalityId}
        and due_at > ${ctx.now}::timestamptz - interval '1 day'`,
  );
  if ((mailed?.n ?? 0) >= maximumVerificationsADay) {
    throw ruleViolated(
      'ours:verifications-a-day',
      {
        ky: `Бир органга бир күндө ${maximumVerificationsADay} ырастоо катынан көп жөнөтүлбөйт.`,
        ru: `Одному органу за сутки отправляется не более ${maximumVerificationsADay} писем подтверждения.`,
        en: `A municipality is sent at most ${maximumVerificationsADay} verification mails in a day.`,
      },
      { ky: 'Эртең кайра аракет кылыңыз.', ru: 'Повторите завтра.', en: 'Try again tomorrow.' },
    );
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function addressTaken() {
  return conflict(
    ['input', 'contact', 'email'],
    {
      ky: 'Бул дарек байланыштардын арасында бар.',
      ru: 'Этот адрес уже есть среди контактов.',
      en: 'This address is among the contacts already.',
    },
    { ky: 'Бар байланышты өзгөртүңүз.', ru: 'Измените существующий контакт.', en: 'Change the contact that is there.' },
  );
}
