import type { DocumentBlock, TableBlock, TableCell } from '../../kit/document/document.rules.ts';
import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';
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
  measures: words(
    'n – жооптордун саны: орточо – бардык жооптордон, четтөө – ченеми бар жооптордон гана.',
    'n – число ответов: среднее – по всем ответам, отклонение – только по ответам, у которых есть норма.',
    'n is the number of answers: a mean is of all of them, a deviation of those alone that have a norm.',
  ),
  greatest: words(
    'Четтөө – иш жүзүндөгүсүнөн ченемди алып салганы. Эң чоңу: ченем бирөө болсо – эң көп ашканы (+) жана эң көп кем болгону (−), болбосо – белгисин эске албай эң чоңу.',
    'Отклонение – факт минус норма. Наибольшее: где норма одна – самое большое превышение (+) и самое большое в меньшую сторону (−), иначе – самое большое без учёта знака.',
    'A deviation is actual less norm. The greatest: with one norm the greatest over it (+) and the greatest under it (−), otherwise the greatest without its sign.',
  ),
  endToEnd: words(
    '{{name}}, кызматтары биринен сала бири: орточо {{mean}}; ченемдери чогуу {{norm}}',
    '{{name}}, услуги одна за другой: в среднем {{mean}}; нормы вместе {{norm}}',
    '{{name}}, its services one after the other: on average {{mean}}; their norms together {{norm}}',
  ),
  amount: words('{{value}} {{unit}}', '{{value}} {{unit}}', '{{value}} {{unit}}'),
  unknown: words('белгисиз', 'неизвестно', 'not known'),
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
    notes: [...ofComplexes(facts, indicator, language), say(normWords.measures), say(normWords.greatest)],
    source: { n: facts.run.responses, text: say(sourceOf(facts, query)) },
  };
}

/** R8.2: a complex from end to end, where its services' means or norms are known of each. */
function ofComplexes(facts: ReportFacts, indicator: 'TIME' | 'COST', language: Language): string[] {
  return facts.results.flatMap((result) => {
    const { actual, endToEnd } = result.comparison ?? {};
    if (result.indicator !== indicator || !actual || !endToEnd || (endToEnd.mean === null && endToEnd.norm === null)) return [];
    const { mean, norm } = endToEnd;
    const inWords = (value: number | string | null) =>
      value === null
        ? normWords.unknown
        : filled(normWords.amount, { value: numbers(language).format(Number(value)), unit: unitWords[actual.unit] });
    const values = { name: objectName(facts, result), mean: inWords(mean), norm: inWords(norm) };
    return [inLanguage(filled(normWords.endToEnd, values), language)];
  });
}

function numbers(language: Language, signDisplay: 'auto' | 'exceptZero' = 'auto'): Intl.NumberFormat {
  return new Intl.NumberFormat(language.toLowerCase(), { maximumFractionDigits: 2, signDisplay });
}

function objectName({ objects }: ReportFacts, { objectCode }: ResultFacts): LocalizedText {
  return objects.find(({ code }) => code === objectCode)?.name ?? asIs(objectCode);
}

function normCells(result: ResultFacts, language: Language): TableCell[] {
  const { comparison, compared, state } = result;
  const { actual = null, expectation = null, meanDeviation = null } = comparison ?? {};
  const missing = state === 'NOT_APPLICABLE' ? stateWords.NOT_APPLICABLE : stateWords.NO_DATA;
  const notCompared = state === 'NO_NORM' ? stateWords.NO_NORM : missing;
  const cell = (value: number | null, n: number | null = null, why = missing): TableCell => ({
    ...drawn({ value, n, gap: why }, language),
    digits: 2,
  });
  const greatest = greatestDeviations(result).map((value) => numbers(language, 'exceptZero').format(value));
  return [
    normCell(result, (text) => inLanguage(text, language)),
    cell(actual && Number(actual.min)),
    cell(actual?.mean ?? null, actual?.n),
    cell(actual && Number(actual.max)),
    cell(meanDeviation?.signed ?? null, compared, notCompared),
    greatest.length === 0 ? cell(null, null, notCompared) : greatest.join('\n'),
    cell(expectation?.mean ?? null, expectation?.n),
  ];
}

/** How far over and under the norm; where that is not known of both, what is greatest without its sign. None = nothing is compared. */
function greatestDeviations({ comparison, compared, norms }: ResultFacts): number[] {
  const { actual, maximumDeviation } = comparison ?? {};
  if (!actual || !maximumDeviation) return [];
  const [norm, ...others] = norms;
  if (!norm || others.length > 0 || norm.unit !== actual.unit || compared !== actual.n) return [maximumDeviation.signed];
  const over = Number(actual.max) - Number(norm.amount);
  const under = Number(actual.min) - Number(norm.amount);
  const both = [over, under].filter((value, index) => (index === 0 ? value > 0 : value < 0));
  return both.length === 0 ? [0] : both;
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
