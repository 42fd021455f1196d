/**
 * The registers of municipal services, their standards with norms, and who offers them how.
 * Whose: ANALYST (basic register, national standards); a municipality's staff (additional register, local redactions, offers).
 * Requirements: R2 (services, standards), R4 (refused functions), R5 (delegated state services), R6, R-II.4 to R-II.6, R-III.1.5.
 */
import { defineModule } from '../../kit/module.ts';
import { DelegatedStateService, LifeSituation, MunicipalService, RefusedService, ServiceGroup } from './municipal-service.entity.ts';
import { ServiceOffer } from './service-offer.entity.ts';
import { Norm, ServiceStandard, StandardApproval, StandardTemplate } from './service-standard.entity.ts';

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
});
