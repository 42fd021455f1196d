import { defineEntity, p } from '@mikro-orm/postgresql';
import { instant } from '../../kit/entity.ts';

const RelayLaneSchema = defineEntity({
  name: 'RelayLane',
  properties: {
    name: p.string().primary(),
    /** When the next mail of the lane may be handed over. */
    freeAt: instant(),
  },
});

/** One lane of the relay's limit: mass mailings have theirs, urgent mails have theirs, over all hubs. */
export class RelayLane extends RelayLaneSchema.class {}
RelayLaneSchema.setClass(RelayLane);
