import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ChangeKind } from './change.rules.ts';
import { instant } from './entity.ts';

const ChangeSchema = defineEntity({
  name: 'Change',
  properties: {
    seq: p.bigint('number').primary().autoincrement(),
    /** The transaction that wrote it: only when none before it can still commit is the row shown. */
    xid: p.string().columnType('xid8'),
    /** The database it was written in: transaction numbers mean nothing in another one, or after a recovery to an earlier time. */
    lineage: p.string(),
    at: instant().index(),
    type: p.string(),
    subjectId: p.uuid(),
    version: p.integer().nullable(),
    key: p.json().$type<Record<string, string | number>>(),
    kind: p.string().$type<ChangeKind>(),
  },
  indexes: [{ properties: ['lineage', 'xid', 'seq'] }],
});

/** That something which agencies may read has changed: ids and keys only. */
export class Change extends ChangeSchema.class {}
ChangeSchema.setClass(Change);

const ChangeHorizonSchema = defineEntity({
  name: 'ChangeHorizon',
  properties: {
    lineage: p.string().primary(),
    xid: p.string().columnType('xid8'),
    seq: p.bigint('number'),
  },
});

/** The last change that was forgotten: who stands before it has missed something and begins anew. */
export class ChangeHorizon extends ChangeHorizonSchema.class {}
ChangeHorizonSchema.setClass(ChangeHorizon);
