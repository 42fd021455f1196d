import type { DocumentBlock, TableBlock, TableCell } from '../../kit/document/document.rules.ts';
import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';
import type { Deviation, Statistics } from '../indicators/indicator.rules.ts';
import { drawn, sourceOf } from './report-chart.rules.ts';
import type { ApprovedNorm, ReportFacts, ResultFacts } from './report-facts.rules.ts';
import { asIs, filled, indicatorWords, reportWords, stateWords, unitWords, words } from './report-words.rules.ts';

/** What the section of norms says. `{{name}}` is put in by `filled`. */
const normWords = {
  notApproved: words('ченем бекитилген эмес', 'норма не утверждена', 'no norm is approved'),
  otherMeasure: words(
    'бекитилген ченем ({{norms}}) менен жоопторду салыштырууга болбойт',
    'утверждённая норма ({{norms}}) с ответами не сопоставима',
    'answers cannot be compared with the approved norm ({{norms}})',
  ),
} as const;

type Say = (text: LocalizedText) => string;

/** R-III.1.1, R-III.1.3 to R-III.1.5: norms beside what was, the charts of how far off it was, and what has no norm to compare with. */
export function normBlocks(facts: ReportFacts, charts: readonly DocumentBlock[], language: Language): DocumentBlock[] {
  return [normTable(facts, 'TIME', language), normTable(facts, 'COST', language), ...charts, ...withoutNorm(facts, language)];
}

/** R-III.1.1, R-III.1.3, R-III.1.4: norms beside what was, how far off it was, and what people expected. */
function normTable(facts: ReportFacts, indicator: 'TIME' | 'COST', language: Language): TableBlock {
  const say: Say = (text) => inLanguage(text, language);
  const number = (title: LocalizedText, weight: number) => ({ title: say(title), weight, align: 'end' as const });
  const query = `analysisRun { results(filter: { indicators: [${indicator}], isCountryLevel: true }) }`;
  return {
    kind: 'table',
    caption: say(indicator === 'TIME' ? reportWords.timeNorms : reportWords.costNorms),
    columns: [
      { title: say(reportWords.object), weight: 2.6 },
      { title: say(reportWords.norm), weight: 1.2 },
      number(reportWords.minimum, 0.9),
      number(reportWords.mean, 0.9),
      number(reportWords.maximum, 0.9),
      number(reportWords.meanDeviation, 1.1),
      number(reportWords.maximumDeviation, 1.1),
      number(reportWords.expectation, 1.1),
    ],
    rows: facts.results
      .filter((result) => result.indicator === indicator)
      .map((result) => [say(objectName(facts, result)), ...normCells(result, language)]),
    source: { n: facts.run.responses, text: say(sourceOf(facts, query)) },
  };
}

function objectName({ objects }: ReportFacts, { objectCode }: ResultFacts): LocalizedText {
  return objects.find(({ code }) => code === objectCode)?.name ?? asIs(objectCode);
}

function normCells(result: ResultFacts, language: Language): TableCell[] {
  const { comparison, state } = result;
  const { actual = null, expectation = null, meanDeviation = null, maximumDeviation = null } = comparison ?? {};
  const missing = state === 'NOT_APPLICABLE' ? stateWords.NOT_APPLICABLE : stateWords.NO_DATA;
  const cell = (value: number | null, why = missing): TableCell => ({ ...drawn({ value, n: null, gap: why }, language), digits: 2 });
  const of = (statistics: Statistics | null, value: (each: Statistics) => number) => cell(statistics && value(statistics));
  const off = (deviation: Deviation | null) => cell(deviation?.signed ?? null, state === 'NO_NORM' ? stateWords.NO_NORM : missing);
  return [
    normCell(result, (text) => inLanguage(text, language)),
    of(actual, ({ min }) => Number(min)),
    of(actual, ({ mean }) => mean),
    of(actual, ({ max }) => Number(max)),
    off(meanDeviation),
    off(maximumDeviation),
    of(expectation, ({ mean }) => mean),
  ];
}

/** The norms that answers were compared with; where none was, those that are approved. */
function normCell({ norms, approved, state }: ResultFacts, say: Say): string {
  if (norms.length > 0) return normsInWords(norms, say);
  if (state === 'NOT_APPLICABLE') return say(stateWords.NOT_APPLICABLE);
  if (approved.length === 0) return say(normWords.notApproved);
  return [normsInWords(approved, say), state === 'NO_NORM' ? say(stateWords.NO_NORM) : ''].filter(Boolean).join('\n');
}

function normsInWords(norms: readonly (Omit<ApprovedNorm, 'basis'> & Partial<ApprovedNorm>)[], say: Say): string {
  return norms
    .map(({ amount, unit, basis }) => [amount, say(unitWords[unit]), basis ? say(basis) : ''].filter(Boolean).join(' '))
    .join('; ');
}

/** R-III.1.5: indicators without a norm to compare with: nobody has approved one, or only in another measure. */
function withoutNorm(facts: ReportFacts, language: Language): DocumentBlock[] {
  const say: Say = (text) => inLanguage(text, language);
  const items = facts.results
    .filter(({ state }) => state === 'NO_NORM')
    .map((result) => {
      const { objectCode, indicator, approved } = result;
      const why =
        approved.length === 0 ? normWords.notApproved : filled(normWords.otherMeasure, { norms: asIs(normsInWords(approved, say)) });
      return `${objectCode} – ${say(objectName(facts, result))}: ${say(indicatorWords[indicator])} – ${say(why)}`;
    });
  return [
    { kind: 'heading', level: 2, text: say(reportWords.withoutNorm), isNumbered: true },
    items.length > 0 ? { kind: 'list', items } : { kind: 'paragraph', text: say(reportWords.everyNorm) },
  ];
}
