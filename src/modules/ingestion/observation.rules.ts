import type { LocalDate } from '../../shared/calendar.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import { isBlank } from '../../shared/plain-text.ts';

export const observationStatuses = ['CURRENT', 'SUPERSEDED', 'WITHDRAWN'] as const;
export type ObservationStatus = (typeof observationStatuses)[number];

export const quarantineStates = ['WAITING', 'ACCEPTED', 'REJECTED'] as const;
export type QuarantineState = (typeof quarantineStates)[number];

/** What the source itself says of a row. */
export type StatedStatus = 'PRELIMINARY' | 'FINAL' | 'WITHDRAWN';

/** One row of an answer, as far as it decides what becomes of it. */
export interface StatedCount {
  delivered: number;
  status: StatedStatus;
  revision: number;
  /** First day after its month. */
  periodTo: LocalDate;
}

/** An observation of the same key that is stored already. */
export interface PastObservation {
  id: string;
  revision: number;
  delivered: number;
  stated: StatedStatus;
  status: ObservationStatus;
  /** Withdrawn because a complete snapshot did not have it, not by a row of its own. */
  isAbsent: boolean;
  /** Bishkek day of the answer that it came in. */
  asOfDay: LocalDate;
}

/** What the hub knows about a row's key. */
export interface KnownFacts {
  /** Municipalities that have its SOATE code in its period. */
  municipalityIds: readonly string[];
  /** Whether the source may speak for that municipality. */
  isOfSource: boolean;
  serviceId: string | null;
  history: readonly PastObservation[];
  /** The current count of the month before; null = none. */
  previousDelivered: number | null;
  /** Bishkek day of the answer. */
  asOfDay: LocalDate;
}

export type Verdict =
  | { kind: 'STORE'; status: ObservationStatus; supersedes: string | null }
  | { kind: 'RESTORE'; observationId: string }
  | { kind: 'UNCHANGED' }
  | { kind: 'QUARANTINE'; violation: Violation };

export interface Judging {
  /** A person said yes to it. */
  isAccepted?: boolean;
  /** Whether the source numbers its revisions; otherwise the same count under another number changes nothing. */
  hasRevisions?: boolean;
}

/**
 * What becomes of a row. Per key the highest revision is current; the same revision and value changes nothing, unless a preliminary
 * count is final now; a lower one is kept beside; WITHDRAWN takes the key out of what is current and deletes nothing. What cannot be
 * placed, contradicts itself or jumps waits for a person.
 */
export function judge(row: StatedCount, known: KnownFacts, { isAccepted = false, hasRevisions = true }: Judging = {}): Verdict {
  const unplaced = placeProblem(known);
  if (unplaced) return { kind: 'QUARANTINE', violation: unplaced };
  const head = known.history.find(({ status }) => status !== 'SUPERSEDED');
  if (head && isFinalNow(head, row)) return { kind: 'STORE', status: 'CURRENT', supersedes: head.id };
  if (!hasRevisions && head?.status === 'CURRENT' && saysTheSame(head, row)) return { kind: 'UNCHANGED' };
  const same = known.history.filter(({ revision }) => revision === row.revision);
  if (same.some((past) => saysTheSame(past, row))) {
    const isBack = head?.isAbsent && saysTheSame(head, row) && head.revision === row.revision;
    return isBack ? { kind: 'RESTORE', observationId: head.id } : { kind: 'UNCHANGED' };
  }
  if (same.length > 0 && !isAccepted) return { kind: 'QUARANTINE', violation: revisionContradicted };
  if (head && row.revision < head.revision) return { kind: 'STORE', status: 'SUPERSEDED', supersedes: null };
  if (row.status === 'WITHDRAWN') return { kind: 'STORE', status: 'WITHDRAWN', supersedes: head?.id ?? null };
  if (!isAccepted && isJump(row, head, known)) return { kind: 'QUARANTINE', violation: jump };
  return { kind: 'STORE', status: 'CURRENT', supersedes: head?.id ?? null };
}

/** The count that stands is confirmed: a row of its own, so that what was preliminary until then can still be seen. */
function isFinalNow(head: PastObservation, row: StatedCount): boolean {
  const isConfirmed = head.status === 'CURRENT' && head.stated === 'PRELIMINARY' && row.status === 'FINAL';
  return isConfirmed && row.revision >= head.revision && saysTheSame(head, row);
}

/** Whether a month that was preliminary is final now changes no count, so it is no contradiction. */
function saysTheSame(past: PastObservation, row: StatedCount): boolean {
  const isWithdrawal = row.status === 'WITHDRAWN';
  return (past.stated === 'WITHDRAWN') === isWithdrawal && (isWithdrawal || past.delivered === row.delivered);
}

function placeProblem({ municipalityIds, isOfSource, serviceId }: KnownFacts): Violation | undefined {
  if (municipalityIds.length !== 1) return unknownSoate;
  if (!isOfSource) return notItsMunicipality;
  return serviceId === null ? unknownService : undefined;
}

const sizeOfJump = 50;
const timesOfJump = 5;

/**
 * Ours: over 5 times as many and over 50, or from over 50 to 0. Against the count that stands for the same month, otherwise against
 * the month before. A month that has not ended still grows: it is too high only against the month before, and too low only against
 * itself.
 */
function isJump(row: StatedCount, head: PastObservation | undefined, { previousDelivered, asOfDay }: KnownFacts): boolean {
  const isOpen = row.periodTo > asOfDay;
  const own = head?.status === 'CURRENT' ? head : undefined;
  const wasComplete = own !== undefined && row.periodTo <= own.asOfDay;
  const before = wasComplete ? own.delivered : previousDelivered;
  const floor = own?.delivered ?? (isOpen ? null : previousDelivered);
  const isLeap = before !== null && row.delivered > sizeOfJump && row.delivered > timesOfJump * before;
  const isDrop = floor !== null && floor > sizeOfJump && row.delivered === 0;
  return isLeap || isDrop;
}

