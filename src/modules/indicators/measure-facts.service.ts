import type { Ctx } from '../../kit/ctx.ts';
import { rows, type Sql, sql } from '../../kit/sql.ts';
import { standardInForceOn } from '../service-registry/standard-in-force.service.ts';
import type { AmountSums, MeasureSums } from './comparison.rules.ts';
import type { AnswerSource, ResultLevel } from './indicator.rules.ts';
import { pinnedResponses, primaryQuestion, type RunInput, unitsOf } from './run-input.service.ts';

const measures = {
  time: { norm: 'PROCESSING_TIME', column: 'time_spent', expected: 'time_expected', measure: 'TIME_SPENT', expectation: 'TIME_EXPECTED' },
  cost: { norm: 'FEE', column: 'cost_paid', expected: 'cost_expected', measure: 'COST_PAID', expectation: 'COST_EXPECTED' },
} as const;
export type MeasureName = keyof typeof measures;

/** Amounts of one unit of an object, or of a service of a complex, in a municipality, a region or the country. */
export interface MeasureFacts extends MeasureSums {
  objectId: string;
  memberId: string | null;
  level: ResultLevel;
  municipalityId: string | null;
  regionId: string | null;
  answers: number;
  overdue: number;
  waiting: number;
  noAnswer: number;
}

/**
 * R-II.2, R-II.3, R-III.1.1, R-III.1.3, R-III.1.4: amounts against the norms in force on the day of service: the municipality's own
 * redaction, otherwise the national one. A norm per month or per head, or in a unit that the method does not convert, is no norm here.
 * One statement; sums are exact.
 */
export async function measureFacts(ctx: Ctx, input: RunInput, name: MeasureName, source: AnswerSource): Promise<MeasureFacts[]> {
  const found = await rows<StatementRow>(ctx, statementOf(input, name, source));
  return found.map(factsOf);
}

interface StatementRow extends Omit<MeasureFacts, 'actual' | 'expectation' | 'normIds' | 'greatest' | 'onlyNorm'>, AmountSums {
  normIds: string[] | null;
  greatest: string[] | null;
  leastNorm: string | null;
  greatestNorm: string | null;
  expectedN: number;
  expectedSum: string;
  expectedMin: string;
  expectedMax: string;
  expectedLowerMedian: string;
  expectedUpperMedian: string;
}

function factsOf(row: StatementRow): MeasureFacts {
  const { objectId, memberId, level, municipalityId, regionId, unit, answers, compared, within, overdue, waiting, noAnswer } = row;
  const { n, sum, min, max, lowerMedian, upperMedian } = row;
  const expectation: AmountSums = {
    n: row.expectedN,
    sum: row.expectedSum,
    min: row.expectedMin,
    max: row.expectedMax,
    lowerMedian: row.expectedLowerMedian,
    upperMedian: row.expectedUpperMedian,
  };
  const [absolute, signed, norm] = row.greatest ?? [];
  return {
    objectId,
    memberId,
    level,
    municipalityId,
    regionId,
    unit,
    answers,
    compared,
    within,
    overdue,
    waiting,
    noAnswer,
    actual:
      n === 0
        ? null
        : {
            n,
            sum,
            min,
            max,
            lowerMedian,
            upperMedian,
          },
    expectation: row.expectedN === 0 ? null : expectation,
    normIds: row.normIds ?? [],
    normSum: row.normSum,
    deviationSum: row.deviationSum,
    absoluteSum: row.absoluteSum,
    greatest:
      absolute === undefined || signed === undefined || norm === undefined
        ? null
        : {
            absolute,
            signed,
            norm,
          },
    onlyNorm: row.leastNorm === row.greatestNorm ? row.leastNorm : null,
  };
}

/** The two in the middle, exactly; percentile_disc takes the first value at or past the half, from either end. */
const medians = (value: Sql, prefix: string): Sql => sql`
  trim_scale(percentile_disc(0.5) within group (order by ${value}))::text as ${sql.ref(`${prefix}lower_median`)},
  trim_scale(percentile_disc(0.5) within group (order by ${value} desc))::text as ${sql.ref(`${prefix}upper_median`)}`;

const sums = (value: Sql, prefix: string): Sql => sql`count(${value})::int as ${sql.ref(`${prefix}n`)},
  trim_scale(sum(${value}))::text as ${sql.ref(`${prefix}sum`)}, trim_scale(min(${value}))::text as ${sql.ref(`${prefix}min`)},
  trim_scale(max(${value}))::text as ${sql.ref(`${prefix}max`)}, ${medians(value, prefix)}`;

function statementOf(input: RunInput, name: MeasureName, source: AnswerSource): Sql {
  const a = sql.ref('a.value');
  return sql`with ${calendar(input)}, ${formsOf(name)}, against as materialized (${answersAgainstNorms(input, name, source)})
    select a.object_id, a.member_id, a.municipality_id, a.region_id, a.unit,
      case when grouping(a.municipality_id) = 0 then 'MUNICIPALITY' when grouping(a.region_id) = 0 then 'REGION' else 'COUNTRY' end as level,
      count(a.value)::int as answers, count(*) filter (where a.value is not null and a.norm is not null)::int as compared,
      count(*) filter (where a.value <= a.norm)::int as within, count(*) filter (where a.is_overdue)::int as overdue,
      count(*) filter (where a.is_waiting and not a.is_overdue)::int as waiting, count(*) filter (where a.is_unanswered)::int as no_answer,
      array_agg(distinct a.norm_id::text order by a.norm_id::text) filter (where a.value is not null and a.norm is not null) as norm_ids,
      trim_scale(sum(a.norm) filter (where a.value is not null))::text as norm_sum, trim_scale(sum(a.value - a.norm))::text as deviation_sum,
      trim_scale(sum(abs(a.value - a.norm)))::text as absolute_sum,
      (max(array[abs(a.value - a.norm), a.value - a.norm, a.norm]) filter (where a.value is not null and a.norm is not null))::text[] as greatest,
      trim_scale(min(a.norm) filter (where a.value is not null))::text as least_norm,
      trim_scale(max(a.norm) filter (where a.value is not null))::text as greatest_norm,
      ${sums(a, '')}, ${sums(sql.ref('a.expected'), 'expected_')}
    from against a
    group by grouping sets ((a.object_id, a.member_id, a.unit, a.municipality_id), (a.object_id, a.member_id, a.unit, a.region_id),
      (a.object_id, a.member_id, a.unit))`;
}

