import { isOwn } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { defineExport, type ExportColumn, type ExportContent, exportSheet, exportTable, inWords } from '../../kit/export.ts';
import { dataCuts, type ExportRequest, tableFormats } from '../../kit/export.rules.ts';
import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';
import { placeColumns } from '../organizations/municipality-column.service.ts';
import { type VolumeColumn, volumeColumns } from './volume-file.rules.ts';
import { discrepancyOfLine, type LinePlace, placedLines, streamLines, type VolumeLineRow } from './volume-line.service.ts';
import { observedFigure } from './volume-report.rules.ts';
import { linesToFill } from './volume-report.service.ts';

type Row = VolumeLineRow & LinePlace;
type Column = ExportColumn<Row>;

const serviceName: Column = {
  code: 'serviceName',
  heading: { ky: 'Кызмат', ru: 'Услуга', en: 'Service' },
  of: (row, language) => inWords(row.serviceName, language),
};

/** What a line says in each column of a file that is filed. */
const cells: Readonly<Record<VolumeColumn, Column['of']>> = {
  serviceCode: (row) => row.serviceCode,
  quarter: (row) => row.quarter,
  channel: (row) => row.channel,
  // A number, NOT_OFFERED, or nothing where nobody has said anything: never a 0 for want of a figure.
  delivered: ({ deliveredState, deliveredValue }) => (deliveredState === 'NOT_OFFERED' ? deliveredState : deliveredValue),
  reason: (row) => row.deliveredReason,
  paidTotal: ({ paidTotal }) => (paidTotal == null ? null : Number(paidTotal)),
  explanation: (row) => row.explanation,
  offerId: (row) => row.offerId,
};

function columnOf(code: VolumeColumn): Column {
  return { code, heading: volumeColumns[code], of: cells[code] };
}

/** What is filed, in the order and under the codes in which a file is read: it has no other columns, so that it can be filed back. */
const filed: readonly Column[] = Object.keys(volumeColumns).map((code) => columnOf(code as VolumeColumn));
const [serviceCode, quarter, channel] = [columnOf('serviceCode'), columnOf('quarter'), columnOf('channel')];

/** What stands beside it: where it belongs, where it is from, and what sources state. */
const known: readonly Column[] = [
  { code: 'state', heading: { ky: 'Сандын абалы', ru: 'Состояние числа', en: 'State of the figure' }, of: (row) => row.deliveredState },
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

const sheetName: LocalizedText = { ky: 'Саптар', ru: 'Строки', en: 'Lines' };

/** R12: the nine-month figures beside what is observed. A municipality's own open report has every line that it is asked for, to be filled in. */
const volumes = defineExport({
  kind: 'VOLUMES',
  formats: tableFormats,
  cuts: dataCuts,
  roles: ['ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY', 'PROVIDER'],
  takes: ['year', 'municipalityId'],
  async open(ctx, request) {
    const own = await ownLines(ctx, request);
    if (own) return toFill(own, ctx.language);
    const rows = streamLines(ctx, request);
    return {
      name: 'volumes',
      table: exportTable({ name: 'volumes', columns: [...filed, serviceName, ...known], rows }, { ...request, ...ctx }),
    };
  },
});

export const volumeExports = [volumes];

async function ownLines(ctx: Ctx, { municipalityId, year }: ExportRequest): Promise<Row[] | undefined> {
  if (municipalityId === null || year === null || !isOwn(ctx.actor, municipalityId)) return undefined;
  const lines = await linesToFill(ctx, { municipalityId, year });
  return lines && placedLines(ctx, { municipalityId, year }, lines);
}

/** The report as it can be filled in and filed; in a workbook, what its lines are and what is known of them beside it. */
function toFill(lines: readonly Row[], language: Language): ExportContent {
  const beside = exportSheet(inLanguage(sheetName, language), [serviceCode, serviceName, quarter, channel, ...known], lines, language);
  return { name: 'volumes', total: lines.length, table: exportSheet('volumes', filed, lines, language), beside: [beside] };
}
