import { type Quarter, quarters } from '../../kit/figure.rules.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import { type AnswerSource, answerSources } from './indicator.rules.ts';

/** ANNUAL: of accepted questionnaires and reports (R-III.1). QUARTERLY: of what is there so far (R11). */
export const runKinds = ['ANNUAL', 'QUARTERLY'] as const;
export type RunKind = (typeof runKinds)[number];

export const analysisStates = ['RUNNING', 'COMPLETED', 'FAILED'] as const;
export type AnalysisState = (typeof analysisStates)[number];

/** R13.3: series as municipalities were, or mapped to those of today. */
export const territoryBases = ['AS_IT_WAS', 'TODAY'] as const;
export type TerritoryBasis = (typeof territoryBases)[number];

/** Days of a period: `periodFrom` inclusive, `periodTo` exclusive. */
export interface RunPeriod {
  periodFrom: LocalDate;
  periodTo: LocalDate;
}

/** The days that a run is about: the year, or a quarter of it. */
export function runPeriod(year: number, quarter: Quarter | null): RunPeriod {
  if (quarter === null) return { periodFrom: `${year}-01-01`, periodTo: `${year + 1}-01-01` };
  const first = quarters.indexOf(quarter) * 3 + 1;
  const month = (number: number): LocalDate => (number > 12 ? `${year + 1}-01-01` : `${year}-${String(number).padStart(2, '0')}-01`);
  return { periodFrom: month(first), periodTo: month(first + 3) };
}

/** R11: whether a run was started while its quarter was still running: it shows how the quarter goes, and is no result of it. */
export function isPreview({ kind, referenceDay, startedAt }: { kind: RunKind; referenceDay: LocalDate; startedAt: Date }): boolean {
  // Registers are read as of the day on which it was started, or of the quarter's last day where that is earlier.
  return kind === 'QUARTERLY' && dayOf(startedAt) <= referenceDay;
}

export interface AskedQuarter extends RunPeriod {
  quarter: Quarter;
  isOver: boolean;
}

/**
 * R-II.8: the quarters of a run whose complaints municipalities have to have reported: those that were over when it was started. Where none was, nothing
 * can have been reported, which is no zero: then those that were not over stand for what is missing.
 */
export function quartersAsked({ year, period, startedOn }: { year: number; period: RunPeriod; startedOn: LocalDate }): AskedQuarter[] {
  const ofPeriod = quarters
    .map((quarter) => ({ quarter, ...runPeriod(year, quarter) }))
    .filter(({ periodFrom, periodTo }) => periodFrom >= period.periodFrom && periodTo <= period.periodTo)
    .map((quarter) => ({ ...quarter, isOver: quarter.periodTo <= startedOn }));
  const over = ofPeriod.filter(({ isOver }) => isOver);
  return over.length > 0 ? over : ofPeriod;
}

/** R11: which sources a run uses, in their order, each once; both unless it is said. */
export function sourcesUsed(said: readonly AnswerSource[] | null | undefined): AnswerSource[] {
  return answerSources.filter((source) => said?.includes(source) ?? true);
}

function usesAll(sources: readonly AnswerSource[]): boolean {
  return answerSources.every((source) => sources.includes(source));
}

/** What the sources add to a run's input: nothing where it uses all, so that its hash is that of runs from before they could be chosen. */
export function chosenSources(sources: readonly AnswerSource[]): { sources?: readonly AnswerSource[] } {
  return usesAll(sources) ? {} : { sources };
}

export interface StartFacts {
  kind: RunKind;
  quarter: Quarter | null;
  sources: readonly AnswerSource[];
  hasMethod: boolean;
  /** Whether the cycle has a List that is approved. */
  hasList: boolean;
  /** Revisions accepted so far. */
  acceptedRevisions: number;
  /** Whether a run of the same kind and quarter is under way. */
  isUnderWay: boolean;
  /** Whether the period has begun. */
  hasBegun: boolean;
}

/** All that refuses a run. R-III.1: an annual one is made from what the providers handed in and the unit accepted. */
export function startViolations(facts: StartFacts): Violation[] {
  return [
    (facts.kind === 'QUARTERLY') === (facts.quarter !== null) ? undefined : quarterAndKind(),
    facts.sources.length > 0 ? undefined : noSource(),
    facts.kind === 'QUARTERLY' || usesAll(facts.sources) ? undefined : annualSources(),
    facts.hasMethod ? undefined : noMethod(),
    facts.hasList ? undefined : noList(),
    facts.hasBegun ? undefined : notBegun(),
    facts.kind === 'ANNUAL' && facts.acceptedRevisions === 0 ? nothingAccepted() : undefined,
    facts.isUnderWay ? underWay() : undefined,
  ].filter((violation) => violation !== undefined);
}

function quarterAndKind(): Violation {
  return badInput(
    ['input', 'quarter'],
    {
      ky: 'QUARTERLY үчүн квартал керек, ANNUAL үчүн жок.',
      ru: 'Для QUARTERLY нужен квартал, для ANNUAL — нет.',
      en: 'QUARTERLY takes a quarter, ANNUAL takes none.',
    },
    {
      ky: 'quarter маанисин кошуңуз же алып салыңыз.',
      ru: 'Добавьте или уберите quarter.',
      en: 'Give quarter, or leave it out.',
    },
  ).violation;
}

