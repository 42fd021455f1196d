import type { DocumentBlock, DocumentModel, FigureSource, TableBlock, TableCell, TableColumn } from '../../kit/document/document.rules.ts';
import { dayInWords, numberInWords } from '../../shared/in-words.ts';
import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';
import { scrubPersonalData } from '../../shared/personal-data.ts';
import { isBlank } from '../../shared/plain-text.ts';
import { type IndicatorCode, indicatorCodes } from '../indicators/indicator.rules.ts';
import { contentsOf } from './content-check.rules.ts';
import { type SectionCode, sectionTitles } from './final-report.rules.ts';
import { chartsOf } from './chart-list.rules.ts';
import { normBlocks } from './norm-section.rules.ts';
import { providerTables } from './provider-table.rules.ts';
import { chartModelOf, drawn, hasValues, type ReportChart, type ReportPoint, sourceOf } from './report-chart.rules.ts';
import type { RankedFacts, RankingFacts, ReportFacts, ResultFacts } from './report-facts.rules.ts';
import { countUnitWords, filled, indicatorWords, reportWords, stateWords } from './report-words.rules.ts';
import { surveyBlocks } from './survey-section.rules.ts';

/** What the parts of a document are made of. */
interface Making {
  facts: ReportFacts;
  charts: readonly ReportChart[];
  language: Language;
  say: (text: LocalizedText) => string;
}

/** R-III.2, R-III.3: the report in one language; every figure with how many records it rests on and where it comes from. */
export function reportDocument(facts: ReportFacts, language: Language): DocumentModel {
  const say = (text: LocalizedText): string => inLanguage(text, language);
  const making: Making = { facts, charts: chartsOf(facts), language, say };
  const { run } = facts;
  const deviationCharts = [...charted(making, 'TIME_DEVIATION'), ...charted(making, 'COST_DEVIATION')];
  return {
    language,
    title: say(filled(reportWords.title, { year: facts.year })),
    isWatermarked: facts.isDraft,
    author: say(facts.author ?? reportWords.noAuthor),
    date: facts.date,
    facts: [
      { label: say(reportWords.revision), value: String(facts.revision) },
      { label: say(reportWords.run), value: run.id },
      { label: say(reportWords.method), value: String(run.method) },
      { label: say(reportWords.referenceDay), value: dayInWords(run.referenceDay, language) },
      { label: say(reportWords.counted), value: String(run.responses) },
    ],
    hasContents: true,
    blocks: [
      ...section(making, 'INTRODUCTION', [...warningsOf(making), checklistOf(making), ...charted(making, 'COVERAGE')]),
      ...section(making, 'SERVICES', [objectTable(making), ...providerTables(facts, language)]),
      ...section(making, 'RANKING', rankingBlocks(making)),
      ...section(making, 'INDICATORS', [
        ...charted(making, 'ACHIEVEMENT'),
        // Two tables stand upright where one would need pages laid across.
        resultTable(making, indicatorCodes.slice(0, 4)),
        resultTable(making, indicatorCodes.slice(4)),
        ...charted(making, 'REGIONS'),
        ...charted(making, 'SATISFACTION'),
      ]),
      ...section(making, 'NORMS', normBlocks(facts, deviationCharts, language)),
      ...section(making, 'SURVEYS', surveyBlocks(facts, chartedAll(making, 'SURVEYS_'), language)),
      ...section(making, 'PROBLEMS', problemBlocks(making)),
      ...section(making, 'DYNAMICS', [...dynamicsBlocks(making), ...chartedAll(making, 'VOLUMES_'), ...chartedAll(making, 'MONTHS')]),
      ...section(making, 'CONCLUSIONS', []),
      { kind: 'heading', level: 1, text: say(reportWords.appendix), isNumbered: true },
      { kind: 'paragraph', text: say(reportWords.appendixText) },
    ],
  };
}

