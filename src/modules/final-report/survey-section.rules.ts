import type { DocumentBlock, TableCell } from '../../kit/document/document.rules.ts';
import { numberInWords } from '../../shared/in-words.ts';
import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';
import type { SourceShare, SurveyComparison } from '../indicators/indicator.rules.ts';
import { gap, point, type ReportChart, type ReportPoint, sourceOf } from './report-chart.rules.ts';
import type { PlacedComparison, ReportFacts, SurveyFacts } from './report-facts.rules.ts';
import { asIs, filled, reportWords, stateWords, unitWords, type Words, words } from './report-words.rules.ts';

const sectionWords = {
  questionnaires: words('анкеталар боюнча', 'по анкетам', 'by questionnaires'),
  surveys: words('сурамжылоо боюнча', 'по опросу', 'by the survey'),
  chart: words('Анкеталар жана сурамжылоо: {{question}}', 'Анкеты и опрос: {{question}}', 'Questionnaires and survey: {{question}}'),
  table: words('Анкеталар жана сурамжылоо өлкө боюнча', 'Анкеты и опрос по стране', 'Questionnaires and survey over the country'),
  question: words('Суроо', 'Вопрос', 'Question'),
  difference: words('Айырма, пайыздык пункт', 'Расхождение, п.\u00a0п.', 'Difference, points'),
  finding: words('Жыйынтык', 'Вывод', 'Finding'),
  GAP: words('олуттуу', 'значимо', 'significant'),
  NO_GAP: words('олуттуу эмес', 'незначимо', 'not significant'),
  TOO_FEW: stateWords.TOO_FEW,
  NO_DATA: stateWords.NO_DATA,
  source: words(
    'n — сурамжылоо баракчалары; анкеталар: {{responses}}; {{source}}',
    'n — листы опроса; анкет: {{responses}}; {{source}}',
    'n = sheets of the survey; questionnaires: {{responses}}; {{source}}',
  ),
  noSurvey: words('Сурамжылоо жок', 'Опроса нет', 'There is no survey'),
  noSheets: words(
    'Талдоо башталган күнү жооптуу аткаруучунун сурамжылоосунан бир да баракча болгон эмес: анкеталарды салыштырууга эч нерсе жок. Жобонун 10-пункту (бардык аймактарда такай сурамжылоо) бул маалымат боюнча аткарылган эмес.',
    'Ко дню анализа нет ни одного листа опроса, который проводит ответственный исполнитель: анкеты не с чем сопоставить. По этим данным пункт 10 Положения (регулярный опрос во всех областях) не выполнен.',
    "By the day of the analysis there was no sheet of the responsible executor's survey: there is nothing to set beside the questionnaires. By these data paragraph 10 of the Regulation (regular surveys in all regions) is not met.",
  ),
  intro: words(
    'Анкеталарды (2-тиркеме) аткаруучулар өткөргөн, көрсөткүчтөр алар боюнча гана бааланды. Сурамжылоо баракчаларын (1-тиркеме) жооптуу аткаруучу өзү чогулткан: {{sheets}} баракча, {{regions}} аймактын {{asked}} аймагынан. Экөө катар турат, эч качан кошулбайт.',
    'Анкеты (приложение 2) получены от исполнителей, и показатели оценены только по ним. Листы опроса (приложение 1) собрал сам ответственный исполнитель: листов — {{sheets}}, областей и городов республиканского значения — {{asked}} из {{regions}}. Они стоят рядом и никогда не складываются.',
    'The questionnaires (Appendix 2) were received from the providers, and indicators are judged on them alone. The sheets (Appendix 1) were collected by the responsible executor: {{sheets}} sheets, in {{asked}} of {{regions}} regions. They stand beside each other and are never pooled.',
  ),
  silent: words('Сурамжылоо болбогон аймактар', 'Где опроса нет', 'Where there is no survey'),
  silentRegions: words(
    'Бир да баракча жок: {{names}}. Жобонун 10-пункту боюнча сурамжылоо бардык аймактарда жүргүзүлөт.',
    'Ни одного листа: {{names}}. По пункту 10 Положения опрос ведётся во всех областях.',
    'Not one sheet: {{names}}. By paragraph 10 of the Regulation surveys are made in all regions.',
  ),
  notCompared: words(
    'Бул талдоодо сурамжылоо баракчалары анкеталар менен салыштырылган эмес. Баракчаларда Тизменин объектилери жөнүндө жооп болсо, жаңы талдоо аларды салыштырат.',
    'В этом анализе листы опроса с анкетами не сопоставлены. Если в листах есть ответы об объектах Перечня, их сопоставит новый анализ.',
    'In this analysis the sheets are not compared with the questionnaires. If they hold answers on objects of the List, a new analysis compares them.',
  ),
  tooFew: words(
    'Бир да объекттин бир да суроосуна өлкө боюнча анкеталарда да, сурамжылоодо да ошол эле кызматтар жана муниципалитеттер жөнүндө {{least}} жооп жок: салыштырылган жок.',
    'Ни по одному вопросу ни об одном объекте нет по {{least}} ответов и в анкетах, и в опросе по стране о тех же услугах в тех же муниципалитетах: сопоставления нет.',
    'To no question on any object are there {{least}} answers over the country both in questionnaires and in the survey, on the same services in the same municipalities: nothing is compared.',
  ),
  method: words(
    'Айырма — анкеталардагы үлүштөн сурамжылоодогу үлүштү алганы, чарчы кашаада анын {{confidence}} % аралыгы (Ньюкомб). Ал нөлдү камтыбаса жана айырма {{points}} пункттан кем болбосо, айырма олуттуу. {{least}} жооптон аз болсо, үлүш көрсөтүлбөйт. Окшош менен окшош гана салыштырылат: анкеталарда да, сурамжылоодо да жооп бар кызматтар жана муниципалитеттер, экөөндө бирдей салмак менен; ошондуктан үлүштөр анкеталардын баары боюнча үлүштөрдөн айырмаланышы мүмкүн.',
    'Расхождение — доля по анкетам минус доля по опросу, в скобках его {{confidence}} %-ный интервал (Ньюкомб). Оно значимо, если интервал не включает нуля и расхождение не меньше {{points}} п. п. Доля менее чем по {{least}} ответам не показывается. Сопоставляется подобное с подобным: только услуги и муниципалитеты, о которых есть ответы и в анкетах, и в опросе, с одинаковым весом в обоих; поэтому доли могут отличаться от долей по всем анкетам.',
    'The difference is the share by questionnaires less that by the survey, in brackets its {{confidence}} % interval (Newcombe). It is significant when the interval excludes 0 and the difference is {{points}} points or more. A share of fewer than {{least}} answers is not shown. Like is compared with like: only services and municipalities of which both questionnaires and the survey have answers, with the same weight in both; so the shares may differ from those of all questionnaires.',
  ),
  gaps: words('Олуттуу айырмалар', 'Значимые расхождения', 'Significant gaps'),
  noGaps: words('Олуттуу айырма табылган жок.', 'Значимых расхождений не найдено.', 'No significant gap was found.'),
  meaning: words(
    'Мындай айырма анкеталар менен баракчалар кантип чогултулганын, кимден жана кайда суралганын текшерүүгө негиз; ким жаңылганын өзү айтпайт.',
    'Такое расхождение — повод проверить, как собраны анкеты и листы, кто и где отвечал; само по себе оно не говорит, кто ошибся.',
    'Such a gap is a reason to look into how questionnaires and sheets were collected, from whom and where; it does not say who is wrong.',
  ),
  gap: words(
    '{{place}}: {{object}}. {{question}}: анкеталар боюнча {{said}}\u00a0% (n\u00a0=\u00a0{{saidOf}}), сурамжылоо боюнча {{asked}}\u00a0% (n\u00a0=\u00a0{{askedOf}}); анкеталарда {{points}} пунктка {{direction}}.',
    '{{place}}: {{object}}. {{question}}: по анкетам {{said}}\u00a0% (n\u00a0=\u00a0{{saidOf}}), по опросу {{asked}}\u00a0% (n\u00a0=\u00a0{{askedOf}}); по анкетам на {{points}} п.\u00a0п. {{direction}}.',
    '{{place}}: {{object}}. {{question}}: by questionnaires {{said}}\u00a0% (n\u00a0=\u00a0{{saidOf}}), by the survey {{asked}}\u00a0% (n\u00a0=\u00a0{{askedOf}}); by questionnaires {{points}} points {{direction}}.',
  ),
  higher: words('жогору', 'выше', 'higher'),
  lower: words('төмөн', 'ниже', 'lower'),
  country: words('Өлкө боюнча', 'По стране', 'Over the country'),
} as const satisfies Record<string, Words>;

