import { badInput, type Violation } from '../../shared/errors.ts';
import { cutTo } from '../../shared/plain-text.ts';
import { electronicLevels, type ElectronicLevel } from '../service-registry/service-offer.rules.ts';
import { measureUnits, type MeasureUnit } from '../service-registry/service-standard.rules.ts';
import { indicatorCodes, type IndicatorCode } from './indicator.rules.ts';

/** What every number of an analysis rests on besides the answers. Ours: the regulation names the indicators, not when they are met. */
export interface MethodParameters {
  /** The frozen code that it is computed with. */
  formulas: 'v1';
  /** Fewest answers that R-II.1, 2, 3 and 7 are judged on. */
  minimumSample: number;
  /** Of the Wilson intervals. */
  confidence: number;
  /** Shares from which R-II.1, 2, 3 and 7 are achieved. */
  thresholds: Record<'PROCEDURE' | 'TIME' | 'COST' | 'SATISFACTION', number>;
  /** Share of municipalities from which R-II.4, 5, 6 and 8 are achieved over a region or the country. */
  territoryThreshold: number;
  /** R-II.1: answers that are a yes, and those that are a no; others ("don't know") are left out. */
  procedure: { yes: readonly string[]; no: readonly string[] };
  /** R-II.4: the level that is enough, and for how many days its evidence holds. */
  electronic: { level: ElectronicLevel; evidenceDays: number };
  /** R-II.7: the lowest point of the scale that is satisfied. */
  satisfiedFrom: number;
  /** Norms in one unit against answers in another: an amount in `from` times `factor` is in `to`. */
  conversions: readonly { from: MeasureUnit; to: MeasureUnit; factor: number }[];
  /** Days that are no working days, besides Saturdays and Sundays: `MM-DD` every year, or `yyyy-MM-DD`. */
  holidays: readonly string[];
  /** R-III.1.2: how many kinds of problems are typical, and by how much a share must have risen to be topical. */
  problems: { typical: number; topicalRise: number };
  /** R-III.2.2: what each indicator weighs, and from which score quality is high. */
  ranking: { weights: Record<IndicatorCode, number>; highQuality: number };
  /** R-III.1.6: of the services of one unit, the part that is in high, and in low demand. */
  demand: { high: number; low: number };
  /**
   * R-III.6: what is proposed for inspection: the lowest part of the municipalities of an object by quality, where the score rests on
   * enough indicators; means so many % over the norm; so many justified complaints.
   */
  inspection: { lowestPart: number; minimumCoverage: number; deviationPercent: number; justifiedComplaints: number };
  /** R-III.1: which gap between questionnaires and surveys is a finding. */
  surveyGap: SurveyGapRule;
}

/** Ours: a gap is significant when the interval of the difference, at this confidence, excludes 0, and the difference is no smaller than that. */
export interface SurveyGapRule {
  confidence: number;
  leastDifference: number;
}

/** A method as its version was written: those from before gaps were asked for say nothing of them. */
export type WrittenMethod = Omit<MethodParameters, 'surveyGap'> & { surveyGap?: SurveyGapRule };

/** What a version could not say yet when it was written, it means as method 1 says it. */
export function completeMethod(written: WrittenMethod): MethodParameters {
  return { ...written, surveyGap: written.surveyGap ?? firstMethod.surveyGap };
}

/** Ours: method 1. */
export const firstMethod: MethodParameters = {
  formulas: 'v1',
  minimumSample: 10,
  confidence: 0.95,
  thresholds: { PROCEDURE: 0.95, TIME: 0.9, COST: 0.95, SATISFACTION: 0.7 },
  territoryThreshold: 1,
  procedure: { yes: ['YES'], no: ['PARTLY', 'NO'] },
  electronic: { level: 'APPLICATION', evidenceDays: 366 },
  satisfiedFrom: 4,
  conversions: [
    { from: 'HOUR', to: 'MINUTE', factor: 60 },
    { from: 'DAY', to: 'HOUR', factor: 24 },
  ],
  holidays: ['01-01', '01-07', '02-23', '03-08', '03-21', '04-07', '05-01', '05-05', '05-09', '08-31', '11-07', '11-08'],
  problems: { typical: 3, topicalRise: 0.05 },
  ranking: {
    weights: {
      PROCEDURE: 1,
      TIME: 1,
      COST: 1,
      ELECTRONIC_FORM: 1,
      ADMINISTRATIVE_REGULATION: 1,
      INFORMATION: 1,
      SATISFACTION: 1,
      COMPLAINTS: 1,
    },
    highQuality: 0.7,
  },
  demand: { high: 1 / 3, low: 1 / 3 },
  inspection: { lowestPart: 0.1, minimumCoverage: 4, deviationPercent: 50, justifiedComplaints: 1 },
  surveyGap: { confidence: 0.99, leastDifference: 0.05 },
};

