import { defineExport, type ExportColumn, exportScope, exportTable, inWords } from '../../kit/export.ts';
import { dataCuts, tableFormats } from '../../kit/export.rules.ts';
import { streamRows } from '../../kit/row-stream.ts';
import { sql } from '../../kit/sql.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { placeColumns, type PlacedRow, placeJoin, placeSelect } from '../organizations/municipality-column.service.ts';
import type { EndReason, ObligationPart } from '../submissions/submission.rules.ts';
import { type ObligationStatus, type Timeliness } from './obligation.rules.ts';
import { standing, statusInSql, timelinessInSql } from './obligation.service.ts';

interface Row extends PlacedRow {
  year: number;
  objectCode: string;
  objectName: LocalizedText;
  part: ObligationPart;
  status: ObligationStatus;
  timeliness: Timeliness;
  expectedResponses: number | null;
  responses: number | null;
  firstFiledAt: Date | null;
  acceptedAt: Date | null;
  endedAt: Date | null;
  endReason: EndReason | null;
}

const columns: readonly ExportColumn<Row>[] = [
  ...placeColumns,
  { code: 'year', heading: { ky: 'Жылы', ru: 'Год', en: 'Year' }, of: (row) => row.year },
  { code: 'objectCode', heading: { ky: 'Объектинин коду', ru: 'Код объекта', en: 'Code of the object' }, of: (row) => row.objectCode },
  {
    code: 'objectName',
    heading: { ky: 'Мониторингдин объектиси', ru: 'Объект мониторинга', en: 'Object of monitoring' },
    of: (row, language) => inWords(row.objectName, language),
  },
  { code: 'part', heading: { ky: 'Бөлүгү', ru: 'Часть', en: 'Part' }, of: (row) => row.part },
  { code: 'status', heading: { ky: 'Абалы', ru: 'Состояние', en: 'Status' }, of: (row) => row.status },
  { code: 'timeliness', heading: { ky: 'Мөөнөтүндөбү', ru: 'Своевременность', en: 'Timeliness' }, of: (row) => row.timeliness },
  {
    code: 'expectedResponses',
    heading: { ky: 'Күтүлгөн анкеталар', ru: 'Ожидается анкет', en: 'Questionnaires expected' },
    of: (row) => row.expectedResponses,
  },
  {
    code: 'responses',
    heading: { ky: 'Өткөрүлгөн анкеталар', ru: 'Представлено анкет', en: 'Questionnaires filed' },
    of: (row) => row.responses,
  },
  {
    code: 'firstFiledAt',
    heading: { ky: 'Биринчи өткөрүлгөнү', ru: 'Впервые представлено', en: 'First filed at' },
    of: (row) => row.firstFiledAt,
  },
  { code: 'acceptedAt', heading: { ky: 'Кабыл алынганы', ru: 'Принято', en: 'Accepted at' }, of: (row) => row.acceptedAt },
  { code: 'endedAt', heading: { ky: 'Токтогону', ru: 'Прекращено', en: 'Ended at' }, of: (row) => row.endedAt },
  {
    code: 'endReason',
    heading: { ky: 'Эмне үчүн токтоду', ru: 'Почему прекращено', en: 'Why it ended' },
    of: (row) => row.endReason,
  },
];

/** R12: what municipalities owe, and what of it is filed. */
const obligations = defineExport({
  kind: 'OBLIGATIONS',
  formats: tableFormats,
  cuts: dataCuts,
  roles: ['ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY', 'PROVIDER'],
  takes: ['year', 'municipalityId'],
  open: async (ctx, request) => {
    const rows = streamRows<Row>(
      ctx,
      sql`select c.year, m.code as object_code, m.name as object_name, t.part, ${statusInSql} as status, ${timelinessInSql(ctx)} as timeliness,
            case when t.part = 'QUESTIONNAIRES' then m.expected_responses end as expected_responses, f.responses, f.first_filed_at, f.accepted_at,
            t.ended_at, t.end_reason, ${placeSelect}
          from ${standing} join monitoring_cycle c on c.id = t.cycle_id ${placeJoin(sql`t.municipality_id`)}
          where ${exportScope(ctx, request, sql`t.municipality_id`)} and (${request.year}::int is null or c.year = ${request.year}::int)
          order by c.year, mu.soate, m.position, t.part`,
    );
    return { name: 'obligations', table: exportTable({ name: 'obligations', columns, rows }, { ...request, ...ctx }) };
  },
});

export const obligationExports = [obligations];