const unknownSoate: Violation = ruleViolated(
  'ours:known-municipality',
  {
    ky: 'Ошол мезгилде бул СОАТЕ коду бир да муниципалитетке таандык эмес, же бир нечесине таандык.',
    ru: 'В этот период такой код СОАТЕ не принадлежит ни одному муниципалитету (или принадлежит нескольким).',
    en: 'In that period no municipality, or more than one, has this SOATE code.',
  },
  {
    ky: 'Кодду классификатордон текшериңиз; муниципалитет кошулгандан кийин жазууну кабыл алыңыз.',
    ru: 'Сверьте код с классификатором; после добавления муниципалитета примите запись.',
    en: 'Check the code against the classifier; accept the record once the municipality is there.',
  },
).violation;

const notItsMunicipality: Violation = ruleViolated(
  'ours:municipality-of-source',
  {
    ky: 'Булак бул муниципалитет үчүн жооп бербейт.',
    ru: 'Источник не отвечает за этот муниципалитет.',
    en: 'The source does not speak for this municipality.',
  },
  {
    ky: 'Муниципалитетти булакка кошуңуз (saveVolumeSource) же жазууну четке кагыңыз.',
    ru: 'Добавьте муниципалитет источнику (saveVolumeSource) или отклоните запись.',
    en: 'Add the municipality to the source (saveVolumeSource), or reject the record.',
  },
).violation;

const unknownService: Violation = ruleViolated(
  'ours:known-service',
  {
    ky: 'Мындай коддуу кызмат бул муниципалитет үчүн реестрде жок.',
    ru: 'Услуги с таким кодом нет в реестре этого муниципалитета.',
    en: 'The register has no service with this code for this municipality.',
  },
  {
    ky: 'Кызматтын кодун текшериңиз; кызмат кошулгандан кийин жазууну кабыл алыңыз.',
    ru: 'Сверьте код услуги; после добавления услуги примите запись.',
    en: "Check the service's code; accept the record once the service is there.",
  },
).violation;

const revisionContradicted: Violation = ruleViolated(
  'ours:one-value-per-revision',
  {
    ky: 'Ошол эле редакция мурда башка сан менен келген.',
    ru: 'Та же редакция раньше пришла с другим числом.',
    en: 'The same revision came with another count before.',
  },
  {
    ky: 'Булактын ээсинен кайсы сан туура экенин сураңыз: кабыл алуу эскисин алмаштырат.',
    ru: 'Уточните у владельца источника, какое число верно: принятие заменит прежнее.',
    en: "Ask the source's owner which is right: accepting replaces the earlier one.",
  },
).violation;

const jump: Violation = ruleViolated(
  'ours:no-jump-unseen',
  {
    ky: 'Сан кескин өзгөрдү (5 эседен жана 50дөн көп, же 50дөн көптөн 0гө).',
    ru: 'Число резко изменилось (более чем в 5 раз и более 50, либо с более чем 50 до 0).',
    en: 'The count jumps (over 5 times and over 50, or from over 50 to 0).',
  },
  {
    ky: 'Муниципалитеттен тактап, жазууну кабыл алыңыз же четке кагыңыз.',
    ru: 'Уточните у муниципалитета и примите или отклоните запись.',
    en: 'Ask the municipality, then accept or reject the record.',
  },
).violation;

// ---- what a person decides -----------------------------------------------------------------------------------------

export interface QuarantineFacts {
  state: QuarantineState;
  /** A row of an answer; otherwise an answer that could not be read at all. */
  isRow: boolean;
}

/** Ours: a record is decided once. */
export function rejectRefusal({ state }: QuarantineFacts): Violation | undefined {
  if (state === 'WAITING') return undefined;
  return ruleViolated(
    'ours:decided-once',
    { ky: 'Бул жазуу боюнча чечим кабыл алынган.', ru: 'Решение по этой записи уже принято.', en: 'This record has been decided.' },
    { ky: 'Булак жаңы редакция жөнөтсүн.', ru: 'Пусть источник пришлёт новую редакцию.', en: 'Let the source send a new revision.' },
  ).violation;
}

/** Ours: only a row states a count; an answer that could not be read can be looked at and put away. */
export function acceptRefusal(facts: QuarantineFacts): Violation | undefined {
  if (facts.isRow) return rejectRefusal(facts);
  return ruleViolated(
    'ours:only-a-row-is-accepted',
    {
      ky: 'Окулбаган жоопту кабыл алууга болбойт.',
      ru: 'Нечитаемый ответ нельзя принять.',
      en: 'An answer that could not be read cannot be accepted.',
    },
    {
      ky: 'Булактын ээсине кабарлап, жазууну четке кагыңыз.',
      ru: 'Сообщите владельцу источника и отклоните запись.',
      en: "Tell the source's owner and reject the record.",
    },
  ).violation;
}

/** A decision says why. */
export function reasonRefusal(reason: string): Violation | undefined {
  if (!isBlank(reason)) return undefined;
  return badInput(
    ['input', 'reason'],
    { ky: 'Себеби бош болбойт.', ru: 'Причина не может быть пустой.', en: 'The reason must not be blank.' },
    { ky: 'Эмне үчүн экенин жазыңыз.', ru: 'Напишите почему.', en: 'Say why.' },
  ).violation;
}
