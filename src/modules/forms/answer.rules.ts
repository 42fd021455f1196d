import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';
import { cutTo, isBlank, withCell } from '../../shared/plain-text.ts';
import { compareDecimals, digitsOf, placesOf, plainDecimal } from './decimal.rules.ts';
import {
  longestText,
  mostDigits,
  mostPlaces,
  onceOf,
  type Question,
  type QuestionCondition,
  type QuestionOption,
  scalePoints,
} from './question.rules.ts';

/**
 * An answer as it is kept: SCALE_1_5 and NUMBER a number, MONEY som as a text with two decimals, BOOLEAN, CHOICE an option's code,
 * MULTI_CHOICE codes in the options' order, TEXT.
 */
export type AnswerValue = number | string | boolean | readonly string[];

/**
 * Answers by question code, in the form's order. null = NO_ANSWER: the person was asked and gave none, which is counted. A code that
 * is absent was not asked.
 */
export type Answers = Readonly<Record<string, AnswerValue | null>>;

/** How the answers came, and so how no answer is given, which hints say: null, or in a table an empty cell. */
export type NoAnswer = 'NULL' | 'EMPTY_CELL';

export interface CheckedAnswers {
  /** All that is wrong, each at `answers.<question code>`. */
  violations: Violation[];
  /** The canonical form; to be kept only if nothing is wrong. */
  answers: Answers;
}

/**
 * Checks one respondent's answers against the form they were given on, all of them at once. "Required" means asked: a required
 * question that is shown must have an answer or null, so that nobody invents a number. What is not shown is neither answered nor missing.
 */
export function validateAnswers(questions: readonly Question[], given: unknown, noAnswer: NoAnswer = 'NULL'): CheckedAnswers {
  if (!isPlainObject(given)) return { violations: [notAnswers()], answers: {} };
  const form = codesOf(questions);
  const strangers = Object.keys(given).filter((code) => !form.has(code));
  const violations = strangers.map((code) => unknownQuestion(pathTo(cutTo(code, longestShownCode))));
  const known: Known = { answers: {}, wrong: new Set() };
  for (const question of questions) {
    const { code } = question;
    const outcome = outcomeOf(question, shownBy(question.showIf, known), given[code], questions);
    if (outcome.violation) {
      known.wrong.add(code);
      violations.push(inWordsFor(noAnswer, outcome.violation, saidIn(question, given[code])));
    } else if (outcome.answer !== undefined) known.answers[code] = outcome.answer;
  }
  return { violations, answers: known.answers };
}

const longestShownCode = 64;

const codesOf = onceOf((questions) => new Set(questions.map(({ code }) => code)));

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

// ---- which questions are shown -------------------------------------------------------------------------------------

/** What was made of the questions before one: conditions are on these only. */
interface Known {
  answers: Record<string, AnswerValue | null>;
  /** Codes of questions whose answer is wrong, or missing. */
  wrong: Set<string>;
}

/** An answer in the words of conditions; nothing where there is none. */
function wordsOf(answer: AnswerValue | null | undefined): readonly string[] {
  if (answer == null) return [];
  return typeof answer === 'object' ? answer : [String(answer)];
}

/** Whether a question is shown: true, or the condition that hides it; undefined while it hangs on an answer that is itself wrong. */
type Shown = true | QuestionCondition | undefined;

function shownBy(conditions: readonly QuestionCondition[], { answers, wrong }: Known): Shown {
  let isShown: Shown = true;
  for (const condition of conditions) {
    if (wrong.has(condition.questionCode)) isShown = undefined;
    else if (!holds(condition, wordsOf(answers[condition.questionCode]))) return condition;
  }
  return isShown;
}

/** A question without an answer is IN nothing, and NOT_IN anything. */
function holds({ operator, values }: QuestionCondition, words: readonly string[]): boolean {
  return words.some((word) => values.includes(word)) === (operator === 'IN');
}

// ---- one question --------------------------------------------------------------------------------------------------

/** Either what is wrong, or the answer to keep; neither = the question was not asked. */
type Outcome = { violation?: undefined; answer?: AnswerValue | null } | { violation: Violation };

