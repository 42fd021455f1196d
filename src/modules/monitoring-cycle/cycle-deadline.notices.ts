import { dayInWords } from '../../shared/in-words.ts';
import { codeValue, dayValue } from '../../kit/mail/notice-payload.ts';
import { deadlineTerm } from '../../kit/mail/notice-texts.ts';
import { defineNotice, type NoticeDefinition, type Recipient } from '../../kit/notice.ts';
import { defineReminder, type ReminderSubject } from '../../kit/reminder.ts';
import { recipientsOf } from '../users/user.service.ts';
import { lastDayInTime } from './cycle.rules.ts';
import { deadlinesDueOn, type DueDeadline } from './monitoring-cycle.service.ts';

const unitDeadline = defineNotice({
  name: 'unit-deadline',
  kind: 'UNIT_DEADLINE',
  priority: 10,
  calendar: {
    day: 'dueOn',
    title: { ky: 'Мониторингдин мөөнөтү', ru: 'Срок мониторинга', en: 'A deadline of the monitoring' },
  },
});

const unitDeadlineDigest = defineNotice({ name: 'unit-deadline-digest', kind: 'UNIT_DEADLINE', priority: 10 });

export const unitDeadlineNotices: readonly NoticeDefinition[] = [unitDeadline, unitDeadlineDigest];

/**
 * R9, R11, R-III.2, R-III.4, R-III.6: ANALYST and HEAD are reminded of each deadline of the unit while the act is undone. Of one
 * that means "before the day" they are told the eve.
 */
export const unitDeadlineReminder = defineReminder({
  notice: unitDeadline,
  digest: {
    notice: unitDeadlineDigest,
    payload: (subjects) => ({ deadlineLines: subjects.flatMap(({ line }) => line ?? []), link: '/deadlines' }),
  },
  subjects: async (ctx, dueDays) => {
    const deadlines = await deadlinesDueOn(ctx, 'ANALYST', dueDays);
    const to = deadlines.length === 0 ? [] : await recipientsOf(ctx, ['ANALYST', 'HEAD']);
    return deadlines.map((deadline) => subjectOf(deadline, to));
  },
});

function subjectOf(deadline: DueDeadline, to: readonly Recipient[]): ReminderSubject {
  const { id, kind, requirement, metAt, listId } = deadline;
  const dueOn = lastDayInTime(deadline);
  const lineIn = (language: 'KY' | 'RU'): string => `${deadlineTerm(kind, language)}: ${dayInWords(dueOn, language)}`;
  return {
    id,
    dueOn,
    doneAt: metAt ?? null,
    to,
    payload: {
      deadlineKind: codeValue(kind),
      dueOn: dayValue(dueOn),
      requirement,
      link: kind === 'LIST_NOTIFIED' && listId ? `/lists/${listId}` : '/deadlines',
    },
    line: { ky: lineIn('KY'), ru: lineIn('RU') },
  };
}
