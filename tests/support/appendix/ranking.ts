import { indicators, recountFigures } from './figures.ts';
import { type Files, readerOf, type Row, total } from './files.ts';
import { type Stated, statedOf } from './registers.ts';

export interface Ranked {
  code: string;
  n: number;
  rank: number | null;
  tiedWith: number;
  band: number | null;
  qualityScore: number | null;
  qualityInterval: { lower: number; upper: number } | null;
  coverage: number;
  deliveries: { value: number | null; n: number; notOffered: number; missing: number };
  deliveriesPerThousand: number | null;
  demandLevel: string | null;
  unrankedReason: string | null;
}

const byMunicipalities = ['ELECTRONIC_FORM', 'ADMINISTRATIVE_REGULATION', 'INFORMATION', 'COMPLAINTS'];
const almost = 1e-9;

/** R-III.2.2, R-III.1.6: the services of the List over the country, by quality and by demand, in the order of their codes. */
export function recountRanking(files: Files): { quality: Ranked[]; demand: Ranked[] } {
  const reader = readerOf(files);
  const { rows, number } = reader;
  const scores = qualityOf(files);
  const objects = Map.groupBy(rows('objects'), ({ serviceCode }) => serviceCode ?? '');
  const all = [...objects]
    .map(([code, own]) => ({ code, service: own[0] ?? {}, object: own.find(({ kind }) => kind === 'SERVICE'), ...demandOf(files, own) }))
    .toSorted((one, other) => (one.code < other.code ? -1 : 1));
  const frames = all.map(({ code, service, object, deliveries, perThousand }) => {
    const score = object ? scores(object.objectCode ?? '') : { qualityScore: null, qualityInterval: null, coverage: 0 };
    const n = rows('responses').filter(({ source, serviceCode }) => source === 'QUESTIONNAIRES' && serviceCode === code).length;
    const isOnRequest = service.provision === 'ON_REQUEST';
    const few = n === 0 || score.qualityScore === null ? 'NO_DATA' : n < number('minimumSample') ? 'TOO_FEW' : null;
    return {
      code,
      n,
      ...score,
      deliveries,
      deliveriesPerThousand: perThousand,
      countUnit: service.countUnit,
      reasons: {
        quality: object ? few : 'NOT_APPLICABLE',
        demand: isOnRequest ? (deliveries.value === null ? 'NO_DATA' : null) : 'NOT_APPLICABLE',
      },
    };
  });
  const levelOf = (code: string): string | null => {
    const own = frames.find((each) => each.code === code);
    if (!own || own.reasons.demand !== null) return null;
    const group = frames.filter(({ countUnit, reasons }) => countUnit === own.countUnit && reasons.demand === null);
    const isPerHead = group.every(({ deliveriesPerThousand }) => deliveriesPerThousand !== null);
    const valueOf = (each: (typeof frames)[number]) => Number(isPerHead ? each.deliveriesPerThousand : each.deliveries.value);
    const above = group.filter((each) => valueOf(each) > valueOf(own) + almost).length;
    const below = group.filter((each) => valueOf(each) < valueOf(own) - almost).length;
    if (above + below === 0) return null;
    if (valueOf(own) > 0 && above < Math.ceil(group.length * number('demand.high') - almost)) return 'HIGH';
    return below < Math.floor(group.length * number('demand.low') + almost) ? 'LOW' : 'MEDIUM';
  };
  const finished = (by: 'quality' | 'demand'): Ranked[] => {
    const ranked = frames.filter(({ reasons }) => reasons[by] === null);
    const bands = by === 'quality' ? bandsOf(ranked) : new Map<string, number>();
    return frames.map(({ reasons, countUnit, ...frame }) => {
      const rivals = by === 'quality' ? ranked : ranked.filter((each) => each.countUnit === countUnit);
      const isPerHead = rivals.every(({ deliveriesPerThousand }) => deliveriesPerThousand !== null);
      const valueOf = (each: Omit<(typeof frames)[number], 'reasons' | 'countUnit'>) =>
        Number(by === 'quality' ? each.qualityScore : isPerHead ? each.deliveriesPerThousand : each.deliveries.value);
      const isRanked = reasons[by] === null;
      return {
        ...frame,
        rank: isRanked ? 1 + rivals.filter((each) => valueOf(each) > valueOf(frame) + almost).length : null,
        tiedWith: isRanked ? rivals.filter((each) => Math.abs(valueOf(each) - valueOf(frame)) <= almost).length - 1 : 0,
        band: (isRanked && bands.get(frame.code)) || null,
        demandLevel: levelOf(frame.code),
        unrankedReason: reasons[by],
      };
    });
  };
  return { quality: finished('quality'), demand: finished('demand') };
}

