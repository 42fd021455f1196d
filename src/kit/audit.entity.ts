import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ActorStamp } from '../access/actor.ts';
import { appendOnly, count, id, instant } from './entity.ts';

const AuditEntrySchema = defineEntity({
  name: 'AuditEntry',
  properties: {
    id: id(),
    at: instant(),
    actor: p.json().$type<ActorStamp>(),
    action: p.string(),
    subjectType: p.string(),
    subjectId: p.uuid().nullable(),
    /** Whose record it is: that municipality's staff may read the entry. */
    municipalityId: p.uuid().nullable(),
    before: p.json().$type<Record<string, unknown>>().nullable(),
    after: p.json().$type<Record<string, unknown>>().nullable(),
    reason: p.text().nullable(),
    requestId: p.string(),
    xroadId: p.string().nullable(),
    /** HMAC of the row's content, made when it is written: a row put in by hand has none that fits. */
    mac: p.string(),
  },
  indexes: [{ properties: ['subjectType', 'subjectId'] }, { properties: ['municipalityId'] }],
  triggers: [appendOnly('audit_entry')],
});

/** One act, one refused act, one read of raw answers, one export. Append-only (a trigger says so). */
export class AuditEntry extends AuditEntrySchema.class {}
AuditEntrySchema.setClass(AuditEntry);

const AuditSealSchema = defineEntity({
  name: 'AuditSeal',
  properties: {
    sequence: count().primary().autoincrement(false),
    entryId: p.uuid().unique(),
    previousHash: p.string(),
    hash: p.string(),
    sealedAt: instant(),
  },
  triggers: [appendOnly('audit_seal')],
});

/** An entry's place in the HMAC chain. Written by the sealing job, so that commits need not queue for it. */
export class AuditSeal extends AuditSealSchema.class {}
AuditSealSchema.setClass(AuditSeal);