function outcomeOf(question: Question, shown: Shown, value: unknown, form: readonly Question[]): Outcome {
  const path = pathTo(question.code);
  const hiding = typeof shown === 'object' ? shown : undefined;
  if (value === undefined) return question.isRequired && shown === true ? { violation: notAsked(path) } : {};
  // No answer to what was not shown says nothing, and is not counted.
  if (value === null) return hiding ? {} : { answer: null };
  if (hiding) return { violation: notShown(path, hiding.questionCode, form) };
  return readers[question.type](question, value, path);
}

function pathTo(code: string): readonly string[] {
  return ['answers', code];
}

type Reader = (question: Question, value: unknown, path: readonly string[]) => Outcome;

const readers: Record<Question['type'], Reader> = {
  SCALE_1_5: (_, value, path) => {
    const isPoint = (scalePoints as readonly string[]).includes(plainDecimal(value) ?? '');
    return isPoint ? { answer: Number(value) } : { violation: notOnTheScale(path) };
  },
  NUMBER: (question, value, path) => readAmount(question, value, path, Number),
  MONEY: (question, value, path) => readAmount(question, value, path, somOf),
  BOOLEAN: (_, value, path) => (typeof value === 'boolean' ? { answer: value } : { violation: notBoolean(path) }),
  CHOICE: ({ options }, value, path) => {
    const chosen = options.find(({ code }) => code === value);
    return chosen ? { answer: chosen.code } : { violation: notAnOption(path, options) };
  },
  MULTI_CHOICE: readMarks,
  TEXT: readText,
};

/** Exact: what has more digits or decimals than its unit can have is refused, never rounded. */
function readAmount({ unit, min, max }: Question, value: unknown, path: readonly string[], keep: (plain: string) => AnswerValue): Outcome {
  const plain = plainDecimal(value);
  if (plain === undefined || digitsOf(plain) > mostDigits) return { violation: notAnAmount(path) };
  if (placesOf(plain) > mostPlaces(unit)) return { violation: tooExact(path, mostPlaces(unit)) };
  const isUnder = min !== null && compareDecimals(plain, min) < 0;
  const isOver = max !== null && compareDecimals(plain, max) > 0;
  return isUnder || isOver ? { violation: outOfLimits(path, min, max) } : { answer: keep(plain) };
}

function somOf(plain: string): string {
  const places = placesOf(plain);
  return places === 0 ? `${plain}.00` : plain.padEnd(plain.length + 2 - places, '0');
}

function readMarks({ options, max }: Question, value: unknown, path: readonly string[]): Outcome {
  if (!Array.isArray(value) || value.length === 0) return { violation: noMarks(path) };
  const marked = new Set<unknown>(value);
  const chosen = options.filter(({ code }) => marked.has(code));
  if (chosen.length !== marked.size) return { violation: notAnOption(path, options) };
  if (marked.size !== value.length) return { violation: markedTwice(path) };
  if (chosen.length > 1 && chosen.some(({ isExclusive }) => isExclusive)) return { violation: exclusiveWithOthers(path) };
  if (max !== null && chosen.length > Number(max)) return { violation: tooManyMarks(path, max) };
  return { answer: chosen.map(({ code }) => code) };
}

/** Controls, halves of surrogate pairs, and the marks that turn the direction of what follows: nobody writes them. */
const unfit = /(?![\n\t])[\p{Cc}\p{Cs}\u{202A}-\u{202E}\u{2066}-\u{2069}]/u;

function readText({ max }: Question, value: unknown, path: readonly string[]): Outcome {
  if (typeof value !== 'string') return { violation: notText(path) };
  const most = max === null ? longestText : Number(max);
  // A character is at most two units: what is longer than this need not be looked at.
  if (value.length > 2 * most + longestText) return { violation: tooLong(path, most) };
  const text = value.replaceAll(/\r\n?/g, '\n').normalize('NFC').trim();
  if (isBlank(text)) return { violation: blank(path) };
  if (unfit.test(text)) return { violation: unfitText(path) };
  return text.length > most && [...text].length > most ? { violation: tooLong(path, most) } : { answer: text };
}

// ---- words ---------------------------------------------------------------------------------------------------------

type Path = readonly string[];

