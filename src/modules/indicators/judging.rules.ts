import type { LocalizedText } from '../../shared/localized-text.ts';
import type { MethodParameters } from './analysis-method.rules.ts';
import { comparisonOf, mainUnit, type MeasureSums } from './comparison.rules.ts';
import { quotient } from './exact.rules.ts';
import { type Cell, countOf, type Formula } from './formulas/formula.rules.ts';
import { judgeTerritory, territoryCounts } from './formulas/v1/territory.rules.ts';
import {
  addCounts,
  type Counts,
  type IndicatorCode,
  type Interval,
  isJudged,
  type Judgement,
  type ResultLevel,
  type ResultPart,
  type ResultDetails,
  type ResultState,
} from './indicator.rules.ts';
import { compareSources, type SourcePair } from './survey-gap.rules.ts';

/** A place where an object is judged. */
export interface Place {
  level: ResultLevel;
  municipalityId: string | null;
  regionId: string | null;
}

/** What is known of an object, or of one service of a complex, in a municipality. */
export interface MunicipalCell {
  objectId: string;
  memberId: string | null;
  municipalityId: string;
  regionId: string;
  cell: Cell;
}

export interface Member {
  serviceId: string;
  code: string;
  name: LocalizedText;
}

/** An object as results are made of it; of a complex its services. */
export interface JudgedObject {
  id: string;
  code: string;
  members: readonly Member[];
}

/** Everything that results are made from, already counted. */
export interface JudgedInput {
  objects: readonly JudgedObject[];
  cells: readonly MunicipalCell[];
  /** The same cells by another source, which stand beside: surveys beside questionnaires. */
  beside: readonly MunicipalCell[];
  measures: Record<'time' | 'cost', readonly (MeasureSums & Place & { objectId: string; memberId: string | null })[]>;
  /** Deliveries of an object in a municipality, where they are known. */
  deliveries: ReadonlyMap<string, number>;
  method: MethodParameters;
  formulas: readonly Formula[];
}

export interface MadeResult extends Place {
  objectId: string;
  indicator: IndicatorCode;
  state: ResultState;
  share: number | null;
  n: number;
  threshold: number | null;
  interval: Interval | null;
  details: ResultDetails;
}

const keyOf = (objectId: string, memberId: string | null): string => `${objectId}:${memberId ?? ''}`;
const placeKey = ({ level, municipalityId, regionId }: Place): string => `${level}:${municipalityId ?? regionId ?? ''}`;
export const deliveryKey = (objectId: string, municipalityId: string): string => `${objectId}:${municipalityId}`;

/**
 * R-II: every result of a run: each object in each of its municipalities, in each region and over the country. Territories are judged
 * on the counts of their municipalities, added.
 */
export function judgeAll(input: JudgedInput): MadeResult[] {
  const cells = Map.groupBy(input.cells, ({ objectId, memberId }) => keyOf(objectId, memberId));
  const beside = Map.groupBy(input.beside, ({ objectId, memberId }) => keyOf(objectId, memberId));
  const measures = {
    time: Map.groupBy(input.measures.time, (each) => `${keyOf(each.objectId, each.memberId)} ${placeKey(each)}`),
    cost: Map.groupBy(input.measures.cost, (each) => `${keyOf(each.objectId, each.memberId)} ${placeKey(each)}`),
  };
  return input.objects.flatMap((object) => {
    const places = placesOf(cells.get(keyOf(object.id, null)) ?? []);
    const of = (found: Map<string, MunicipalCell[]>, memberId: string | null) => placesOf(found.get(keyOf(object.id, memberId)) ?? []);
    const members = object.members.map((member) => ({ member, places: of(cells, member.serviceId) }));
    const surveyed = of(beside, null);
    const services = members.length === 0 ? [null] : object.members.map(({ serviceId }) => serviceId);
    const compared = services.map((memberId) => ({ questionnaires: of(cells, memberId), surveys: of(beside, memberId) }));
    return inOrder(places).flatMap(([key, place]) =>
      input.formulas.map((formula): MadeResult => {
        const { counts, judgement } = judgePlace(formula, place, input.method);
        const survey = judgeBeside(formula, surveyed.get(key), input.method);
        const pairs = compared.flatMap((each) => pairsOf(formula, each.questionnaires.get(key), each.surveys.get(key)));
        const parts = [
          ...judgement.parts,
          ...members.flatMap(({ member, places: own }) => memberPart(formula, member, own.get(key), input.method) ?? []),
          ...(survey ? surveyPart(survey) : []),
        ];
        const surveys = compareSources(formula.indicator, pairs, input.method);
        const sums = (memberId: string | null) => mainUnit(measuresAt(measures, formula, `${keyOf(object.id, memberId)} ${key}`));
        const comparison = formula.measure
          ? comparisonOf(
              sums(null),
              object.members.map(({ serviceId }) => sums(serviceId)),
            )
          : null;
        const perThousand = formula.indicator === 'COMPLAINTS' ? perThousandOf(counts, object.id, place.cells, input.deliveries) : null;
        const { level, municipalityId, regionId } = place;
        const { state, share, n, threshold, interval } = judgement;
        return {
          objectId: object.id,
          indicator: formula.indicator,
          level,
          municipalityId,
          regionId,
          state,
          share,
          n,
          threshold,
          interval,
          details: {
            counts,
            comparison: state === 'NOT_APPLICABLE' ? null : comparison,
            parts,
            ...(surveys.length > 0 ? { surveys } : {}),
            perThousand,
          },
        };
      }),
    );
  });
}