function noSource(): Violation {
  return badInput(
    ['input', 'sources'],
    {
      ky: 'Талдоого жок дегенде бир булак керек.',
      ru: 'Для анализа нужен хотя бы один источник.',
      en: 'A run uses at least one source.',
    },
    {
      ky: 'QUESTIONNAIRES, SURVEYS же экөөнү тең бериңиз, же sources маанисин алып салыңыз: анда экөө тең алынат.',
      ru: 'Укажите QUESTIONNAIRES, SURVEYS или оба либо уберите sources: тогда берутся оба.',
      en: 'Give QUESTIONNAIRES, SURVEYS or both, or leave sources out: then both are used.',
    },
  ).violation;
}

/** R-III.1: "from the questionnaires and the report received from the providers"; surveys stand beside. */
function annualSources(): Violation {
  return ruleViolated(
    'R-III.1',
    {
      ky: 'Жылдык талдоо аткаруучулардан алынган анкеталар боюнча чыгарылат, сурамжылоо салыштыруу үчүн жанында турат: булактары тандалбайт.',
      ru: 'Годовой анализ делается по анкетам, полученным от исполнителей, а опросы стоят рядом для сравнения: источники не выбираются.',
      en: 'The annual analysis is judged on the questionnaires received from the providers, with surveys beside: its sources are not chosen.',
    },
    {
      ky: 'sources маанисин алып салыңыз же кварталды талдаңыз: QUARTERLY.',
      ru: 'Уберите sources или анализируйте квартал: QUARTERLY.',
      en: 'Leave sources out, or analyse a quarter: QUARTERLY.',
    },
    ['input', 'sources'],
  ).violation;
}

function noMethod(): Violation {
  return badInput(
    ['input', 'methodVersion'],
    {
      ky: 'Талдоонун мындай методикасы күчүндө эмес.',
      ru: 'Такой методики анализа нет в силе.',
      en: 'No such method of analysis is in force.',
    },
    { ky: 'analysisMethods суроосун караңыз.', ru: 'Смотрите запрос analysisMethods.', en: 'The query analysisMethods lists them.' },
  ).violation;
}

function noList(): Violation {
  return ruleViolated(
    'R9',
    {
      ky: 'Жылдын Тизмеси бекитиле элек, эмнени талдоо белгисиз.',
      ru: 'Перечень года не утверждён: неизвестно, что анализировать.',
      en: 'The List of the year is not approved: nobody knows what is analysed.',
    },
    { ky: 'Тизме бекитилгенден кийин баштаңыз.', ru: 'Начните после утверждения Перечня.', en: 'Start after the List is approved.' },
    ['input', 'year'],
  ).violation;
}

function notBegun(): Violation {
  return ruleViolated(
    'ours:period-has-begun',
    { ky: 'Бул мезгил башталган эмес.', ru: 'Этот период ещё не начался.', en: 'The period has not begun.' },
    { ky: 'Жылды жана кварталды текшериңиз.', ru: 'Проверьте год и квартал.', en: 'Check the year and the quarter.' },
    ['input', 'year'],
  ).violation;
}

/** R-III.1: "from the questionnaires and the report received from the providers". */
function nothingAccepted(): Violation {
  return ruleViolated(
    'R-III.1',
    {
      ky: 'Кабыл алынган анкета да, отчет да жок.',
      ru: 'Нет ни одной принятой анкеты и ни одного принятого отчёта.',
      en: 'No questionnaires and no report are accepted yet.',
    },
    {
      ky: 'Адегенде муниципалитеттер өткөргөндү кабыл алыңыз: acceptSubmission.',
      ru: 'Сначала примите представленное муниципалитетами: acceptSubmission.',
      en: 'First accept what municipalities handed in: acceptSubmission.',
    },
    ['input', 'year'],
  ).violation;
}

function underWay(): Violation {
  return ruleViolated(
    'ours:one-run-at-a-time',
    { ky: 'Ушундай талдоо жүрүп жатат.', ru: 'Такой анализ уже выполняется.', en: 'Such a run is under way.' },
    {
      ky: 'Анын бүтүшүн күтүңүз: analysisRuns.',
      ru: 'Дождитесь его окончания: analysisRuns.',
      en: 'Wait until it is over: analysisRuns.',
    },
  ).violation;
}

/** What refuses showing a run to others. Ours: it is issued whole, and published only when it is issued. */
export function showingRefusal(
  { state, issuedAt }: { state: AnalysisState; issuedAt?: Date | null },
  act: 'ISSUE' | 'PUBLISH',
): Violation | undefined {
  if (state !== 'COMPLETED') return notCompleted();
  return act === 'PUBLISH' && issuedAt == null ? notIssued() : undefined;
}

function notCompleted(): Violation {
  return ruleViolated(
    'ours:only-completed-runs-are-issued',
    { ky: 'Талдоо бүтө элек же ийгиликсиз.', ru: 'Анализ не завершён.', en: 'The run is not completed.' },
    { ky: 'Бүткөн талдоону тандаңыз.', ru: 'Выберите завершённый анализ.', en: 'Choose a completed run.' },
  ).violation;
}

function notIssued(): Violation {
  return ruleViolated(
    'ours:issued-before-published',
    { ky: 'Жыйынтык чыгарыла элек.', ru: 'Итоги ещё не выпущены.', en: 'The results are not issued yet.' },
    { ky: 'Адегенде чыгарыңыз.', ru: 'Сначала выпустите их.', en: 'Issue them first.' },
  ).violation;
}