const noAnswerWords = {
  NULL: {
    ky: 'Жооп болбосо, null жөнөтүңүз: ал да эсептелет.',
    ru: 'Если ответа нет, передайте null: это тоже учитывается.',
    en: 'Where there is no answer send null: that is counted too.',
  },
  EMPTY_CELL: {
    ky: 'Уячаны оңдоңуз; адам жооп бербесе, бош калтырыңыз: ал да эсептелет.',
    ru: 'Исправьте ячейку; если человек не ответил, оставьте её пустой: это тоже учитывается.',
    en: 'Correct the cell; where the person gave no answer leave it empty: that is counted too.',
  },
} as const satisfies Record<NoAnswer, LocalizedText>;

/** Stands in a hint for one of `noAnswerWords`. */
const mark = '{{noAnswer}}';
const sayNothing = { ky: mark, ru: mark, en: mark } as const satisfies LocalizedText;

function inWordsFor(noAnswer: NoAnswer, violation: Violation, said: string | undefined): Violation {
  const { hint, message } = violation;
  if (!hint?.ky.includes(mark)) return violation;
  const { ky, ru, en } = noAnswerWords[noAnswer];
  const inWords = { ...violation, hint: { ky: hint.ky.replace(mark, ky), ru: hint.ru?.replace(mark, ru), en: hint.en?.replace(mark, en) } };
  return noAnswer === 'EMPTY_CELL' && said !== undefined ? { ...inWords, message: withCell(message, said) } : inWords;
}

/** What stands in a cell, to be repeated where it is wrong; not people's own words. */
function saidIn({ type }: Question, value: unknown): string | undefined {
  if (type === 'TEXT') return undefined;
  if (Array.isArray(value)) return value.map(String).join('; ');
  return typeof value === 'string' ? value : undefined;
}

function bad(path: Path, message: LocalizedText, hint: LocalizedText = sayNothing): Violation {
  return badInput(path, message, hint).violation;
}

function notAnswers(): Violation {
  return bad(
    ['answers'],
    {
      ky: 'Жооптор суроонун коду боюнча объект болсун.',
      ru: 'Ответы — это объект по кодам вопросов.',
      en: 'Answers are an object by question code.',
    },
    { ky: 'Мисалы: {"VISITS": 2}.', ru: 'Например: {"VISITS": 2}.', en: 'For example {"VISITS": 2}.' },
  );
}

function unknownQuestion(path: Path): Violation {
  return bad(
    path,
    {
      ky: 'Форманын бул версиясында мындай суроо жок.',
      ru: 'В этой версии формы нет такого вопроса.',
      en: 'This version of the form has no such question.',
    },
    {
      ky: 'formVersion суроосундагы коддорду колдонуңуз.',
      ru: 'Используйте коды из запроса formVersion.',
      en: 'Use the codes that the query formVersion gives.',
    },
  );
}

/** Domain: required means asked. */
function notAsked(path: Path): Violation {
  const message = {
    ky: 'Бул суроо берилиши керек эле.',
    ru: 'Этот вопрос должен быть задан.',
    en: 'This question must be asked.',
  };
  return ruleViolated('ours:required-means-asked', message, sayNothing, path).violation;
}

function notShown(path: Path, on: string, form: readonly Question[]): Violation {
  const asked = form.find(({ code }) => code === on)?.text;
  const said = (language: Language) => `${on}${asked ? ` («${inLanguage(asked, language)}»)` : ''}`;
  const message = {
    ky: `${said('KY')} суроосунун жообуна карап, бул суроо берилбейт.`,
    ru: `По ответу на вопрос ${said('RU')} этот вопрос не задаётся.`,
    en: `After the answer to ${said('EN')} this question is not asked.`,
  };
  const hint = {
    ky: `Бул жоопту алып салыңыз же ${on} жообун оңдоңуз (showIf).`,
    ru: `Уберите этот ответ или исправьте ответ на ${on} (showIf).`,
    en: `Leave this answer out, or mend that to ${on} (showIf).`,
  };
  return ruleViolated('ours:question-conditions', message, hint, path).violation;
}

function notOnTheScale(path: Path): Violation {
  return bad(path, {
    ky: 'Баа 1ден 5ке чейинки бүтүн сан.',
    ru: 'Оценка — целое число от 1 до 5.',
    en: 'A rating is a whole number from 1 to 5.',
  });
}

function notAnAmount(path: Path): Violation {
  return bad(path, {
    ky: `Сан 0дөн кем эмес, ${mostDigits} цифрадан ашпаган ондук сан болсун: 45 же "45.5".`,
    ru: `Нужно десятичное число не меньше 0, не более ${mostDigits} цифр: 45 или "45.5".`,
    en: `It takes a decimal of 0 or more with at most ${mostDigits} digits: 45 or "45.5".`,
  });
}

