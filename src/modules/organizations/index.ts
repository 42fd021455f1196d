/**
 * The administrative division, the municipalities on it with contacts and successions, providers, and the national bodies.
 * Whose: ADMIN; a municipality's staff keep its contacts and providers.
 * Requirements: R2 (authorised body), R3 (providers), R7 (responsible executor), R9 (who is notified).
 */
import { defineModule } from '../../kit/module.ts';
import { municipalityChanges, providerChanges, successionChanges, unitChanges } from './organization.changes.ts';
import { contactVerification } from './contact.notices.ts';
import {
  AdministrativeUnit,
  Authority,
  Contact,
  Municipality,
  ServiceProvider,
  Succession,
  SuccessionMember,
} from './organization.entity.ts';
import {
  ActorOrganizationResolver,
  AdministrativeUnitResolver,
  AuthorityResolver,
  MunicipalityResolver,
  ServiceProviderResolver,
  SuccessionResolver,
} from './organization.resolver.ts';
import { UnitContactResolver } from './unit-contact.resolver.ts';
import { seedAdministrativeDivision, seedAuthorities } from './reference.seeds.ts';

export const organizations = defineModule({
  name: 'organizations',
  entities: [AdministrativeUnit, Municipality, Contact, Succession, SuccessionMember, ServiceProvider, Authority],
  resolvers: [
    ActorOrganizationResolver,
    AdministrativeUnitResolver,
    MunicipalityResolver,
    SuccessionResolver,
    ServiceProviderResolver,
    AuthorityResolver,
    UnitContactResolver,
  ],
  notices: [contactVerification],
  changes: [unitChanges, municipalityChanges, providerChanges, successionChanges],
  seeds: [
    { name: 'administrative-division', run: seedAdministrativeDivision },
    { name: 'authorities', run: seedAuthorities },
  ],
});
