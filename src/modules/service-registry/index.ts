/**
 * The registers of municipal services, their standards with norms, and who offers them how.
 * Whose: ANALYST (basic register, national standards); a municipality's staff (additional register, local redactions, offers).
 * Requirements: R2 (services, standards), R4 (refused functions), R5 (delegated state services), R6, R-II.4 to R-II.6, R-III.1.5.
 */
import { defineModule } from '../../kit/module.ts';
import { offerChanges, serviceChanges, standardChanges } from './service-registry.changes.ts';
import { DelegatedStateService, LifeSituation, MunicipalService, RefusedService, ServiceGroup } from './municipal-service.entity.ts';
import {
  DelegatedStateServiceResolver,
  LifeSituationResolver,
  MunicipalServiceResolver,
  RefusedServiceResolver,
  ServiceGroupResolver,
} from './municipal-service.resolver.ts';
import { registryExports } from './registry.exports.ts';
import {
  seedDelegatedServices,
  seedRefusedFunctions,
  seedSampleServices,
  seedSampleStandards,
  seedStandardTemplate,
  seedTaxonomies,
} from './registry.seeds.ts';
import { ServiceOffer } from './service-offer.entity.ts';
import {
  InformationChannelResolver,
  MunicipalityOffersResolver,
  ServiceOfferResolver,
  ServiceProviderOffersResolver,
} from './service-offer.resolver.ts';
import { Norm, ServiceStandard, StandardApproval, StandardTemplate } from './service-standard.entity.ts';
import {
  NormGapResolver,
  NormResolver,
  ServiceStandardResolver,
  StandardItemDiffResolver,
  StandardItemResolver,
  StandardTemplateResolver,
} from './service-standard.resolver.ts';

export const serviceRegistry = defineModule({
  name: 'service-registry',
  entities: [
    LifeSituation,
    ServiceGroup,
    DelegatedStateService,
    MunicipalService,
    RefusedService,
    StandardTemplate,
    ServiceStandard,
    StandardApproval,
    Norm,
    ServiceOffer,
  ],
  resolvers: [
    MunicipalServiceResolver,
    LifeSituationResolver,
    ServiceGroupResolver,
    DelegatedStateServiceResolver,
    RefusedServiceResolver,
    StandardTemplateResolver,
    StandardItemResolver,
    StandardItemDiffResolver,
    NormResolver,
    ServiceStandardResolver,
    NormGapResolver,
    ServiceOfferResolver,
    InformationChannelResolver,
    MunicipalityOffersResolver,
    ServiceProviderOffersResolver,
  ],
  changes: [serviceChanges, standardChanges, offerChanges],
  exports: registryExports,
  seeds: [
    { name: 'service-taxonomies', run: seedTaxonomies },
    { name: 'sample-services', run: seedSampleServices },
    { name: 'sample-delegated-services', run: seedDelegatedServices },
    { name: 'sample-refused-functions', run: seedRefusedFunctions },
    { name: 'sample-standard-template', run: seedStandardTemplate },
    { name: 'sample-standards', run: seedSampleStandards },
  ],
});
