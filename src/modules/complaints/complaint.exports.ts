import { defineExport, type ExportColumn, exportScope, exportTable, inWords } from '../../kit/export.ts';
import { dataCuts, tableFormats } from '../../kit/export.rules.ts';
import { streamRows } from '../../kit/row-stream.ts';
import { sql } from '../../kit/sql.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { scrubPersonalData } from '../../shared/personal-data.ts';
import { placeColumns, type PlacedRow, placeJoin, placeSelect } from '../organizations/municipality-column.service.ts';
import type { Complaint } from './complaint.entity.ts';
import { yearPeriod } from './complaint-record.rules.ts';

type Row = Complaint & PlacedRow & { serviceCode: string; serviceName: LocalizedText };
const words = (text: string | null | undefined): string | null => (text ? scrubPersonalData(text) : null);

const columns: readonly ExportColumn<Row>[] = [
  { code: 'complaintId', heading: { ky: 'Даттануунун белгиси', ru: 'Номер жалобы', en: 'Complaint' }, of: (row) => row.id, only: 'FULL' },
  ...placeColumns,
  { code: 'serviceCode', heading: { ky: 'Кызматтын коду', ru: 'Код услуги', en: 'Code of the service' }, of: (row) => row.serviceCode },
  {
    code: 'serviceName',
    heading: { ky: 'Кызмат', ru: 'Услуга', en: 'Service' },
    of: (row, language) => inWords(row.serviceName, language),
  },
  {
    code: 'receivedOn',
    heading: { ky: 'Түшкөн күнү', ru: 'День поступления', en: 'Received on' },
    of: (row) => row.receivedOn,
    only: 'FULL',
  },
  {
    code: 'receivedMonth',
    heading: { ky: 'Түшкөн айы', ru: 'Месяц поступления', en: 'Month received' },
    of: (row) => row.receivedOn.slice(0, 7),
    only: 'DEIDENTIFIED',
  },
  { code: 'channel', heading: { ky: 'Канал', ru: 'Канал', en: 'Channel' }, of: (row) => row.channel },
  { code: 'state', heading: { ky: 'Абалы', ru: 'Состояние', en: 'State' }, of: (row) => row.state },
  { code: 'finding', heading: { ky: 'Кароонун жыйынтыгы', ru: 'Итог рассмотрения', en: 'Finding' }, of: (row) => row.finding },
  { code: 'text', heading: { ky: 'Даттануунун тексти', ru: 'Текст жалобы', en: 'Text' }, of: (row) => words(row.text), only: 'FULL' },
  {
    code: 'findingReason',
    heading: { ky: 'Негиздемеси', ru: 'Обоснование', en: 'Reason' },
    of: (row) => words(row.findingReason),
    only: 'FULL',
  },
  {
    code: 'remedy',
    heading: { ky: 'Кабыл алынган чара', ru: 'Принятая мера', en: 'Remedy' },
    of: (row) => words(row.remedy),
    only: 'FULL',
  },
  {
    code: 'registeredAt',
    heading: { ky: 'Катталган убакыт', ru: 'Зарегистрирована', en: 'Registered at' },
    of: (row) => row.registeredAt,
    only: 'FULL',
  },
  {
    code: 'examinedAt',
    heading: { ky: 'Каралган убакыт', ru: 'Рассмотрена', en: 'Examined at' },
    of: (row) => row.examinedAt,
    only: 'FULL',
  },
];

/** R-II.8: complaints and what came of them. Without what could identify a person there are months, and no words of theirs. */
const complaints = defineExport({
  kind: 'COMPLAINTS',
  formats: tableFormats,
  cuts: dataCuts,
  roles: ['ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY', 'PROVIDER'],
  takes: ['year', 'municipalityId'],
  async open(ctx, request) {
    const period = request.year === null ? undefined : yearPeriod(request.year);
    const rows = streamRows<Row>(
      ctx,
      sql`select t.*, s.code as service_code, s.name as service_name, ${placeSelect}
          from complaint t join municipal_service s on s.id = t.service_id ${placeJoin(sql`t.municipality_id`)}
          where ${exportScope(ctx, request, sql`t.municipality_id`)}
            and (${period === undefined} or (t.received_on >= ${period?.periodFrom ?? null}::date and t.received_on < ${period?.periodTo ?? null}::date))
          order by mu.soate, s.code, ${request.cut === 'FULL' ? sql`t.received_on, t.id` : sql`date_trunc('month', t.received_on), md5(t.id::text)`}`,
    );
    return { name: 'complaints', table: exportTable({ name: 'complaints', columns, rows }, { ...request, ...ctx }) };
  },
});

export const complaintExports = [complaints];
