import type { Ctx } from '../../kit/ctx.ts';
import { isDeliverable } from '../../kit/mail/address.ts';
import { dayValue } from '../../kit/mail/notice-payload.ts';
import { notify, type Recipient } from '../../kit/notice.ts';
import { rows, sql } from '../../kit/sql.ts';
import { dayOf } from '../../shared/calendar.ts';
import type { Language, LocalizedText } from '../../shared/localized-text.ts';
import { lastDayInTime } from './cycle.rules.ts';
import type { MonitoringCycle } from './monitoring-cycle.entity.ts';
import { deadlineOf } from './monitoring-cycle.service.ts';
import type { MonitoringList } from './monitoring-list.entity.ts';
import { listNotified } from './monitoring-list.notices.ts';

interface Addressee {
  municipalityId: string;
  name: LocalizedText;
  objects: number;
  officialEmail: string | null;
  contacts: readonly { email: string; name: string; language: Language }[];
}

interface Letter {
  recipient: Recipient;
  municipality: LocalizedText;
  objects: number;
}

/**
 * Who is still to be told of a revision: each municipality on it that has had no notice of it, at its official address, verified
 * or not, since notice is a legal duty (R9), and at its verified contacts. One without a deliverable address is not among them.
 */
async function untoldOf(ctx: Ctx, listId: string): Promise<Letter[]> {
  const addressees = await rows<Addressee>(
    ctx,
    sql`select t.id as municipality_id, t.name, l.objects, t.official_email,
          coalesce((select jsonb_agg(jsonb_build_object('email', c.email, 'name', c.name, 'language', c.language) order by c.name, c.id)
            from contact c where c.municipality_id = t.id and c.state = 'VERIFIED'), '[]') as contacts
        from (select om.municipality_id, count(*) as objects from monitoring_object o join monitoring_object_municipality om on om.object_id = o.id
              where o.list_id = ${listId} group by om.municipality_id) l
        join municipality t on t.id = l.municipality_id
        where not exists (select 1 from notice n where n.subject_id = ${listId} and n.kind = 'LIST_NOTIFIED' and n.municipality_id = t.id)
        order by t.id`,
  );
  return addressees.flatMap(lettersTo);
}

function lettersTo({ municipalityId, name, objects, officialEmail, contacts }: Addressee): Letter[] {
  const official = officialEmail === null ? [] : [{ email: officialEmail, name: null, language: null }];
  const byAddress = new Map([...contacts, ...official].map((address) => [address.email.toLowerCase(), address]));
  return [...byAddress.values()]
    .filter(({ email }) => isDeliverable(email))
    .map((address) => ({ recipient: { ...address, municipalityId }, municipality: name, objects }));
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