/** What the section is made from: the surveys, and the analysis with its questionnaires. */
type Section = Pick<ReportFacts, 'run' | 'surveys'>;

const query = 'analysisRun { results(filter: { isCountryLevel: true }) { surveyComparisons } }';

function overCountry({ comparisons }: SurveyFacts): PlacedComparison[] {
  return comparisons.filter(({ place }) => place === null);
}

function isCompared({ state }: SurveyComparison): boolean {
  return state === 'GAP' || state === 'NO_GAP';
}

/** Beneath a figure: how many sheets and questionnaires there are, and where it comes from. */
function sourceBeneath(facts: Section): LocalizedText {
  return filled(sectionWords.source, { responses: facts.run.responses, source: sourceOf(facts, query) });
}

// ---- charts --------------------------------------------------------------------------------------------------------

/** R-III.3: a chart for each question that is compared anywhere in the country; none where nothing is. */
export function surveyCharts(facts: Section): ReportChart[] {
  const byQuestion = [...Map.groupBy(overCountry(facts.surveys), ({ code }) => code).values()];
  return byQuestion.filter((comparisons) => comparisons.some(isCompared)).map((comparisons) => chartOf(facts, comparisons));
}

function chartOf(facts: Section, comparisons: readonly PlacedComparison[]): ReportChart {
  const [first] = comparisons;
  return {
    code: `SURVEYS_${first?.code}`,
    kind: 'BAR',
    title: filled(sectionWords.chart, { question: first?.label ?? '' }),
    unit: 'SHARE',
    unitName: unitWords.SHARE,
    categoryTitle: reportWords.object,
    categories: comparisons.map(({ object }) => object),
    series: (['questionnaires', 'surveys'] as const).map((source) => ({
      label: sectionWords[source],
      points: comparisons.map((comparison) => pointOf(comparison[source])),
    })),
    source: sourceBeneath(facts),
    n: facts.surveys.sheets,
  };
}

