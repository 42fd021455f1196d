import { defineEntity, p } from '@mikro-orm/postgresql';
import { day, instant, ref, versioned } from '../../kit/entity.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import { Municipality, ServiceProvider } from '../organizations/organization.entity.ts';
import { MunicipalService } from './municipal-service.entity.ts';
import type { ElectronicLevel, InformationChannel } from './service-offer.rules.ts';

const ServiceOfferSchema = defineEntity({
  name: 'ServiceOffer',
  properties: {
    ...versioned(),
    providerId: () => ref(ServiceProvider),
    /** The provider's municipality: kept here so that lists by municipality read one index. */
    municipalityId: () => ref(Municipality),
    serviceId: () => ref(MunicipalService).index(),
    /** R-II.4. Null = never told; NONE = told there is none. */
    electronicLevel: p.string().$type<ElectronicLevel>().nullable(),
    electronicUrl: p.text().nullable(),
    electronicCheckedOn: day().nullable(),
    /** R-II.5: the act of the administrative regulation. */
    regulation: p.json().$type<LegalAct>().nullable(),
    /** R-II.6. */
    informationChannels: p.json().$type<InformationChannel[]>(),
    confirmedAt: instant().nullable(),
    confirmedForYear: p.integer().nullable(),
    validFrom: day(),
    validTo: day().nullable(),
  },
  uniques: [{ properties: ['providerId', 'serviceId'] }],
  checks: [{ name: 'service_offer_period', expression: 'valid_to is null or valid_to > valid_from' }],
  indexes: [{ properties: ['municipalityId', 'serviceId'] }],
});

/** R-II.4 to R-II.6: that a provider offers a service, and how it can be reached and known of. */
export class ServiceOffer extends ServiceOfferSchema.class {}
ServiceOfferSchema.setClass(ServiceOffer);
