import { defineEntity, p } from '@mikro-orm/postgresql';
import { appendOnly, count, id, instant, ref } from '../../kit/entity.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { StoredFile } from './file.entity.ts';

const ReceiptSchema = defineEntity({
  name: 'Receipt',
  properties: {
    id: id(),
    /** Counts the receipts, with gaps where a filing was undone; the number is made of it. */
    sequence: count().autoincrement().unique(),
    number: p.string().unique(),
    receivedAt: instant(),
    sha256: p.string().length(64),
    isLate: p.boolean(),
    /** Whose filing it was; null = the ministry's own. */
    municipalityId: () => ref(Municipality).nullable(),
    subjectType: p.string(),
    subjectId: p.uuid(),
    fileId: () => ref(StoredFile),
  },
  indexes: [{ properties: ['subjectType', 'subjectId'] }],
  triggers: [appendOnly('receipt')],
});

/** That something was received: when, and exactly what. Never changed. */
export class Receipt extends ReceiptSchema.class {}
ReceiptSchema.setClass(Receipt);
