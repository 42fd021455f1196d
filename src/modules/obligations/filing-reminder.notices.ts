import type { Ctx } from '../../kit/ctx.ts';
import { codeValue, dayValue } from '../../kit/mail/notice-payload.ts';
import { defineNotice, type NoticeDefinition } from '../../kit/notice.ts';
import { defineReminder, type ReminderSubject } from '../../kit/reminder.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { lastDayInTime } from '../monitoring-cycle/cycle.rules.ts';
import { deadlinesDueOn, type DueDeadline } from '../monitoring-cycle/monitoring-cycle.service.ts';
import { addresseesOf } from '../organizations/addressee.service.ts';
import { recipientsOf } from '../users/user.service.ts';
import { filedMunicipalities, openObligations, unfiledByRegion, type UnfiledRegion } from './obligation.service.ts';

const calendar = {
  day: 'dueOn',
  title: {
    ky: 'Анкеталарды жана отчетту өткөрүү мөөнөтү',
    ru: 'Срок представления анкет и отчёта',
    en: 'Questionnaires and the report are due',
  },
};

const submissionReminder = defineNotice({ name: 'submission-reminder', kind: 'SUBMISSION_REMINDER', calendar, priority: 10 });
const submissionOverdue = defineNotice({ name: 'submission-overdue', kind: 'SUBMISSION_OVERDUE', priority: 10 });
const overdueDigest = defineNotice({ name: 'submission-overdue-digest', kind: 'SUBMISSION_OVERDUE', priority: 10 });

export const filingNotices: readonly NoticeDefinition[] = [submissionReminder, submissionOverdue, overdueDigest];

/** R12: every municipality that has not filed everything is reminded before 20 October, and told after it; filing stops both. */
export const filingReminders = [
  defineReminder({ notice: submissionReminder, subjects: municipalitiesOwing }),
  defineReminder({ notice: submissionOverdue, subjects: municipalitiesOwing }),
  defineReminder({ notice: overdueDigest, subjects: cyclesOverdue }),
];

async function municipalitiesOwing(ctx: Ctx, dueDays: readonly LocalDate[]): Promise<ReminderSubject[]> {
  const deadlines = await deadlinesDueOn(ctx, 'PROVIDER', dueDays);
  return (await Promise.all(deadlines.map((deadline) => owingOf(ctx, deadline)))).flat();
}

interface Standing {
  municipalityId: string;
  doneAt: Date | null;
  missingPart: string;
}

/** One subject for each municipality on the List: a digest of all it owes, with the part that is missing. */
async function owingOf(ctx: Ctx, deadline: DueDeadline): Promise<ReminderSubject[]> {
  const standings = await standingsOf(ctx, deadline.cycleId);
  const addressees = await addresseesOf(
    ctx,
    standings.map(({ municipalityId }) => municipalityId),
  );
  return standings.flatMap(({ municipalityId, doneAt, missingPart }) => {
    const addressee = addressees.get(municipalityId);
    const payload = {
      municipality: addressee?.name ?? '',
      cycleYear: deadline.year,
      dueOn: dayValue(lastDayInTime(deadline)),
      missingPart: codeValue(missingPart),
      link: '/obligations',
    };
    return addressee ? [{ id: deadline.id, dueOn: lastDayInTime(deadline), doneAt, to: addressee.recipients, payload }] : [];
  });
}

/** Ours: what is deferred today is reminded of by nobody. */
async function standingsOf(ctx: Ctx, cycleId: string): Promise<Standing[]> {
  const today = dayOf(ctx.now);
  const open = await openObligations(ctx, { cycleId, asOf: ctx.now });
  const owed = open.filter(({ deferredUntil }) => deferredUntil === null || deferredUntil < today);
  const filed = await filedMunicipalities(ctx, cycleId);
  return [
    ...[...Map.groupBy(owed, ({ municipalityId }) => municipalityId)].map(([municipalityId, parts]) => ({
      municipalityId,
      doneAt: null,
      missingPart: parts.length > 1 ? 'BOTH' : (parts[0]?.part ?? 'BOTH'),
    })),
    ...filed.map(({ municipalityId, filedAt }) => ({ municipalityId, doneAt: filedAt, missingPart: 'BOTH' })),
  ];
}

/** One digest for the unit, by region. */
async function cyclesOverdue(ctx: Ctx, dueDays: readonly LocalDate[]): Promise<ReminderSubject[]> {
  const deadlines = await deadlinesDueOn(ctx, 'PROVIDER', dueDays);
  const to = deadlines.length === 0 ? [] : await recipientsOf(ctx, ['ANALYST']);
  const subjects = await Promise.all(
    deadlines.map(async (deadline) => {
      const regions = await unfiledByRegion(ctx, deadline.cycleId);
      const payload = {
        cycleYear: deadline.year,
        dueOn: dayValue(lastDayInTime(deadline)),
        count: regions.reduce((sum, { municipalities }) => sum + municipalities, 0),
        regionLines: regions.map(regionLine),
        link: `/filing?year=${deadline.year}`,
      };
      return { id: deadline.id, dueOn: lastDayInTime(deadline), doneAt: null, to, payload };
    }),
  );
  return subjects.filter(({ payload }) => payload.count > 0);
}

function regionLine({ name, municipalities, questionnaires, volumeReports }: UnfiledRegion): LocalizedText {
  return {
    ky: `${name.ky}: ${municipalities} (анкеталар: ${questionnaires}, отчет: ${volumeReports})`,
    ru: `${name.ru ?? name.ky}: ${municipalities} (анкеты: ${questionnaires}, отчёт: ${volumeReports})`,
  };
}
