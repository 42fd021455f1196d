import { defineEntity, p } from '@mikro-orm/postgresql';
import { day, id, ref } from '../../kit/entity.ts';
import type { Channel } from '../../kit/figure.rules.ts';
import type { Answers } from '../forms/answer.rules.ts';
import { FormVersion } from '../forms/form.entity.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { ServiceOffer } from '../service-registry/service-offer.entity.ts';
import { ResponseBatch } from './response-batch.entity.ts';

/** Exact, in the unit of the form version's primary question. */
const amount = () => p.decimal('string').columnType('numeric').nullable();
/** A point of a scale, 1 to 5. */
const point = () => p.smallint().nullable();

const ResponseSchema = defineEntity({
  name: 'Response',
  properties: {
    id: id(),
    /** Deferred: responses are written set-based, before the ORM writes their new batch. */
    batchId: () => ref(ResponseBatch).deferMode('deferred').index(),
    municipalityId: () => ref(Municipality),
    cycleId: () => ref(MonitoringCycle),
    formVersionId: () => ref(FormVersion),
    serviceId: () => ref(MunicipalService).index(),
    offerId: () => ref(ServiceOffer).nullable(),
    appliedOn: day().nullable(),
    servedOn: day().nullable(),
    /** Everything that was answered, once; the columns after it are its primary measures, for counting. */
    answers: p.json().$type<Answers>(),
    channel: p.string().$type<Channel>().nullable(),
    respondentKind: p.string().nullable(),
    procedureFollowed: p.string().nullable(),
    timeSpent: amount(),
    timeExpected: amount(),
    costPaid: amount(),
    costExpected: amount(),
    waitingTime: amount(),
    visits: amount(),
    usedElectronic: p.string().nullable(),
    satisfactionQuality: point(),
    satisfactionAvailability: point(),
    complained: p.boolean().nullable(),
  },
  indexes: [{ properties: ['municipalityId', 'id'] }, { properties: ['cycleId', 'municipalityId', 'serviceId'] }],
  checks: [{ name: 'response_days', expression: 'served_on >= applied_on' }],
});

/** R12: one person's questionnaire on one service. It has no place for a name or a personal number. Never changed. */
export class Response extends ResponseSchema.class {}
ResponseSchema.setClass(Response);
