import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, instant } from './entity.ts';

const IdempotencyKeySchema = defineEntity({
  name: 'IdempotencyKey',
  properties: {
    id: id(),
    actorKey: p.string(),
    operation: p.string(),
    key: p.uuid(),
    inputHash: p.string(),
    /** The ids of the payload, from which it is read again. Null while the act is under way. */
    answer: p.json().$type<Record<string, unknown>>().nullable(),
    createdAt: instant().index(),
  },
  uniques: [{ properties: ['actorKey', 'operation', 'key'] }],
});

/** One intention of one actor: the same key and input again gives the same answer. Kept 30 days. */
export class IdempotencyKey extends IdempotencyKeySchema.class {}
IdempotencyKeySchema.setClass(IdempotencyKey);
