import { defineExport, type ExportColumn, exportTable, inWords } from '../../kit/export.ts';
import { dataCuts, tableFormats } from '../../kit/export.rules.ts';
import { streamRows } from '../../kit/row-stream.ts';
import { sql } from '../../kit/sql.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { placeColumns, type PlacedRow, placeSelect } from '../organizations/municipality-column.service.ts';
import type { IndicatorResult } from './analysis.entity.ts';
import { getAnalysisRun } from './analysis-run.service.ts';
import { type AnswerSource, judgedBy, requirementOf, type Statistics } from './indicator.rules.ts';

type Row = IndicatorResult & PlacedRow & { objectCode: string; objectName: LocalizedText; sources: AnswerSource[] };

const actual = ({ details }: Row): Statistics | null => details.comparison?.actual ?? null;

const columns: readonly ExportColumn<Row>[] = [
  { code: 'objectCode', heading: { ky: 'Объектинин коду', ru: 'Код объекта', en: 'Code of the object' }, of: (row) => row.objectCode },
  {
    code: 'objectName',
    heading: { ky: 'Мониторингдин объектиси', ru: 'Объект мониторинга', en: 'Object of monitoring' },
    of: (row, language) => inWords(row.objectName, language),
  },
  { code: 'level', heading: { ky: 'Деңгээли', ru: 'Уровень', en: 'Level' }, of: (row) => row.level },
  ...placeColumns,
  { code: 'indicator', heading: { ky: 'Көрсөткүч', ru: 'Показатель', en: 'Indicator' }, of: (row) => row.indicator },
  {
    code: 'requirement',
    heading: { ky: 'Жобонун талабы', ru: 'Требование', en: 'Requirement' },
    of: (row) => requirementOf(row.indicator),
  },
  {
    code: 'judgedBy',
    heading: { ky: 'Талдоонун жооп булагы', ru: 'Источник ответов анализа', en: 'Answers that the analysis is judged on' },
    of: ({ sources }) => judgedBy(sources),
  },
  { code: 'state', heading: { ky: 'Жыйынтыгы', ru: 'Итог', en: 'State' }, of: (row) => row.state },
  { code: 'share', heading: { ky: 'Үлүшү', ru: 'Доля', en: 'Share' }, of: (row) => row.share },
  { code: 'n', heading: { ky: 'Жооптордун саны (n)', ru: 'Число ответов (n)', en: 'Answers (n)' }, of: (row) => row.n },
  { code: 'threshold', heading: { ky: 'Чеги', ru: 'Порог', en: 'Threshold' }, of: (row) => row.threshold },
  { code: 'lower', heading: { ky: 'Аралыктын төмөнкү чеги', ru: 'Нижняя граница', en: 'Lower bound' }, of: (row) => row.lower },
  { code: 'upper', heading: { ky: 'Аралыктын жогорку чеги', ru: 'Верхняя граница', en: 'Upper bound' }, of: (row) => row.upper },
  { code: 'unit', heading: { ky: 'Өлчөм бирдиги', ru: 'Единица', en: 'Unit' }, of: (row) => actual(row)?.unit },
  { code: 'minimum', heading: { ky: 'Эң азы', ru: 'Минимум', en: 'Minimum' }, of: (row) => actual(row)?.min },
  { code: 'maximum', heading: { ky: 'Эң көбү', ru: 'Максимум', en: 'Maximum' }, of: (row) => actual(row)?.max },
  { code: 'mean', heading: { ky: 'Орточосу', ru: 'Среднее', en: 'Mean' }, of: (row) => actual(row)?.mean },
  { code: 'median', heading: { ky: 'Медианасы', ru: 'Медиана', en: 'Median' }, of: (row) => actual(row)?.median },
  {
    code: 'surveyGaps',
    heading: { ky: 'Сурамжылоодон олуттуу айырма', ru: 'Значимое расхождение с опросом', en: 'Significant gap to the survey' },
    of: ({ details: { surveys = [] } }) => surveys.flatMap(({ code, state }) => (state === 'GAP' ? [code] : [])).join(', '),
  },
];

/** R-III.2.3: the results of one run, `subjectId`, that whoever asks may see. */
const indicatorResults = defineExport({
  kind: 'INDICATOR_RESULTS',
  formats: tableFormats,
  cuts: dataCuts,
  roles: ['ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY', 'INTERAGENCY_BODY'],
  takes: ['subjectId!'],
  check: (ctx, { subjectId }) => getAnalysisRun(ctx, subjectId ?? '', ['input', 'subjectId']),
  open: async (ctx, request) => {
    const rows = streamRows<Row>(
      ctx,
      sql`select t.*, o.code as object_code, o.name as object_name, x.sources, ${placeSelect}
          from indicator_result t join analysis_run x on x.id = t.run_id join monitoring_object o on o.id = t.object_id
          left join municipality mu on mu.id = t.municipality_id left join administrative_unit re on re.id = coalesce(mu.region_id, t.region_id)
          where t.run_id = ${request.subjectId}::uuid
          order by o.position, array_position(array['COUNTRY', 'REGION', 'MUNICIPALITY'], t.level), re.code, mu.soate, t.indicator`,
    );
    return { name: 'indicator-results', table: exportTable({ name: 'results', columns, rows }, { ...request, ...ctx }) };
  },
});

export const indicatorResultExports = [indicatorResults];
