import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ActorStamp } from '../../access/actor.ts';
import { day, id, instant, ref } from '../../kit/entity.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { Obligation } from '../submissions/obligation.entity.ts';
import type { DeferralState } from './obligation.rules.ts';

const ObligationDeferralSchema = defineEntity({
  name: 'ObligationDeferral',
  properties: {
    id: id(),
    obligationId: () => ref(Obligation).index(),
    /** The obligation's: kept here for the audit log. */
    municipalityId: () => ref(Municipality),
    state: p.string().$type<DeferralState>(),
    requestedUntil: day(),
    reason: p.text(),
    requestedAt: instant(),
    requestedBy: p.json().$type<ActorStamp>(),
    grantedUntil: day().nullable(),
    decidedAt: instant().nullable(),
    decidedBy: p.json().$type<ActorStamp>().nullable(),
    decisionReason: p.text().nullable(),
  },
  indexes: [
    {
      name: 'obligation_deferral_one_request',
      expression: `create unique index "obligation_deferral_one_request" on "obligation_deferral" (obligation_id) where state = 'REQUESTED'`,
    },
  ],
  checks: [
    { name: 'obligation_deferral_granted', expression: `(state = 'GRANTED') = (granted_until is not null)` },
    { name: 'obligation_deferral_decided', expression: `(state = 'REQUESTED') = (decided_at is null)` },
  ],
});

/** Ours: that reminders stop until a day, as it was asked for and decided. The obligation stays due when it was. */
export class ObligationDeferral extends ObligationDeferralSchema.class {}
ObligationDeferralSchema.setClass(ObligationDeferral);
