import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';

export const noticeProblems = ['NO_ADDRESS', 'NOT_MAILED', 'NOT_DELIVERED'] as const;
export type NoticeProblem = (typeof noticeProblems)[number];

/** R9: why a municipality has not been told of the List. */
export function noticeProblemViolation(problem: NoticeProblem): Violation {
  const messages: Readonly<Record<NoticeProblem, LocalizedText>> = {
    NO_ADDRESS: {
      ky: 'Муниципалитеттин электрондук дареги жок: Тизме ага жөнөтүлгөн жок.',
      ru: 'У муниципалитета нет электронного адреса: Перечень ему не отправлен.',
      en: 'The municipality has no e-mail address: the List was not mailed to it.',
    },
    NOT_MAILED: {
      ky: 'Тизме билдирилгенде муниципалитеттин жарактуу дареги жок болчу: кат жөнөтүлгөн жок.',
      ru: 'Когда Перечень доводили, у муниципалитета не было годного адреса: письмо не отправлено.',
      en: 'When the List was notified the municipality had no usable address: no mail was sent to it.',
    },
    NOT_DELIVERED: {
      ky: 'Муниципалитетке жөнөтүлгөн каттардын бири да жеткен жок.',
      ru: 'Ни одно письмо муниципалитету не доставлено.',
      en: 'No mail to the municipality could be delivered.',
    },
  };
  return ruleViolated('R9', messages[problem], {
    ky: 'Расмий почтасын киргизип (updateMunicipality), notifyMonitoringList же resendNotice менен кайра жөнөтүңүз, же кат менен билдирип, recordNoticeGiven менен жазыңыз.',
    ru: 'Внесите официальную почту (updateMunicipality) и отправьте снова (notifyMonitoringList или resendNotice), либо уведомите письмом и запишите это через recordNoticeGiven.',
    en: 'Enter its official e-mail (updateMunicipality) and send again (notifyMonitoringList or resendNotice), or give notice by letter and record it with recordNoticeGiven.',
  }).violation;
}

/** R9: the List was mailed, and that it reached these is not proven: in time is only what is brought to everybody's attention. */
export function unprovenWarning(unproven: number): Violation | undefined {
  if (unproven === 0) return undefined;
  return ruleViolated(
    'R9',
    {
      ky: `Тизме жеткени далилденбеген муниципалитеттер: ${unproven}.`,
      ru: `Муниципалитеты, доведение Перечня до которых не подтверждено: ${unproven}.`,
      en: `Municipalities that have not provably been told of the List: ${unproven}.`,
    },
    {
      ky: 'proofOfNotice ар биринин себебин айтат: дарегин киргизип кайра жөнөтүңүз же кат менен билдирип, recordNoticeGiven менен жазыңыз.',
      ru: 'proofOfNotice называет причину по каждому: внесите адрес и отправьте снова, либо уведомите письмом и запишите через recordNoticeGiven.',
      en: 'proofOfNotice says why of each: enter its address and send again, or give notice by letter and record it with recordNoticeGiven.',
    },
  ).violation;
}

/** R9: notice of an approved List is given on or after the day it was approved, and recorded when it has been given. */
export function noticeGivenRefusal(givenOn: string, approvedOn: string, today: string): Violation | undefined {
  if (givenOn >= approvedOn && givenOn <= today) return undefined;
  return badInput(
    ['input', 'on'],
    {
      ky: 'Билдирүү күнү Тизме бекитилген күн менен бүгүнкү күндүн арасында болсун.',
      ru: 'День уведомления должен быть не раньше утверждения Перечня и не позже сегодняшнего.',
      en: 'The day of notice must lie between the day of approval and today.',
    },
    { ky: `${approvedOn} – ${today}.`, ru: `${approvedOn} – ${today}.`, en: `${approvedOn} to ${today}.` },
  ).violation;
}
