import type { LocalDate } from '../../shared/calendar.ts';
import { badInput, conflict, notFound, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { blankText, type FeeKind, type Provision, type RegisterTier, type RegistryActor, untranslated } from './municipal-service.rules.ts';

export const standardStatuses = ['DRAFT', 'APPROVED', 'WITHDRAWN'] as const;
export type StandardStatus = (typeof standardStatuses)[number];

/** R2: a standard is approved by the Government and the local council. */
export const approvingBodies = ['GOVERNMENT', 'LOCAL_COUNCIL'] as const;
export type ApprovingBody = (typeof approvingBodies)[number];

export const normKinds = ['PROCESSING_TIME', 'WAITING_TIME', 'FEE', 'VISITS', 'DOCUMENTS'] as const;
export type NormKind = (typeof normKinds)[number];

export const measureUnits = ['WORKING_DAY', 'DAY', 'HOUR', 'MINUTE', 'SOM', 'VISIT', 'DOCUMENT', 'SHARE', 'COUNT'] as const;
export type MeasureUnit = (typeof measureUnits)[number];

export const itemChanges = ['SAME', 'ADDED', 'CHANGED', 'REMOVED'] as const;
export type ItemChange = (typeof itemChanges)[number];

/** A passport item as the template lays it down. */
export interface TemplateItem {
  code: string;
  order: number;
  section: string;
  title: LocalizedText;
  /** What to write there. */
  help: LocalizedText | null;
  /** The typical text; null = the template leaves it to the standard. */
  text: LocalizedText | null;
  isRequired: boolean;
}

/** A kind of norm that the template asks for, and the units it may be given in. */
export interface TemplateNormKind {
  kind: NormKind;
  units: MeasureUnit[];
}

/** A redaction's own text of a passport item. */
export interface StandardText {
  code: string;
  text: LocalizedText;
}

/** A norm as it is proposed. */
export interface NormFields {
  kind: NormKind;
  /** An exact decimal. */
  amount: string;
  unit: MeasureUnit;
  basis?: LocalizedText | null;
  act?: LegalAct | null;
}

interface Template {
  items: readonly TemplateItem[];
  normKinds: readonly TemplateNormKind[];
}

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
  const { violation } = ruleViolated(
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
  );
  return { ...violation, path: ['input', 'municipalityId'] };
}

/** R5: delegated state services follow the standards made for those state services. */
function delegatedHasItsOwn(): Violation {
  const { violation } = ruleViolated(
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
  );
  return { ...violation, path: ['input', 'serviceId'] };
}

/** Ours: what is not in the register on the day has no standard and no offer on it. */
export function serviceNotInForce(path: readonly string[]): Violation {
  const { violation } = ruleViolated(
    'ours:service-in-force',
    { ky: 'Кызмат бул күнү реестрде жок.', ru: 'В этот день услуги нет в реестре.', en: 'The service is not in the register on that day.' },
    { ky: 'Кызматтын колдонулуу мөөнөтүн текшериңиз.', ru: 'Проверьте срок действия услуги.', en: "Check the service's dates." },
  );
  return { ...violation, path };
}

function additionalIsLocal(): Violation {
  const { violation } = ruleViolated(
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
  );
  return { ...violation, path: ['input', 'municipalityId'] };
}

/** R6: a standard is developed from the typical standard, which is the one in force. */
function templateNotInForce(): Violation {
  const { violation } = ruleViolated(
    'R6',
    { ky: 'Бул типтүү стандарт колдонууда эмес.', ru: 'Этот типовой стандарт не действует.', en: 'This typical standard is not in force.' },
    { ky: 'Колдонуудагы редакциясын алыңыз.', ru: 'Возьмите действующую редакцию.', en: 'Take the revision in force.' },
  );
  return { ...violation, path: ['input', 'templateId'] };
}

// ---- contents ------------------------------------------------------------------------------------------------------

