import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/modules/forms/question.rules.ts';
import { answerCell, answerColumns, notesOf } from '../../../src/modules/questionnaires/response-export.rules.ts';
import { drinkingWaterVariant, questionnaire } from '../forms/sample-forms.fixture.ts';

const question = (code: string, change: Partial<Question> = {}): Question => ({ ...(questionnaire[0] as Question), code, ...change });

describe('a column is there for every question that was ever asked (R10)', () => {
  it('those of the latest version in its order, then those that it no longer asks, then what only answers know', () => {
    const versions = [
      { number: 1, questions: [question('A', { order: 1 }), question('OLD'), question('B')] },
      { number: 2, questions: [question('B', { text: { ky: 'жаңы' } }), question('A'), question('NEW')] },
    ];
    const columns = answerColumns(versions, ['STRANGE', 'A', 'EXTRA']);
    expect(columns.map(({ code, versions: asked }) => `${code} ${asked.join()}`)).toEqual([
      'B 1,2',
      'A 1,2',
      'NEW 2',
      'OLD 1',
      'EXTRA ',
      'STRANGE ',
    ]);
    expect(columns[0]?.question?.text.ky, 'as it was asked last').toBe('жаңы');
  });

  it('also for those of a changed questionnaire', () => {
    const codes = drinkingWaterVariant().map(({ code }) => code);
    const columns = answerColumns([{ number: 1, questions: questionnaire }], codes).map(({ code }) => code);
    expect(codes.filter((code) => !columns.includes(code))).toEqual([]);
    expect(questionnaire.filter(({ code }) => !columns.includes(code))).toEqual([]);
  });
});

describe('an answer in a cell', () => {
  it.each([
    ['not asked is an empty cell', 'NUMBER', undefined, null],
    ['asked and no answer says so, and is no zero', 'NUMBER', null, 'NO_ANSWER'],
    ['a zero is a zero', 'NUMBER', 0, 0],
    ['a sum is a number', 'MONEY', '350.50', 350.5],
    ['yes and no are words', 'BOOLEAN', false, 'false'],
    ['a choice is its code, whatever it looks like', 'CHOICE', '20101199012345', '20101199012345'],
    ['several choices are parted by semicolons', 'MULTI_CHOICE', ['A', 'B'], 'A;B'],
    ['words are scrubbed of personal data', 'TEXT', 'ПИН 20101199012345', 'ПИН [***]'],
  ] as const)('%s', (_, type, value, cell) => {
    expect(answerCell({ question: question('Q', { type }) }, value)).toBe(cell);
  });

  it('words of a question that no version knows are scrubbed too', () => {
    expect(answerCell({ question: undefined }, '0555 12 34 56')).toBe('[***]');
  });
});

describe('what is withheld is said (R-III.3)', () => {
  it('in three languages, with the count, and only where it is', () => {
    const counts = { rows: 9, withheld: 10, suppressed: { REGION_AND_SERVICE: 1, SERVICE: 2, NEITHER: 3, LEFT_OUT: 4 } };
    const notes = notesOf('DEIDENTIFIED', counts);
    for (const { ky, ru, en } of notes) expect([ky, ru, en].every(Boolean)).toBe(true);
    for (const words of Object.values(notes.at(-2) ?? {}))
      expect(words.match(/(?<=[—:,] (?:строк )?)[1-4](?=[ ;.])/g)).toEqual(['1', '2', '3', '4']);
    expect(notesOf('FULL', counts).length).toBe(notes.length - 3);
  });
});
