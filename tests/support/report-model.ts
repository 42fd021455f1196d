import type { DocumentModel } from '../../src/kit/document/document.rules.ts';

/** What may not be taken for markup or a formula anywhere. */
export const typed = '=HYPERLINK("x") <script>alert(1)</script>\n#set text(red) $x$ [[ *a* {{n}} & ]]>';

const long = `${typed}\n${'Кызмат көрсөтүүнүн сапаты төмөн, өтө узак күтүү керек. '.repeat(200)}`.slice(0, 10_000);

const words = {
  KY: {
    title: 'Жыйынтыктоочу доклад: муниципалдык кызмат көрсөтүүлөрдүн сапаты',
    heading: 'Көрсөткүчтөр',
    names: ['Кетмен-Төбө айыл аймагы', 'Төмөнкү Ала-Арча айыл аймагы', 'Ысык-Көл облусу'],
    gap: 'сурамжылоо өткөрүлгөн жок',
    column: 'Аймак',
  },
  RU: {
    title: 'Итоговый отчёт о качестве муниципальных услуг',
    heading: 'Показатели',
    names: ['Торогелди Балтагуловский айылный аймак', 'Алайский айылный аймак имени К.Белекбаева', 'Иссык-Кульская область'],
    gap: 'опрос не проводился',
    column: 'Территория',
  },
} as const;

/** A report with one block of every kind and what is hardest about each: long names, long strings, nothing at all. */
export function reportModel(language: 'KY' | 'RU'): DocumentModel & { readonly names: readonly string[] } {
  const { title, heading, names, gap, column } = words[language];
  const missing = { value: null, gap };
  const source = { n: 1204, text: heading };
  const categories = { title: heading, unit: '%', categoryTitle: column, categories: names };
  return {
    names,
    language,
    title,
    isWatermarked: true,
    author: heading,
    date: '2026-11-15',
    hasContents: true,
    blocks: [
      { kind: 'heading', level: 1, text: heading, isNumbered: true },
      { kind: 'heading', level: 2, text: heading, isNumbered: true },
      { kind: 'paragraph', text: long },
      { kind: 'list', isOrdered: true, items: names },
      { kind: 'list', items: names },
      { kind: 'callout', tone: 'warning', title: heading, text: typed },
      { kind: 'checklist', caption: heading, items: [{ requirement: 'III.2.1', text: heading, isMet: false, note: gap }] },
      { kind: 'table', caption: heading, columns: [{ title: column }, { title: heading }], rows: [] },
      {
        kind: 'chart',
        source,
        chart: {
          ...categories,
          kind: 'bar',
          orientation: 'flat',
          arrangement: 'grouped',
          series: [{ name: '2026', points: [{ value: 81.5, n: 120 }, { value: 0 }, missing] }],
        },
      },
      {
        kind: 'chart',
        source,
        chart: { ...categories, kind: 'line', seriesTitle: heading, series: [{ name: '2026', points: [missing, missing, missing] }] },
      },
      {
        kind: 'chart',
        source,
        chart: {
          ...categories,
          kind: 'interval',
          series: [{ name: '2026', points: [{ value: 70, n: 50, interval: { low: 60, high: 80 } }, missing, { value: 20 }] }],
        },
      },
      {
        kind: 'chart',
        source,
        chart: {
          kind: 'quadrant',
          title: heading,
          pointTitle: column,
          across: { title: 'N', unit: '', threshold: 500 },
          upwards: { title: heading, unit: '%', threshold: 60 },
          quarters: { lowLow: 'A', highLow: 'B', lowHigh: 'C', highHigh: 'D' },
          points: names.map((name, index) => ({ name, across: { value: index * 498 }, upwards: { value: 40 + index * 20 } })),
        },
      },
      { kind: 'heading', level: 2, text: heading, isNumbered: true },
      {
        kind: 'table',
        caption: heading,
        columns: Array.from({ length: 9 }, (_, index) => ({ title: `${column} ${index + 1}` })),
        rows: [[...names, 'x'.repeat(90), '', '', '', '', 'https://example.kg/a-very-long-address/without-any-space']],
        source,
      },
      { kind: 'pageBreak' },
      { kind: 'paragraph', text: 'ң ө ү Ң Ө Ү' },
    ],
  };
}
