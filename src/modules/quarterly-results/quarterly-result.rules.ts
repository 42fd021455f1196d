import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { Quarter } from '../../kit/figure.rules.ts';
import { blankText, untranslated } from '../../kit/written-text.rules.ts';
import { type AnalysisState, type RunKind, showingRefusal } from '../indicators/analysis-run.rules.ts';

/** R11: drawn up, then issued; publishing is a further act of its own. */
export const quarterlyResultStates = ['DRAFT', 'ISSUED'] as const;
export type QuarterlyResultState = (typeof quarterlyResultStates)[number];

export const quarterlyResultActs = [
  'updateQuarterlyResult',
  'issueQuarterlyResult',
  'publishQuarterlyResult',
  'planCorrectiveMeasure',
] as const;
export type QuarterlyResultAct = (typeof quarterlyResultActs)[number];

/** What the refusals of a result's acts are decided by. */
export interface ResultFacts {
  state: QuarterlyResultState;
  isPublished: boolean;
  /** Whether the run that it rests on was started before the quarter was over. */
  isOnPreview: boolean;
  summary: LocalizedText | null;
}

type Guard = (facts: ResultFacts) => readonly (Violation | undefined)[];

const guards: Readonly<Record<QuarterlyResultAct, Guard>> = {
  updateQuarterlyResult: ({ isPublished }) => [isPublished ? publishedAlready() : undefined],
  issueQuarterlyResult: ({ state, summary, isOnPreview }) => [
    state === 'ISSUED' ? issuedAlready() : undefined,
    state === 'DRAFT' && isOnPreview ? quarterNotOver() : undefined,
    state === 'DRAFT' && summary === null ? noSummary() : undefined,
  ],
  publishQuarterlyResult: ({ state, isPublished, summary }) => {
    if (state === 'DRAFT') return [notIssued()];
    return isPublished ? [publishedAlready()] : untranslated([{ path: ['summary'], text: summary }]);
  },
  planCorrectiveMeasure: () => [],
};

/** R11: all that refuses an act on a quarter's result now; empty = it is allowed. The mutation and the button both ask this. */
export function refusalsOf(act: QuarterlyResultAct, facts: ResultFacts): readonly Violation[] {
  return guards[act](facts).filter((violation) => violation !== undefined);
}

// ---- what a result is made from ------------------------------------------------------------------------------------

export interface RunFacts {
  kind: RunKind;
  quarter: Quarter | null;
  state: AnalysisState;
  isOfCycle: boolean;
  isPreview: boolean;
}

/** R11: a quarter's result rests on a completed run of that quarter, the whole of it: started when it was over. */
export function runRefusal(run: RunFacts, quarter: Quarter): Violation | undefined {
  if (run.kind !== 'QUARTERLY' || run.quarter !== quarter || !run.isOfCycle) return notOfQuarter();
  const refusal = run.isPreview ? quarterNotOver() : showingRefusal({ state: run.state }, 'ISSUE');
  return refusal && { ...refusal, path: ['input', 'runId'] };
}

export interface ResultEdit {
  summary?: LocalizedText | null;
  /** Whether another run is named than the one it rests on. */
  isOtherRun: boolean;
  /** Whether a measure rests on a finding of the present run. */
  hasFindings: boolean;
}

const longestSummary = 10_000;

/**
 * All that is wrong with a change. Ours: what others have been shown stays: once it is issued the run is settled, and the summary may
 * only gain the languages that it lacks.
 */
export function editViolations({ state, summary: before }: ResultFacts, { summary, isOtherRun, hasFindings }: ResultEdit): Violation[] {
  const isRewritten = state === 'ISSUED' && summary != null && before !== null && !onlyAdds(before, summary);
  return [
    summary == null && !isOtherRun ? nothingToChange() : undefined,
    blankText(['input', 'summary'], summary),
    isTooLong(summary) ? tooLong() : undefined,
    isRewritten ? issuedStays(['input', 'summary']) : undefined,
    state === 'ISSUED' && isOtherRun ? issuedStays(['input', 'runId']) : undefined,
    state === 'DRAFT' && isOtherRun && hasFindings ? findingsRest() : undefined,
  ].filter((violation) => violation !== undefined);
}

function onlyAdds(before: LocalizedText, after: LocalizedText): boolean {
  return (['ky', 'ru', 'en'] as const).every((language) => !before[language] || before[language] === after[language]);
}

function isTooLong(text: LocalizedText | null | undefined): boolean {
  return [text?.ky, text?.ru, text?.en].some((words) => (words?.length ?? 0) > longestSummary);
}

// ---- words ---------------------------------------------------------------------------------------------------------

function notOfQuarter(): Violation {
  return badInput(
    ['input', 'runId'],
    {
      ky: 'Бул талдоо ушул жылдын ушул кварталы боюнча эмес.',
      ru: 'Этот анализ не за этот квартал этого года.',
      en: 'The run is not of this quarter of this year.',
    },
    {
      ky: 'Ошол кварталдын QUARTERLY талдоосун бериңиз: analysisRuns.',
      ru: 'Укажите анализ QUARTERLY за этот квартал: analysisRuns.',
      en: 'Name a QUARTERLY run of the quarter: analysisRuns.',
    },
  ).violation;
}

