import { publishChanges } from '../../kit/change-feed.ts';
import { mustRowById } from '../../kit/sql.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalService } from './municipal-service.entity.ts';
import { ServiceOffer } from './service-offer.entity.ts';
import { ServiceStandard } from './service-standard.entity.ts';

export const serviceChanges = publishChanges(MunicipalService, {
  type: 'MunicipalService',
  subjectOf: (_, { id, version, code }) => ({ id, version, key: { code } }),
});

export const standardChanges = publishChanges(ServiceStandard, {
  type: 'ServiceStandard',
  isShown: ({ status }) => status !== 'DRAFT',
  subjectOf: async (ctx, { id, version, serviceId, redaction }) => {
    const { code } = await mustRowById(ctx, MunicipalService, serviceId);
    return { id, version, key: { serviceCode: code, redaction } };
  },
});

export const offerChanges = publishChanges(ServiceOffer, {
  type: 'ServiceOffer',
  subjectOf: async (ctx, { id, version, serviceId, municipalityId }) => {
    const { code } = await mustRowById(ctx, MunicipalService, serviceId);
    const { soate } = await mustRowById(ctx, Municipality, municipalityId);
    return { id, version, key: { serviceCode: code, soate } };
  },
});