/** A section: its title, what people wrote without personal and phone numbers, then its figures. One with nothing in it is left out. */
function section({ facts, say }: Making, code: SectionCode, blocks: readonly DocumentBlock[]): DocumentBlock[] {
  const narrative = facts.narratives[code];
  const paragraphs = narrative ? scrubPersonalData(say(narrative)).split(/\n{2,}/u) : [];
  if (paragraphs.length === 0 && blocks.length === 0) return [];
  return [
    { kind: 'heading', level: 1, text: say(sectionTitles[code]), isNumbered: true },
    ...paragraphs.filter((text) => !isBlank(text)).map((text): DocumentBlock => ({ kind: 'paragraph', text: text.trim() })),
    ...blocks,
  ];
}

function source(making: Making, query: string, n?: number): FigureSource {
  return { n, text: making.say(sourceOf(making.facts, query)) };
}

/** A chart with its numbers; one without anything to draw is left out, and the table or text beside it says why. */
function charted(making: Making, code: string): DocumentBlock[] {
  return making.charts.filter((chart) => chart.code === code).flatMap((chart) => chartBlock(making, chart));
}

function chartedAll(making: Making, prefix: string): DocumentBlock[] {
  return making.charts.filter(({ code }) => code.startsWith(prefix)).flatMap((chart) => chartBlock(making, chart));
}

function chartBlock({ language, say }: Making, chart: ReportChart): DocumentBlock[] {
  if (!hasValues(chart)) return [{ kind: 'callout', tone: 'info', title: say(chart.title), text: gapsOf(chart, say) }];
  return [
    { kind: 'chart', chart: chartModelOf(chart, language), notes: chart.notes?.map(say), source: { n: chart.n, text: say(chart.source) } },
  ];
}

