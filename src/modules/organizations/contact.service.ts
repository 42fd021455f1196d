import { createHash, randomBytes } from 'node:crypto';
import { seesMunicipality } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { columnsOf, load, loaderOfMany, rows, sql } from '../../kit/sql.ts';
import { notify } from '../../kit/notice.ts';
import { badInput, conflict, notFound } from '../../shared/errors.ts';
import type { Language } from '../../shared/localized-text.ts';
import { contactVerification } from './contact.notices.ts';
import { Contact, Municipality } from './organization.entity.ts';
import { assertActsFor } from './organization.service.ts';

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
  if (await ctx.em.findOne(Contact, { municipalityId, email: fields.email })) throw addressTaken();
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

async function ownContact(ctx: Ctx, contactId: string): Promise<Contact> {
  const contact = await ctx.em.findOne(Contact, { id: contactId });
  if (!contact || !seesMunicipality(ctx.actor, contact.municipalityId)) throw notFound(['input', 'contactId']);
  return contact;
}

async function askToVerify(ctx: Ctx, contact: Contact): Promise<void> {
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
