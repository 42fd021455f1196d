import { addDays, type LocalDate } from '../../shared/calendar.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';

/** R10: the survey sheet of the responsible unit (Appendix 1), the questionnaire of the providers (Appendix 2). */
export const formKinds = ['SURVEY_SHEET', 'QUESTIONNAIRE'] as const;
export type FormKind = (typeof formKinds)[number];

export const formVersionStates = ['DRAFT', 'PUBLISHED', 'CLOSING', 'CLOSED'] as const;
export type FormVersionState = (typeof formVersionStates)[number];

/** What decides where a version stands. */
export interface VersionStanding {
  state: FormVersionState;
  /** Last day on which a closing version takes questionnaires filled on paper. */
  graceUntil?: LocalDate | null;
}

/** Where a version stands on a Bishkek day: one that is closing is closed when its grace day has passed. */
export function formVersionStateOn({ state, graceUntil }: VersionStanding, day: LocalDate): FormVersionState {
  const isOver = state === 'CLOSING' && graceUntil != null && day > graceUntil;
  return isOver ? 'CLOSED' : state;
}

/** Whether a version takes responses handed in on a day. Ours: one that is closing takes those filled on paper, until its grace day. */
export function takesResponses(version: VersionStanding, day: LocalDate, { isPaper }: { isPaper: boolean }): boolean {
  const state = formVersionStateOn(version, day);
  return state === 'PUBLISHED' || (state === 'CLOSING' && isPaper);
}

/** What refuses responses on a version, as filing them answers it. */
export function responsesRefusal(
  version: VersionStanding,
  day: LocalDate,
  how: { isPaper: boolean },
  path: readonly string[],
): Violation | undefined {
  if (takesResponses(version, day, how)) return undefined;
  return ruleViolated(
    'ours:form-version-open',
    {
      ky: 'Форманын бул версиясы мындай жоопторду кабыл албайт.',
      ru: 'Эта версия формы не принимает таких ответов.',
      en: 'This version of the form does not take these responses.',
    },
    {
      ky: 'Колдонуудагы версияны алыңыз; жабылып жаткан версия graceUntil күнүнө чейин кагаз анкеталарды гана алат.',
      ru: 'Возьмите действующую версию; закрывающаяся до дня graceUntil принимает только бумажные анкеты.',
      en: 'Take the version in force; one that is closing takes only paper questionnaires, until graceUntil.',
    },
    path,
  ).violation;
}

// ---- workflow ------------------------------------------------------------------------------------------------------

/** DRAFT > PUBLISHED > CLOSING > CLOSED: the state that each act is open in; a version begins to close when the next is published. */
const formVersionActs = {
  updateFormVersion: { from: 'DRAFT' },
  publishFormVersion: { from: 'DRAFT' },
} as const satisfies Record<string, { from: FormVersionState }>;

export interface VersionFacts {
  state: FormVersionState;
  /** Whether it is a provider's variant, which the acts on variants decide. */
  isVariant: boolean;
  /** What keeps it from being published. */
  defects: readonly Violation[];
}

/** What refuses a change of a version. Ours: what is published is never changed, since answers keep their version. */
export function updateRefusal({ state, isVariant }: Pick<VersionFacts, 'state' | 'isVariant'>): Violation | undefined {
  if (isVariant) return aVariant();
  return state === formVersionActs.updateFormVersion.from ? undefined : notADraft();
}

/** All that refuses the publication of a version. */
export function publicationRefusals({ state, isVariant, defects }: VersionFacts): readonly Violation[] {
  if (isVariant) return [aVariant()];
  return state === formVersionActs.publishFormVersion.from ? defects : [notADraft()];
}

function notADraft(): Violation {
  return ruleViolated(
    'ours:form-version-workflow',
    {
      ky: 'Жарыяланган версия өзгөртүлбөйт: жооптор өз версиясын сактайт.',
      ru: 'Опубликованная версия не меняется: ответы хранят свою версию.',
      en: 'A published version is not changed: answers keep the version they were given on.',
    },
    {
      ky: 'Кийинки версияны draftFormVersion менен баштаңыз.',
      ru: 'Начните следующую версию через draftFormVersion.',
      en: 'Begin the next version with draftFormVersion.',
    },
    ['input', 'id'],
  ).violation;
}

/** R10: a provider's changes stand as it proposed them, until they are consented to or refused. */
function aVariant(): Violation {
  return ruleViolated(
    'ours:variant-workflow',
    {
      ky: 'Бул аткаруучунун өзгөртүлгөн анкетасы, форманын өз версиясы эмес.',
      ru: 'Это изменённая анкета исполнителя, а не версия самой формы.',
      en: "This is a provider's variant, and no version of the form itself.",
    },
    {
      ky: 'consentToQuestionnaireVariant же refuseQuestionnaireVariant менен чечим чыгарыңыз.',
      ru: 'Примите решение через consentToQuestionnaireVariant или refuseQuestionnaireVariant.',
      en: 'Decide on it with consentToQuestionnaireVariant or refuseQuestionnaireVariant.',
    },
    ['input', 'id'],
  ).violation;
}

/** How the version before ends when the next is published: at once, or after the grace that is given for paper. */
export function endingOf(graceUntil: LocalDate | null): { state: 'CLOSING' | 'CLOSED'; graceUntil: LocalDate | null } {
  return { state: graceUntil === null ? 'CLOSED' : 'CLOSING', graceUntil };
}

/** A grace that nobody can shorten is not given for longer than this. */
const longestGraceDays = 366;

/** What refuses a grace day: there must be a version before, and the day is today or later, within a year (ours). */
export function graceViolation(graceUntil: LocalDate | null, hasPrevious: boolean, today: LocalDate): Violation | undefined {
  if (graceUntil === null) return undefined;
  const path = ['input', 'previousGraceUntil'];
  if (!hasPrevious) {
    return badInput(
      path,
      { ky: 'Мурунку версия жок.', ru: 'Предыдущей версии нет.', en: 'There is no version before.' },
      { ky: 'previousGraceUntil бербеңиз.', ru: 'Не указывайте previousGraceUntil.', en: 'Leave previousGraceUntil out.' },
    ).violation;
  }
  const latest = addDays(today, longestGraceDays);
  if (graceUntil >= today && graceUntil <= latest) return undefined;
  return badInput(
    path,
    {
      ky: 'Кагаз анкеталардын акыркы күнү бүгүндөн эрте эмес жана бир жылдан кеч эмес болсун.',
      ru: 'Последний день для бумажных анкет — не раньше сегодняшнего и не позже чем через год.',
      en: 'The last day for paper is today or later, and within a year.',
    },
    { ky: `${today} – ${latest}.`, ru: `${today} – ${latest}.`, en: `${today} to ${latest}.` },
  ).violation;
}
