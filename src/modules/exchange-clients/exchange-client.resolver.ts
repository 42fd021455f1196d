import { Args, Ctx as CtxArg, Query, Resolver } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, PageArgs, pageCost, payload } from '../../kit/graphql.ts';
import type { Page } from '../../kit/sql.ts';
import { ExchangeClient } from './exchange-client.entity.ts';
import { listExchangeClients, saveExchangeClient } from './exchange-client.service.ts';
import { ExchangeClientConnection, ExchangeClientType, SaveExchangeClientInput } from './exchange-client.type.ts';

const exchangeClient = entityField(() => ExchangeClientType, ExchangeClient, 'The client as it is now.');

@Resolver(() => ExchangeClientType)
export class ExchangeClientResolver {
  @Query(() => ExchangeClientConnection, {
    description: "Agencies' subsystems that read through X-Road, by name. Cost: 20 + first x entry.",
    complexity: pageCost,
  })
  exchangeClients(@Args(() => PageArgs) args: PageArgs, @CtxArg() ctx: Ctx): Promise<Page<ExchangeClient>> {
    return listExchangeClients(ctx, args);
  }

  @Command(payload('SaveExchangeClient', { exchangeClient }), SaveExchangeClientInput, {
    description: "Enters an agency's subsystem, or changes the one of that client id.",
  })
  async saveExchangeClient(input: SaveExchangeClientInput, ctx: Ctx) {
    return { exchangeClient: (await saveExchangeClient(ctx, input)).id };
  }
}