/** All that is wrong with a redaction's texts. R6: its items are those of its template. */
export function itemViolations(template: Pick<Template, 'items'>, items: readonly StandardText[]): Violation[] {
  const known = new Set(template.items.map(({ code }) => code));
  return items.flatMap(({ code, text }, index) => {
    const path = ['input', 'items', String(index)];
    if (!known.has(code)) return [notOfTheTemplate([...path, 'code'])];
    if (items.findIndex((other) => other.code === code) < index) return [twice([...path, 'code'])];
    return blankText([...path, 'text'], text) ?? [];
  });
}

/** How many decimals a norm's unit may have; any number where it is not said. */
const decimalsOf: Partial<Record<MeasureUnit, number>> = { SOM: 2, VISIT: 0, DOCUMENT: 0, COUNT: 0 };

/** A redaction's norms are read as a plain list, which the API keeps below 100. */
const mostNorms = 99;

/** All that is wrong with a redaction's norms. R6: kinds and units are those of its template; R2: what is free has no fee. */
export function normViolations(template: Pick<Template, 'normKinds'>, feeKind: FeeKind, norms: readonly NormFields[]): Violation[] {
  if (norms.length > mostNorms) return [tooManyNorms()];
  return norms.flatMap((norm, index) => {
    const path = ['input', 'norms', String(index)];
    const units = template.normKinds.find(({ kind }) => kind === norm.kind)?.units;
    if (!units) return [notOfTheTemplate([...path, 'kind'])];
    if (!units.includes(norm.unit)) return [notOfTheTemplate([...path, 'unit'])];
    if (norms.findIndex((other) => isSameNorm(other, norm)) < index) return [twice([...path, 'kind'])];
    return (
      amountViolation(norm, [...path, 'amount']) ??
      freeWithFee(feeKind, norm, [...path, 'amount']) ??
      blankText([...path, 'basis'], norm.basis) ??
      []
    );
  });
}

function tooManyNorms(): Violation {
  return badInput(
    ['input', 'norms'],
    { ky: `Ченемдер ${mostNorms}дон ашпасын.`, ru: `Норм не больше ${mostNorms}.`, en: `At most ${mostNorms} norms.` },
    { ky: 'Негизгилерин калтырыңыз.', ru: 'Оставьте основные.', en: 'Keep the main ones.' },
  ).violation;
}

function isSameNorm(one: NormFields, other: NormFields): boolean {
  return one.kind === other.kind && one.basis?.ky === other.basis?.ky;
}

function amountViolation({ amount, unit }: NormFields, path: readonly string[]): Violation | undefined {
  const decimals = amount.split('.')[1]?.length ?? 0;
  if (!amount.startsWith('-') && decimals <= (decimalsOf[unit] ?? decimals)) return undefined;
  return badInput(
    path,
    {
      ky: 'Ченем терс болбойт: акы эң көп эки ондук белги менен, келүүлөр жана документтер бүтүн сан менен.',
      ru: 'Норма не бывает отрицательной: плата — не более двух знаков после точки, посещения и документы — целые.',
      en: 'A norm is not negative; a fee has at most two decimals, visits and documents are whole.',
    },
    {
      ky: '0 — чыныгы нөл; ченем бекитилбесе, аны киргизбеңиз.',
      ru: '0 — это настоящий ноль; если норма не утверждена, не вносите её.',
      en: '0 is a real zero; where no norm is approved, leave it out.',
    },
  ).violation;
}

/** R2: a free service is paid from the budget and free to the consumer. */
function freeWithFee(feeKind: FeeKind, { kind, amount }: NormFields, path: readonly string[]): Violation | undefined {
  if (feeKind !== 'FREE' || kind !== 'FEE' || Number(amount) === 0) return undefined;
  const { violation } = ruleViolated(
    'R2',
    { ky: 'Акысыз кызматтын акысы болбойт.', ru: 'У бесплатной услуги не бывает платы.', en: 'A free service has no fee.' },
    {
      ky: 'Ченемди 0 деп жазыңыз же кызматтын feeKind маанисин өзгөртүңүз.',
      ru: 'Укажите 0 или измените feeKind услуги.',
      en: "Set the norm to 0, or change the service's feeKind.",
    },
  );
  return { ...violation, path };
}

