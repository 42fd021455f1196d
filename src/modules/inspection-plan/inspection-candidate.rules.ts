import type { LocalizedText } from '../../shared/localized-text.ts';
import type { ObligationPart } from '../submissions/submission.rules.ts';

/** Ours: what puts a service of a municipality among those that may be inspected; the thresholds are of the analysis method. */
export const candidateRules = ['LOW_RANK', 'BIG_DEVIATION', 'JUSTIFIED_COMPLAINTS', 'NOTHING_FILED'] as const;
export type CandidateRule = (typeof candidateRules)[number];

/** What was found, as the rule has it. */
export type CandidateFacts =
  | { rule: 'LOW_RANK'; place: number; among: number; score: number }
  | { rule: 'BIG_DEVIATION'; indicator: 'TIME' | 'COST'; percent: number | null }
  | { rule: 'JUSTIFIED_COMPLAINTS'; justified: number }
  | { rule: 'NOTHING_FILED'; parts: readonly ObligationPart[] };

/** R-III.6: why a candidate is proposed, in words. */
export function reasonOf(facts: CandidateFacts): Required<LocalizedText> {
  switch (facts.rule) {
    case 'LOW_RANK':
      return lowRank(facts);
    case 'BIG_DEVIATION':
      return facts.percent === null ? overNothing(facts.indicator) : bigDeviation(facts.indicator, facts.percent);
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

function bigDeviation(indicator: 'TIME' | 'COST', percent: number): Required<LocalizedText> {
  return {
    ky: `${spent[indicator].ky} чыгымы ченемден орточо ${withComma(percent)} % ашык.`,
    ru: `Затраты ${spent[indicator].ru} в среднем на ${withComma(percent)} % больше нормы.`,
    en: `${spent[indicator].en} spent is on average ${rounded(percent)} % over the norm.`,
  };
}

/** A percentage of a norm of nothing does not exist. */
function overNothing(indicator: 'TIME' | 'COST'): Required<LocalizedText> {
  return {
    ky: `${spent[indicator].ky} ченем боюнча такыр кетпеши керек, бирок кетет.`,
    ru: `По норме затрат ${spent[indicator].ru} быть не должно, но они есть.`,
    en: `${spent[indicator].en} is spent though the norm is none at all.`,
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