/** The text draws up results of quarters; a quarter that is not over has none. */
function quarterNotOver(): Violation {
  return ruleViolated(
    'R11',
    {
      ky: 'Бул талдоо квартал бүткөнгө чейин башталган: анда кварталдын жыйынтыгы жок.',
      ru: 'Этот анализ начат до окончания квартала: итогов квартала в нём нет.',
      en: 'The run was started before the quarter was over: it has no result of the quarter.',
    },
    {
      ky: 'Квартал бүткөндөн кийин жаңы талдоо баштаңыз (startAnalysisRun) жана анын runId маанисин бериңиз.',
      ru: 'Когда квартал окончится, начните новый анализ (startAnalysisRun) и укажите его runId.',
      en: 'When the quarter is over, start a new run (startAnalysisRun) and name it as runId.',
    },
  ).violation;
}

function nothingToChange(): Violation {
  return badInput(
    ['input'],
    { ky: 'Өзгөртө турган эч нерсе берилген жок.', ru: 'Не указано, что изменить.', en: 'Nothing to change was given.' },
    { ky: 'summary же башка runId бериңиз.', ru: 'Укажите summary или другой runId.', en: 'Give summary, or another runId.' },
  ).violation;
}

function tooLong(): Violation {
  return badInput(
    ['input', 'summary'],
    {
      ky: `Кыскача баяндама ${longestSummary} белгиден ашпасын.`,
      ru: `Краткое изложение — не длиннее ${longestSummary} знаков.`,
      en: `A summary has at most ${longestSummary} characters.`,
    },
    { ky: 'Кыскартыңыз.', ru: 'Сократите текст.', en: 'Shorten it.' },
  ).violation;
}

function noSummary(): Violation {
  return ruleViolated(
    'R11',
    {
      ky: 'Кварталдык жыйынтыктын баяндамасы жазыла элек.',
      ru: 'Изложение итогов квартала ещё не написано.',
      en: 'The summary of the quarter is not written yet.',
    },
    {
      ky: 'Аны updateQuarterlyResult менен жазыңыз.',
      ru: 'Напишите его через updateQuarterlyResult.',
      en: 'Write it with updateQuarterlyResult.',
    },
  ).violation;
}

function issuedAlready(): Violation {
  return ruleViolated(
    'R11',
    { ky: 'Жыйынтык чыгарылган.', ru: 'Итоги уже выпущены.', en: 'The result is issued already.' },
    { ky: 'Эми аны жарыялоого болот.', ru: 'Теперь их можно опубликовать.', en: 'It can be published now.' },
  ).violation;
}

function notIssued(): Violation {
  return ruleViolated(
    'ours:issued-before-published',
    { ky: 'Жыйынтык чыгарыла элек.', ru: 'Итоги ещё не выпущены.', en: 'The result is not issued yet.' },
    {
      ky: 'Адегенде issueQuarterlyResult менен чыгарыңыз.',
      ru: 'Сначала выпустите их через issueQuarterlyResult.',
      en: 'Issue it first, with issueQuarterlyResult.',
    },
  ).violation;
}

function publishedAlready(): Violation {
  return ruleViolated(
    'ours:published-stays',
    { ky: 'Жыйынтык жарыяланган.', ru: 'Итоги опубликованы.', en: 'The result is published.' },
    { ky: 'Жарыяланган жыйынтык өзгөрбөйт.', ru: 'Опубликованное не меняется.', en: 'What is published stays as it is.' },
  ).violation;
}

function issuedStays(path: readonly string[]): Violation {
  return ruleViolated(
    'ours:issued-stays',
    {
      ky: 'Жыйынтык чыгарылган: аны окугандар бар, ошондуктан ал өзгөрбөйт.',
      ru: 'Итоги выпущены, их уже прочли: они не меняются.',
      en: 'The result is issued and has been read: it stays as it is.',
    },
    {
      ky: 'Жок тилдеги котормону гана кошууга болот.',
      ru: 'Можно лишь добавить перевод на недостающий язык.',
      en: 'Only a missing translation may be added.',
    },
    path,
  ).violation;
}

function findingsRest(): Violation {
  return ruleViolated(
    'ours:findings-of-the-run',
    {
      ky: 'Пландаштырылган чаралар азыркы талдоонун табылгаларына таянат.',
      ru: 'Запланированные меры опираются на выводы нынешнего анализа.',
      en: 'Measures rest on findings of the present run.',
    },
    {
      ky: 'Адегенде ал чараларды жокко чыгарыңыз: cancelCorrectiveMeasure.',
      ru: 'Сначала отмените эти меры: cancelCorrectiveMeasure.',
      en: 'Cancel those measures first: cancelCorrectiveMeasure.',
    },
    ['input', 'runId'],
  ).violation;
}
