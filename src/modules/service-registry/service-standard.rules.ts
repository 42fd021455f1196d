import { conflict, notFound, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { RegisterTier, RegistryActor } from './municipal-service.rules.ts';

export const standardStatuses = ['DRAFT', 'APPROVED', 'WITHDRAWN'] as const;
export type StandardStatus = (typeof standardStatuses)[number];

/** R2: a standard is approved by the Government and the local council. */
export const approvingBodies = ['GOVERNMENT', 'LOCAL_COUNCIL'] as const;
export type ApprovingBody = (typeof approvingBodies)[number];

export const normKinds = ['PROCESSING_TIME', 'WAITING_TIME', 'FEE', 'VISITS', 'DOCUMENTS'] as const;
export type NormKind = (typeof normKinds)[number];

export const measureUnits = ['WORKING_DAY', 'DAY', 'HOUR', 'MINUTE', 'SOM', 'VISIT', 'DOCUMENT', 'SHARE', 'COUNT'] as const;
export type MeasureUnit = (typeof measureUnits)[number];

// ---- drafting ------------------------------------------------------------------------------------------------------

export interface DraftingFacts {
  /** Whose redaction is asked for; null = the national one. */
  municipalityId: string | null;
  service: { tier: RegisterTier; municipalityId: string | null; isDelegated: boolean; isInForce: boolean };
  isTemplateInForce: boolean;
}

/** What refuses a new redaction of a service's standard. */
export function draftingRefusal(
  actor: RegistryActor,
  { municipalityId, service, isTemplateInForce }: DraftingFacts,
): Violation | undefined {
  if (!actor.isAnalyst && municipalityId !== actor.municipalityId)
    return municipalityId === null ? nationalIsTheUnits() : notFound(['input', 'municipalityId']).violation;
  if (service.isDelegated) return delegatedHasItsOwn();
  if (!service.isInForce) return serviceNotInForce(['input', 'serviceId']);
  if (service.tier === 'ADDITIONAL' && municipalityId === null) return additionalIsLocal();
  if (service.municipalityId !== null && municipalityId !== service.municipalityId) return additionalIsLocal();
  return isTemplateInForce ? undefined : templateNotInForce();
}

/** Ours, after the registers: a national standard is for all municipalities, so the responsible unit keeps it. */
function nationalIsTheUnits(): Violation {
  return ruleViolated(
    'ours:standard-keeper',
    {
      ky: 'Улуттук стандартты жооптуу аткаруучу жүргүзөт.',
      ru: 'Национальный стандарт ведёт ответственный исполнитель.',
      en: 'The national standard is kept by the responsible unit.',
    },
    {
      ky: 'Өз муниципалитетиңиздин редакциясын түзүңүз.',
      ru: 'Подготовьте редакцию своего муниципалитета.',
      en: "Draft your own municipality's redaction.",
    },
    ['input', 'municipalityId'],
  ).violation;
}

/** R5: delegated state services follow the standards made for those state services. */
function delegatedHasItsOwn(): Violation {
  return ruleViolated(
    'R5',
    {
      ky: 'Берилген мамлекеттик кызмат мамлекеттик кызматтар үчүн иштелип чыккан стандартка ылайык көрсөтүлөт.',
      ru: 'Делегированная государственная услуга предоставляется по стандарту, разработанному для государственных услуг.',
      en: 'A delegated state service follows the standard made for that state service.',
    },
    {
      ky: 'Мамлекеттик кызматтардын Бирдиктүү реестриндеги стандартты колдонуңуз.',
      ru: 'Используйте стандарт из Единого реестра государственных услуг.',
      en: 'Use the standard of the Unified Register of State Services.',
    },
    ['input', 'serviceId'],
  ).violation;
}

/** Ours: what is not in the register on the day has no standard and no offer on it. */
export function serviceNotInForce(path: readonly string[]): Violation {
  return ruleViolated(
    'ours:service-in-force',
    { ky: 'Кызмат бул күнү реестрде жок.', ru: 'В этот день услуги нет в реестре.', en: 'The service is not in the register on that day.' },
    { ky: 'Кызматтын колдонулуу мөөнөтүн текшериңиз.', ru: 'Проверьте срок действия услуги.', en: "Check the service's dates." },
    path,
  ).violation;
}

function additionalIsLocal(): Violation {
  return ruleViolated(
    'ours:additional-standard-is-local',
    {
      ky: 'Кошумча реестрдеги кызматтын стандарты анын муниципалитетине гана тиешелүү.',
      ru: 'Стандарт услуги дополнительного реестра бывает только у её муниципалитета.',
      en: 'A service of an additional register has a standard only in its own municipality.',
    },
    {
      ky: 'Ошол муниципалитеттин municipalityId маанисин бериңиз.',
      ru: 'Укажите municipalityId этого муниципалитета.',
      en: "Give that municipality's municipalityId.",
    },
    ['input', 'municipalityId'],
  ).violation;
}

/** R6: a standard is developed from the typical standard, which is the one in force. */
function templateNotInForce(): Violation {
  return ruleViolated(
    'R6',
    { ky: 'Бул типтүү стандарт колдонууда эмес.', ru: 'Этот типовой стандарт не действует.', en: 'This typical standard is not in force.' },
    { ky: 'Колдонуудагы редакциясын алыңыз.', ru: 'Возьмите действующую редакцию.', en: 'Take the revision in force.' },
    ['input', 'templateId'],
  ).violation;
}

// ---- workflow ------------------------------------------------------------------------------------------------------

/** DRAFT > APPROVED > WITHDRAWN: the states that each act is open in. */
export const standardActs = {
  updateServiceStandard: { from: ['DRAFT'] },
  recordStandardApproval: { from: ['DRAFT', 'APPROVED'] },
  withdrawServiceStandard: { from: ['APPROVED'] },
} as const satisfies Record<string, { from: readonly StandardStatus[] }>;

export type StandardAct = keyof typeof standardActs;

export interface StandardFacts {
  status: StandardStatus;
  /** Whose redaction; null = the national one. */
  municipalityId: string | null;
}

/** Who keeps a redaction, and whether it stands where the act is open. */
export function standardActRefusal(
  actor: RegistryActor,
  act: StandardAct,
  { status, municipalityId }: StandardFacts,
): Violation | undefined {
  if (!actor.isAnalyst && municipalityId === null) return { ...nationalIsTheUnits(), path: ['input', 'id'] };
  if (!actor.isAnalyst && municipalityId !== actor.municipalityId) return notFound(['input', 'id']).violation;
  return (standardActs[act].from as readonly StandardStatus[]).includes(status) ? undefined : wrongStatus(act);
}

function wrongStatus(act: StandardAct): Violation {
  const states = standardActs[act].from.join(', ');
  return ruleViolated(
    'ours:standard-workflow',
    {
      ky: 'Стандарттын азыркы абалында бул аракет жасалбайт.',
      ru: 'В нынешнем состоянии стандарта это действие невозможно.',
      en: 'The standard does not stand where this can be done.',
    },
    {
      ky: `Бул аракет төмөнкү абалдарда ачык: ${states}. Бекитилген стандарттын жаңы редакциясын draftServiceStandard менен түзүңүз.`,
      ru: `Действие открыто в состояниях: ${states}. Для утверждённого стандарта подготовьте новую редакцию через draftServiceStandard.`,
      en: `It is open in: ${states}. Of an approved standard draft the next redaction with draftServiceStandard.`,
    },
  ).violation;
}

/** R2: whose approval puts a redaction in force: the Government's a national one, its council's a local one. */
export function decisiveBody(municipalityId: string | null): ApprovingBody {
  return municipalityId === null ? 'GOVERNMENT' : 'LOCAL_COUNCIL';
}

/** Ours: a text that a body has approved is not changed, though it is not in force yet. */
export function editRefusal(actor: RegistryActor, facts: StandardFacts & { approvedBy: readonly ApprovingBody[] }): Violation | undefined {
  return (
    standardActRefusal(actor, 'updateServiceStandard', facts) ??
    (facts.approvedBy.length > 0 ? wrongStatus('updateServiceStandard') : undefined)
  );
}

export interface ApprovalFacts extends StandardFacts {
  approvedBy: readonly ApprovingBody[];
  defects: readonly Violation[];
}

/**
 * R2: "approved by the Government and the local council". A national redaction is the Government's; a local one is developed from
 * the typical standard, which the Government approved, and is its council's (reading of the text: ours). The Government's approval
 * of a local redaction is recorded beside it where there is one; it alone puts nothing in force.
 */
export function approvalRefusal(actor: RegistryActor, facts: ApprovalFacts, body: ApprovingBody): Violation | undefined {
  const refusal = standardActRefusal(actor, 'recordStandardApproval', facts);
  if (refusal) return refusal;
  if (facts.municipalityId === null && body === 'LOCAL_COUNCIL') return nationalHasNoCouncil();
  if (body === 'GOVERNMENT' && !actor.isAnalyst) return governmentIsTheUnits();
  if (facts.approvedBy.includes(body)) return approvedAlready();
  return facts.defects[0];
}

function nationalHasNoCouncil(): Violation {
  return ruleViolated(
    'R2',
    {
      ky: 'Улуттук стандартты Өкмөт бекитет; жергиликтүү кеңеш өз муниципалитетинин редакциясын бекитет.',
      ru: 'Национальный стандарт утверждает Правительство; местный кенеш утверждает редакцию своего муниципалитета.',
      en: "The national standard is approved by the Government; a local council approves its own municipality's redaction.",
    },
    { ky: 'body: GOVERNMENT бериңиз.', ru: 'Укажите body: GOVERNMENT.', en: 'Give body: GOVERNMENT.' },
    ['input', 'body'],
  ).violation;
}

function governmentIsTheUnits(): Violation {
  return ruleViolated(
    'R2',
    {
      ky: 'Өкмөттүн актысын жооптуу аткаруучу киргизет.',
      ru: 'Акт Правительства вносит ответственный исполнитель.',
      en: "The Government's act is recorded by the responsible unit.",
    },
    {
      ky: 'Өз кеңешиңиздин чечимин киргизиңиз: body: LOCAL_COUNCIL.',
      ru: 'Внесите решение своего кенеша: body: LOCAL_COUNCIL.',
      en: "Record your own council's decision: body: LOCAL_COUNCIL.",
    },
    ['input', 'body'],
  ).violation;
}

function approvedAlready(): Violation {
  return conflict(
    ['input', 'body'],
    {
      ky: 'Бул органдын бекитүүсү киргизилген.',
      ru: 'Утверждение этим органом уже внесено.',
      en: "This body's approval is recorded already.",
    },
    {
      ky: 'Өзгөртүү үчүн жаңы редакция түзүңүз.',
      ru: 'Для изменений подготовьте новую редакцию.',
      en: 'For a change, draft the next redaction.',
    },
  ).violation;
}