/** Ten years: what took longer is counted as so many. */
const mostDays = 3_660;

/**
 * Days with the number of working days up to and with each: Saturdays, Sundays and the method's holidays are none. From twelve years
 * before: who waits may have applied long ago, and what took years is to be compared too.
 */
function calendar({ year, method }: RunInput): Sql {
  return sql`calendar as materialized (
    select d::date as day, count(*) filter (where extract(isodow from d) < 6 and to_char(d, 'MM-DD') <> all(${[...method.holidays]})
      and to_char(d, 'YYYY-MM-DD') <> all(${[...method.holidays]})) over (order by d)::int as working_days
    from generate_series(make_date(${year - 12}, 1, 1)::timestamp, make_date(${year + 1}, 12, 31)::timestamp, interval '1 day') d)`;
}

function formsOf(name: MeasureName): Sql {
  const { measure, expectation } = measures[name];
  return sql`form as materialized (
    select f.id, asked.code, asked.unit, asked.basis, case when expected.basis is null then expected.unit end as expected_unit
    from form_version f join ${primaryQuestion(measure)} asked on true left join ${primaryQuestion(expectation)} expected on true)`;
}

/**
 * Each answer with its norm in the unit it is compared in. Calendar days against a norm in working days are counted by the calendar,
 * back from the day of service. Who has applied, has no day of service and was not asked for the time, is still waiting (R-II.2).
 */
function answersAgainstNorms(input: RunInput, name: MeasureName, source: AnswerSource): Sql {
  const { norm, column, expected } = measures[name];
  const isTime = name === 'time';
  const value = sql.ref(`r.${column}`);
  const isByCalendar = isTime
    ? sql`(n.unit = 'WORKING_DAY' and form.unit = 'DAY' and served.day is not null and begun.day is not null)`
    : sql`false`;
  const conversions = JSON.stringify(input.method.conversions);
  const isWaiting = isTime
    ? sql`(r.served_on is null and r.applied_on is not null and r.time_spent is null and not jsonb_exists(r.answers, form.code))`
    : sql`false`;
  return sql`
    select u.object_id, u.member_id, r.municipality_id, m.region_id,
      case when ${isByCalendar} then 'WORKING_DAY' else form.unit end as unit,
      case when ${isByCalendar} then (served.working_days - begun.working_days)::numeric else ${value} end as value,
      case when form.basis is not null then null when ${isByCalendar} or n.unit = form.unit then n.amount else n.amount * c.factor end as norm,
      n.id as norm_id,
      case when form.unit = form.expected_unit and not ${isByCalendar} then ${sql.ref(`r.${expected}`)} end as expected,
      ${value} is null and jsonb_exists(r.answers, form.code) as is_unanswered,
      ${isWaiting} as is_waiting,
      ${isWaiting} and coalesce(${fitsAnswers} and ${elapsed} > n.amount, false) as is_overdue
    from ${pinnedResponses(input, source)} r join form on form.id = r.form_version_id
    join ${unitsOf(input)} u on u.service_id = r.service_id
    join municipal_service s on s.id = r.service_id and s.provision = 'ON_REQUEST'
    join monitoring_object_municipality om on om.object_id = u.object_id and om.municipality_id = r.municipality_id
    join municipality m on m.id = r.municipality_id
    left join service_standard own on own.service_id = r.service_id and own.municipality_id = r.municipality_id and ${standardInForceOn('own', dayOfService)}
    left join service_standard national on national.service_id = r.service_id and national.municipality_id is null
      and ${standardInForceOn('national', dayOfService)}
    left join norm n on n.standard_id = coalesce(own.id, national.id) and n.kind = ${norm} and n.basis is null
    left join jsonb_to_recordset(${conversions}::jsonb) as c("from" text, "to" text, factor numeric) on c."from" = n.unit and c."to" = form.unit
    left join calendar served on served.day = r.served_on
    left join calendar begun on begun.day = r.served_on - ceil(case when r.time_spent > ${mostDays} then ${mostDays} else r.time_spent end)::int
    left join calendar applied on applied.day = r.applied_on
    left join calendar filed on filed.day = r.filed_on`;
}

/** Whether answers of the form can be compared with the norm at all: per delivery, and in its unit or one that the method converts. */
const fitsAnswers = sql`(form.basis is null and (n.unit = form.unit or c.factor is not null or (n.unit = 'WORKING_DAY' and form.unit = 'DAY')))`;

/** Of who has no day of service, the day on which they said so. */
const dayOfService = sql`coalesce(r.served_on, r.filed_on)`;

/** The least time that has passed between applying and saying that nothing was received, in the norm's unit: whole days, so one less in hours. */
const elapsed = sql`case n.unit when 'WORKING_DAY' then filed.working_days - applied.working_days when 'DAY' then r.filed_on - r.applied_on
  when 'HOUR' then (r.filed_on - r.applied_on - 1) * 24 when 'MINUTE' then (r.filed_on - r.applied_on - 1) * 1440 end`;
