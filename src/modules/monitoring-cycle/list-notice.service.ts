import type { Ctx } from '../../kit/ctx.ts';
import { found, inForceOn } from '../../kit/lookup.ts';
import { dayValue } from '../../kit/mail/notice-payload.ts';
import { type NoticeDefinition, notify, type Recipient } from '../../kit/notice.ts';
import { rows, type Sql, sql } from '../../kit/sql.ts';
import { dayOf } from '../../shared/calendar.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { addresseesOf } from '../organizations/addressee.service.ts';
import { lastDayInTime } from './cycle.rules.ts';
import { isToBeTold } from './lapsed-municipality.service.ts';
import type { MonitoringCycle } from './monitoring-cycle.entity.ts';
import { deadlineOf } from './monitoring-cycle.service.ts';
import type { MonitoringList } from './monitoring-list.entity.ts';
import { listNotified, listTakenOff } from './monitoring-list.notices.ts';

type Revision = Pick<MonitoringList, 'id' | 'cycleId' | 'amendment'>;

/** A municipality that is still to be told of a revision, by the notice that has the words for it. */
interface Untold {
  municipalityId: string;
  notice: NoticeDefinition;
  /** On the List; 0 = it is taken off. */
  objects: number;
}

type Letter = Omit<Untold, 'municipalityId'> & { recipient: Recipient; municipality: LocalizedText };

/**
 * Who is still to be told of a revision: each municipality on it that has had no notice of it, and each that was last told of one that it
 * was on and is taken off since. With the addresses that can be written to.
 */
async function untoldOf(ctx: Ctx, list: Revision): Promise<Letter[]> {
  const untold = [...(await listedUntold(ctx, list)), ...(await takenOffUntold(ctx, list))];
  const addressees = await addresseesOf(
    ctx,
    untold.map(({ municipalityId }) => municipalityId),
  );
  return untold.flatMap(({ municipalityId, notice, objects }) => {
    const { name, recipients } = found(addressees.get(municipalityId));
    return recipients.map((recipient) => ({ recipient, municipality: name, notice, objects }));
  });
}

async function listedUntold(ctx: Ctx, { id }: Revision): Promise<Untold[]> {
  const untold = await rows<{ municipalityId: string; objects: number }>(
    ctx,
    sql`select om.municipality_id, count(*)::int as objects
        from monitoring_list l join monitoring_object o on o.list_id = l.id join monitoring_object_municipality om on om.object_id = o.id
        join municipality t on t.id = om.municipality_id
        where l.id = ${id} and ${isToBeTold}
          and not exists (select 1 from notice n where n.subject_id = ${id} and n.kind = 'LIST_NOTIFIED' and n.municipality_id = om.municipality_id)
        group by om.municipality_id order by om.municipality_id`,
  );
  return untold.map((each) => ({ ...each, notice: listNotified }));
}

/** Told by mail, or otherwise, or by their own word: of these the latest revision says whether they know already. */
async function takenOffUntold(ctx: Ctx, { id, cycleId, amendment }: Revision): Promise<Untold[]> {
  const isOn = (listId: Sql) => sql`exists (select 1 from monitoring_object o join monitoring_object_municipality om on om.object_id = o.id
    where o.list_id = ${listId} and om.municipality_id = t.municipality_id)`;
  const untold = await rows<{ municipalityId: string }>(
    ctx,
    sql`with told as (
          select distinct on (k.municipality_id) k.municipality_id, k.list_id from (
            select municipality_id, subject_id as list_id from notice where kind = 'LIST_NOTIFIED'
            union all select municipality_id, list_id from notice_given
            union all select municipality_id, list_id from list_acknowledgement) k
          join monitoring_list l on l.id = k.list_id and l.cycle_id = ${cycleId} and l.amendment <= ${amendment} order by k.municipality_id, l.amendment desc)
        select t.municipality_id from told t join municipality u on u.id = t.municipality_id and ${inForceOn('u', dayOf(ctx.now))}
        where ${isOn(sql`t.list_id`)} and not ${isOn(sql`${id}::uuid`)} order by t.municipality_id`,
  );
  return untold.map(({ municipalityId }) => ({ municipalityId, notice: listTakenOff, objects: 0 }));
}

/** How many municipalities mail could be sent to that have had none for this revision. */
export async function countUntold(ctx: Ctx, list: Revision): Promise<number> {
  const letters = await untoldOf(ctx, list);
  return new Set(letters.map(({ recipient }) => recipient.municipalityId)).size;
}

/** R9: brings a List to the attention of everyone on it, and of who is on it no more: one notice per address, in the act's transaction. */
export async function tellMunicipalities(ctx: Ctx, list: MonitoringList, cycle: MonitoringCycle): Promise<void> {
  const submission = await deadlineOf(ctx, cycle.id, 'SUBMISSION');
  const common = {
    cycleYear: cycle.year,
    approvedOn: dayValue(dayOf(list.approvedAt ?? ctx.now)),
    listRevision: list.amendment + 1,
    link: `/lists/${list.id}`,
  };
  const asked = { submissionDueOn: dayValue(lastDayInTime(submission)) };
  const letters = await untoldOf(ctx, list);
  for (const notice of [listNotified, listTakenOff])
    await notify(ctx, notice, {
      subjectId: list.id,
      to: letters
        .filter((letter) => letter.notice === notice)
        .map(({ recipient, municipality, objects }) => ({
          recipient,
          payload: { ...common, ...(objects > 0 && { ...asked, count: objects }), contactName: recipient.name ?? '', municipality },
        })),
    });
}
