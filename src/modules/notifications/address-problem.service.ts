import type { Ctx } from '../../kit/ctx.ts';
import type { Notice } from '../../kit/notice.entity.ts';
import { notify } from '../../kit/notice.ts';
import { firstRow, orderBy, page, type Page, type PageArguments, sql } from '../../kit/sql.ts';
import { contactsAbove } from '../organizations/contact.service.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { inRegion } from '../organizations/organization.service.ts';
import { recipientsOf } from '../users/user.service.ts';
import { addressFailing } from './address-problem.notices.ts';
import { refusalsBeforeEscalation } from './address-problem.rules.ts';

/** An address in use whose last mail was refused for good. */
export interface AddressProblem {
  id: string;
  municipalityId: string;
  recipient: string;
  isOfficial: boolean;
  failedAt: Date;
  answer: string | null;
}

/** R9: the addresses of municipalities that take no mail and are in use still, the latest failure first. */
export async function listAddressProblems(
  ctx: Ctx,
  regionCode: string | null | undefined,
  paging: PageArguments,
): Promise<Page<AddressProblem>> {
  return page<AddressProblem>(ctx, {
    list: 'addressProblems',
    select: sql`t.id, t.municipality_id, t.recipient, coalesce(lower(m.official_email) = lower(t.recipient), false) as is_official, a.at as failed_at, a.smtp_answer as answer`,
    from: sql`(select distinct on (n.municipality_id, lower(n.recipient)) n.id, n.municipality_id, n.recipient, n.state from notice n
        where n.municipality_id is not null and n.state in ('FAILED', 'SENT', 'ACKNOWLEDGED')
        order by n.municipality_id, lower(n.recipient), n.due_at desc, n.id desc) t
      join municipality m on m.id = t.municipality_id
      join lateral (select d.at, d.smtp_answer from delivery_attempt d where d.notice_id = t.id order by d.at desc, d.id desc limit 1) a on true`,
    where: [
      sql`t.state = 'FAILED'`,
      sql`lower(m.official_email) = lower(t.recipient)
        or exists (select 1 from contact c where c.municipality_id = t.municipality_id and lower(c.email) = lower(t.recipient))`,
      await inRegion(ctx, 'm', regionCode),
    ],
    order: orderBy('FAILED_AT_DESC', sql`a.at`, 'timestamptz', 'desc'),
    page: paging,
    filter: { regionCode },
  });
}

/** How many mails in a row an address has refused before this one. */
async function refusalsBefore(ctx: Ctx, { id, municipalityId, recipient }: Notice): Promise<number> {
  const earlier = await firstRow<{ n: number }>(
    ctx,
    sql`select count(*)::int as n from notice f where f.id <> ${id} and f.municipality_id = ${municipalityId}::uuid and lower(f.recipient) = lower(${recipient})
          and f.state = 'FAILED' and not exists (select 1 from notice s where s.municipality_id = f.municipality_id and lower(s.recipient) = lower(f.recipient)
            and s.sent_at > f.due_at)`,
  );
  return earlier?.n ?? 0;
}

/** Ours: when an address refuses its second mail, the region's and district's contacts are told; where there are none, the responsible unit. */
export async function escalate(ctx: Ctx, notice: Notice, answer: string): Promise<void> {
  const { municipalityId, recipient: address, kind } = notice;
  // An address that was never verified may be a slip of the pen: whoever entered it sees that.
  if (!municipalityId || kind === 'CONTACT_VERIFICATION' || (await refusalsBefore(ctx, notice)) + 1 !== refusalsBeforeEscalation) return;
  const municipality = await ctx.em.findOneOrFail(Municipality, { id: municipalityId });
  const above = await contactsAbove(ctx, municipalityId);
  const told = above.length > 0 ? above : await recipientsOf(ctx, ['ANALYST']);
  await notify(ctx, addressFailing, {
    subjectId: notice.id,
    to: told.map((recipient) => ({
      recipient,
      payload: { contactName: recipient.name ?? '', municipality: municipality.name, address, answer },
    })),
  });
}
