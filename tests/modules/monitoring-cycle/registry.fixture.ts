import { consoleCtx } from '../../../src/app.ts';
import type { Ctx } from '../../../src/kit/ctx.ts';
import { newId } from '../../../src/kit/entity.ts';
import { inTransaction } from '../../../src/kit/transaction.ts';
import { Contact } from '../../../src/modules/organizations/organization.entity.ts';
import { DelegatedStateService, MunicipalService } from '../../../src/modules/service-registry/municipal-service.entity.ts';
import { Norm, ServiceStandard, StandardTemplate } from '../../../src/modules/service-registry/service-standard.entity.ts';
import type { Language } from '../../../src/shared/localized-text.ts';
import type { TestHub } from '../../support/hub.ts';

const serviceCodes = ['T-CERTIFICATE', 'T-PLAN', 'T-PERMIT', 'T-CLOSED', 'T-STATE', 'T-HOME'] as const;
type ServiceCode = (typeof serviceCodes)[number];
export type ServiceIds = Record<ServiceCode, string>;

/**
 * Services of known standing, whatever the register's samples are: a free one without norms, two with norms, one that is closed, one
 * that is a delegated state service (R5), and one of the additional register of `homeId`.
 */
export async function enterServices(hub: TestHub, homeId: string): Promise<ServiceIds> {
  const ids = Object.fromEntries(serviceCodes.map((code) => [code, newId()])) as ServiceIds;
  await inTransaction(consoleCtx(hub.hub.orm, hub.clock, 'fixture'), async (ctx) => {
    const state = ctx.em.create(DelegatedStateService, {
      id: newId(),
      registerCode: null,
      name: { ky: 'Мамлекеттик', ru: 'Государственная' },
      url: null,
    });
    for (const code of serviceCodes) enterService(ctx, { id: ids[code], code, homeId, stateServiceId: state.id });
    setNorms(ctx, ids['T-PLAN'], { workingDays: '10', feeSom: '150.00' });
    setNorms(ctx, ids['T-PERMIT'], { workingDays: '5', feeSom: '20.50' });
  });
  return ids;
}

function enterService(
  ctx: Ctx,
  { id, code, homeId, stateServiceId }: { id: string; code: ServiceCode; homeId: string; stateServiceId: string },
): void {
  ctx.em.create(MunicipalService, {
    id,
    code,
    tier: code === 'T-HOME' ? 'ADDITIONAL' : 'BASIC',
    municipalityId: code === 'T-HOME' ? homeId : null,
    name: { ky: `Кызмат ${code}`, ru: `Услуга ${code}` },
    feeKind: code === 'T-CERTIFICATE' ? 'FREE' : 'FULLY_PAID',
    provision: 'ON_REQUEST',
    countUnit: 'APPLICATION',
    legalBasis: [],
    delegatedStateServiceId: code === 'T-STATE' ? stateServiceId : null,
    status: code === 'T-CLOSED' ? 'CLOSED' : 'ACTIVE',
    validFrom: '2020-01-01',
    validTo: code === 'T-CLOSED' ? '2025-01-01' : null,
    isSample: false,
  });
}

function setNorms(ctx: Ctx, serviceId: string, { workingDays, feeSom }: { workingDays: string; feeSom: string }): void {
  const dated = { validFrom: '2020-01-01', isSample: false };
  const template = ctx.em.create(StandardTemplate, {
    id: newId(),
    code: `T-${serviceId}`,
    revision: 1,
    act: null,
    items: [],
    normKinds: [],
    ...dated,
  });
  const standard = ctx.em.create(ServiceStandard, {
    id: newId(),
    serviceId,
    redaction: 1,
    templateId: template.id,
    status: 'APPROVED',
    items: [],
    edits: 0,
    ...dated,
  });
  ctx.em.create(Norm, { standardId: standard.id, kind: 'PROCESSING_TIME', amount: workingDays, unit: 'WORKING_DAY' });
  ctx.em.create(Norm, { standardId: standard.id, kind: 'FEE', amount: feeSom, unit: 'SOM' });
}

/** A contact in a state, without the mail that verifies it. */
export async function enterContact(
  hub: TestHub,
  municipalityId: string,
  email: string,
  state: 'VERIFIED' | 'UNVERIFIED',
  language: Language = 'KY',
): Promise<void> {
  await inTransaction(consoleCtx(hub.hub.orm, hub.clock, 'fixture'), async (ctx) => {
    ctx.em.create(Contact, { municipalityId, name: 'Айгүл', position: null, email, language, state });
  });
}
