import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Language } from '../shared/localized-text.ts';
import { instant, versioned } from './entity.ts';
import type { NoticeKind, NoticeState, SkipReason } from './notice.rules.ts';

const NoticeSchema = defineEntity({
  name: 'Notice',
  properties: {
    ...versioned(),
    kind: p.string().$type<NoticeKind>(),
    /** What makes it one message: notice, subject, offset, address. Unique, however many processes write. */
    deliveryKey: p.string().unique(),
    state: p.string().$type<NoticeState>(),
    municipalityId: p.uuid().nullable().index(),
    /** What it is about: the List revision, the cycle's deadline … */
    subjectId: p.uuid().nullable().index(),
    recipient: p.string(),
    recipientName: p.string().nullable(),
    /** The contact's own language; null = Kyrgyz first, Russian beneath. */
    language: p.string().$type<Language>().nullable(),
    subject: p.text(),
    payload: p.json().$type<Record<string, unknown>>(),
    messageId: p.string().unique(),
    dueAt: instant(),
    sentAt: instant().nullable(),
    acknowledgedAt: instant().nullable(),
    nextAttemptAt: instant().nullable(),
    skippedReason: p.text().$type<SkipReason>().nullable(),
  },
  indexes: [{ properties: ['dueAt', 'id'] }],
});

/** One e-mail to one address, from the act that causes it to its proof of delivery. */
export class Notice extends NoticeSchema.class {}
NoticeSchema.setClass(Notice);

const DeliveryAttemptSchema = defineEntity({
  name: 'DeliveryAttempt',
  properties: {
    id: p.uuid().primary(),
    noticeId: () => p.manyToOne(Notice).mapToPk().deleteRule('restrict').index().$type<string>(),
    at: instant(),
    outcome: p.string().$type<'sent' | 'deferred' | 'failed'>(),
    smtpCode: p.integer().nullable(),
    smtpAnswer: p.text().nullable(),
    nextAttemptAt: instant().nullable(),
  },
});

/** What the relay answered, once per try. */
export class DeliveryAttempt extends DeliveryAttemptSchema.class {}
DeliveryAttemptSchema.setClass(DeliveryAttempt);
