import type { NoticeState } from '../../kit/notice.rules.ts';
import { ruleViolated, type Violation } from '../../shared/errors.ts';

/** Ours: what waits for delivery need not be sent again. */
export function resendRefusal(state: NoticeState): Violation | undefined {
  if (state !== 'QUEUED' && state !== 'DEFERRED') return undefined;
  return ruleViolated(
    'ours:resend-only-what-is-not-under-way',
    {
      ky: 'Кат азыр жөнөтүлүү кезегинде турат.',
      ru: 'Письмо уже стоит в очереди на отправку.',
      en: 'The mail is waiting to be sent already.',
    },
    { ky: 'Жөнөтүү аракеттерин караңыз.', ru: 'Посмотрите попытки отправки.', en: 'Look at its delivery attempts.' },
  ).violation;
}
