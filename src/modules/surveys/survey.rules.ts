import type { LocalDate } from '../../shared/calendar.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { cutTo, nameProblems } from '../../shared/plain-text.ts';
import type { FormKind } from '../forms/form.rules.ts';

/** R10: citizens and organisations that applied; COMMUNITY = for services to a whole territory (ours). */
export const respondentKinds = ['PERSON', 'ORGANISATION', 'COMMUNITY'] as const;
export type RespondentKind = (typeof respondentKinds)[number];

// ---- creating ------------------------------------------------------------------------------------------------------

const mostTargets = 100;

export interface SurveyPlan {
  year: number;
  title: string;
  openFrom: LocalDate;
  openTo: LocalDate;
  form: { kind: FormKind; isInForce: boolean };
  targets: readonly { regionCode: string; respondentKind: RespondentKind }[];
  /** Codes of the regions in force on its first day. */
  regionCodes: ReadonlySet<string>;
}

/** R10: all that is wrong with a survey to be run. Ours: it begins in the cycle's year, and ends by 31 January after it. */
export function planViolations({ year, title, openFrom, openTo, form, targets, regionCodes }: SurveyPlan): Violation[] {
  const isWithin = openFrom >= `${year}-01-01` && openFrom <= `${year}-12-31` && openTo <= `${year + 1}-01-31`;
  return [
    ...nameProblems(['input', 'title'], title),
    ...(openTo < openFrom ? [endsBeforeItBegins()] : []),
    ...(isWithin ? [] : [notInCycle(year)]),
    ...(form.kind === 'SURVEY_SHEET' ? [] : [notASheet()]),
    ...(form.isInForce ? [] : [sheetNotInForce()]),
    ...(targets.length > mostTargets ? [tooManyTargets()] : targetViolations(targets, regionCodes)),
  ];
}

function targetViolations(targets: SurveyPlan['targets'], regionCodes: ReadonlySet<string>): Violation[] {
  return targets.flatMap(({ regionCode, respondentKind }, index) => {
    const isTwice = targets.slice(0, index).some((other) => other.regionCode === regionCode && other.respondentKind === respondentKind);
    return [...(regionCodes.has(regionCode) ? [] : [noSuchRegion(index)]), ...(isTwice ? [targetTwice(index)] : [])];
  });
}

// ---- workflow ------------------------------------------------------------------------------------------------------

export interface SurveyFacts {
  openFrom: LocalDate;
  openTo: LocalDate;
  isClosed: boolean;
  today: LocalDate;
}

/** Ours: sheets are recorded from a survey's first day to its last, until it is closed. */
export function recordingRefusal({ openFrom, openTo, isClosed, today }: SurveyFacts): Violation | undefined {
  const isOpen = !isClosed && today >= openFrom && today <= openTo;
  return isOpen ? undefined : notOpen(['input', 'surveyId'], openFrom, openTo, isClosed);
}

/** A survey is closed once. */
export function closingRefusal({
  isClosed,
  openFrom,
  openTo,
}: Pick<SurveyFacts, 'isClosed' | 'openFrom' | 'openTo'>): Violation | undefined {
  return isClosed ? notOpen(['input', 'id'], openFrom, openTo, isClosed) : undefined;
}

// ---- coverage ------------------------------------------------------------------------------------------------------

export interface CoverageCount {
  respondentKind: RespondentKind;
  /** null = none was set. */
  target: number | null;
  collected: number;
}

/**
 * R10: citizens and organisations are surveyed in all regions, so both stand in the coverage of every region, with a target or without;
 * communities where any were to be asked, or were. A gap is where nobody was asked, which falling short of a target is not.
 */
export function coverageOf<Count extends CoverageCount>(counts: readonly Count[]): (Count & { isGap: boolean })[] {
  return counts
    .filter(({ respondentKind, target, collected }) => respondentKind !== 'COMMUNITY' || (target ?? 0) > 0 || collected > 0)
    .map((count) => ({ ...count, isGap: count.collected === 0 }));
}

// ---- words ---------------------------------------------------------------------------------------------------------

function endsBeforeItBegins(): Violation {
  return badInput(
    ['input', 'openTo'],
    {
      ky: 'Акыркы күн биринчи күндөн эрте болбойт.',
      ru: 'Последний день не может быть раньше первого.',
      en: 'The last day is not before the first.',
    },
    { ky: 'Эки күндү тең текшериңиз.', ru: 'Проверьте оба дня.', en: 'Check both days.' },
  ).violation;
}

function notInCycle(year: number): Violation {
  return ruleViolated(
    'ours:survey-in-cycle',
    {
      ky: 'Сурамжылоо циклдин жылында башталат жана кийинки жылдын 31-январына чейин бүтөт.',
      ru: 'Опрос начинается в году цикла и кончается до 31 января следующего года.',
      en: 'A survey begins in the year of its cycle and ends by 31 January after it.',
    },
    { ky: `${year}-01-01 – ${year + 1}-01-31.`, ru: `${year}-01-01 – ${year + 1}-01-31.`, en: `${year}-01-01 to ${year + 1}-01-31.` },
    ['input', 'openFrom'],
  ).violation;
}

function notASheet(): Violation {
  return ruleViolated(
    'R10',
    {
      ky: 'Сурамжылоо сурамжылоо баракчасы (1-тиркеме) менен жүргүзүлөт.',
      ru: 'Опрос проводится по опросному листу (приложение 1).',
      en: 'A survey is run with the survey sheet (Appendix 1).',
    },
    {
      ky: 'form(kind: SURVEY_SHEET) версиясын бериңиз.',
      ru: 'Укажите версию формы form(kind: SURVEY_SHEET).',
      en: 'Give a version of form(kind: SURVEY_SHEET).',
    },
    ['input', 'formVersionId'],
  ).violation;
}