/** Of a chart with nothing to draw: why, reason by reason. */
function gapsOf({ categories, series }: ReportChart, say: Making['say']): string {
  const reasons = categories.flatMap((category, index) => {
    const why = series[0]?.points[index]?.gap;
    return why ? [{ category: say(category), why: say(why) }] : [];
  });
  const byReason = [...Map.groupBy(reasons, ({ why }) => why)];
  const [only, ...others] = byReason;
  if (!only) return say(reportWords.noData);
  if (others.length === 0) return upperFirst(only[0]);
  return byReason.map(([why, each]) => `${upperFirst(why)}: ${each.map(({ category }) => category).join(', ')}.`).join('\n');
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** R13.3: one year alone shows no change: its figures stand in the tables of the indicators. */
function dynamicsBlocks(making: Making): DocumentBlock[] {
  const { facts, say } = making;
  if (facts.dynamics.length > 0) return charted(making, 'DYNAMICS');
  return [{ kind: 'callout', tone: 'info', title: say(reportWords.dynamics), text: say(reportWords.noYearBefore) }];
}

function column(making: Making, title: LocalizedText, weight = 1, align: TableColumn['align'] = 'start'): TableColumn {
  return { title: making.say(title), align, weight };
}

function percentColumn(making: Making, title: LocalizedText, weight: number): TableColumn {
  return { title: `${making.say(title)}, %`, align: 'end', weight };
}

const cell = (value: number, digits = 0): TableCell => ({ value, digits });

/** What whoever reads the figures must know before: that there are none, or few. */
function warningsOf({ facts: { run }, say }: Making): DocumentBlock[] {
  if (run.responses >= run.minimumSample) return [];
  const text =
    run.responses === 0 ? reportWords.nothingCounted : filled(reportWords.fewCounted, { n: run.responses, least: run.minimumSample });
  return [{ kind: 'callout', tone: 'warning', title: say(reportWords.noData), text: say(text) }];
}

/** R-III.2.1-4, R-III.3: each of what the report has to contain, checked off against what is there. */
function checklistOf({ facts, say }: Making): DocumentBlock {
  return {
    kind: 'checklist',
    caption: say(reportWords.contents),
    items: contentsOf(facts).map(({ requirement, text, isMet, missing }) => ({
      requirement: requirement.replace('R-', ''),
      text: say(text),
      isMet,
      note: missing ? say(missing) : undefined,
    })),
  };
}

/** R-III.2.1: the objects, and in how many municipalities somebody answers for them. */
function objectTable(making: Making): TableBlock {
  const { facts, say } = making;
  return {
    kind: 'table',
    caption: say(reportWords.objectsTable),
    columns: [
      column(making, reportWords.code, 1.2),
      column(making, reportWords.object, 4),
      column(making, reportWords.municipalities, 1, 'end'),
      column(making, reportWords.withProvider, 1, 'end'),
    ],
    rows: facts.objects.map(({ code, name, municipalities, withProvider }) => [code, say(name), cell(municipalities), cell(withProvider)]),
    source: source(making, 'monitoringList { objects { municipalities } }', facts.objects.length),
  };
}

// ---- R-III.2.2 -----------------------------------------------------------------------------------------------------

function rankingBlocks(making: Making): DocumentBlock[] {
  const { facts, say } = making;
  return [
    { kind: 'heading', level: 2, text: say(reportWords.quality), isNumbered: true },
    qualityTable(making),
    ...unrankedTable(making, facts.quality, 'ranking(by: QUALITY) { unranked }'),
    ...charted(making, 'QUALITY'),
    { kind: 'heading', level: 2, text: say(reportWords.demand), isNumbered: true },
    demandTable(making),
    ...unrankedTable(making, facts.demand, 'ranking(by: DEMAND) { unranked }'),
    ...chartedAll(making, 'DEMAND_'),
    ...charted(making, 'QUADRANT'),
  ];
}

function qualityTable(making: Making): TableBlock {
  const { facts, say } = making;
  return {
    kind: 'table',
    caption: say(reportWords.quality),
    columns: [
      column(making, reportWords.rank, 0.7),
      column(making, reportWords.service, 4),
      column(making, reportWords.band, 0.7, 'end'),
      percentColumn(making, reportWords.qualityScore, 1.6),
      column(making, reportWords.coverageOfEight, 1, 'end'),
      column(making, reportWords.answers, 1, 'end'),
    ],
    rows: facts.quality.entries.map((entry) => [
      String(entry.rank ?? ''),
      say(entry.name),
      entry.band === null ? '' : cell(entry.band),
      percent(making, { value: entry.qualityScore, n: null, gap: stateWords.NO_DATA, interval: entry.qualityInterval }),
      cell(entry.coverage),
      cell(entry.n),
    ]),
    source: source(making, 'ranking(by: QUALITY)', facts.run.responses),
  };
}

function percent({ language }: Making, point: ReportPoint): TableCell {
  return { ...drawn(point, language, 100), digits: 1 };
}

function unrankedTable(making: Making, { unranked }: RankingFacts, query: string): DocumentBlock[] {
  const { say } = making;
  if (unranked.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: say(reportWords.unranked),
      columns: [
        column(making, reportWords.service, 4),
        column(making, reportWords.reason, 2),
        column(making, reportWords.answers, 1, 'end'),
      ],
      rows: unranked.map(({ name, unrankedReason, n }) => [say(name), say(stateWords[unrankedReason ?? 'NO_DATA']), cell(n)]),
      source: source(making, query, unranked.length),
    },
  ];
}

function demandTable(making: Making): TableBlock {
  const { facts, say } = making;
  const incomplete = facts.demand.entries.reduce((sum, { deliveries }) => sum + deliveries.missing, 0);
  return {
    kind: 'table',
    caption: say(reportWords.demand),
    columns: [
      column(making, reportWords.rank, 0.7),
      column(making, reportWords.service, 4),
      column(making, reportWords.unit, 1.4),
      column(making, reportWords.deliveries, 1.3, 'end'),
      column(making, reportWords.perThousand, 1.3, 'end'),
      column(making, reportWords.demandLevel, 1),
    ],
    rows: facts.demand.entries.map((entry) => [
      String(entry.rank ?? ''),
      say(entry.name),
      say(countUnitWords(entry.countUnit)),
      deliveredCell(making, entry),
      drawnCell(making, entry.deliveriesPerThousand),
      entry.demandLevel ? say(reportWords[entry.demandLevel]) : '',
    ]),
    notes: [
      ...(incomplete > 0 ? [say(filled(reportWords.incomplete, { missing: incomplete }))] : []),
      say(filled(reportWords.levels, { high: Math.round(facts.run.demand.high * 100), low: Math.round(facts.run.demand.low * 100) })),
    ],
    source: source(making, 'ranking(by: DEMAND)', facts.run.revisions),
  };
}

