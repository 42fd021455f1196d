import { defineEntity, p } from '@mikro-orm/postgresql';
import { day, instant, ref, versioned } from '../../kit/entity.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import { User } from './user.entity.ts';

/** One at a time, of those that were not ended. */
const oneAtATime = (person: string) => {
  const name = `head_delegation_one_${person}`;
  return {
    name,
    expression:
      `alter table head_delegation add constraint ${name} exclude using gist ` +
      `(${person}_id with =, daterange(valid_from, valid_to, '[)') with &&) where (ended_at is null)`,
  };
};

const HeadDelegationSchema = defineEntity({
  name: 'HeadDelegation',
  properties: {
    ...versioned(),
    headId: () => ref(User).index(),
    delegateId: () => ref(User).index(),
    validFrom: day(),
    /** The first day on which it no longer holds. */
    validTo: day(),
    /** The order that it rests on. */
    act: p.json().$type<LegalAct>(),
    reason: p.text(),
    endedAt: instant().nullable(),
    endedReason: p.text().nullable(),
  },
  indexes: [{ properties: ['validFrom'] }, oneAtATime('head'), oneAtATime('delegate')],
  checks: [
    { name: 'head_delegation_days', expression: 'valid_to > valid_from' },
    { name: 'head_delegation_people', expression: 'head_id <> delegate_id' },
    { name: 'head_delegation_ended', expression: '(ended_at is null) = (ended_reason is null)' },
  ],
});

/** A person who acts for a head for some days, by an order. */
export class HeadDelegation extends HeadDelegationSchema.class {}
HeadDelegationSchema.setClass(HeadDelegation);