function sheetNotInForce(): Violation {
  return ruleViolated(
    'ours:form-version-open',
    {
      ky: 'Баракчанын бул версиясы колдонууда эмес.',
      ru: 'Эта версия опросного листа не действует.',
      en: 'This version of the sheet is not in force.',
    },
    {
      ky: 'form(kind: SURVEY_SHEET) { current } версиясын алыңыз.',
      ru: 'Возьмите версию form(kind: SURVEY_SHEET) { current }.',
      en: 'Take the version form(kind: SURVEY_SHEET) { current }.',
    },
    ['input', 'formVersionId'],
  ).violation;
}

function tooManyTargets(): Violation {
  return badInput(
    ['input', 'targets'],
    { ky: `${mostTargets} даанадан ашпасын.`, ru: `Не больше ${mostTargets}.`, en: `At most ${mostTargets}.` },
    { ky: 'Ар бир аймак менен түргө бирден бериңиз.', ru: 'Одна цель на область и вид.', en: 'Give one for each region and kind.' },
  ).violation;
}

function noSuchRegion(index: number): Violation {
  return badInput(
    ['input', 'targets', String(index), 'regionCode'],
    {
      ky: 'Сурамжылоонун биринчи күнү мындай коддогу облус же республикалык маанидеги шаар жок.',
      ru: 'На первый день опроса нет области или города республиканского значения с таким кодом.',
      en: "There is no region of this code on the survey's first day.",
    },
    {
      ky: 'Коддорду administrativeUnits(filter: {levels: [OBLAST, REPUBLICAN_CITY]}) көрсөтөт.',
      ru: 'Коды показывает administrativeUnits(filter: {levels: [OBLAST, REPUBLICAN_CITY]}).',
      en: 'administrativeUnits(filter: {levels: [OBLAST, REPUBLICAN_CITY]}) gives the codes.',
    },
  ).violation;
}

function targetTwice(index: number): Violation {
  return badInput(
    ['input', 'targets', String(index)],
    {
      ky: 'Бул аймак менен түргө максат экинчи жолу берилди.',
      ru: 'Цель для этой области и этого вида указана дважды.',
      en: 'The target of this region and kind is given twice.',
    },
    { ky: 'Бирөөсүн калтырыңыз.', ru: 'Оставьте одну.', en: 'Keep one.' },
  ).violation;
}

function notOpen(path: readonly string[], openFrom: LocalDate, openTo: LocalDate, isClosed: boolean): Violation {
  return ruleViolated(
    'ours:survey-open',
    isClosed
      ? { ky: 'Сурамжылоо жабылган.', ru: 'Опрос закрыт.', en: 'The survey is closed.' }
      : { ky: 'Сурамжылоо бүгүн жүрбөйт.', ru: 'Сегодня опрос не ведётся.', en: 'The survey is not open today.' },
    {
      ky: `Баракчалар ${openFrom} – ${openTo} аралыгында, жабылганга чейин киргизилет.`,
      ru: `Листы вносятся с ${openFrom} по ${openTo}, пока опрос не закрыт.`,
      en: `Sheets are recorded from ${openFrom} to ${openTo}, until it is closed.`,
    },
    path,
  ).violation;
}

const longestShown = 40;
/** What a spreadsheet makes of a code of 14 digits that it takes for a number. */
const inExponentForm = /^\d+([.,]\d+)?e\+?\d+$/i;

/** A sheet says itself where it was filled; `given` = what it says, by which no municipality was found. */
export function municipalityMissing(given: string | null): Violation {
  if (given === null) {
    return noMunicipality({
      ky: 'Баракча кайсы муниципалитет жөнүндө экени айтылган эмес.',
      ru: 'Не сказано, о каком муниципалитете лист.',
      en: 'It is not said which municipality the sheet is about.',
    });
  }
  const said = cutTo(given, longestShown);
  if (inExponentForm.test(given)) {
    return noMunicipality(
      {
        ky: `Электрондук таблица СОАТЕ кодун санга айландырган: «${said}».`,
        ru: `Электронная таблица превратила код СОАТЕ в число: «${said}».`,
        en: `A spreadsheet made a number of the SOATE code: "${said}".`,
      },
      {
        ky: 'Мамычаны текст катары форматтап, коддун 14 цифрасын кайра жазыңыз.',
        ru: 'Задайте столбцу текстовый формат и впишите 14 цифр кода заново.',
        en: 'Keep the column as text, and write the 14 digits of the code again.',
      },
    );
  }
  return noMunicipality({
    ky: `Мындай муниципалитет жок: «${said}».`,
    ru: `Такого муниципалитета нет: «${said}».`,
    en: `There is no such municipality: "${said}".`,
  });
}

const howToName: LocalizedText = {
  ky: 'municipalityId бериңиз; файлда анын ордуна СОАТЕнин колдонуудагы кодун да берсе болот (municipalitySoate мамычасы, 14 цифра).',
  ru: 'Укажите municipalityId; в файле вместо него можно указать действующий код СОАТЕ (столбец municipalitySoate, 14 цифр).',
  en: 'Give municipalityId; in a file the SOATE code in force will do instead (column municipalitySoate, 14 digits).',
};

function noMunicipality(message: LocalizedText, hint: LocalizedText = howToName): Violation {
  return badInput(['municipalityId'], message, hint).violation;
}