function pointOf({ share, n, interval }: SourceShare): ReportPoint {
  return share === null ? gap(whyNone(n), n) : point(share, n, interval);
}

function whyNone(n: number): Words {
  return n === 0 ? sectionWords.NO_DATA : sectionWords.TOO_FEW;
}

// ---- words and figures ---------------------------------------------------------------------------------------------

/** R10, R-III.1: questionnaires and the survey beside each other, and what of it is a finding; that there is none, or too little, is said. */
export function surveyBlocks(facts: Section, charts: readonly DocumentBlock[], language: Language): DocumentBlock[] {
  const { surveys } = facts;
  const say = (text: LocalizedText): string => inLanguage(text, language);
  if (surveys.sheets === 0)
    return [{ kind: 'callout', tone: 'warning', title: say(sectionWords.noSurvey), text: say(sectionWords.noSheets) }];
  return [
    introOf(surveys, say),
    ...silentRegions(surveys, say),
    ...tableOf(facts, language),
    ...charts,
    ...nothingCompared(facts, say),
    ...findingsOf(surveys, language),
  ];
}

type Say = (text: LocalizedText) => string;

function introOf({ sheets, regions }: SurveyFacts, say: Say): DocumentBlock {
  const asked = regions.filter((region) => region.sheets > 0).length;
  return { kind: 'paragraph', text: say(filled(sectionWords.intro, { sheets, asked, regions: regions.length })) };
}

