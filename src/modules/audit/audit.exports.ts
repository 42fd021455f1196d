import { defineExport, exportTable, type ExportColumn } from '../../kit/export.ts';
import { tableFormats } from '../../kit/export.rules.ts';
import { streamRows } from '../../kit/row-stream.ts';
import { sql } from '../../kit/sql.ts';
import { startOf } from '../../shared/calendar.ts';
import type { AuditContent } from '../../kit/audit.ts';
import type { SealedEntry } from './audit.service.ts';

type Row = Omit<SealedEntry, keyof AuditContent> & AuditContent;
const json = (value: unknown): string | null => (value == null ? null : JSON.stringify(value));
const by =
  (field: 'name' | 'role' | 'id') =>
  ({ actor }: Row) =>
    actor[field];

const columns: readonly ExportColumn<Row>[] = [
  { code: 'sequence', heading: { ky: 'Тизмектеги орду', ru: 'Место в цепочке', en: 'Place in the chain' }, of: (row) => row.sequence },
  { code: 'at', heading: { ky: 'Качан', ru: 'Когда', en: 'When' }, of: (row) => row.at },
  { code: 'actorName', heading: { ky: 'Ким', ru: 'Кто', en: 'Who' }, of: by('name') },
  { code: 'actorRole', heading: { ky: 'Ролу', ru: 'Роль', en: 'Role' }, of: by('role') },
  { code: 'actorId', heading: { ky: 'Анын белгиси', ru: 'Его номер', en: 'Their id' }, of: by('id') },
  {
    code: 'onBehalfOfName',
    heading: { ky: 'Кимдин ордуна', ru: 'За кого', en: 'On behalf of' },
    of: ({ actor }) => actor.onBehalfOf?.name,
  },
  { code: 'action', heading: { ky: 'Аракет', ru: 'Действие', en: 'Act' }, of: (row) => row.action },
  { code: 'subjectType', heading: { ky: 'Эмне', ru: 'Что', en: 'What' }, of: (row) => row.subjectType },
  { code: 'subjectId', heading: { ky: 'Анын белгиси', ru: 'Его номер', en: 'Its id' }, of: (row) => row.subjectId },
  {
    code: 'municipalityId',
    heading: { ky: 'Муниципалитеттин белгиси', ru: 'Номер муниципалитета', en: 'Municipality' },
    of: (row) => row.municipalityId,
  },
  { code: 'before', heading: { ky: 'Мурда', ru: 'Было', en: 'Before' }, of: (row) => json(row.before) },
  { code: 'after', heading: { ky: 'Кийин', ru: 'Стало', en: 'After' }, of: (row) => json(row.after) },
  { code: 'reason', heading: { ky: 'Себеби', ru: 'Причина', en: 'Reason' }, of: (row) => row.reason },
  { code: 'requestId', heading: { ky: 'Суроо-талап', ru: 'Запрос', en: 'Request' }, of: (row) => row.requestId },
  { code: 'xroadId', heading: { ky: '«Түндүк» билдирүүсү', ru: 'Сообщение «Түндүк»', en: 'Exchange message' }, of: (row) => row.xroadId },
  { code: 'previousHash', heading: { ky: 'Мурунку мөөр', ru: 'Предыдущая печать', en: 'Seal before' }, of: (row) => row.previousHash },
  { code: 'hash', heading: { ky: 'Мөөр', ru: 'Печать', en: 'Seal' }, of: (row) => row.hash },
];

/** Sealed entries in the order of the chain. It names people, so there is no other cut of it; for whoever reads the whole log. */
const auditLog = defineExport({
  kind: 'AUDIT',
  formats: tableFormats,
  cuts: ['FULL'],
  roles: ['ADMIN', 'HEAD'],
  takes: ['year', 'municipalityId', 'subjectId'],
  async open(ctx, request) {
    const { year, municipalityId, subjectId } = request;
    const rows = streamRows<Row>(
      ctx,
      sql`select s.sequence, t.at, t.actor, t.action, t.subject_type, t.subject_id, t.municipality_id, t.before, t.after, t.reason, t.request_id,
            t.xroad_id, s.previous_hash, s.hash
          from audit_seal s join audit_entry t on t.id = s.entry_id
          where (${year === null} or (t.at >= ${startOf(`${year ?? 2000}-01-01`)} and t.at < ${startOf(`${(year ?? 2000) + 1}-01-01`)}))
            and (${municipalityId}::uuid is null or t.municipality_id = ${municipalityId}::uuid)
            and (${subjectId}::uuid is null or t.subject_id = ${subjectId}::uuid)
          order by s.sequence`,
    );
    return { name: 'audit', table: exportTable({ name: 'audit', columns, rows }, { ...request, ...ctx }) };
  },
});

export const auditExports = [auditLog];
