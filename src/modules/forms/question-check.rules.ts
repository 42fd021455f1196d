import { blankText, untranslated } from '../../kit/written-text.rules.ts';
import { ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { compareDecimals, digitsOf, placesOf, plainDecimal } from './decimal.rules.ts';
import { primaryDefects, primaryViolations } from './primary-question.rules.ts';
import {
  type AnswerType,
  conditionValues,
  hasOptions,
  longestText,
  mostDigits,
  mostPlaces,
  type Question,
  type QuestionOption,
  scalePoints,
} from './question.rules.ts';

const mostQuestions = 100;
const mostOptions = 50;
const mostConditions = 10;
const longestLine = 1_000;
const longestBasis = 100;
const codePattern = /^[A-Z][A-Z0-9_]{0,63}$/;
const isAmount: readonly AnswerType[] = ['NUMBER', 'MONEY'];

// ---- shape ---------------------------------------------------------------------------------------------------------

type Path = readonly string[];

/** All that is wrong with a form's questions as they are written. Paths are `input.questions.<index>…`. */
export function questionViolations(questions: readonly Question[]): Violation[] {
  const path = ['input', 'questions'];
  if (questions.length > mostQuestions) return [tooMany(path, mostQuestions)];
  return questions.flatMap((question, index) => {
    const at = [...path, String(index)];
    const earlier = questions.slice(0, index);
    return [
      ...codeViolations([...at, 'code'], question.code, earlier),
      ...textViolations(at, question),
      ...unitViolations(at, question),
      ...limitViolations(at, question),
      ...optionViolations(at, question),
      ...primaryViolations(at, question, earlier),
      ...conditionViolations(at, question, earlier),
    ];
  });
}

/** Ours: codes are UPPER_SNAKE, one question each, the same question in every version. */
function codeViolations(path: Path, code: string, earlier: readonly { code: string }[]): Violation[] {
  if (!codePattern.test(code)) return [badCode(path)];
  return earlier.some((other) => other.code === code) ? [twice(path)] : [];
}

function textViolations(at: Path, { text, help, basis, type, options }: Question): Violation[] {
  const texts = [
    { path: [...at, 'text'], text },
    { path: [...at, 'help'], text: help },
    ...options.map((option, index) => ({ path: [...at, 'options', String(index), 'text'], text: option.text })),
  ];
  const long = texts.filter(({ text }) => [text?.ky, text?.ru, text?.en].some((line) => (line?.length ?? 0) > longestLine));
  const badBasis = basis !== null && (!isAmount.includes(type) || basis.length > longestBasis);
  return [
    ...texts.flatMap(({ path, text }) => blankText(path, text) ?? []),
    ...long.map(({ path }) => tooLong(path)),
    ...(badBasis ? [notForThisType([...at, 'basis'])] : []),
  ];
}

/** A NUMBER counts something, MONEY is in som, the rest is in nothing. */
function unitViolations(at: Path, { type, unit }: Question): Violation[] {
  const isRight = type === 'NUMBER' ? unit !== null && unit !== 'SOM' : unit === (type === 'MONEY' ? 'SOM' : null);
  return isRight ? [] : [wrongUnit([...at, 'unit'])];
}

function limitViolations(at: Path, question: Question): Violation[] {
  const { type, min, max, options } = question;
  if (isAmount.includes(type)) return amountLimitViolations(at, question);
  if (min !== null) return [notForThisType([...at, 'min'])];
  if (max === null) return [];
  if (type !== 'TEXT' && type !== 'MULTI_CHOICE') return [notForThisType([...at, 'max'])];
  const most = type === 'TEXT' ? longestText : options.length;
  const isWhole = /^[1-9]\d{0,4}$/.test(max);
  return isWhole && Number(max) <= most ? [] : [badLimit([...at, 'max'])];
}

function amountLimitViolations(at: Path, { min, max, unit }: Question): Violation[] {
  const limits = Object.entries({ min, max }).filter((entry): entry is [string, string] => entry[1] !== null);
  const isAmountInUnit = (limit: string) =>
    plainDecimal(limit) !== undefined && digitsOf(limit) <= mostDigits && placesOf(limit) <= mostPlaces(unit);
  const bad = limits.filter(([, limit]) => !isAmountInUnit(limit)).map(([name]) => badLimit([...at, name]));
  if (bad.length > 0 || min === null || max === null) return bad;
  return compareDecimals(min, max) <= 0 ? [] : [badLimit([...at, 'max'])];
}

function optionViolations(at: Path, { type, options }: Question): Violation[] {
  const path = [...at, 'options'];
  if (type === 'SCALE_1_5')
    return options.flatMap(({ code }, index) => scaleWordViolation([...path, String(index)], code, options.slice(0, index)));
  if (!hasOptions.includes(type)) return options.length === 0 ? [] : [notForThisType(path)];
  if (options.length < 2) return [tooFewOptions(path)];
  if (options.length > mostOptions) return [tooMany(path, mostOptions)];
  return options.flatMap(({ code, isExclusive, problemCategoryCode }, index) => {
    const one = [...path, String(index)];
    return [
      ...codeViolations([...one, 'code'], code, options.slice(0, index)),
      ...(isExclusive && type === 'CHOICE' ? [notForThisType([...one, 'isExclusive'])] : []),
      ...(problemCategoryCode !== null && !codePattern.test(problemCategoryCode) ? [badCode([...one, 'problemCategoryCode'])] : []),
    ];
  });
}

/** The options of a scale are words for its points. */
function scaleWordViolation(at: Path, code: string, earlier: readonly QuestionOption[]): Violation[] {
  if (!(scalePoints as readonly string[]).includes(code)) return [notAPoint([...at, 'code'])];
  return earlier.some((other) => other.code === code) ? [twice([...at, 'code'])] : [];
}

/** A condition rests on an earlier question, so there are no circles; on answers that it can have. */
function conditionViolations(at: Path, { showIf }: Question, earlier: readonly Question[]): Violation[] {
  const path = [...at, 'showIf'];
  if (showIf.length > mostConditions) return [tooMany(path, mostConditions)];
  return showIf.flatMap(({ questionCode, values }, index) => {
    const one = [...path, String(index)];
    const asked = earlier.find(({ code }) => code === questionCode);
    if (!asked) return [notAnEarlierQuestion([...one, 'questionCode'])];
    const possible = conditionValues(asked);
    const isPossible = values.length > 0 && new Set(values).size === values.length && values.every((value) => possible.includes(value));
    return isPossible ? [] : [impossibleValues([...one, 'values'], possible)];
  });
}

// ---- publication ---------------------------------------------------------------------------------------------------

/** What keeps well-formed questions from being published: Russian is there, and each measure has the question its figures come from. */
export function publicationDefects(questions: readonly Question[]): Violation[] {
  if (questions.length === 0) return [noQuestions()];
  const texts = questions.flatMap(({ code, text, help, options }) => [
    { path: ['questions', code, 'text'], text },
    { path: ['questions', code, 'help'], text: help },
    ...options.map((option) => ({ path: ['questions', code, 'options', option.code], text: option.text })),
  ]);
  return [...untranslated(texts), ...primaryDefects(questions)];
}

// ---- words ---------------------------------------------------------------------------------------------------------

function broken(rule: string, path: Path, message: LocalizedText, hint: LocalizedText): Violation {
  return ruleViolated(rule, message, hint, path).violation;
}

function tooMany(path: Path, most: number): Violation {
  return broken(
    'ours:form-limits',
    path,
    { ky: `${most} даанадан ашпасын.`, ru: `Не больше ${most}.`, en: `At most ${most}.` },
    { ky: 'Негизгилерин калтырыңыз.', ru: 'Оставьте основное.', en: 'Keep what matters.' },
  );
}

function tooLong(path: Path): Violation {
  return broken(
    'ours:form-limits',
    path,
    {
      ky: `Текст ${longestLine} белгиден ашпасын.`,
      ru: `Текст не длиннее ${longestLine} знаков.`,
      en: `A text has at most ${longestLine} characters.`,
    },
    { ky: 'Кыскартыңыз.', ru: 'Сократите его.', en: 'Make it shorter.' },
  );
}

function badCode(path: Path): Violation {
  return broken(
    'ours:stable-codes',
    path,
    {
      ky: 'Код латын баш тамгаларынан, цифралардан жана _ белгисинен турат, тамга менен башталат, 64 белгиден ашпайт.',
      ru: 'Код — из заглавных латинских букв, цифр и _, начинается с буквы, не длиннее 64 знаков.',
      en: 'A code is of capital letters, digits and _, begins with a letter, and has at most 64 characters.',
    },
    { ky: 'Мисалы: TIME_SPENT.', ru: 'Например: TIME_SPENT.', en: 'For example TIME_SPENT.' },
  );
}

function twice(path: Path): Violation {
  return broken(
    'ours:stable-codes',
    path,
    { ky: 'Бул код экинчи жолу берилди.', ru: 'Этот код указан дважды.', en: 'This code is given twice.' },
    { ky: 'Ар бирине өз кодун бериңиз.', ru: 'Дайте каждому свой код.', en: 'Give each its own code.' },
  );
}

function notForThisType(path: Path): Violation {
  return broken(
    'ours:question-shape',
    path,
    {
      ky: 'Мындай түрдөгү суроодо бул болбойт.',
      ru: 'У вопроса такого типа этого не бывает.',
      en: 'A question of this type has no such thing.',
    },
    {
      ky: 'Алып салыңыз: min NUMBER менен MONEYдин гана, max дагы TEXT менен MULTI_CHOICEтин, options тандоолордун.',
      ru: 'Уберите: min бывает только у NUMBER и MONEY, max ещё у TEXT и MULTI_CHOICE, options у выбора.',
      en: 'Leave it out: min is of NUMBER and MONEY only, max of TEXT and MULTI_CHOICE too, options of choices.',
    },
  );
}

function wrongUnit(path: Path): Violation {
  return broken(
    'ours:question-shape',
    path,
    {
      ky: 'NUMBER суроосунун SOM эмес бирдиги болот, MONEY сом менен, калгандары бирдиксиз.',
      ru: 'У NUMBER есть единица, но не SOM; MONEY — в сомах; у остальных единицы нет.',
      en: 'A NUMBER has a unit, which is not SOM; MONEY is in som; the others have none.',
    },
    { ky: 'Туура бирдикти бериңиз.', ru: 'Укажите верную единицу.', en: 'Give the unit that belongs to the type.' },
  );
}

function badLimit(path: Path): Violation {
  return broken(
    'ours:question-shape',
    path,
    {
      ky: 'Чек туура эмес: 0дөн кем эмес, бирдикке ылайык тактыкта, min maxтан ашпайт.',
      ru: 'Неверная граница: не меньше 0, с точностью единицы, min не больше max.',
      en: 'This limit cannot be: it is 0 or more, as exact as the unit allows, and min is not over max.',
    },
    {
      ky: `TEXT үчүн 1ден ${longestText} чейин, MULTI_CHOICE үчүн варианттардын санынан ашпайт.`,
      ru: `Для TEXT от 1 до ${longestText}, для MULTI_CHOICE не больше числа вариантов.`,
      en: `For TEXT 1 to ${longestText}, for MULTI_CHOICE not more than its options.`,
    },
  );
}

function tooFewOptions(path: Path): Violation {
  return broken(
    'ours:question-shape',
    path,
    {
      ky: 'Тандоо үчүн кеминде эки вариант керек.',
      ru: 'Для выбора нужны хотя бы два варианта.',
      en: 'A choice needs at least two options.',
    },
    { ky: 'Варианттарды кошуңуз.', ru: 'Добавьте варианты.', en: 'Add options.' },
  );
}

function notAPoint(path: Path): Violation {
  return broken(
    'ours:question-shape',
    path,
    { ky: 'Шкаланын баалары 1ден 5ке чейин.', ru: 'Баллы шкалы — от 1 до 5.', en: 'The points of a scale are 1 to 5.' },
    { ky: 'Код катары баллды бериңиз: "1".', ru: 'Код — это балл: "1".', en: 'The code is the point: "1".' },
  );
}

function notAnEarlierQuestion(path: Path): Violation {
  return broken(
    'ours:question-conditions',
    path,
    {
      ky: 'Шарт мурунку суроого гана таянат.',
      ru: 'Условие опирается только на один из предыдущих вопросов.',
      en: 'A condition rests on one of the questions before.',
    },
    { ky: 'Мурунку суроонун кодун бериңиз.', ru: 'Укажите код предыдущего вопроса.', en: 'Give the code of an earlier question.' },
  );
}

function impossibleValues(path: Path, possible: readonly string[]): Violation {
  const shown = possible.slice(0, 10).join(', ');
  return broken(
    'ours:question-conditions',
    path,
    {
      ky: 'Ал суроонун мындай жообу болбойт.',
      ru: 'У того вопроса таких ответов не бывает.',
      en: 'That question has no such answers.',
    },
    possible.length === 0
      ? {
          ky: 'Шарт CHOICE, MULTI_CHOICE, BOOLEAN же SCALE_1_5 суроосуна гана таянат.',
          ru: 'Условие возможно только по CHOICE, MULTI_CHOICE, BOOLEAN или SCALE_1_5.',
          en: 'A condition can rest on CHOICE, MULTI_CHOICE, BOOLEAN or SCALE_1_5 only.',
        }
      : { ky: `Ар бирин бир жолу: ${shown}.`, ru: `Каждый по разу из: ${shown}.`, en: `Each once, of: ${shown}.` },
  );
}

function noQuestions(): Violation {
  return broken(
    'ours:form-limits',
    ['questions'],
    { ky: 'Формада бир да суроо жок.', ru: 'В форме нет ни одного вопроса.', en: 'The form has no questions.' },
    { ky: 'updateFormVersion менен кошуңуз.', ru: 'Добавьте их через updateFormVersion.', en: 'Add them with updateFormVersion.' },
  );
}
