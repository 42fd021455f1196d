import { createHash, randomBytes } from 'node:crypto';
import { isMinistry, seesMunicipality } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { columnsOf, firstRow, load, loaderOfMany, rows, sql } from '../../kit/sql.ts';
import { found } from '../../kit/lookup.ts';
import { notify, type Recipient } from '../../kit/notice.ts';
import { assertNone } from '../../kit/workflow.ts';
import { badInput, conflict, notFound, ruleViolated } from '../../shared/errors.ts';
import { nameProblems } from '../../shared/plain-text.ts';
import type { Language } from '../../shared/localized-text.ts';
import { contactVerification } from './contact.notices.ts';
import { AdministrativeUnit, Contact, Municipality } from './organization.entity.ts';
import { actsFor, assertActsFor } from './organization.service.ts';
import { maximumVerificationsADay } from './organization.rules.ts';

const contactsByMunicipality = loaderOfMany<string, Contact>(
  'contacts',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, Contact, 't')} from contact t where t.municipality_id = any(${[...ids]}::uuid[]) order by t.name, t.id`,
    ),
  (row) => row.municipalityId ?? '',
);

/** A municipality's contacts; null where they are not the caller's to see. */
export async function contactsOf(ctx: Ctx, municipalityId: string): Promise<Contact[] | null> {
  if (!seesMunicipality(ctx.actor, municipalityId)) return null;
  return (await load(ctx, contactsByMunicipality, municipalityId)) ?? [];
}

const contactsByUnit = loaderOfMany<string, Contact>(
  'unitContacts',
  (ctx, ids) =>
    rows(ctx, sql`select ${columnsOf(ctx, Contact, 't')} from contact t where t.unit_id = any(${[...ids]}::uuid[]) order by t.name, t.id`),
  (row) => row.unitId ?? '',
);

/** The contacts of a region or district; null where they are not the caller's to see. */
export async function contactsOfUnit(ctx: Ctx, unitId: string): Promise<Contact[] | null> {
  return isMinistry(ctx.actor) ? ((await load(ctx, contactsByUnit, unitId)) ?? []) : null;
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
  await assertMayMail(ctx, municipalityId);
  return enterContact(ctx, { municipalityId, unitId: null }, fields);
}

/** Ours: adds a contact of a region or district, who is told when a municipality there cannot be reached. CONFLICT if the address is there already. */
export async function addUnitContact(ctx: Ctx, unitId: string, fields: ContactFields): Promise<Contact> {
  assertNone(contactProblems(fields));
  found(await ctx.em.findOne(AdministrativeUnit, { id: unitId }), ['input', 'unitId']);
  return enterContact(ctx, { municipalityId: null, unitId }, fields);
}

type ContactOwner = Pick<Contact, 'municipalityId' | 'unitId'>;

async function enterContact(ctx: Ctx, owner: ContactOwner, fields: ContactFields): Promise<Contact> {
  await assertNewAddress(ctx, owner, fields.email);
  const contact = ctx.em.create(Contact, { ...owner, ...fields, position: fields.position ?? null, state: 'UNVERIFIED' });
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
    await assertMayMail(ctx, contact.municipalityId);
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

/** Removes a contact of a region or district; answers its unit. */
export async function removeUnitContact(ctx: Ctx, contactId: string): Promise<string> {
  const contact = await ctx.em.findOne(Contact, { id: contactId });
  const unitId = found(contact?.unitId, ['input', 'contactId']);
  if (contact) ctx.em.remove(contact);
  return unitId;
}

/** Where a mail went, as its notice says. */
export interface MailedAddress {
  municipalityId: string | null;
  email: string;
}

/** The relay refused the address for good: its contact is told nothing more until the address is changed or takes mail again. */
export async function noteBounce(ctx: Ctx, address: MailedAddress, answer: string): Promise<void> {
  for (const contact of await contactsAt(ctx, address)) Object.assign(contact, { state: 'BOUNCING', lastBounce: answer });
}

/** The relay took a mail to the address: a contact that was given up may be told again, if it was verified before. */
export async function noteDelivery(ctx: Ctx, address: MailedAddress): Promise<void> {
  for (const contact of await contactsAt(ctx, address)) {
    if (contact.state === 'BOUNCING') Object.assign(contact, { state: contact.verifiedAt ? 'VERIFIED' : 'UNVERIFIED', lastBounce: null });
  }
}

function contactsAt(ctx: Ctx, { municipalityId, email }: MailedAddress): Promise<Contact[]> {
  return ctx.em.find(Contact, { municipalityId, email });
}

/** Who is told that a municipality cannot be reached: the verified contacts of its district and region. */
export function contactsAbove(ctx: Ctx, municipalityId: string): Promise<Recipient[]> {
  return rows<Recipient>(
    ctx,
    sql`with recursive above as (
          select u.id, u.parent_id from municipality m join administrative_unit u on u.id = m.unit_id where m.id = ${municipalityId}
          union select p.id, p.parent_id from above a join administrative_unit p on p.id = a.parent_id)
        select distinct on (lower(c.email)) c.email, c.name, c.language, null::uuid as municipality_id
        from contact c join above a on a.id = c.unit_id where c.state = 'VERIFIED' order by lower(c.email), c.id`,
  );
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
async function assertNewAddress(ctx: Ctx, { municipalityId, unitId }: ContactOwner, email: string): Promise<void> {
  const taken = await firstRow(
    ctx,
    sql`select 1 from contact where (municipality_id = ${municipalityId}::uuid or unit_id = ${unitId}::uuid) and lower(email) = lower(${email})`,
  );
  if (taken) throw addressTaken();
}

async function ownContact(ctx: Ctx, contactId: string): Promise<Contact & { municipalityId: string }> {
  const contact = await ctx.em.findOne(Contact, { id: contactId });
  if (!contact?.municipalityId || !actsFor(ctx, contact.municipalityId)) throw notFound(['input', 'contactId']);
  return contact as Contact & { municipalityId: string };
}

async function askToVerify(ctx: Ctx, contact: Contact): Promise<void> {
  const token = randomBytes(32).toString('base64url');
  contact.tokenHash = hashOf(token);
  const { name } = await (contact.municipalityId
    ? ctx.em.findOneOrFail(Municipality, { id: contact.municipalityId })
    : ctx.em.findOneOrFail(AdministrativeUnit, { id: contact.unitId ?? '' }));
  await notify(ctx, contactVerification, {
    subjectId: contact.id,
    offset: contact.tokenHash.slice(0, 16),
    to: [
      {
        recipient: { email: contact.email, name: contact.name, language: contact.language, municipalityId: contact.municipalityId ?? null },
        payload: { contactName: contact.name, municipality: name, link: `/contacts/confirm#${token}` },
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
