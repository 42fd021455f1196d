import { dayBefore, isInForce, type Reader, type Row, total } from './files.ts';

const levels = ['NONE', 'INFORMATION', 'FORM_DOWNLOAD', 'APPLICATION', 'FULL_CYCLE'];
const channels = ['MASS_MEDIA', 'PUBLIC_PLACE', 'NOTICE_BOARD'];

/** What offers say of a service in a municipality: true, false, or nothing. */
export function toldOf(reader: Reader) {
  const [day, year, enough] = [
    reader.parameter('referenceDay'),
    reader.parameter('year'),
    levels.indexOf(reader.parameter('electronic.level')),
  ];
  const oldest = dayBefore(day, reader.number('electronic.evidenceDays'));
  const offers = Map.groupBy(
    reader.rows('offers').filter((row) => isInForce(row, day)),
    ({ serviceCode, municipalityId }) => `${serviceCode} ${municipalityId}`,
  );
  return (indicator: string, serviceCode: string, municipalityId: string): boolean | null => {
    const own = offers.get(`${serviceCode} ${municipalityId}`) ?? [];
    const isConfirmed = own.some(({ confirmedForYear }) => confirmedForYear === year);
    if (indicator === 'ELECTRONIC_FORM') {
      const known = own.filter(({ electronicLevel }) => electronicLevel !== '');
      const high = known.filter(({ electronicLevel = '' }) => levels.indexOf(electronicLevel) >= enough);
      if (high.some(({ electronicCheckedOn = '' }) => electronicCheckedOn >= oldest && electronicCheckedOn <= day)) return true;
      return known.length > 0 && high.length === 0 ? false : null;
    }
    if (indicator === 'ADMINISTRATIVE_REGULATION')
      return own.some(({ hasRegulation }) => hasRegulation === 'true') || (isConfirmed ? false : null);
    const given = own.flatMap((offer) => (offer.channels ?? '').split(';')).map((each) => each.split(':'));
    const seen = channels.filter((kind) => given.some(([own_, on = '']) => own_ === kind && on !== '' && on <= day));
    if (seen.length === channels.length) return true;
    return seen.length > 0 || isConfirmed ? false : null;
  };
}

/**
 * Quarters of the period that were over when the run was started, and in which the municipality existed, with neither a complaint nor word
 * that there was none; all that it existed in where none was over.
 */
export function silentQuarters(reader: Reader) {
  const [started, year] = [dayInBishkek(reader.parameter('startedAt')), reader.parameter('year')];
  const starts = ['01', '04', '07', '10'].map((month) => `${year}-${month}-01`);
  const quarters = starts.map((from, index) => ({ code: `Q${index + 1}`, from, to: starts[index + 1] ?? `${Number(year) + 1}-01-01` }));
  const ofPeriod = quarters.filter(({ from, to }) => from >= reader.parameter('periodFrom') && to <= reader.parameter('periodTo'));
  const over = ofPeriod.filter(({ to }) => to <= started);
  return (place: Row): number =>
    (over.length > 0 ? over : ofPeriod).filter(({ code, from, to }) => {
      const existed = (place.validFrom === '' || (place.validFrom ?? '') < to) && (place.validTo === '' || (place.validTo ?? '') > from);
      const mine = ({ municipalityId }: Row) => municipalityId === place.municipalityId;
      const complained = reader
        .rows('complaints')
        .some((row) => mine(row) && (row.receivedOn ?? '') >= from && (row.receivedOn ?? '') < to);
      if (existed && to > started) return true;
      return existed && !complained && !reader.rows('no-complaints').some((row) => mine(row) && row.quarter === code);
    }).length;
}

/** Bishkek is six hours ahead, all year. */
function dayInBishkek(instant: string): string {
  return new Date(Date.parse(instant) + 6 * 3_600_000).toISOString().slice(0, 10);
}

export interface Stated {
  delivered: number;
  figures: number;
  notOffered: number;
  missing: number;
}

/** What the accepted reports say of a service in a municipality; without a line one figure is missing. */
export function statedOf({ rows }: Reader) {
  const lines = Map.groupBy(rows('volumes'), ({ serviceCode, municipalityId }) => `${serviceCode} ${municipalityId}`);
  return (serviceCode: string, municipalityId: string): Stated => {
    const own = lines.get(`${serviceCode} ${municipalityId}`);
    if (!own) return { delivered: 0, figures: 0, notOffered: 0, missing: 1 };
    const of = (state: string) => own.filter((line) => line.state === state);
    return {
      delivered: total(of('VALUE').map(({ delivered }) => Number(delivered))),
      figures: of('VALUE').length,
      notOffered: of('NOT_OFFERED').length,
      missing: of('MISSING').length,
    };
  };
}