/** The weighted mean of what the eight indicators of an object over the country are worth. */
function qualityOf(files: Files) {
  const reader = readerOf(files);
  const figures = recountFigures(files);
  return (objectCode: string) => {
    const known = indicators.flatMap((indicator) => {
      const of = (level: string) =>
        figures.filter((each) => each.objectCode === objectCode && each.indicator === indicator && each.level === level);
      const [country, weight] = [of('COUNTRY')[0], reader.number(`ranking.weights.${indicator}`)];
      if (byMunicipalities.includes(indicator)) {
        const states = of('MUNICIPALITY').map(({ state }) => state);
        const share = (wanted: (state: string) => boolean) => states.filter(wanted).length / states.length;
        if (country?.share == null) return [];
        return [
          {
            weight,
            value: country.share,
            lower: share((state) => state === 'ACHIEVED'),
            upper: share((state) => state !== 'NOT_ACHIEVED'),
          },
        ];
      }
      if (country?.state === 'ACHIEVED') return [{ weight, value: 1, lower: 1, upper: 1 }];
      if (country?.state === 'NOT_ACHIEVED') return [{ weight, value: 0, lower: 0, upper: 0 }];
      return country?.state === 'INCONCLUSIVE' || country?.state === 'NO_NORM' ? [{ weight, value: 0.5, lower: 0, upper: 1 }] : [];
    });
    const whole = total(known.map(({ weight }) => weight));
    const mean = (name: 'value' | 'lower' | 'upper') => total(known.map((each) => each[name] * each.weight)) / whole;
    if (whole === 0) return { qualityScore: null, qualityInterval: null, coverage: 0 };
    return { qualityScore: mean('value'), qualityInterval: { lower: mean('lower'), upper: mean('upper') }, coverage: known.length };
  };
}

function bandsOf(ranked: readonly Pick<Ranked, 'code' | 'qualityScore' | 'qualityInterval'>[]): Map<string, number> {
  const ordered = ranked.toSorted((one, other) => Number(other.qualityScore) - Number(one.qualityScore));
  let [band, floor] = [0, Infinity];
  return new Map(
    ordered.map(({ code, qualityInterval }) => {
      const { lower = 0, upper = 1 } = qualityInterval ?? {};
      if (upper < floor - almost) [band, floor] = [band + 1, lower];
      return [code, band];
    }),
  );
}

/** Deliveries of a service in every municipality that an object with it is monitored in. */
function demandOf(files: Files, objects: readonly Row[]): { deliveries: Ranked['deliveries']; perThousand: number | null } {
  const reader = readerOf(files);
  const codes = new Set(objects.map(({ objectCode }) => objectCode));
  const { serviceCode = '', provision } = objects[0] ?? {};
  const places = new Map(
    reader
      .rows('places')
      .filter(({ objectCode }) => codes.has(objectCode))
      .map((place) => [place.municipalityId ?? '', place]),
  );
  const statedIn = statedOf(reader);
  const stated = provision === 'ON_REQUEST' ? [...places].map(([id, place]) => ({ place, ...statedIn(serviceCode, id) })) : [];
  const sum = (name: keyof Stated) => total(stated.map((each) => each[name]));
  const known = stated.filter(({ figures }) => figures > 0);
  const value = known.length === 0 ? null : sum('delivered');
  const isPopulated = known.length > 0 && known.every(({ place }) => place.population !== '');
  const residents = total(known.map(({ place }) => Number(place.population)));
  return {
    deliveries: { value, n: sum('figures'), notOffered: sum('notOffered'), missing: sum('missing') },
    perThousand: isPopulated && residents > 0 && value !== null ? (value * 1_000) / residents : null,
  };
}

export interface Problem {
  code: string;
  mentions: number;
  share: number;
  isTypical: boolean;
}

/** R-III.1.2: kinds of problems that questionnaires mention, the most frequent first, of equals by code. */
export function recountProblems(files: Files): Problem[] {
  const reader = readerOf(files);
  const responses = reader.rows('responses').filter(({ source }) => source === 'QUESTIONNAIRES');
  const asked = reader.rows('questions').filter(({ measures }) => measures === 'PROBLEM');
  const options = reader.rows('options').filter(({ problemCategoryCode }) => problemCategoryCode !== '');
  const tags = Map.groupBy(reader.rows('problem-tags'), ({ responseId }) => responseId);
  const mentioned = responses.flatMap((response) => {
    const own = asked.filter(({ formVersionId }) => formVersionId === response.formVersionId);
    const marked = own.flatMap(({ code = '', formVersionId }) => {
      const chosen = (response[code] ?? '').split(';');
      return options.filter((each) => each.formVersionId === formVersionId && each.code === code && chosen.includes(each.optionCode ?? ''));
    });
    return [...new Set([...marked, ...(tags.get(response.responseId) ?? [])].map(({ problemCategoryCode = '' }) => problemCategoryCode))];
  });
  const counted = [...Map.groupBy(mentioned, (code) => code)].map(([code, all]) => ({ code, mentions: all.length }));
  const ordered = counted.toSorted((one, other) => other.mentions - one.mentions || (one.code < other.code ? -1 : 1));
  const least = ordered[Math.min(reader.number('problems.typical'), ordered.length) - 1]?.mentions ?? Infinity;
  return ordered.map((each) => ({ ...each, share: each.mentions / responses.length, isTypical: each.mentions >= least }));
}
