import type { LocalizedText } from '../../shared/localized-text.ts';
import { unitWords } from '../final-report/report-words.rules.ts';
import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';
import type { ObligationPart } from '../submissions/submission.rules.ts';

/** Ours: what puts a service of a municipality among those that may be inspected; the thresholds are of the analysis method. */
export const candidateRules = ['LOW_RANK', 'BIG_DEVIATION', 'JUSTIFIED_COMPLAINTS', 'NOTHING_FILED'] as const;
export type CandidateRule = (typeof candidateRules)[number];

/** How far the mean of what is spent is over the norm. */
export interface BigDeviation {
  indicator: 'TIME' | 'COST';
  /** Of the norm; null where the norm is 0. */
  percent: number | null;
  /** In the unit; absent in what was proposed before it was kept. */
  signed?: number;
  unit?: MeasureUnit;
}

/** What was found, as the rule has it. `deviations`: each that is big, the farthest first; absent in what was proposed before they were kept. */
export type CandidateFacts =
  | { rule: 'LOW_RANK'; place: number; among: number; score: number }
  | { rule: 'BIG_DEVIATION'; deviations: readonly BigDeviation[] }
  | ({ rule: 'BIG_DEVIATION'; deviations?: undefined } & BigDeviation)
  | { rule: 'JUSTIFIED_COMPLAINTS'; justified: number }
  | { rule: 'NOTHING_FILED'; parts: readonly ObligationPart[] };

/** R-III.6: why a candidate is proposed, in words. */
export function reasonOf(facts: CandidateFacts): Required<LocalizedText> {
  switch (facts.rule) {
    case 'LOW_RANK':
      return lowRank(facts);
    case 'BIG_DEVIATION':
      return bigDeviations(facts.deviations ?? [facts]);
    case 'JUSTIFIED_COMPLAINTS':
      return {
        ky: `Негиздүү даттануулардын саны: ${facts.justified}.`,
        ru: `Обоснованных жалоб: ${facts.justified}.`,
        en: `Justified complaints: ${facts.justified}.`,
      };
    case 'NOTHING_FILED':
      return nothingFiled(facts.parts);
  }
}

function lowRank({ place, among, score }: { place: number; among: number; score: number }): Required<LocalizedText> {
  return {
    ky: `Сапаты боюнча ${among} муниципалитеттин ичинен аягынан ${place}-орунда: 1ден ${withComma(score)}.`,
    ru: `По качеству ${place}-е место с конца из ${among} муниципалитетов: оценка ${withComma(score)} из 1.`,
    en: `By quality in place ${place} from the bottom of ${among} municipalities: a score of ${rounded(score)} of 1.`,
  };
}

const spent = {
  TIME: { ky: 'Убакыт', ru: 'времени', en: 'Time' },
  COST: { ky: 'Акча', ru: 'денег', en: 'Money' },
} as const;

function bigDeviations(deviations: readonly BigDeviation[]): Required<LocalizedText> {
  const reasons = deviations.map(bigDeviation);
  const joined = (language: 'ky' | 'ru' | 'en') => reasons.map((reason) => reason[language]).join(' ');
  return { ky: joined('ky'), ru: joined('ru'), en: joined('en') };
}

function bigDeviation(deviation: BigDeviation): Required<LocalizedText> {
  const { indicator, percent } = deviation;
  if (percent === null) return overNothing(deviation);
  return {
    ky: `${spent[indicator].ky} чыгымы ченемден орточо ${withComma(percent)} % ашык.`,
    ru: `Затраты ${spent[indicator].ru} в среднем на ${withComma(percent)} % больше нормы.`,
    en: `${spent[indicator].en} spent is on average ${rounded(percent)} % over the norm.`,
  };
}

/** A percentage of a norm of nothing does not exist: the amount is said. */
function overNothing({ indicator, signed, unit }: BigDeviation): Required<LocalizedText> {
  if (signed === undefined || unit === undefined)
    return {
      ky: `${spent[indicator].ky} ченем боюнча такыр кетпеши керек, бирок кетет.`,
      ru: `По норме затрат ${spent[indicator].ru} быть не должно, но они есть.`,
      en: `${spent[indicator].en} is spent though the norm is none at all.`,
    };
  const { ky, ru, en } = unitWords[unit];
  return {
    ky: `${spent[indicator].ky} чыгымы орточо ${withComma(signed)} ${ky}, ченем 0.`,
    ru: `Затраты ${spent[indicator].ru} в среднем ${withComma(signed)} ${ru} при норме 0.`,
    en: `${spent[indicator].en} spent is on average ${rounded(signed)} ${en}, though the norm is 0.`,
  };
}

const partWords: Readonly<Record<ObligationPart, Required<LocalizedText>>> = {
  QUESTIONNAIRES: { ky: 'анкеталар', ru: 'анкеты', en: 'questionnaires' },
  VOLUME_REPORT: { ky: 'сандык көрсөткүчтөр отчету', ru: 'отчёт о количественных показателях', en: 'the report of quantitative figures' },
};

function nothingFiled(parts: readonly ObligationPart[]): Required<LocalizedText> {
  const named = (language: 'ky' | 'ru' | 'en') => parts.map((part) => partWords[part][language]).join(', ');
  return {
    ky: `Мөөнөттөн кийин да өткөрүлө элек: ${named('ky')}.`,
    ru: `Не представлено и после срока: ${named('ru')}.`,
    en: `Not handed in though the deadline has passed: ${named('en')}.`,
  };
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function withComma(value: number): string {
  return rounded(value).replace('.', ',');
}
