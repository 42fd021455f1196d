import { type Amount, amountsOf, type Comparison, comparisonOf, kinds, normsOf } from './amounts.ts';
import { type Files, measuresOf, readerOf, type Row, total } from './files.ts';
import { type Judged, judgeOf, type Part } from './judge.ts';
import { silentQuarters, statedOf, toldOf } from './registers.ts';
import { type Asked, type SurveyComparison, surveysBeside } from './surveys.ts';

export interface Figure extends Judged {
  objectCode: string;
  indicator: string;
  level: 'COUNTRY' | 'REGION' | 'MUNICIPALITY';
  /** Of a region its code, of a municipality its id. */
  place: string;
  noAnswer: number;
  leftOut: number;
  justifiedComplaints: number | null;
  justifiedPerThousand: number | null;
  parts: Part[];
  comparison: Comparison | null;
  surveyComparisons: SurveyComparison[];
}

export const indicators = [
  'PROCEDURE',
  'TIME',
  'COST',
  'ELECTRONIC_FORM',
  'ADMINISTRATIVE_REGULATION',
  'INFORMATION',
  'SATISFACTION',
  'COMPLAINTS',
];
const ofAnswers = ['PROCEDURE', 'TIME', 'COST', 'SATISFACTION'];
const judgedStates = ['ACHIEVED', 'NOT_ACHIEVED', 'INCONCLUSIVE'];
/**
 * Computes the figures of a run anew from the files of its full data appendix and from nothing else, by the words of `figures.csv`: one
 * answer after the other, as whoever doubts the hub would. It shares no code with the hub. Of every object, in each municipality, in each
 * region and over the country.
 */
