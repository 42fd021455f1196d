import type { Actor } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { found } from '../../kit/lookup.ts';
import { columnsOf, firstRow, inKyrgyz, orderBy, page, type Page, type PageArguments, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertNone } from '../../kit/workflow.ts';
import { dayOf } from '../../shared/calendar.ts';
import { HubError } from '../../shared/errors.ts';
import { ExchangeClient } from './exchange-client.entity.ts';
import { canonicalClientId, type ClientFields, clientViolations, type ExchangeRole, isAdmitted } from './exchange-client.rules.ts';

export function listExchangeClients(ctx: Ctx, paging: PageArguments): Promise<Page<ExchangeClient>> {
  return page<ExchangeClient>(ctx, {
    list: 'exchangeClients',
    select: columnsOf(ctx, ExchangeClient, 't'),
    from: sql`exchange_client t`,
    order: orderBy('NAME_ASC', inKyrgyz(sql`t.name`), 'text'),
    page: paging,
  });
}

export interface SavedClient extends ClientFields {
  expectedVersion?: number | null;
  role: ExchangeRole;
  isActive: boolean;
}

/**
 * Ours: enters an agency's subsystem, or changes the one of that client id if `expectedVersion` is given. BAD_USER_INPUT with all that
 * is wrong, CONFLICT if it is there or was changed, NOT_FOUND.
 */
export async function saveExchangeClient(ctx: Ctx, input: SavedClient): Promise<ExchangeClient> {
  assertNone(clientViolations(input));
  const clientId = canonicalClientId(input.clientId) ?? input.clientId;
  const { name, role, validFrom, validTo, isActive } = input;
  const fields = { name, role, validFrom, validTo: validTo ?? null, isActive, scopes: [...new Set(input.scopes)] };
  const known = await ctx.em.findOne(ExchangeClient, { clientId });
  if (input.expectedVersion == null) {
    if (known) throw clientIsThere(known.version);
    return ctx.em.create(ExchangeClient, { clientId, ...fields });
  }
  const client = found(known, ['input', 'clientId']);
  assertVersion(client, input.expectedVersion);
  return Object.assign(client, fields);
}

/** The client of an X-Road client id that may read today; undefined = nobody entered it, or not for today. */
export async function findAdmittedClient(ctx: Pick<Ctx, 'em' | 'now'>, clientId: string): Promise<ExchangeClient | undefined> {
  const client = await firstRow<ExchangeClient>(
    ctx,
    sql`select ${columnsOf(ctx, ExchangeClient, 't')} from exchange_client t where t.client_id = ${clientId}`,
  );
  return client && isAdmitted(client, dayOf(ctx.now)) ? client : undefined;
}

/** Who reads, as the audit log names it. */
export function actorOfClient({ id, name, role }: ExchangeClient): Actor {
  return { key: `exchange:${id}`, id, name, roles: [role], municipalityId: null };
}

function clientIsThere(currentVersion: number): HubError {
  return new HubError(
    {
      code: 'CONFLICT',
      path: ['input', 'clientId'],
      message: {
        ky: 'Бул X-Road кардары мурда киргизилген.',
        ru: 'Этот клиент X-Road уже внесён.',
        en: 'This X-Road client is there already.',
      },
      hint: {
        ky: 'Өзгөртүү үчүн expectedVersion бериңиз.',
        ru: 'Чтобы изменить, укажите expectedVersion.',
        en: 'To change it, give expectedVersion.',
      },
    },
    { currentVersion },
  );
}
