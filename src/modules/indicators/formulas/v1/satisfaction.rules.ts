import type { LocalizedText } from '../../../../shared/localized-text.ts';
import type { MethodParameters } from '../../analysis-method.rules.ts';
import type { Counts, Judgement, ResultPart } from '../../indicator.rules.ts';
import { countOf, type Formula } from '../formula.rules.ts';
import { judgeShare, wilsonInterval } from './share.rules.ts';

const questions = {
  personsQuality: { ky: 'Сапат: жарандар', ru: 'Качество: граждане', en: 'Quality: citizens' },
  personsAvailability: { ky: 'Жеткиликтүүлүк: жарандар', ru: 'Доступность: граждане', en: 'Availability: citizens' },
  organisationsQuality: { ky: 'Сапат: уюмдар', ru: 'Качество: организации', en: 'Quality: organisations' },
  organisationsAvailability: { ky: 'Жеткиликтүүлүк: уюмдар', ru: 'Доступность: организации', en: 'Availability: organisations' },
} as const satisfies Record<string, LocalizedText>;
type QuestionName = keyof typeof questions;

/** R-II.7: citizens are satisfied with quality and with availability, both; organisations stand beside. */
export const satisfaction: Formula = {
  indicator: 'SATISFACTION',
  over: 'ANSWERS',
  counts({ satisfaction: { persons, organisations, unknown } }) {
    return {
      personsQuality: persons.quality.rated,
      personsQualitySatisfied: persons.quality.satisfied,
      personsAvailability: persons.availability.rated,
      personsAvailabilitySatisfied: persons.availability.satisfied,
      organisationsQuality: organisations.quality.rated,
      organisationsQualitySatisfied: organisations.quality.satisfied,
      organisationsAvailability: organisations.availability.rated,
      organisationsAvailabilitySatisfied: organisations.availability.satisfied,
      noAnswer: persons.quality.noAnswer + persons.availability.noAnswer,
      leftOut: unknown,
    };
  },
  judge(counts, method) {
    const both = [judgeQuestion('personsQuality', counts, method), judgeQuestion('personsAvailability', counts, method)] as const;
    return { ...decisive(both), parts: (Object.keys(questions) as QuestionName[]).map((name) => partOf(name, counts, method)) };
  },
};

function judgeQuestion(name: QuestionName, counts: Counts, method: MethodParameters): Judgement {
  const n = countOf(counts, name);
  return judgeShare({ hits: countOf(counts, `${name}Satisfied`), n, threshold: method.thresholds.SATISFACTION }, method);
}

const worstFirst = ['NOT_ACHIEVED', 'NO_DATA', 'TOO_FEW', 'INCONCLUSIVE', 'ACHIEVED'] as const;

/** The question that decides: both have to be achieved, so the worse of the two; of equals the one with the lower share. */
function decisive([quality, availability]: readonly [Judgement, Judgement]): Judgement {
  const place = ({ state }: Judgement) => worstFirst.findIndex((worse) => worse === state);
  const difference = place(quality) - place(availability) || (quality.share ?? 0) - (availability.share ?? 0);
  return difference <= 0 ? quality : availability;
}

function partOf(name: QuestionName, counts: Counts, { confidence }: MethodParameters): ResultPart {
  const n = countOf(counts, name);
  const hits = countOf(counts, `${name}Satisfied`);
  const code = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  const figures = n === 0 ? { share: null, interval: null } : { share: hits / n, interval: wilsonInterval(hits, n, confidence) };
  return { code, label: questions[name], n, ...figures };
}
