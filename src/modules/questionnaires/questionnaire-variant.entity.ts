import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ActorStamp } from '../../access/actor.ts';
import { id, instant, ref, versioned } from '../../kit/entity.ts';
import { FormVersion } from '../forms/form.entity.ts';
import { Municipality, ServiceProvider } from '../organizations/organization.entity.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { type VariantState, variantStates } from './questionnaire-variant.rules.ts';

const QuestionnaireVariantSchema = defineEntity({
  name: 'QuestionnaireVariant',
  properties: {
    ...versioned(),
    providerId: () => ref(ServiceProvider),
    /** The provider's municipality, whose questionnaires are filed on it. */
    municipalityId: () => ref(Municipality),
    /** Its questions; answers keep it. What it was made from is that version's base. */
    formVersionId: () => ref(FormVersion).unique(),
    state: p.string().$type<VariantState>(),
    /** Why the provider asks for it. */
    reason: p.text(),
    proposedAt: instant(),
    decisionReason: p.text().nullable(),
    decidedBy: p.json().$type<ActorStamp>().nullable(),
    decidedAt: instant().nullable(),
  },
  indexes: [{ properties: ['municipalityId', 'proposedAt'] }, { properties: ['proposedAt'] }],
  checks: [
    { name: 'questionnaire_variant_state', expression: `state in (${variantStates.map((state) => `'${state}'`).join(', ')})` },
    {
      name: 'questionnaire_variant_decided',
      expression: `state not in ('CONSENTED', 'REFUSED') or (decided_at is not null and decided_by is not null)`,
    },
    { name: 'questionnaire_variant_refused', expression: `state <> 'REFUSED' or decision_reason is not null` },
  ],
});

/** R10: a provider's changes of the typical questionnaire for particular services. */
export class QuestionnaireVariant extends QuestionnaireVariantSchema.class {}
QuestionnaireVariantSchema.setClass(QuestionnaireVariant);

const QuestionnaireVariantServiceSchema = defineEntity({
  name: 'QuestionnaireVariantService',
  properties: {
    id: id(),
    variantId: () => ref(QuestionnaireVariant),
    serviceId: () => ref(MunicipalService).index(),
  },
  uniques: [{ properties: ['variantId', 'serviceId'] }],
});

/** R10: a service that a variant is for. */
export class QuestionnaireVariantService extends QuestionnaireVariantServiceSchema.class {}
QuestionnaireVariantServiceSchema.setClass(QuestionnaireVariantService);
