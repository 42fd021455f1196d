import type { Question } from '../../../src/modules/forms/question.rules.ts';
import type { Answer, Client, TestHub } from '../../support/hub.ts';
import { commands } from '../service-registry/registry.fixture.ts';

export const batchFields = `id version state isDryRun accepted violationCount batchKey filedAt lockedAt
  violations { code rule row column path message hint } receipt { number sha256 receivedAt isLate } municipality { soate }
  cycle { year } formVersion { id } availableActions { mutation isAllowed refusal { code rule } } history { action fromState toState reason }`;

export interface Batch {
  id: string;
  version: number;
  state: string;
  accepted: number;
  violationCount: number;
  violations: { code: string; rule: string | null; row: number; column: string; path: string[]; hint: string }[];
  receipt: { number: string; sha256: string; receivedAt: string; isLate: boolean } | null;
  [key: string]: unknown;
}

type Given = Record<string, unknown>;
export interface Filed {
  serviceCode: string;
  appliedOn?: string | null;
  servedOn?: string | null;
  offerId?: string | null;
  municipalityId?: string | null;
  answers: Given;
}

/** What a person says who answers nothing but the channel: always enough, since "required" means asked. */
export function fewAnswers(form: readonly Question[], change: Given = {}): Given {
  const given: Given = {};
  for (const question of form) {
    if (!isShown(question, given)) continue;
    if (question.code in change) given[question.code] = change[question.code];
    else if (question.isRequired) given[question.code] = null;
  }
  return { ...given, ...change };
}

/** Whether a question is shown, reckoned by hand from what was answered so far. */
function isShown({ showIf }: Question, given: Given): boolean {
  return showIf.every(({ questionCode, operator, values }) => {
    const words = [given[questionCode] ?? []].flat().map(String);
    return values.some((value) => words.includes(value)) === (operator === 'IN');
  });
}

/** What any person may say. */
export function anyAnswers(random: () => number, form: readonly Question[]): Given {
  const given: Given = {};
  for (const question of form) {
    if (!isShown(question, given) || (!question.isRequired && random() < 0.3)) continue;
    given[question.code] = random() < 0.15 ? null : anyAnswer(random, question);
  }
  return given;
}

function anyAnswer(random: () => number, { type, min, max, options }: Question): unknown {
  const whole = (below: number) => Math.floor(random() * below);
  const lowest = Number(min ?? 0);
  const amount = lowest + whole(Math.min(Number(max ?? 500), 500) - lowest + 1);
  const marked = options.filter(({ isExclusive }) => !isExclusive).map(({ code }) => code);
  switch (type) {
    case 'SCALE_1_5':
      return 1 + whole(5);
    case 'NUMBER':
      return amount;
    case 'MONEY':
      return `${amount}.50`;
    case 'BOOLEAN':
      return random() < 0.5;
    case 'CHOICE':
      return options[whole(options.length)]?.code;
    case 'MULTI_CHOICE':
      return marked.slice(0, 1 + whole(Number(max ?? marked.length)));
    case 'TEXT':
      return ['жакшы', 'кезек узун\nэки саат', '=1+1', "'; drop table response; --", 'ң ө ү'][whole(5)];
  }
}

/** What the acts on questionnaires take, for the clerk of a municipality. */
export async function questionnairesOf(hub: TestHub, clerk: Client) {
  const { form } = await hub.anonymous.must('{ form(kind: QUESTIONNAIRE) { current { id } } }');
  const formVersionId: string = form.current.id;
  const call = commands(hub);
  const inputOf = (batchKey: string, responses: readonly Filed[], change: Given = {}) => ({
    year: 2026,
    formVersionId,
    batchKey,
    responses,
    ...change,
  });
  return {
    formVersionId,
    call,
    file(batchKey: string, responses: readonly Filed[], change: Given = {}): Promise<Batch> {
      return call.done(clerk, 'fileQuestionnaires', inputOf(batchKey, responses, change), `{ batch { ${batchFields} } }`);
    },
    refused(batchKey: string, responses: readonly Filed[], change: Given = {}) {
      return call.refused(clerk, 'fileQuestionnaires', inputOf(batchKey, responses, change));
    },
    withdraw({ id, version }: Batch, reason = 'эки жолу киргизилди'): Promise<Batch> {
      const input = { id, expectedVersion: version, reason };
      return call.done(clerk, 'withdrawResponseBatch', input, `{ batch { ${batchFields} } }`);
    },
    /** Through the wide door. */
    async fileInBulk(
      batchKey: string,
      responses: readonly Filed[],
      document = filing,
    ): Promise<Answer<{ fileQuestionnaires: { batch: Batch } }>> {
      const input = { ...inputOf(batchKey, responses), idempotencyKey: hub.key() };
      const answer = await fetch(`${hub.url}/graphql/filing`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          authorization: `Bearer ${clerk.token}`,
        },
        body: JSON.stringify({ query: document, variables: { input } }),
      });
      return { status: answer.status, headers: answer.headers, ...((await answer.json()) as object) } as never;
    },
  };
}

const filing = `mutation($input: FileQuestionnairesInput!) { fileQuestionnaires(input: $input) { batch { ${batchFields} } } }`;
