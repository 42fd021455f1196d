import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Actor } from '../../access/actor.ts';
import { count, id, instant, ref } from '../../kit/entity.ts';
import { type DataCut, dataCuts, type ExportKind, type TableFormat } from '../../kit/export.rules.ts';
import type { Language } from '../../shared/localized-text.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { StoredFile } from './file.entity.ts';
import { Job } from './job.entity.ts';

const ExportSchema = defineEntity({
  name: 'Export',
  properties: {
    id: id(),
    kind: p.string().$type<ExportKind>(),
    format: p.string().$type<TableFormat>(),
    cut: p.string().$type<DataCut>(),
    year: p.integer().nullable(),
    municipalityId: () => ref(Municipality).nullable(),
    subjectId: p.uuid().nullable(),
    language: p.string().$type<Language>(),
    /** Who asked, as they were then: with other rights they do not have it. */
    actor: p.json().$type<Actor>(),
    actorKey: p.string(),
    jobId: () => ref(Job).unique(),
    /** Null = not made yet, or not kept any more. */
    fileId: () => ref(StoredFile).nullable(),
    /** Rows in the file, without the two lines of headings; null = not made yet. */
    rows: count().nullable(),
    createdAt: instant(),
    expiresAt: instant(),
  },
  indexes: [{ name: 'export_expiry', expression: 'create index export_expiry on export (expires_at) where file_id is not null' }],
  checks: [{ name: 'export_cut', expression: `cut in (${dataCuts.map((cut) => `'${cut}'`).join(', ')})` }],
});

/** Data that somebody asked for as a file, and the file while it is kept. */
export class Export extends ExportSchema.class {}
ExportSchema.setClass(Export);
