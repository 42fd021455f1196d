import { describe, expect, it } from 'vitest';
import { validateAnswers } from '../../../src/modules/forms/answer.rules.ts';
import type { Question } from '../../../src/modules/forms/question.rules.ts';
import { drinkingWaterVariant, questionnaire, surveySheet } from './sample-forms.fixture.ts';
import { randomOf } from '../../support/random.ts';

type Given = Record<string, unknown>;
type Random = () => number;
const forms = { surveySheet, questionnaire, drinkingWater: drinkingWaterVariant() };
const whole = (random: Random, below: number) => Math.floor(random() * below);
const oneOf = <T>(random: Random, all: readonly T[]): T => all[whole(random, all.length)] as T;

/** Any answer that the question takes. */
function answerTo(random: Random, { type, min, max, unit, options }: Question): unknown {
  const lowest = Number(min ?? 0);
  const span = Math.min(Number(max ?? 1_000), 1_000) - lowest;
  switch (type) {
    case 'SCALE_1_5':
      return 1 + whole(random, 5);
    case 'NUMBER':
      return unit === 'VISIT' || unit === 'COUNT' ? lowest + whole(random, span + 1) : lowest + whole(random, span * 4 + 1) / 4;
    case 'MONEY':
      return random() < 0.5 ? whole(random, span) : `${whole(random, span)}.${whole(random, 90) + 10}`;
    case 'BOOLEAN':
      return random() < 0.5;
    case 'CHOICE':
      return oneOf(random, options).code;
    case 'MULTI_CHOICE':
      return marksOf(random, options, Number(max ?? options.length));
    case 'TEXT':
      return oneOf(random, ['жакшы', 'кезек узун\nэки саат', 'ң ө ү', '=1+1', "'; drop table response; --"]);
  }
}

function marksOf(random: Random, options: Question['options'], most: number): string[] {
  if (random() < 0.2) return [oneOf(random, options).code];
  const several = options.filter(({ isExclusive }) => !isExclusive).map(({ code }) => ({ code, place: random() }));
  return several
    .toSorted((a, b) => a.place - b.place)
    .slice(0, 1 + whole(random, most))
    .map(({ code }) => code);
}

/** Whether a question is shown, reckoned by hand from what was answered so far. */
function isShown({ showIf }: Question, given: Given): boolean {
  return showIf.every(({ questionCode, operator, values }) => {
    const answer = given[questionCode];
    const words = answer == null ? [] : [answer].flat().map(String);
    const isAmong = values.some((value) => words.includes(value));
    return operator === 'IN' ? isAmong : !isAmong;
  });
}

/** What a person may say: each question that is shown answered, or with no answer, or skipped where that is free. */
function responseOf(random: Random, form: readonly Question[]): Given {
  const given: Given = {};
  for (const question of form) {
    if (!isShown(question, given) || (!question.isRequired && random() < 0.3)) continue;
    given[question.code] = random() < 0.15 ? null : answerTo(random, question);
  }
  return given;
}

/** What no question of the form takes. */
const nonsense: readonly unknown[] = [
  {},
  { code: 'YES' },
  [null],
  [[]],
  -1,
  1e300,
  Number.NaN,
  '',
  '\u0000',
  '\uDC00',
  'NO_SUCH_OPTION'.repeat(1_000),
  ['__proto__'],
  Symbol.iterator,
  () => 1,
  10n,
];

describe.each(Object.entries(forms))('answers to %s', (_name, form) => {
  it('of any person are taken, and once kept are kept the same', () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const given = responseOf(randomOf(seed), form);
      const { violations, answers } = validateAnswers(form, given);
      expect({ seed, violations }).toEqual({ seed, violations: [] });
      expect(Object.keys(answers)).toEqual(Object.keys(given));
      expect(validateAnswers(form, JSON.parse(JSON.stringify(answers)))).toEqual({ violations: [], answers });
    }
  });

  it('with nonsense in one place are told that place, and never fail otherwise', () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const random = randomOf(seed);
      const given = responseOf(random, form);
      const code = oneOf(random, Object.keys(given));
      const { violations } = validateAnswers(form, { ...given, [code]: oneOf(random, nonsense) });
      expect({ seed, paths: violations.map(({ path }) => path) }).toEqual({ seed, paths: [['answers', code]] });
    }
  });

  it('with a required answer taken out miss it, and nothing that hangs on it', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = randomOf(seed);
      const given = responseOf(random, form);
      const { code } = oneOf(
        random,
        form.filter(({ code, isRequired }) => isRequired && Object.hasOwn(given, code)),
      );
      const { [code]: _taken, ...rest } = given;
      const { violations } = validateAnswers(form, rest);
      expect({ seed, paths: violations.map(({ path }) => path) }).toEqual({ seed, paths: [['answers', code]] });
    }
  });

  it('of any shape never crash, and every violation names a question or the whole', () => {
    const codes = [...form.map(({ code }) => code), 'NEW', '__proto__', 'constructor', 'toString', 'a'.repeat(200)];
    const values = [...nonsense, null, undefined, true, 3, '3', 'YES', ['STAFF'], 'OFFICE'];
    for (let seed = 1; seed <= 400; seed += 1) {
      const random = randomOf(seed);
      const given = Object.fromEntries(Array.from({ length: whole(random, 30) }, () => [oneOf(random, codes), oneOf(random, values)]));
      const { violations, answers } = validateAnswers(form, given);
      expect(violations.every(({ path }) => path?.[0] === 'answers' && path.length === 2 && (path[1]?.length ?? 0) <= 64)).toBe(true);
      expect(Object.keys(answers).every((code) => form.some((question) => question.code === code))).toBe(true);
    }
  });
});