function notOfTheTemplate(path: readonly string[]): Violation {
  const { violation } = ruleViolated(
    'R6',
    { ky: 'Типтүү стандартта мындай жок.', ru: 'В типовом стандарте такого нет.', en: 'The typical standard has no such thing.' },
    {
      ky: 'standardTemplate суроосундагы коддорду, түрлөрдү жана бирдиктерди колдонуңуз.',
      ru: 'Используйте коды, виды и единицы из запроса standardTemplate.',
      en: 'Use the codes, kinds and units that the query standardTemplate gives.',
    },
  );
  return { ...violation, path };
}

function twice(path: readonly string[]): Violation {
  return badInput(
    path,
    { ky: 'Бул экинчи жолу берилди.', ru: 'Это указано дважды.', en: 'This is given twice.' },
    {
      ky: 'Бирин калтырыңыз; ченем түрү жана негизи (basis) боюнча бирөө гана.',
      ru: 'Оставьте одно; на вид и основу (basis) нормы — одна запись.',
      en: 'Keep one; there is one norm per kind and basis.',
    },
  ).violation;
}

export interface ContentFacts {
  template: Template;
  items: readonly StandardText[];
  norms: readonly NormFields[];
  feeKind: FeeKind;
}

/** What keeps a draft from being approved. R6: every item that the typical standard requires is written, in both languages. */
export function approvalDefects({ template, items, norms, feeKind }: ContentFacts): Violation[] {
  const written = new Set(items.map(({ code }) => code));
  const missing = template.items.filter(({ code, isRequired }) => isRequired && !written.has(code)).map(requiredItemMissing);
  const texts = [
    ...items.map(({ code, text }) => ({ path: ['items', code], text })),
    ...norms.map(({ kind, basis }) => ({ path: ['norms', kind, 'basis'], text: basis })),
  ];
  return [...missing, ...untranslated(texts), ...norms.flatMap((norm) => freeWithFee(feeKind, norm, ['norms', norm.kind]) ?? [])];
}

function requiredItemMissing({ code, title }: TemplateItem): Violation {
  const { violation } = ruleViolated(
    'R6',
    {
      ky: `Типтүү стандарт талап кылган пункт жазылган эмес: ${title.ky}.`,
      ru: `Не заполнен пункт, которого требует типовой стандарт: ${title.ru ?? title.ky}.`,
      en: `An item that the typical standard requires is not written: ${title.en ?? title.ky}.`,
    },
    {
      ky: 'updateServiceStandard менен кошуңуз.',
      ru: 'Добавьте его через updateServiceStandard.',
      en: 'Add it with updateServiceStandard.',
    },
  );
  return { ...violation, path: ['items', code] };
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
  const { violation } = ruleViolated(
    'R2',
    {
      ky: 'Улуттук стандартты Өкмөт бекитет; жергиликтүү кеңеш өз муниципалитетинин редакциясын бекитет.',
      ru: 'Национальный стандарт утверждает Правительство; местный кенеш утверждает редакцию своего муниципалитета.',
      en: "The national standard is approved by the Government; a local council approves its own municipality's redaction.",
    },
    { ky: 'body: GOVERNMENT бериңиз.', ru: 'Укажите body: GOVERNMENT.', en: 'Give body: GOVERNMENT.' },
  );
  return { ...violation, path: ['input', 'body'] };
}

