import type { LocalizedText } from '../shared/localized-text.ts';

/** The notices of the regulation's year, as `NoticeKind` names them. */
export const noticeKinds = [
  'LIST_NOTIFIED',
  'SUBMISSION_REMINDER',
  'SUBMISSION_OVERDUE',
  'SUBMISSION_RECEIVED',
  'SUBMISSION_RETURNED',
  'SUBMISSION_ACCEPTED',
  'VARIANT_DECIDED',
  'OBLIGATION_DEFERRED',
  'DISCREPANCY_FOUND',
  'UNIT_DEADLINE',
  'CONNECTOR_FAILING',
  'CONTACT_VERIFICATION',
  'AUDIT_HEAD',
  'ADDRESS_FAILING',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Why a notice that fell due while no hub ran was not sent on return, in words. */
export const skipReasons = {
  SUPERSEDED: {
    ky: 'Кийинки эскертүү жөнөтүлдү.',
    ru: 'Вместо него отправлено более позднее напоминание.',
    en: 'A later reminder was sent in its place.',
  },
  DONE_MEANWHILE: {
    ky: 'Иш ошол убакытта аткарылган.',
    ru: 'За это время всё было выполнено.',
    en: 'What it reminds of was done meanwhile.',
  },
  DEADLINE_OVER: {
    ky: 'Мөөнөт өтүп кеткен.',
    ru: 'Срок уже истёк.',
    en: 'The deadline had passed.',
  },
} as const satisfies Record<string, LocalizedText>;
export type SkipReason = keyof typeof skipReasons;

export const noticeStates = ['QUEUED', 'SENT', 'DEFERRED', 'FAILED', 'SKIPPED', 'ACKNOWLEDGED'] as const;
export type NoticeState = (typeof noticeStates)[number];

/** Minutes to wait after the n-th deferred try (from 1), before jitter: 1, 5, 15, 60, then hourly. */
export function retryAfterMinutes(tries: number): number {
  return [1, 5, 15, 60][tries - 1] ?? 60;
}

const giveUpAfterHours = 72;

/** A message is given up when it could not be handed over for three days. */
export function isGivenUp(dueAt: Date, now: Date): boolean {
  return now.getTime() - dueAt.getTime() > giveUpAfterHours * 3_600_000;
}
