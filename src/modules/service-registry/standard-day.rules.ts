import type { LocalDate } from '../../shared/calendar.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { StandardStatus } from './service-standard.rules.ts';

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
  return ruleViolated(
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
    ['input', 'validFrom'],
  ).violation;
}

/** Ours: redactions follow one another, so that each day has one standard. */
function notAfterTheLatest(latestFrom: LocalDate): Violation {
  return ruleViolated(
    'ours:redactions-in-order',
    {
      ky: `${latestFrom} күнүнөн тартып колдонулган редакция бар.`,
      ru: `Уже есть редакция, действующая с ${latestFrom}.`,
      en: `There is a redaction in force from ${latestFrom}.`,
    },
    { ky: 'Андан кийинки күндү бериңиз.', ru: 'Укажите более поздний день.', en: 'Give a later day.' },
    ['input', 'validFrom'],
  ).violation;
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
  return ruleViolated(
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
    ['input', 'validTo'],
  ).violation;
}

export interface StandardPeriod {
  status: StandardStatus;
  validFrom?: LocalDate | null;
  validTo?: LocalDate | null;
}

/** In force = approved and within its dates; a withdrawn redaction was in force until its end. */
export function isStandardInForce({ status, validFrom, validTo }: StandardPeriod, on: LocalDate): boolean {
  return status !== 'DRAFT' && validFrom != null && validFrom <= on && (validTo == null || on < validTo);
}