/** The country, its regions, then municipalities in the order of the cells. */
function inOrder(places: ReadonlyMap<string, PlacedCells>): [string, PlacedCells][] {
  const order: readonly ResultLevel[] = ['COUNTRY', 'REGION', 'MUNICIPALITY'];
  return [...places].toSorted(([, one], [, other]) => order.indexOf(one.level) - order.indexOf(other.level));
}

function measuresAt<T>(measures: Record<'time' | 'cost', Map<string, T[]>>, { measure }: Formula, key: string): T[] {
  return measure ? (measures[measure].get(key) ?? []) : [];
}

interface PlacedCells extends Place {
  cells: MunicipalCell[];
}

/** The cells of an object by place: each municipality, each region, the country. */
function placesOf(cells: readonly MunicipalCell[]): Map<string, PlacedCells> {
  const places = new Map<string, PlacedCells>();
  const put = (place: Place, cell: MunicipalCell): void => {
    const key = placeKey(place);
    const there = places.get(key);
    if (there) there.cells.push(cell);
    else places.set(key, { ...place, cells: [cell] });
  };
  for (const cell of cells) {
    const { municipalityId, regionId } = cell;
    put({ level: 'MUNICIPALITY', municipalityId, regionId }, cell);
    put({ level: 'REGION', municipalityId: null, regionId }, cell);
    put({ level: 'COUNTRY', municipalityId: null, regionId: null }, cell);
  }
  return places;
}

function judgePlace(formula: Formula, { level, cells }: PlacedCells, method: MethodParameters): { counts: Counts; judgement: Judgement } {
  const all = cells.map(({ cell }) => formula.counts(cell));
  const added = addCounts(all);
  if (level === 'MUNICIPALITY' || formula.over === 'ANSWERS') return { counts: added, judgement: formula.judge(added, method) };
  const counts = territoryCounts(all.map((each) => formula.judge(each, method).state));
  return { counts: { ...added, ...counts }, judgement: judgeTerritory(counts, method) };
}

/** R8.2: what one service of a complex contributes. */
function memberPart(formula: Formula, member: Member, place: PlacedCells | undefined, method: MethodParameters): ResultPart | undefined {
  if (!place) return undefined;
  const { share, n, interval, state } = judgePlace(formula, place, method).judgement;
  return { code: member.code, label: member.name, share: isJudged(state) ? share : null, n, interval };
}

const surveyLabel: LocalizedText = { ky: 'Сурамжылоо, салыштыруу үчүн', ru: 'Опрос, для сравнения', en: 'Survey, for comparison' };

/** R10: the unit's own survey, beside what the providers handed in and never pooled with it; undefined = there is none, or it is not asked. */
function judgeBeside(formula: Formula, place: PlacedCells | undefined, method: MethodParameters): Judgement | undefined {
  return place && formula.over === 'ANSWERS' ? judgePlace(formula, place, method).judgement : undefined;
}

/** What both sources say of a service, municipality by municipality of a place. */
function pairsOf(formula: Formula, questionnaires: PlacedCells | undefined, surveys: PlacedCells | undefined): SourcePair[] {
  if (formula.over !== 'ANSWERS') return [];
  const said = new Map(questionnaires?.cells.map(({ municipalityId, cell }) => [municipalityId, cell]));
  return (surveys?.cells ?? []).flatMap(({ municipalityId, cell }) => {
    const beside = said.get(municipalityId);
    return beside ? [{ questionnaires: formula.counts(beside), surveys: formula.counts(cell) }] : [];
  });
}

function surveyPart({ share, n, interval }: Judgement): ResultPart[] {
  return n === 0 ? [] : [{ code: 'SURVEYS', label: surveyLabel, share, n, interval }];
}

/**
 * R-II.8: justified complaints known of per 1,000 deliveries; null = deliveries are not known of every municipality, or are none, or no
 * complaint is known of while a quarter is not reported.
 */
function perThousandOf(counts: Counts, objectId: string, cells: readonly MunicipalCell[], deliveries: ReadonlyMap<string, number>) {
  const known = cells.flatMap(({ municipalityId }) => deliveries.get(deliveryKey(objectId, municipalityId)) ?? []);
  const delivered = known.reduce((sum, each) => sum + each, 0);
  const justified = countOf(counts, 'justified');
  const isUnreported = justified === 0 && countOf(counts, 'missingQuarters') > 0;
  if (known.length < cells.length || delivered === 0 || isUnreported) return null;
  return quotient(String(justified * 1_000), String(delivered));
}
