/**
 * Agencies' subsystems that read from the hub through X-Road, and what each may read.
 * Whose: ADMIN enters them; the exchange asks at every request.
 * Ours throughout: the regulation names the bodies that are told (R7), not their systems.
 */
import { defineModule } from '../../kit/module.ts';
import { ExchangeClient } from './exchange-client.entity.ts';
import { ExchangeClientResolver } from './exchange-client.resolver.ts';

export const exchangeClients = defineModule({
  name: 'exchange-clients',
  entities: [ExchangeClient],
  resolvers: [ExchangeClientResolver],
});
