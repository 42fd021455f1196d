import { stampOf } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { dataFile, readCsv, readJson } from '../../kit/data.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { DelegatedStateService, LifeSituation, MunicipalService, RefusedService, ServiceGroup } from './municipal-service.entity.ts';
import { defaultCountUnit, type FeeKind, type Provision, regulatoryFunctionRefusal, type RegisterTier } from './municipal-service.rules.ts';
import { Norm, ServiceStandard, StandardTemplate } from './service-standard.entity.ts';
import type { MeasureUnit, NormKind } from './service-standard.rules.ts';
import type { StandardText, TemplateItem, TemplateNormKind } from './standard-content.rules.ts';

/**
 * Samples written by us, since the basic register's text, the typical standard's field list and standards in force were not found.
 * Every record says so (`isSample`), begins on no day that anybody knows, rests on no act, and is left alone once it is there.
 */

type Named = Record<'name_ky' | 'name_ru' | 'name_en', string>;

function nameOf(row: Named): LocalizedText {
  return { ky: row.name_ky, ru: row.name_ru, en: row.name_en };
}

/** Names of life situations and groups, from the terms that the portal uses. */
export async function seedTaxonomies(ctx: Ctx): Promise<void> {
  const terms = readCsv<'code' | 'ky' | 'ru' | 'en'>(dataFile('samples/terms.csv'));
  for (const [prefix, taxonomy] of [
    ['life.', LifeSituation],
    ['group.', ServiceGroup],
  ] as const) {
    for (const { code: term, ky, ru, en } of terms.filter(({ code }) => code.startsWith(prefix))) {
      const code = term.slice(prefix.length);
      if (!(await ctx.em.findOne(taxonomy, { code }))) ctx.em.create(taxonomy, { code, name: { ky, ru, en }, isSample: true });
    }
  }
}

type ServiceRow = Named &
  Record<'description_ky' | 'description_ru' | 'description_en', string> & {
    code: string;
    tier: RegisterTier;
    provision: Provision;
    fee_kind: FeeKind;
    group: string;
    life_situation: string;
  };

/** Ours: what one delivery of a sample service is, where it is not an application. */
const countUnits: Record<string, string> = {
  'MS-005': 'SUBSCRIBER',
  'MS-006': 'SUBSCRIBER',
  'MS-007': 'HOUSEHOLD',
  'MS-008': 'STREET',
  'MS-009': 'KILOMETRE',
  'MS-011': 'TICKET',
  'MS-015': 'SITE',
  'MS-017': 'READER',
  'MS-019': 'PASSENGER',
};

/** 24 services. Which are BASIC is a guess; those of the additional register are of no municipality yet. */
export async function seedSampleServices(ctx: Ctx): Promise<void> {
  for (const row of readCsv(dataFile('samples/sample_services.csv')) as ServiceRow[]) {
    if (await ctx.em.findOne(MunicipalService, { code: row.code })) continue;
    ctx.em.create(MunicipalService, {
      ...sampleService(row),
      tier: row.tier,
      feeKind: row.fee_kind,
      provision: row.provision,
      countUnit: countUnits[row.code] ?? defaultCountUnit,
      lifeSituationId: (await ctx.em.findOneOrFail(LifeSituation, { code: row.life_situation })).id,
      groupId: (await ctx.em.findOneOrFail(ServiceGroup, { code: row.group })).id,
    });
  }
}

function sampleService(row: Pick<ServiceRow, 'code' | 'description_ky' | 'description_ru' | 'description_en'> & Named) {
  return {
    code: row.code,
    name: nameOf(row),
    description: { ky: row.description_ky, ru: row.description_ru, en: row.description_en },
    legalBasis: [],
    status: 'ACTIVE' as const,
    isSample: true,
  };
}

type DelegatedRow = Named & Record<'code' | 'unified_register_item' | 'description_ky' | 'description_ru' | 'description_en', string>;