function tooExact(path: Path, places: number): Violation {
  return bad(path, {
    ky: `Ондук белгилер ${places}дөн ашпасын.`,
    ru: `Знаков после точки не больше ${places}.`,
    en: `At most ${places} decimals.`,
  });
}

function outOfLimits(path: Path, min: string | null, max: string | null): Violation {
  const from = min ?? '0';
  return bad(path, {
    ky: max === null ? `Сан ${from} же андан көп болсун.` : `Сан ${from} жана ${max} ортосунда болсун.`,
    ru: max === null ? `Число не меньше ${from}.` : `Число от ${from} до ${max}.`,
    en: max === null ? `The number is ${from} or more.` : `The number is from ${from} to ${max}.`,
  });
}

function notBoolean(path: Path): Violation {
  return bad(path, {
    ky: 'Жооп — ооба же жок; JSON ичинде true же false.',
    ru: 'Ответ — да или нет; в JSON true или false.',
    en: 'The answer is yes or no; in JSON true or false.',
  });
}

const mostShownOptions = 20;

function notAnOption(path: Path, options: readonly QuestionOption[]): Violation {
  const list = (language: Language) => {
    const shown = options.slice(0, mostShownOptions).map(({ code, text }) => `${code} (${inLanguage(text, language)})`);
    return [...shown, ...(options.length > mostShownOptions ? ['…'] : [])].join(', ');
  };
  return bad(
    path,
    {
      ky: 'Бул суроонун мындай варианты жок.',
      ru: 'У этого вопроса нет такого варианта.',
      en: 'This question has no such option.',
    },
    {
      ky: `Варианттардын коддору: ${list('KY')}. ${sayNothing.ky}`,
      ru: `Коды вариантов: ${list('RU')}. ${sayNothing.ru}`,
      en: `Codes of the options: ${list('EN')}. ${sayNothing.en}`,
    },
  );
}

function noMarks(path: Path): Violation {
  return bad(path, {
    ky: 'Варианттардын коддору тизме менен берилет: ["INTERNET"]; уячада алар чекиттүү үтүр менен бөлүнөт.',
    ru: 'Коды вариантов передаются списком: ["INTERNET"]; в ячейке их разделяет точка с запятой.',
    en: 'Options are given as a list of their codes: ["INTERNET"]; in a cell semicolons separate them.',
  });
}

function markedTwice(path: Path): Violation {
  return bad(path, { ky: 'Бир вариант эки жолу белгиленген.', ru: 'Вариант отмечен дважды.', en: 'An option is marked twice.' });
}

function exclusiveWithOthers(path: Path): Violation {
  return bad(path, {
    ky: 'Бул вариант башкалар менен кошо белгиленбейт.',
    ru: 'Этот вариант нельзя отметить вместе с другими.',
    en: 'One of these options cannot be marked with others.',
  });
}

function tooManyMarks(path: Path, most: string): Violation {
  return bad(path, {
    ky: `Варианттар ${most} даанадан ашпасын.`,
    ru: `Не больше вариантов: ${most}.`,
    en: `Mark at most ${most}.`,
  });
}

function notText(path: Path): Violation {
  return bad(path, { ky: 'Жооп текст болсун.', ru: 'Ответ — это текст.', en: 'The answer is a text.' });
}

function blank(path: Path): Violation {
  return bad(path, { ky: 'Текст бош.', ru: 'Текст пуст.', en: 'The text is blank.' });
}

function unfitText(path: Path): Violation {
  return bad(
    path,
    {
      ky: 'Текстте көрүнбөгөн башкаруу белгилери бар.',
      ru: 'В тексте есть невидимые управляющие знаки.',
      en: 'The text has invisible control characters.',
    },
    { ky: 'Аларды алып салыңыз.', ru: 'Уберите их.', en: 'Remove them.' },
  );
}

function tooLong(path: Path, most: number): Violation {
  return bad(
    path,
    { ky: `Текст ${most} белгиден ашпасын.`, ru: `Текст не длиннее ${most} знаков.`, en: `A text has at most ${most} characters.` },
    { ky: 'Кыскартыңыз.', ru: 'Сократите его.', en: 'Make it shorter.' },
  );
}
