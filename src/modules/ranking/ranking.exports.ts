import { defineExport, type ExportColumn, exportSheet, inWords } from '../../kit/export.ts';
import { dataCuts, tableFormats } from '../../kit/export.rules.ts';
import { rows, sql } from '../../kit/sql.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { getAnalysisRun } from '../indicators/analysis-run.service.ts';
import { type RankBy, rankBys, type RankingEntry } from './ranking.rules.ts';
import { rankingOf } from './ranking.service.ts';

interface Row extends RankingEntry {
  by: RankBy;
  code: string;
  name: LocalizedText;
}

const columns: readonly ExportColumn<Row>[] = [
  { code: 'by', heading: { ky: 'Эмне боюнча', ru: 'По чему', en: 'By' }, of: (row) => row.by },
  { code: 'rank', heading: { ky: 'Орду', ru: 'Место', en: 'Rank' }, of: (row) => row.rank },
  { code: 'tiedWith', heading: { ky: 'Орунду бөлүшкөндөр', ru: 'Делят место', en: 'Tied with' }, of: (row) => row.tiedWith },
  { code: 'band', heading: { ky: 'Тобу', ru: 'Группа', en: 'Band' }, of: (row) => row.band },
  { code: 'serviceCode', heading: { ky: 'Кызматтын коду', ru: 'Код услуги', en: 'Code of the service' }, of: (row) => row.code },
  { code: 'serviceName', heading: { ky: 'Кызмат', ru: 'Услуга', en: 'Service' }, of: (row, language) => inWords(row.name, language) },
  { code: 'qualityScore', heading: { ky: 'Сапаты', ru: 'Качество', en: 'Quality' }, of: (row) => row.qualityScore },
  {
    code: 'lower',
    heading: { ky: 'Сапаты, эң төмөн', ru: 'Качество, не ниже', en: 'Quality, at least' },
    of: (row) => row.qualityInterval?.lower,
  },
  {
    code: 'upper',
    heading: { ky: 'Сапаты, эң жогору', ru: 'Качество, не выше', en: 'Quality, at most' },
    of: (row) => row.qualityInterval?.upper,
  },
  { code: 'coverage', heading: { ky: 'Көрсөткүчтөр, 8ден', ru: 'Показателей из 8', en: 'Indicators of 8' }, of: (row) => row.coverage },
  { code: 'n', heading: { ky: 'Жооптордун саны (n)', ru: 'Число ответов (n)', en: 'Answers (n)' }, of: (row) => row.n },
  { code: 'deliveries', heading: { ky: 'Көрсөтүлгөнү', ru: 'Оказано', en: 'Deliveries' }, of: (row) => row.deliveries.value },
  {
    code: 'deliveriesMissing',
    heading: { ky: 'Айтылбаган сандар', ru: 'Не сообщено чисел', en: 'Figures missing' },
    of: (row) => row.deliveries.missing,
  },
  {
    code: 'deliveriesPerThousand',
    heading: { ky: '1000 тургунга', ru: 'На 1000 жителей', en: 'Per 1,000 residents' },
    of: (row) => row.deliveriesPerThousand,
  },
  {
    code: 'demandLevel',
    heading: { ky: 'Талап кылынуу деңгээли', ru: 'Уровень востребованности', en: 'Demand' },
    of: (row) => row.demandLevel,
  },
  { code: 'quadrant', heading: { ky: 'Чейреги', ru: 'Квадрант', en: 'Quadrant' }, of: (row) => row.quadrant },
  {
    code: 'unrankedReason',
    heading: { ky: 'Эмне үчүн орунсуз', ru: 'Почему без места', en: 'Why it is not ranked' },
    of: (row) => row.unrankedReason,
  },
];

/** R-III.2.2: the ranking by quality and by demand of one run, `subjectId`, over the country; those without a rank at the end of each. */
const rankingExport = defineExport({
  kind: 'RANKING',
  formats: tableFormats,
  cuts: dataCuts,
  roles: ['ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY', 'INTERAGENCY_BODY'],
  takes: ['subjectId!'],
  check: (ctx, { subjectId }) => getAnalysisRun(ctx, subjectId ?? '', ['input', 'subjectId']),
  open: async (ctx, { subjectId }) => {
    const run = await getAnalysisRun(ctx, subjectId ?? '');
    const services = new Map(
      (await rows<{ id: string; code: string; name: LocalizedText }>(ctx, sql`select id, code, name from municipal_service`)).map(
        ({ id, ...service }) => [id, service],
      ),
    );
    const entries: Row[] = [];
    for (const by of rankBys) {
      const { entries: ranked, unranked } = await rankingOf(ctx, run, by);
      for (const entry of [...ranked, ...unranked]) {
        const service = services.get(entry.serviceId);
        if (service) entries.push({ ...entry, ...service, by });
      }
    }
    return { name: 'ranking', table: exportSheet('ranking', columns, entries, ctx.language) };
  },
});

export const rankingExports = [rankingExport];
