import type { Ctx } from '../../kit/ctx.ts';
import { found } from '../../kit/lookup.ts';
import { dayValue } from '../../kit/mail/notice-payload.ts';
import { notify, type Recipient } from '../../kit/notice.ts';
import { rows, sql } from '../../kit/sql.ts';
import { dayOf } from '../../shared/calendar.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { addresseesOf } from '../organizations/addressee.service.ts';
import { lastDayInTime } from './cycle.rules.ts';
import type { MonitoringCycle } from './monitoring-cycle.entity.ts';
import { deadlineOf } from './monitoring-cycle.service.ts';
import type { MonitoringList } from './monitoring-list.entity.ts';
import { listNotified } from './monitoring-list.notices.ts';

interface Letter {
  recipient: Recipient;
  municipality: LocalizedText;
  objects: number;
}

/** Who is still to be told of a revision: each municipality on it that has had no notice of it and has a deliverable address. */
async function untoldOf(ctx: Ctx, listId: string): Promise<Letter[]> {
  const untold = await rows<{ municipalityId: string; objects: number }>(
    ctx,
    sql`select om.municipality_id, count(*)::int as objects
        from monitoring_object o join monitoring_object_municipality om on om.object_id = o.id
        where o.list_id = ${listId}
          and not exists (select 1 from notice n where n.subject_id = ${listId} and n.kind = 'LIST_NOTIFIED' and n.municipality_id = om.municipality_id)
        group by om.municipality_id order by om.municipality_id`,
  );
  const addressees = await addresseesOf(
    ctx,
    untold.map(({ municipalityId }) => municipalityId),
  );
  return untold.flatMap(({ municipalityId, objects }) => {
    const { name, recipients } = found(addressees.get(municipalityId));
    return recipients.map((recipient) => ({ recipient, municipality: name, objects }));
  });
}

/** How many municipalities mail could be sent to that have had none for this revision. */
export async function countUntold(ctx: Ctx, listId: string): Promise<number> {
  const letters = await untoldOf(ctx, listId);
  return new Set(letters.map(({ recipient }) => recipient.municipalityId)).size;
}

/** R9: brings a List to the attention of everyone on it: one notice per address, in the act's transaction. */
export async function tellMunicipalities(ctx: Ctx, list: MonitoringList, cycle: MonitoringCycle): Promise<void> {
  const submission = await deadlineOf(ctx, cycle.id, 'SUBMISSION');
  const common = {
    cycleYear: cycle.year,
    approvedOn: dayValue(dayOf(list.approvedAt ?? ctx.now)),
    listRevision: list.amendment + 1,
    submissionDueOn: dayValue(lastDayInTime(submission)),
    link: `/lists/${list.id}`,
  };
  const letters = await untoldOf(ctx, list.id);
  await notify(ctx, listNotified, {
    subjectId: list.id,
    to: letters.map(({ recipient, municipality, objects }) => ({
      recipient,
      payload: { ...common, contactName: recipient.name ?? '', municipality, count: objects },
    })),
  });
}
