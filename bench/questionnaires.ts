import type { Person } from './stage.ts';

interface BenchQuestion {
  code: string;
  type: string;
  isRequired: boolean;
  min: string | null;
  max: string | null;
  options: { code: string; isExclusive: boolean }[];
  showIf: { questionCode: string; operator: string; values: string[] }[];
}

/** The questionnaire in force. */
export async function questionsForBench(person: Person): Promise<{ formVersionId: string; questions: BenchQuestion[] }> {
  const { form } = await person.ask(
    '{ form(kind: QUESTIONNAIRE) { current { id questions { code type isRequired min max options { code isExclusive } showIf { questionCode operator values } } } } }',
  );
  return { formVersionId: form.current.id, questions: form.current.questions };
}

export interface BenchResponse {
  serviceCode: string;
  appliedOn: string;
  servedOn: string;
  answers: Record<string, unknown>;
}

/** People who answer every question that they are shown; each seed others. */
export function sampleResponses(questions: readonly BenchQuestion[], count: number, seed: number): BenchResponse[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, () => {
    const day = 1 + Math.floor(random() * 27);
    return {
      serviceCode: 'MS-002',
      appliedOn: `2026-03-${String(day).padStart(2, '0')}`,
      servedOn: `2026-04-${String(day).padStart(2, '0')}`,
      answers: answersOf(questions, random),
    };
  });
}

function answersOf(questions: readonly BenchQuestion[], random: () => number): Record<string, unknown> {
  const answers: Record<string, unknown> = {};
  for (const question of questions) {
    const isShown = question.showIf.every(({ questionCode, operator, values }) => {
      const words = [answers[questionCode] ?? []].flat().map(String);
      return values.some((value) => words.includes(value)) === (operator === 'IN');
    });
    if (isShown) answers[question.code] = answerOf(question, random);
  }
  return answers;
}

function answerOf({ type, min, max, options }: BenchQuestion, random: () => number): unknown {
  const lowest = Number(min ?? 0);
  const amount = lowest + Math.floor(random() * Math.min(Number(max ?? 100) - lowest, 100));
  switch (type) {
    case 'SCALE_1_5':
      return 1 + Math.floor(random() * 5);
    case 'NUMBER':
      return amount;
    case 'MONEY':
      return `${amount}.50`;
    case 'BOOLEAN':
      return random() < 0.5;
    case 'CHOICE':
      return options[Math.floor(random() * options.length)]?.code;
    case 'MULTI_CHOICE':
      return options
        .filter(({ isExclusive }) => !isExclusive)
        .slice(0, 1)
        .map(({ code }) => code);
    default:
      return 'кезек узун, бирок жакшы тейлешти';
  }
}

function randomOf(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