function governmentIsTheUnits(): Violation {
  const { violation } = ruleViolated(
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
  );
  return { ...violation, path: ['input', 'body'] };
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

export interface ApprovalDays {
  today: LocalDate;
  actAdoptedOn: LocalDate;
  validFrom: LocalDate | null;
  /** Whether this approval puts the redaction in force. */
  isDecisive: boolean;
  /** When the latest approved redaction of the same service and municipality began; null = there is none. */
  latestFrom: LocalDate | null;
}

/** The days of an approval. R2: nothing is in force before it is approved. */
export function approvalDayViolation({ today, actAdoptedOn, validFrom, isDecisive, latestFrom }: ApprovalDays): Violation | undefined {
  if (actAdoptedOn > today) return actOfTheFuture();
  if (!isDecisive) return validFrom === null ? undefined : needlessDay();
  if (validFrom === null) return dayMissing();
  if (validFrom < actAdoptedOn) return beforeItsApproval();
  return latestFrom !== null && validFrom <= latestFrom ? notAfterTheLatest(latestFrom) : undefined;
}

/** An act that is recorded has been adopted. */
export function actOfTheFuture(path: readonly string[] = ['input', 'act', 'adoptedOn']): Violation {
  return badInput(
    path,
    {
      ky: 'Акт бүгүнкү күндөн кийин кабыл алынышы мүмкүн эмес.',
      ru: 'Акт не может быть принят позже сегодняшнего дня.',
      en: 'The act cannot have been adopted after today.',
    },
    { ky: 'Кабыл алынган күнүн текшериңиз.', ru: 'Проверьте дату принятия.', en: 'Check the day it was adopted.' },
  ).violation;
}

function dayMissing(): Violation {
  return badInput(
    ['input', 'validFrom'],
    {
      ky: 'Стандарт кайсы күндөн тартып күчүнө кирерин көрсөтүңүз.',
      ru: 'Укажите, с какого дня стандарт вступает в силу.',
      en: 'Say from which day the standard is in force.',
    },
    { ky: 'validFrom бериңиз.', ru: 'Укажите validFrom.', en: 'Give validFrom.' },
  ).violation;
}

function needlessDay(): Violation {
  return badInput(
    ['input', 'validFrom'],
    {
      ky: 'Бул бекитүү стандартты күчүнө киргизбейт.',
      ru: 'Это утверждение не вводит стандарт в действие.',
      en: 'This approval does not put the standard in force.',
    },
    { ky: 'validFrom бербеңиз.', ru: 'Не указывайте validFrom.', en: 'Leave validFrom out.' },
  ).violation;
}

function beforeItsApproval(): Violation {
  const { violation } = ruleViolated(
    'R2',
    {
      ky: 'Стандарт бекиткен актыдан мурун күчүнө кире албайт.',
      ru: 'Стандарт не может вступить в силу раньше утвердившего его акта.',
      en: 'A standard cannot be in force before the act that approves it.',
    },
    {
      ky: 'Актынын күнүн же андан кийинки күндү бериңиз.',
      ru: 'Укажите день акта или более поздний.',
      en: 'Give the day of the act, or a later one.',
    },
  );
  return { ...violation, path: ['input', 'validFrom'] };
}

/** Ours: redactions follow one another, so that each day has one standard. */
function notAfterTheLatest(latestFrom: LocalDate): Violation {
  const { violation } = ruleViolated(
    'ours:redactions-in-order',
    {
      ky: `${latestFrom} күнүнөн тартып колдонулган редакция бар.`,
      ru: `Уже есть редакция, действующая с ${latestFrom}.`,
      en: `There is a redaction in force from ${latestFrom}.`,
    },
    { ky: 'Андан кийинки күндү бериңиз.', ru: 'Укажите более поздний день.', en: 'Give a later day.' },
  );
  return { ...violation, path: ['input', 'validFrom'] };
}

export interface WithdrawalDays {
  today: LocalDate;
  actAdoptedOn: LocalDate;
  validFrom: LocalDate;
  /** The end it has already; null = none. */
  endsOn: LocalDate | null;
  validTo: LocalDate;
}

/** Ours: a withdrawal shortens a standard's time, and not before the act that withdraws it. */
export function withdrawalDayViolation({ today, actAdoptedOn, validFrom, endsOn, validTo }: WithdrawalDays): Violation | undefined {
  if (actAdoptedOn > today) return actOfTheFuture();
  if (validTo < validFrom || (endsOn !== null && validTo > endsOn)) return outsideItsTime(validFrom, endsOn);
  return validTo < actAdoptedOn ? beforeItsAct() : undefined;
}

function outsideItsTime(validFrom: LocalDate, endsOn: LocalDate | null): Violation {
  return badInput(
    ['input', 'validTo'],
    {
      ky: 'Бул күн стандарттын колдонулуу мөөнөтүнөн тышкары.',
      ru: 'Этот день вне срока действия стандарта.',
      en: "The day is outside the standard's time.",
    },
    { ky: `${validFrom} – ${endsOn ?? '…'}.`, ru: `${validFrom} – ${endsOn ?? '…'}.`, en: `${validFrom} to ${endsOn ?? '…'}.` },
  ).violation;
}

function beforeItsAct(): Violation {
  const { violation } = ruleViolated(
    'ours:no-backdated-withdrawal',
    {
      ky: 'Стандарт аны токтоткон актыдан мурун токтотулбайт.',
      ru: 'Стандарт не отменяется раньше отменяющего его акта.',
      en: 'A standard does not end before the act that withdraws it.',
    },
    {
      ky: 'Актынын күнүн же андан кийинки күндү бериңиз.',
      ru: 'Укажите день акта или более поздний.',
      en: 'Give the day of the act, or a later one.',
    },
  );
  return { ...violation, path: ['input', 'validTo'] };
}

// ---- reading -------------------------------------------------------------------------------------------------------

export interface StandardPeriod {
  status: StandardStatus;
  validFrom?: LocalDate | null;
  validTo?: LocalDate | null;
}

/** In force = approved and within its dates; a withdrawn redaction was in force until its end. */
export function isStandardInForce({ status, validFrom, validTo }: StandardPeriod, on: LocalDate): boolean {
  return status !== 'DRAFT' && validFrom != null && validFrom <= on && (validTo == null || on < validTo);
}

export interface ItemDifference {
  code: string;
  change: ItemChange;
  templateText: LocalizedText | null;
  localText: LocalizedText | null;
}

/**
 * R6: how a redaction's items differ from what it was developed from, in the template's order. Items that neither side has a text
 * for are left out.
 */
export function itemDifferences(
  order: readonly TemplateItem[],
  base: readonly StandardText[],
  own: readonly StandardText[],
): ItemDifference[] {
  const textIn = (items: readonly StandardText[], code: string) => items.find((item) => item.code === code)?.text ?? null;
  return order
    .map(({ code }) => ({ code, templateText: textIn(base, code), localText: textIn(own, code) }))
    .filter(({ templateText, localText }) => templateText !== null || localText !== null)
    .map((pair) => ({ ...pair, change: changeOf(pair.templateText, pair.localText) }));
}

function changeOf(before: LocalizedText | null, after: LocalizedText | null): ItemChange {
  if (before === null) return 'ADDED';
  if (after === null) return 'REMOVED';
  const isSame = before.ky === after.ky && (before.ru ?? null) === (after.ru ?? null) && (before.en ?? null) === (after.en ?? null);
  return isSame ? 'SAME' : 'CHANGED';
}

/**
 * R-III.1.5: the norms that somebody should have approved for a service, of those that its template knows. A service for the
 * territory has no applicant, so no time, visits or documents; where it is free, no fee either (ours).
 */
export function askedNormKinds(provision: Provision, feeKind: FeeKind): readonly NormKind[] {
  if (provision === 'ON_REQUEST') return normKinds;
  return feeKind === 'FREE' ? [] : ['FEE'];
}
