import { z } from 'zod';
import { inForceOn } from '../../kit/lookup.ts';
import { columnsOf, mustRowById, sql } from '../../kit/sql.ts';
import { AdministrativeUnit, Municipality, ServiceProvider, Succession } from '../../modules/organizations/organization.entity.ts';
import { providerKinds, successionKinds, unitLevels } from '../../modules/organizations/organization.rules.ts';
import { successionMembers } from '../../modules/organizations/succession.service.ts';
import {
  actField,
  allLanguages,
  codeParameter,
  dayField,
  dayParameter,
  defineResource,
  fromField,
  idField,
  legalAct,
  localized,
  toField,
  versionField,
} from '../resource.ts';

const onDay = { inForceOn: dayParameter.optional().describe('In force on this day; without it all, also past ones.') };

export const units = defineResource<AdministrativeUnit>()({
  name: 'units',
  type: 'AdministrativeUnit',
  scope: 'TERRITORY',
  about: 'Units of the administrative division (SOATE), each for the time that its code meant it.',
  item: z.strictObject({
    id: idField,
    code: z.string().describe('SOATE; codes are reused, so only code and period are unique.'),
    level: z.enum(unitLevels),
    name: localized,
    isNameVerified: z.boolean(),
    parentId: idField.nullable(),
    regionId: idField.nullable(),
    validFrom: fromField,
    validTo: toField,
  }),
  filter: { ...onDay, code: codeParameter.optional() },
  select: (ctx) => columnsOf(ctx, AdministrativeUnit, 't'),
  from: sql`administrative_unit t`,
  where: (filter) => [
    filter.inForceOn !== undefined && inForceOn('t', filter.inForceOn),
    filter.code !== undefined && sql`t.code = ${filter.code}`,
  ],
  present: (_, { id, code, level, name, isNameVerified, parentId, regionId, validFrom, validTo }) => ({
    id,
    code,
    level,
    name: allLanguages(name),
    isNameVerified,
    parentId: parentId ?? null,
    regionId: regionId ?? null,
    validFrom: validFrom ?? null,
    validTo: validTo ?? null,
  }),
});

export const municipalities = defineResource<Municipality>()({
  name: 'municipalities',
  type: 'Municipality',
  scope: 'TERRITORY',
  about: 'Local self-government bodies. R3.',
  item: z.strictObject({
    id: idField,
    version: versionField,
    soate: z.string(),
    name: localized,
    unitId: idField,
    regionId: idField,
    population: z
      .strictObject({ count: z.number().int(), year: z.number().int() })
      .nullable()
      .describe('Null = not known, which is not 0.'),
    isConfirmed: z.boolean().describe('Found in the current classifier.'),
    validFrom: fromField,
    validTo: toField,
  }),
  filter: { ...onDay, soate: codeParameter.optional() },
  select: (ctx) => columnsOf(ctx, Municipality, 't'),
  from: sql`municipality t`,
  where: (filter) => [
    filter.inForceOn !== undefined && inForceOn('t', filter.inForceOn),
    filter.soate !== undefined && sql`t.soate = ${filter.soate}`,
  ],
  present: (_, { id, version, soate, name, unitId, regionId, populationCount, populationYear, isConfirmed, validFrom, validTo }) => ({
    id,
    version,
    soate,
    name: allLanguages(name),
    unitId,
    regionId,
    population: populationCount == null || populationYear == null ? null : { count: populationCount, year: populationYear },
    isConfirmed,
    validFrom: validFrom ?? null,
    validTo: validTo ?? null,
  }),
});

export const providers = defineResource<ServiceProvider>()({
  name: 'providers',
  type: 'ServiceProvider',
  scope: 'TERRITORY',
  about: 'Who provides services in a municipality. R3.',
  item: z.strictObject({
    id: idField,
    version: versionField,
    kind: z.enum(providerKinds),
    name: localized,
    municipalityId: idField,
    soate: z.string(),
    validFrom: fromField,
    validTo: toField,
  }),
  filter: { ...onDay, municipalityId: idField.optional() },
  select: (ctx) => columnsOf(ctx, ServiceProvider, 't'),
  from: sql`service_provider t`,
  where: (filter) => [
    filter.inForceOn !== undefined && inForceOn('t', filter.inForceOn),
    filter.municipalityId !== undefined && sql`t.municipality_id = ${filter.municipalityId}`,
  ],
  present: async (ctx, { id, version, kind, name, municipalityId, validFrom, validTo }) => ({
    id,
    version,
    kind,
    name: allLanguages(name),
    municipalityId,
    soate: (await mustRowById(ctx, Municipality, municipalityId)).soate,
    validFrom: validFrom ?? null,
    validTo: validTo ?? null,
  }),
});

const member = z.strictObject({ id: idField, soate: z.string() });

export const successions = defineResource<Succession>()({
  name: 'successions',
  type: 'Succession',
  scope: 'TERRITORY',
  about: 'Merges, splits and renamings of municipalities. Nothing of a predecessor is deleted or moved.',
  item: z.strictObject({
    id: idField,
    kind: z.enum(successionKinds),
    onDate: dayField.describe('The day from which it holds.'),
    act: legalAct,
    predecessors: z.array(member),
    successors: z.array(member),
  }),
  filter: {},
  select: (ctx) => columnsOf(ctx, Succession, 't'),
  from: sql`succession t`,
  present: async (ctx, { id, kind, onDate, act }) => {
    const side = async (which: 'PREDECESSOR' | 'SUCCESSOR') =>
      (await successionMembers(ctx, id, which)).map((municipality) => ({ id: municipality.id, soate: municipality.soate }));
    return { id, kind, onDate, act: actField(act), predecessors: await side('PREDECESSOR'), successors: await side('SUCCESSOR') };
  },
});