function deliveredCell({ language }: Making, { deliveries }: RankedFacts): TableCell {
  const { value, n } = deliveries;
  return { ...drawn({ value, n, gap: reportWords.notStated }, language), digits: 0 };
}

function drawnCell({ language }: Making, value: number | null, why: LocalizedText = stateWords.NO_DATA): TableCell {
  return { ...drawn({ value, n: null, gap: why }, language), digits: 2 };
}

// ---- R-III.2.3 -----------------------------------------------------------------------------------------------------

/** R-III.2.3: what came out for each object over the country, each of some indicators in its column. */
function resultTable(making: Making, shown: readonly IndicatorCode[]): TableBlock {
  const { facts, say } = making;
  const found = new Map(facts.results.map((result) => [`${result.objectCode} ${result.indicator}`, result]));
  const numbers = shown.map((indicator) => `II.${indicatorCodes.indexOf(indicator) + 1}`);
  return {
    kind: 'table',
    caption: `${say(reportWords.achievementOfObjects)}: ${numbers[0]}–${numbers.at(-1)}`,
    columns: [
      column(making, reportWords.object, 2),
      ...shown.map((indicator, index) => ({ title: `${numbers[index]} ${say(indicatorWords[indicator])}`, weight: 1 })),
    ],
    rows: facts.objects.map(({ code, name }) => [
      say(name),
      ...shown.map((indicator) => resultCell(making, found.get(`${code} ${indicator}`))),
    ]),
    source: source(making, 'analysisRun { results(filter: { isCountryLevel: true }) }', facts.run.responses),
  };
}

function resultCell({ say, language }: Making, result: ResultFacts | undefined): TableCell {
  if (!result) return say(stateWords.NO_DATA);
  const state = say(stateWords[result.state]);
  if (result.share === null) return state;
  return `${state}\n${numberInWords(result.share * 100, language)} %\nn = ${result.n}`;
}

// ---- R-III.2.4 -----------------------------------------------------------------------------------------------------

function problemBlocks(making: Making): DocumentBlock[] {
  const { facts, say } = making;
  const unknown: DocumentBlock[] = facts.hasRunBefore ? [] : [{ kind: 'paragraph', text: say(reportWords.topicalUnknown) }];
  if (facts.run.responses === 0) return [{ kind: 'paragraph', text: say(reportWords.nothingCounted) }];
  if (facts.problems.length === 0) return [{ kind: 'paragraph', text: say(reportWords.noProblems) }, ...unknown];
  return [...unknown, problemTable(making), ...charted(making, 'PROBLEMS')];
}

function problemTable(making: Making): TableBlock {
  const { facts, say } = making;
  return {
    kind: 'table',
    caption: say(reportWords.problems),
    columns: [
      column(making, reportWords.problem, 4),
      column(making, reportWords.mentions, 1, 'end'),
      percentColumn(making, reportWords.shareOfAnswers, 1),
      column(making, reportWords.kind, 2),
    ],
    rows: facts.problems.map(({ name, mentions, share, isTypical, isTopical }) => [
      say(name),
      cell(mentions),
      percent(making, { value: share, n: null, gap: stateWords.NO_DATA }),
      [isTypical ? say(reportWords.typical) : '', isTopical ? say(reportWords.topical) : ''].filter(Boolean).join(', '),
    ]),
    source: source(making, 'analysisRun { problems }', facts.run.responses),
  };
}