/** R10: surveys are made in all regions. */
function silentRegions({ regions }: SurveyFacts, say: Say): DocumentBlock[] {
  const silent = regions.filter(({ sheets }) => sheets === 0);
  if (silent.length === 0) return [];
  const names = silent.map(({ name }) => say(name)).join(', ');
  const text = say(filled(sectionWords.silentRegions, { names: asIs(names) }));
  return [{ kind: 'callout', tone: 'warning', title: say(sectionWords.silent), text }];
}

/** That nothing could be compared over the country, and why. */
function nothingCompared({ run, surveys }: Section, say: Say): DocumentBlock[] {
  const comparisons = overCountry(surveys);
  if (comparisons.some(isCompared)) return [];
  const why = comparisons.length === 0 ? sectionWords.notCompared : filled(sectionWords.tooFew, { least: run.minimumSample });
  return [{ kind: 'paragraph', text: say(why) }];
}

function tableOf(facts: Section, language: Language): DocumentBlock[] {
  const { surveys } = facts;
  const say: Say = (text) => inLanguage(text, language);
  const comparisons = overCountry(surveys);
  if (comparisons.length === 0) return [];
  const { rule } = surveys;
  const method = filled(sectionWords.method, {
    confidence: asIs(numberInWords(rule.confidence * 100, language)),
    points: asIs(numberInWords(rule.leastDifference * 100, language)),
    least: facts.run.minimumSample,
  });
  return [
    {
      kind: 'table',
      caption: say(sectionWords.table),
      columns: [
        { title: say(reportWords.object), weight: 2.4 },
        { title: say(sectionWords.question), weight: 2 },
        { title: `${say(sectionWords.questionnaires)}, %`, weight: 1.2, align: 'end' },
        { title: `${say(sectionWords.surveys)}, %`, weight: 1.2, align: 'end' },
        { title: say(sectionWords.difference), weight: 1.8, align: 'end' },
        { title: say(sectionWords.finding), weight: 1.2 },
      ],
      rows: comparisons.map((comparison) => [
        say(comparison.object),
        say(comparison.label),
        shareCell(comparison.questionnaires, say),
        shareCell(comparison.surveys, say),
        differenceCell(comparison),
        say(sectionWords[comparison.state]),
      ]),
      notes: [say(method)],
      source: { n: surveys.sheets, text: say(sourceBeneath(facts)) },
    },
  ];
}

function shareCell({ share, n }: SourceShare, say: Say): TableCell {
  return share === null ? `${say(whyNone(n))} (n\u00a0=\u00a0${n})` : { value: share * 100, n, digits: 1 };
}

function differenceCell({ difference, differenceInterval }: SurveyComparison): TableCell {
  if (difference === null || differenceInterval === null) return '–';
  const { lower, upper } = differenceInterval;
  return { value: difference * 100, interval: { low: lower * 100, high: upper * 100 }, digits: 1 };
}

function findingsOf({ comparisons }: SurveyFacts, language: Language): DocumentBlock[] {
  const say: Say = (text) => inLanguage(text, language);
  const found = comparisons.filter(({ state }) => state === 'GAP');
  const heading: DocumentBlock = { kind: 'heading', level: 2, text: say(sectionWords.gaps), isNumbered: true };
  if (found.length > 0)
    return [
      heading,
      { kind: 'list', items: found.map((comparison) => inWords(comparison, language)) },
      { kind: 'paragraph', text: say(sectionWords.meaning) },
    ];
  return comparisons.some(isCompared) ? [heading, { kind: 'paragraph', text: say(sectionWords.noGaps) }] : [];
}

/** A finding in a sentence, with both shares, what each is of, and which is higher. */
function inWords({ place, object, label, questionnaires, surveys, difference }: PlacedComparison, language: Language): string {
  const percent = (share: number | null) => asIs(share === null ? '' : numberInWords(share * 100, language));
  const text = filled(sectionWords.gap, {
    place: place ?? sectionWords.country,
    object,
    question: label,
    said: percent(questionnaires.share),
    saidOf: questionnaires.n,
    asked: percent(surveys.share),
    askedOf: surveys.n,
    points: percent(difference === null ? null : Math.abs(difference)),
    direction: difference !== null && difference > 0 ? sectionWords.higher : sectionWords.lower,
  });
  return inLanguage(text, language);
}
