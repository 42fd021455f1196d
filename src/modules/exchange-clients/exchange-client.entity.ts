import { defineEntity, p } from '@mikro-orm/postgresql';
import { day, versioned } from '../../kit/entity.ts';
import type { ExchangeRole, ExchangeScope } from './exchange-client.rules.ts';

const ExchangeClientSchema = defineEntity({
  name: 'ExchangeClient',
  properties: {
    ...versioned(),
    /** In the one spelling of `canonicalClientId`. */
    clientId: p.string().unique(),
    name: p.string(),
    role: p.string().$type<ExchangeRole>(),
    scopes: p.array().$type<ExchangeScope[]>(),
    validFrom: day(),
    validTo: day().nullable(),
    isActive: p.boolean(),
  },
});

/** An agency's subsystem that may read through X-Road, and what. */
export class ExchangeClient extends ExchangeClientSchema.class {}
ExchangeClientSchema.setClass(ExchangeClient);