/** R5: 3 delegated state services. Their entries in the Unified Register were not looked up, so they have no code. */
export async function seedDelegatedServices(ctx: Ctx): Promise<void> {
  for (const row of readCsv(dataFile('samples/delegated_state_services.csv')) as DelegatedRow[]) {
    if (await ctx.em.findOne(MunicipalService, { code: row.code })) continue;
    const entry = ctx.em.create(DelegatedStateService, { registerCode: row.unified_register_item || null, name: nameOf(row) });
    ctx.em.create(MunicipalService, {
      ...sampleService(row),
      tier: 'BASIC',
      feeKind: 'FREE',
      provision: 'ON_REQUEST',
      countUnit: defaultCountUnit,
      delegatedStateServiceId: entry.id,
    });
  }
}

/** R4: 3 functions that were refused, with the reason that belongs to each. */
export async function seedRefusedFunctions(ctx: Ctx): Promise<void> {
  const violation = regulatoryFunctionRefusal(true);
  if (!violation) throw new Error('R4 refuses every regulatory function');
  type RefusedRow = Named & Record<'code' | 'reason_ky' | 'reason_ru' | 'reason_en', string>;
  for (const row of readCsv(dataFile('samples/refused_functions.csv')) as RefusedRow[]) {
    const attemptKey = `sample:${row.code}`;
    if (await ctx.em.findOne(RefusedService, { attemptKey })) continue;
    ctx.em.create(RefusedService, {
      proposedCode: row.code,
      proposedName: nameOf(row),
      proposedBy: stampOf(ctx.actor),
      at: ctx.now,
      violation: { ...violation, message: { ky: row.reason_ky, ru: row.reason_ru, en: row.reason_en } },
      attemptKey,
      isSample: true,
    });
  }
}

interface TemplateFile {
  code: string;
  version: number;
  normKinds: { code: NormKind; units: MeasureUnit[] }[];
  items: { code: string; order: number; section: string; required: boolean; label: LocalizedText; help: LocalizedText }[];
}

/** The typical standard as we propose it, until the Government's field list is found. */
export async function seedStandardTemplate(ctx: Ctx): Promise<void> {
  const file = readJson<TemplateFile>(dataFile('samples/standard_template.json'));
  if (await ctx.em.findOne(StandardTemplate, { code: file.code })) return;
  const items = file.items.map(({ label, required, ...item }): TemplateItem => ({
    ...item,
    title: label,
    text: null,
    isRequired: required,
  }));
  const normKinds = file.normKinds.map(({ code: kind, units }): TemplateNormKind => ({ kind, units }));
  ctx.em.create(StandardTemplate, { code: file.code, revision: file.version, items, normKinds, isSample: true });
}

interface StandardsFile {
  standards: {
    service: string;
    template: string;
    templateVersion: number;
    items: StandardText[];
    norms: { kind: NormKind; value: number; unit: MeasureUnit; text: LocalizedText; per?: keyof typeof bases }[];
  }[];
}

/** What a sample's norm is per. */
const bases = {
  HOUSEHOLD_MONTH: { ky: 'бир үй чарбасынан айына', ru: 'в месяц с домохозяйства', en: 'per household and month' },
  PERSON_YEAR: { ky: 'бир адамдан жылына', ru: 'в год с человека', en: 'per person and year' },
} as const satisfies Record<string, LocalizedText>;

/** 6 standards as drafts: nobody approved them, and no act is invented. */
export async function seedSampleStandards(ctx: Ctx): Promise<void> {
  for (const sample of readJson<StandardsFile>(dataFile('samples/sample_standards.json')).standards) {
    const service = await ctx.em.findOneOrFail(MunicipalService, { code: sample.service });
    if (await ctx.em.findOne(ServiceStandard, { serviceId: service.id, municipalityId: null })) continue;
    const template = await ctx.em.findOneOrFail(StandardTemplate, { code: sample.template, revision: sample.templateVersion });
    const standard = ctx.em.create(ServiceStandard, {
      serviceId: service.id,
      redaction: 1,
      templateId: template.id,
      status: 'DRAFT',
      items: sample.items,
      isSample: true,
    });
    for (const { kind, value, unit, per } of sample.norms) {
      ctx.em.create(Norm, { standardId: standard.id, kind, amount: String(value), unit, basis: per ? bases[per] : null });
    }
  }
}