export function recountFigures(files: Files): Figure[] {
  const reader = readerOf(files);
  const [measures, judge, beside] = [measuresOf(reader), judgeOf(reader), surveysBeside(reader)];
  const [amountOf, told, silent, stated, normOf] = [
    amountsOf(reader, measures),
    toldOf(reader),
    silentQuarters(reader),
    statedOf(reader),
    normsOf(reader),
  ];
  const referenceDay = reader.parameter('referenceDay');
  const [yes, no, satisfied] = [reader.list('procedure.yes'), reader.list('procedure.no'), reader.number('satisfiedFrom')];
  const amounts = new Map<Row, Record<'TIME' | 'COST', Amount | null>>();
  for (const row of reader.rows('responses')) amounts.set(row, { TIME: amountOf(row, 'TIME'), COST: amountOf(row, 'COST') });

  type Counted = Judged & { noAnswer: number; leftOut: number; parts: Part[]; asked: Asked[] };
  const amountsIn = (answers: readonly Row[], services: readonly Row[], indicator: 'TIME' | 'COST') => {
    const onRequest = new Set(services.filter(({ provision }) => provision === 'ON_REQUEST').map(({ serviceCode }) => serviceCode));
    return answers.filter(({ serviceCode }) => onRequest.has(serviceCode)).flatMap((row) => amounts.get(row)?.[indicator] ?? []);
  };

  function procedure(answers: readonly Row[]): Counted {
    const said = answers.map((row) => measures.cell(row, 'PROCEDURE_FOLLOWED'));
    const count = (wanted: (word: string) => boolean) => said.filter((word) => word !== '' && wanted(word)).length;
    const hits = count((word) => yes.includes(word));
    const n = hits + count((word) => no.includes(word));
    const noAnswer = count((word) => word === 'NO_ANSWER');
    const leftOut = count((word) => word !== 'NO_ANSWER' && !yes.includes(word) && !no.includes(word));
    const asked = [{ code: 'PROCEDURE', hits, n }];
    return { ...judge.share(hits, n, reader.number('thresholds.PROCEDURE')), noAnswer, leftOut, parts: [], asked };
  }

  function measured(answers: readonly Row[], services: readonly Row[], places: readonly Row[], indicator: 'TIME' | 'COST'): Counted {
    const all = amountsIn(answers, services, indicator);
    const answered = all.filter(({ value }) => value !== null);
    const compared = answered.filter(({ norm }) => norm !== null);
    const overdue = all.filter(({ isOverdue }) => isOverdue).length;
    const waiting = all.filter(({ isWaiting, isOverdue }) => isWaiting && !isOverdue).length;
    const n = compared.length + overdue;
    const within = compared.filter(({ value, norm }) => Number(value) <= Number(norm)).length;
    const counts = {
      noAnswer: all.filter(({ isUnanswered }) => isUnanswered).length,
      leftOut: answered.length - compared.length + waiting,
      parts: [],
      asked: [{ code: indicator, hits: within, n }],
    };
    const onRequest = services.filter(({ provision }) => provision === 'ON_REQUEST');
    if (onRequest.length === 0) return { state: 'NOT_APPLICABLE', share: null, n: 0, interval: null, ...counts };
    const hasNorm = places.some(({ municipalityId = '' }) =>
      onRequest.some(({ serviceCode = '' }) => normOf(serviceCode, municipalityId, kinds[indicator].norm, referenceDay)),
    );
    if (n === 0 && (!hasNorm || answered.length > 0)) return { state: 'NO_NORM', share: null, n, interval: null, ...counts };
    return { ...judge.share(within, n, reader.number(`thresholds.${indicator}`)), ...counts };
  }

  function satisfaction(answers: readonly Row[]): Counted {
    const rated = (who: 'PERSONS' | 'ORGANISATIONS', what: 'QUALITY' | 'AVAILABILITY') => {
      const own = answers.filter((row) => {
        const kind = measures.answer(row, 'RESPONDENT_KIND');
        return kind !== null && (kind === 'PERSON') === (who === 'PERSONS');
      });
      const cells = own.map((row) => measures.cell(row, `SATISFACTION_${what}`));
      const points = cells.filter((cell) => cell !== '' && cell !== 'NO_ANSWER').map(Number);
      const hits = points.filter((point) => point >= satisfied).length;
      return { code: `${who}_${what}`, hits, n: points.length, noAnswer: cells.filter((cell) => cell === 'NO_ANSWER').length };
    };
    const all = (['PERSONS', 'ORGANISATIONS'] as const).flatMap((who) => [rated(who, 'QUALITY'), rated(who, 'AVAILABILITY')]);
    const persons = all.slice(0, 2);
    const worst = ['NOT_ACHIEVED', 'NO_DATA', 'TOO_FEW', 'INCONCLUSIVE', 'ACHIEVED'];
    const [decisive] = persons
      .map(({ hits, n }) => judge.share(hits, n, reader.number('thresholds.SATISFACTION')))
      .toSorted((one, other) => worst.indexOf(one.state) - worst.indexOf(other.state) || (one.share ?? 0) - (other.share ?? 0));
    if (!decisive) throw new Error('There are two questions');
    const leftOut = answers.filter(
      (row) =>
        measures.answer(row, 'RESPONDENT_KIND') === null &&
        (measures.answer(row, 'SATISFACTION_QUALITY') ?? measures.answer(row, 'SATISFACTION_AVAILABILITY')) !== null,
    ).length;
    const parts = all.map(({ code, hits, n }) => ({
      code,
      n,
      share: n === 0 ? null : hits / n,
      interval: n === 0 ? null : judge.wilson(hits, n),
    }));
    return { ...decisive, noAnswer: total(persons.map((each) => each.noAnswer)), leftOut, parts, asked: persons };
  }

  const complaintsOf = (services: readonly Row[], { municipalityId }: Row): readonly Row[] => {
    const codes = new Set(services.map(({ serviceCode }) => serviceCode));
    return reader
      .rows('complaints')
      .filter((row) => row.municipalityId === municipalityId && codes.has(row.serviceCode) && (row.receivedOn ?? '') <= referenceDay);
  };

  /** Of one municipality, what is told of the services or complained about them. */
  function toldIn(services: readonly Row[], place: Row, indicator: string): Judged {
    if (indicator !== 'COMPLAINTS') {
      const words = services.map(({ serviceCode = '' }) => told(indicator, serviceCode, place.municipalityId ?? ''));
      const state = words.includes(false) ? 'NOT_ACHIEVED' : words.includes(null) ? 'NO_DATA' : 'ACHIEVED';
      return { state, share: null, n: services.length, interval: null };
    }
    const findings = complaintsOf(services, place).map(({ finding }) => finding);
    const justified = findings.filter((finding) => finding === 'JUSTIFIED').length;
    const isOpen = findings.includes('');
    const state = justified > 0 ? 'NOT_ACHIEVED' : silent(place) > 0 ? 'NO_DATA' : isOpen ? 'INCONCLUSIVE' : 'ACHIEVED';
    return { state, share: null, n: justified, interval: null };
  }

  function figureOf(
    indicator: string,
    services: readonly Row[],
    places: readonly Row[],
    isTerritory: boolean,
    source = 'QUESTIONNAIRES',
  ): Counted {
    const [codes, ids] = [
      new Set(services.map(({ serviceCode }) => serviceCode)),
      new Set(places.map(({ municipalityId }) => municipalityId)),
    ];
    const answers = reader
      .rows('responses')
      .filter((row) => row.source === source && codes.has(row.serviceCode) && ids.has(row.municipalityId));
    if (indicator === 'PROCEDURE') return procedure(answers);
    if (indicator === 'TIME' || indicator === 'COST') return measured(answers, services, places, indicator);
    if (indicator === 'SATISFACTION') return satisfaction(answers);
    const each = places.map((place) => toldIn(services, place, indicator));
    const judged = isTerritory ? judge.territory(each.map(({ state }) => state)) : each[0];
    if (!judged) throw new Error('A place is never empty');
    return { ...judged, noAnswer: 0, leftOut: 0, parts: [], asked: [] };
  }

  function perThousand(justified: number, services: readonly Row[], places: readonly Row[]): number | null {
    const onRequest = services.filter(({ provision }) => provision === 'ON_REQUEST');
    const known = places.map(({ municipalityId = '' }) => onRequest.map(({ serviceCode = '' }) => stated(serviceCode, municipalityId)));
    const isKnown = known.every((each) => each.every(({ missing }) => missing === 0) && total(each.map(({ figures }) => figures)) > 0);
    const delivered = total(known.flat().map((each) => each.delivered));
    const isUnreported = justified === 0 && places.some((place) => silent(place) > 0);
    return !isKnown || delivered === 0 || isUnreported ? null : (justified * 1_000) / delivered;
  }

  return [...Map.groupBy(reader.rows('objects'), ({ objectCode }) => objectCode ?? '')].flatMap(([objectCode, services]) => {
    const members = services[0]?.kind === 'COMPLEX' ? services : [];
    const own = reader.rows('places').filter((row) => row.objectCode === objectCode);
    const regions = [...Map.groupBy(own, ({ regionCode }) => regionCode ?? '')];
    const territories = [
      { level: 'COUNTRY' as const, place: '', places: own },
      ...regions.map(([place, places]) => ({ level: 'REGION' as const, place, places })),
      ...own.map((row) => ({ level: 'MUNICIPALITY' as const, place: row.municipalityId ?? '', places: [row] })),
    ];
    return territories
      .filter(({ places }) => places.length > 0)
      .flatMap(({ level, place, places }) =>
        indicators.map((indicator): Figure => {
          const isTerritory = level !== 'MUNICIPALITY';
          const { parts, asked, ...counted } = figureOf(indicator, services, places, isTerritory);
          const ofMembers = members.map((member): Part => {
            const { state, share, n, interval } = figureOf(indicator, [member], places, isTerritory);
            return { code: member.serviceCode ?? '', share: judgedStates.includes(state) ? share : null, n, interval };
          });
          const { share, n, interval } = figureOf(indicator, services, places, isTerritory, 'SURVEYS');
          const ofSurveys = ofAnswers.includes(indicator) && n > 0 ? [{ code: 'SURVEYS', share, n, interval }] : [];
          const pairs = services.flatMap((service) =>
            places.map((where) => ({
              questionnaires: figureOf(indicator, [service], [where], false).asked,
              surveys: figureOf(indicator, [service], [where], false, 'SURVEYS').asked,
            })),
          );
          const isMeasured = (indicator === 'TIME' || indicator === 'COST') && counted.state !== 'NOT_APPLICABLE';
          const ids = new Set(places.map(({ municipalityId }) => municipalityId));
          const amountsFor = (some: readonly Row[]) => {
            const codes = new Set(some.map(({ serviceCode }) => serviceCode));
            const answers = reader
              .rows('responses')
              .filter((row) => row.source === 'QUESTIONNAIRES' && codes.has(row.serviceCode) && ids.has(row.municipalityId));
            return amountsIn(answers, some, indicator as 'TIME' | 'COST');
          };
          const justified =
            indicator === 'COMPLAINTS'
              ? total(places.map((each) => complaintsOf(services, each).filter(({ finding }) => finding === 'JUSTIFIED').length))
              : null;
          return {
            objectCode,
            indicator,
            level,
            place,
            ...counted,
            parts: [...parts, ...ofMembers, ...ofSurveys],
            comparison: isMeasured
              ? comparisonOf(
                  amountsFor(services),
                  members.map((member) => amountsFor([member])),
                )
              : null,
            surveyComparisons: beside(
              asked.map(({ code }) => code),
              pairs,
            ),
            justifiedComplaints: justified,
            justifiedPerThousand: justified === null ? null : perThousand(justified, services, places),
          };
        }),
      );
  });
}
