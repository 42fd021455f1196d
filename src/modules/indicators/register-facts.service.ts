import type { Ctx } from '../../kit/ctx.ts';
import { inForceOn } from '../../kit/lookup.ts';
import { rows, sql } from '../../kit/sql.ts';
import { addDays } from '../../shared/calendar.ts';
import { electronicLevels, informationChannelKinds } from '../service-registry/service-offer.rules.ts';
import { standardInForceOn } from '../service-registry/standard-in-force.service.ts';
import { quartersAsked } from './analysis-run.rules.ts';
import { type RunInput, unitsOf } from './run-input.service.ts';

/** What registers say of an object, or of a service of a complex, in a municipality that it is monitored in. */
export interface RegisterFacts {
  objectId: string;
  memberId: string | null;
  municipalityId: string;
  regionId: string;
  services: number;
  onRequest: number;
  hasTimeNorm: boolean;
  hasCostNorm: boolean;
  electronicYes: number;
  electronicNo: number;
  regulationYes: number;
  regulationNo: number;
  informationYes: number;
  informationNo: number;
  justified: number;
  unexamined: number;
  missingQuarters: number;
}

/**
 * R-II.4 to R-II.6, R-II.8, R-III.1.5: every object in every municipality of the List, as registers stood on the reference day. Of
 * several offers of one service the best counts (ours). What an offer does not say is unknown, unless the offer is confirmed for the
 * year: then it is a no. Municipalities by name: results are stored in this order.
 */
export function registerFacts(ctx: Ctx, input: RunInput): Promise<RegisterFacts[]> {
  const { referenceDay: day, startedOn, period, method, year } = input;
  const enough = electronicLevels.slice(electronicLevels.indexOf(method.electronic.level));
  const freshFrom = addDays(day, -method.electronic.evidenceDays);
  const asked = quartersAsked({ year, period, startedOn });
  const on = sql`${day}::date`;
  return rows(
    ctx,
    sql`with offer as materialized (
          select t.municipality_id, t.service_id, bool_or(t.confirmed_for_year = ${year}) as is_confirmed,
            bool_or(t.electronic_level = any(${[...enough]}) and t.electronic_checked_on between ${freshFrom}::date and ${on}) as is_electronic,
            bool_or(t.electronic_level is not null) and not bool_or(coalesce(t.electronic_level = any(${[...enough]}), false)) as is_below,
            bool_or(t.regulation is not null) as is_regulated,
            (select count(distinct c ->> 'kind') from service_offer o cross join jsonb_array_elements(o.information_channels) c
              where o.municipality_id = t.municipality_id and o.service_id = t.service_id and ${inForceOn('o', day)}
                and c ->> 'kind' = any(${[...informationChannelKinds]}) and btrim(c ->> 'evidence') <> '' and (c ->> 'checkedOn')::date <= ${on}) as channels
          from service_offer t where ${inForceOn('t', day)} group by t.municipality_id, t.service_id),
        asked as materialized (
          select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as q("periodFrom" date, "periodTo" date, quarter text, "isOver" boolean)),
        silent as materialized (
          select m.id as municipality_id, count(*)::int as quarters from municipality m cross join asked q
          where (m.valid_from is null or m.valid_from < q."periodTo") and (m.valid_to is null or m.valid_to > q."periodFrom")
            and (not q."isOver" or not exists (select 1 from complaint c
                where c.municipality_id = m.id and c.received_on >= q."periodFrom" and c.received_on < q."periodTo")
              and not exists (select 1 from complaint_nil_return n where n.municipality_id = m.id and n.year = ${year} and n.quarter = q.quarter
                and n.voided_by_id is null))
          group by m.id),
        complained as materialized (
          select c.municipality_id, c.service_id, count(*) filter (where c.finding = 'JUSTIFIED')::int as justified,
            count(*) filter (where c.state = 'RECEIVED')::int as unexamined
          from complaint c where c.received_on >= ${period.periodFrom}::date and c.received_on < ${period.periodTo}::date and c.received_on <= ${on}
          group by c.municipality_id, c.service_id)
        select u.object_id, u.member_id, om.municipality_id, m.region_id, count(*)::int as services,
          count(*) filter (where s.provision = 'ON_REQUEST')::int as on_request,
          bool_or(s.provision = 'ON_REQUEST' and time.id is not null) as has_time_norm,
          bool_or(s.provision = 'ON_REQUEST' and fee.id is not null) as has_cost_norm,
          count(*) filter (where o.is_electronic)::int as electronic_yes,
          count(*) filter (where not o.is_electronic and o.is_below or o.is_electronic is null and o.is_below)::int as electronic_no,
          count(*) filter (where o.is_regulated)::int as regulation_yes,
          count(*) filter (where not o.is_regulated and o.is_confirmed)::int as regulation_no,
          count(*) filter (where o.channels = ${informationChannelKinds.length})::int as information_yes,
          count(*) filter (where o.channels < ${informationChannelKinds.length} and (o.channels > 0 or o.is_confirmed))::int as information_no,
          coalesce(sum(k.justified), 0)::int as justified, coalesce(sum(k.unexamined), 0)::int as unexamined,
          coalesce(max(silent.quarters), 0)::int as missing_quarters
        from ${unitsOf(input)} u join monitoring_object_municipality om on om.object_id = u.object_id
        join municipality m on m.id = om.municipality_id join municipal_service s on s.id = u.service_id
        left join service_standard own on own.service_id = u.service_id and own.municipality_id = m.id and ${standardInForceOn('own', on)}
        left join service_standard national on national.service_id = u.service_id and national.municipality_id is null
          and ${standardInForceOn('national', on)}
        left join norm time on time.standard_id = coalesce(own.id, national.id) and time.kind = 'PROCESSING_TIME' and time.basis is null
        left join norm fee on fee.standard_id = coalesce(own.id, national.id) and fee.kind = 'FEE' and fee.basis is null
        left join offer o on o.municipality_id = m.id and o.service_id = u.service_id
        left join complained k on k.municipality_id = m.id and k.service_id = u.service_id
        left join silent on silent.municipality_id = m.id
        group by u.object_id, u.member_id, om.municipality_id, m.region_id, m.name
        order by (m.name ->> 'ky') collate "ky-x-icu", om.municipality_id, u.object_id, u.member_id`,
  );
}
