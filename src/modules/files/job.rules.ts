import { HubError, ruleViolated, type Violation } from '../../shared/errors.ts';

export const jobStates = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
export type JobState = (typeof jobStates)[number];

/** Ours: what is over cannot be cancelled any more. */
export function cancelRefusal(state: JobState): Violation | undefined {
  if (state === 'QUEUED' || state === 'RUNNING') return undefined;
  return ruleViolated(
    'ours:only-work-under-way-is-cancelled',
    { ky: 'Бул иш мурунтан эле бүткөн.', ru: 'Эта работа уже завершена.', en: 'This work is over already.' },
    { ky: 'Иштин абалын кайра окуңуз.', ru: 'Перечитайте состояние работы.', en: 'Read the state of the job again.' },
  ).violation;
}

/** Ours: what a person cancelled leaves no result. */
export function cancelledMeanwhile(): HubError {
  return ruleViolated(
    'ours:cancelled-work-leaves-nothing',
    { ky: 'Иш жокко чыгарылган.', ru: 'Работа отменена.', en: 'The work was cancelled.' },
    { ky: 'Керек болсо, ишти кайра баштаңыз.', ru: 'При необходимости запустите её заново.', en: 'Start it again if it is needed.' },
  );
}

/** Ours: a work over which hubs died so often is not begun once more. Fewer than the queue's own tries, so that it is still told. */
export const mostBeginnings = 4;

/** Why a work that was begun so often is given up. */
export function givenUp(): HubError {
  return ruleViolated(
    'ours:work-is-given-up',
    {
      ky: `Иш ${mostBeginnings} жолу башталып, бир да жолу бүткөн жок.`,
      ru: `Работа начиналась ${mostBeginnings} раза и ни разу не закончилась.`,
      en: `The work was begun ${mostBeginnings} times and never came to its end.`,
    },
    {
      ky: 'Аны бөлүп-бөлүп кайра баштаңыз; кайталанса, жумуштун номерин (id) айтып кайрылыңыз.',
      ru: 'Запустите её снова по частям; если повторится, обратитесь и назовите её номер (id).',
      en: 'Start it again in smaller parts; if it happens again, write to us and quote its id.',
    },
  );
}

/** Why a work failed, as may be shown: a refusal in its own words, everything else masked (it is in the log in full). */
export function failureOf(error: unknown): Violation {
  if (error instanceof HubError) return error.violation;
  return {
    code: 'INTERNAL_SERVER_ERROR',
    message: { ky: 'Биздин тараптан ката кетти.', ru: 'Ошибка на нашей стороне.', en: 'Something went wrong on our side.' },
    hint: {
      ky: 'Ишти кайра баштаңыз; кайталанса, жумуштун номерин (id) айтып кайрылыңыз.',
      ru: 'Запустите работу ещё раз; если повторится, обратитесь и назовите её номер (id).',
      en: 'Start it once more; if it happens again, write to us and quote its id.',
    },
  };
}