type Check = (parameters: Record<string, unknown>) => boolean;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;
const isConfidence = (value: unknown): boolean => typeof value === 'number' && value >= 0.5 && value <= 0.999;
const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
const isOneOf = (values: readonly string[], value: unknown): boolean => typeof value === 'string' && values.includes(value);
const isList = (value: unknown, most: number, isFit: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length <= most && value.every(isFit);
const isCode = (value: unknown): boolean => typeof value === 'string' && /^[A-Z0-9_]{1,40}$/.test(value);
const isHoliday = (value: unknown): boolean =>
  typeof value === 'string' && /^(?:\d{4}-)?(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(value);

const judgedOnAnswers = ['PROCEDURE', 'TIME', 'COST', 'SATISFACTION'] as const;

/** What each parameter has to be; the only place that knows. */
const checks = {
  formulas: ({ formulas }) => formulas === 'v1',
  minimumSample: ({ minimumSample }) => isWhole(minimumSample, 1, 1_000),
  confidence: ({ confidence }) => isConfidence(confidence),
  thresholds: ({ thresholds }) => isObject(thresholds) && judgedOnAnswers.every((code) => isShare(thresholds[code])),
  territoryThreshold: ({ territoryThreshold }) => isShare(territoryThreshold),
  procedure: ({ procedure }) => isObject(procedure) && isList(procedure.yes, 20, isCode) && isList(procedure.no, 20, isCode),
  electronic: ({ electronic }) =>
    isObject(electronic) && isOneOf(electronicLevels, electronic.level) && isWhole(electronic.evidenceDays, 1, 3_660),
  satisfiedFrom: ({ satisfiedFrom }) => isWhole(satisfiedFrom, 2, 5),
  conversions: ({ conversions }) =>
    isList(
      conversions,
      20,
      (each) =>
        isObject(each) &&
        isOneOf(measureUnits, each.from) &&
        isOneOf(measureUnits, each.to) &&
        typeof each.factor === 'number' &&
        each.factor > 0 &&
        each.factor <= 1_000_000,
    ),
  holidays: ({ holidays }) => isList(holidays, 400, isHoliday),
  problems: ({ problems }) => isObject(problems) && isWhole(problems.typical, 1, 50) && isShare(problems.topicalRise),
  ranking: ({ ranking }) => {
    if (!isObject(ranking) || !isShare(ranking.highQuality) || !isObject(ranking.weights)) return false;
    const weights = indicatorCodes.map((code) => (ranking.weights as Record<string, unknown>)[code]);
    return weights.every((weight) => typeof weight === 'number' && weight >= 0 && weight <= 100) && weights.some((weight) => weight !== 0);
  },
  demand: ({ demand }) => isObject(demand) && isShare(demand.high) && isShare(demand.low) && demand.high + demand.low <= 1,
  inspection: ({ inspection }) =>
    isObject(inspection) &&
    isShare(inspection.lowestPart) &&
    isWhole(inspection.minimumCoverage, 1, indicatorCodes.length) &&
    typeof inspection.deviationPercent === 'number' &&
    inspection.deviationPercent >= 0 &&
    inspection.deviationPercent <= 10_000 &&
    isWhole(inspection.justifiedComplaints, 1, 1_000),
  surveyGap: ({ surveyGap }) => isObject(surveyGap) && isConfidence(surveyGap.confidence) && isShare(surveyGap.leastDifference),
} as const satisfies Record<keyof MethodParameters, Check>;

/** All that is wrong with the parameters of a proposed method, each with its name. */
export function methodViolations(parameters: unknown): Violation[] {
  const given = isObject(parameters) ? parameters : {};
  const wrong = Object.entries(checks).flatMap(([name, isFit]) => (isFit(given) ? [] : unfit(name)));
  const strangers = Object.keys(given).filter((name) => !(name in checks));
  return [...wrong, ...strangers.map(unfit)];
}

function unfit(name: string): Violation {
  return badInput(
    ['input', 'parameters', cutTo(name, 40)],
    {
      ky: 'Методиканын бул параметри жок, ашыкча же туура эмес.',
      ru: 'Этого параметра методики нет, он лишний или неверен.',
      en: 'This parameter of the method is missing, unknown or not fit.',
    },
    {
      ky: 'Үлгү катары analysisMethods суроосундагы параметрлерди алыңыз.',
      ru: 'Возьмите за образец параметры из запроса analysisMethods.',
      en: 'Take the parameters that the query analysisMethods gives as the model.',
    },
  ).violation;
}
