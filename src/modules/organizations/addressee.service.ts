import type { Ctx } from '../../kit/ctx.ts';
import { isDeliverable } from '../../kit/mail/address.ts';
import type { Recipient } from '../../kit/notice.ts';
import { rows, sql } from '../../kit/sql.ts';
import type { Language, LocalizedText } from '../../shared/localized-text.ts';

/** Where a municipality's mail goes. */
export interface Addressee {
  municipalityId: string;
  name: LocalizedText;
  /** Each deliverable address once; empty = nobody can be written to. */
  recipients: readonly Recipient[];
}

interface AddresseeRow {
  municipalityId: string;
  name: LocalizedText;
  officialEmail: string | null;
  contacts: readonly { email: string; name: string; language: Language }[];
}

/**
 * Municipalities with the addresses that their notices go to: the official one, verified or not, since notice is a legal duty (R9), and
 * the verified contacts. By id; one that is not there is absent.
 */
export async function addresseesOf(ctx: Ctx, municipalityIds: readonly string[]): Promise<ReadonlyMap<string, Addressee>> {
  const found = await rows<AddresseeRow>(
    ctx,
    sql`select t.id as municipality_id, t.name, t.official_email,
          coalesce((select jsonb_agg(jsonb_build_object('email', c.email, 'name', c.name, 'language', c.language) order by c.name, c.id)
            from contact c where c.municipality_id = t.id and c.state = 'VERIFIED'), '[]') as contacts
        from municipality t where t.id = any(${[...municipalityIds]}::uuid[]) order by t.id`,
  );
  return new Map(found.map((row) => [row.municipalityId, { ...row, recipients: recipientsOf(row) }]));
}

/** A contact who has the official address is greeted by no name, as the office that it stands for. */
function recipientsOf({ municipalityId, officialEmail, contacts }: AddresseeRow): Recipient[] {
  const official = officialEmail === null ? [] : [{ email: officialEmail, name: null, language: null }];
  const byAddress = new Map([...contacts, ...official].map((address) => [address.email.toLowerCase(), address]));
  return [...byAddress.values()].filter(({ email }) => isDeliverable(email)).map((address) => ({ ...address, municipalityId }));
}
