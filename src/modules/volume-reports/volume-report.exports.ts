import { isOwn } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { defineExport, type ExportColumn, exportTable, inWords } from '../../kit/export.ts';
import { dataCuts, type ExportRequest, tableFormats } from '../../kit/export.rules.ts';
import { placeColumns } from '../organizations/municipality-column.service.ts';
import { discrepancyOfLine, type LinePlace, placedLines, streamLines, type VolumeLineRow } from './volume-line.service.ts';
import { observedFigure } from './volume-report.rules.ts';
import { linesToFill } from './volume-report.service.ts';

type Row = VolumeLineRow & LinePlace;
const som = (amount: string | null | undefined): number | null => (amount == null ? null : Number(amount));

/** Those that `VolumeLineInput` has come first, under its names, so that the file can be filled in and filed. */
const columns: readonly ExportColumn<Row>[] = [
  { code: 'serviceCode', heading: { ky: 'Кызматтын коду', ru: 'Код услуги', en: 'Code of the service' }, of: (row) => row.serviceCode },
  {
    code: 'serviceName',
    heading: { ky: 'Кызмат', ru: 'Услуга', en: 'Service' },
    of: (row, language) => inWords(row.serviceName, language),
  },
  { code: 'quarter', heading: { ky: 'Квартал', ru: 'Квартал', en: 'Quarter' }, of: (row) => row.quarter },
  { code: 'channel', heading: { ky: 'Канал', ru: 'Канал', en: 'Channel' }, of: (row) => row.channel },
  { code: 'state', heading: { ky: 'Сандын абалы', ru: 'Состояние числа', en: 'State of the figure' }, of: (row) => row.deliveredState },
  {
    code: 'value',
    heading: { ky: 'Канча жолу көрсөтүлдү', ru: 'Сколько раз оказана', en: 'How often delivered' },
    of: (row) => row.deliveredValue,
  },
  {
    code: 'reason',
    heading: { ky: 'Эмне үчүн көрсөтүлбөйт', ru: 'Почему не оказывается', en: 'Why it is not offered' },
    of: (row) => row.deliveredReason,
  },
  {
    code: 'paidTotal',
    heading: { ky: 'Төлөнгөн сумма, сом', ru: 'Оплачено всего, сом', en: 'Paid in all, som' },
    of: (row) => som(row.paidTotal),
  },
  {
    code: 'explanation',
    heading: { ky: 'Айырманын түшүндүрмөсү', ru: 'Пояснение расхождения', en: 'Explanation' },
    of: (row) => row.explanation,
  },
  {
    code: 'offerId',
    heading: { ky: 'Сунуштун белгиси (болсо)', ru: 'Номер предложения (если есть)', en: 'Offer, where known' },
    of: (row) => row.offerId,
  },
  { code: 'year', heading: { ky: 'Жыл', ru: 'Год', en: 'Year' }, of: (row) => row.year },
  ...placeColumns,
  {
    code: 'source',
    heading: { ky: 'Сан кайдан алынды', ru: 'Откуда число', en: 'Where the figure is from' },
    of: (row) => row.deliveredSource,
  },
  { code: 'reference', heading: { ky: 'Шилтеме', ru: 'Ссылка', en: 'Reference' }, of: (row) => row.deliveredReference },
  { code: 'recordedAt', heading: { ky: 'Жазылган убакыт', ru: 'Записано', en: 'Recorded at' }, of: (row) => row.deliveredAt },
  {
    code: 'observed',
    heading: { ky: 'Маалымат булактарында', ru: 'По данным источников', en: 'Observed' },
    of: (row) => observedFigure(row).value,
  },
  {
    code: 'observedMonths',
    heading: { ky: 'Булакта бар айлар (3түн ичинен)', ru: 'Месяцев в источнике (из 3)', en: 'Months observed (of 3)' },
    of: (row) => row.observedMonths,
  },
  {
    code: 'difference',
    heading: { ky: 'Айырма', ru: 'Расхождение', en: 'Difference' },
    of: (row) => discrepancyOfLine(row)?.difference,
  },
];

/** R12: the nine-month figures beside what is observed. A municipality's own open report has every line that it is asked for. */
const volumes = defineExport({
  kind: 'VOLUMES',
  formats: tableFormats,
  cuts: dataCuts,
  roles: ['ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY', 'PROVIDER'],
  takes: ['year', 'municipalityId'],
  async open(ctx, request) {
    const own = await ownLines(ctx, request);
    const rows = own ? each(own) : streamLines(ctx, request);
    return { name: 'volumes', total: own?.length, table: exportTable({ name: 'volumes', columns, rows }, { ...request, ...ctx }) };
  },
});

export const volumeExports = [volumes];

async function ownLines(ctx: Ctx, { municipalityId, year }: ExportRequest): Promise<Row[] | undefined> {
  if (municipalityId === null || year === null || !isOwn(ctx.actor, municipalityId)) return undefined;
  const lines = await linesToFill(ctx, { municipalityId, year });
  return lines && placedLines(ctx, { municipalityId, year }, lines);
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T, void> {
  yield* items;
}
