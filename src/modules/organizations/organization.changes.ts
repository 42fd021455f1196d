import { publishChanges } from '../../kit/change-feed.ts';
import { mustRowById } from '../../kit/sql.ts';
import { AdministrativeUnit, Municipality, ServiceProvider, Succession } from './organization.entity.ts';

export const unitChanges = publishChanges(AdministrativeUnit, {
  type: 'AdministrativeUnit',
  subjectOf: (_, { id, code }) => ({ id, version: null, key: { code } }),
});

export const municipalityChanges = publishChanges(Municipality, {
  type: 'Municipality',
  subjectOf: (_, { id, version, soate }) => ({ id, version, key: { soate } }),
});

export const providerChanges = publishChanges(ServiceProvider, {
  type: 'ServiceProvider',
  subjectOf: async (ctx, { id, version, municipalityId, kind }) => {
    const { soate } = await mustRowById(ctx, Municipality, municipalityId);
    return { id, version, key: { soate, kind } };
  },
});

export const successionChanges = publishChanges(Succession, {
  type: 'Succession',
  subjectOf: (_, { id, onDate }) => ({ id, version: null, key: { onDate } }),
});
