import type { Ctx } from '../../kit/ctx.ts';
import { inForceDay, inForceOn } from '../../kit/lookup.ts';
import { inKyrgyz, type Order, page, type Page, type PageArguments, type Sql, sql } from '../../kit/sql.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import { inRegion } from '../organizations/organization.service.ts';
import { feeKinds, provisions } from './municipal-service.rules.ts';
import { holdsIn } from './municipal-service.service.ts';
import type { NormKind } from './service-standard.rules.ts';
import { askedNormKinds } from './standard-content.rules.ts';
import { standardInForceOn } from './standard-in-force.service.ts';

/** A service, where it is looked at, and what nobody has approved for it. */
export interface NormGap {
  serviceId: string;
  /** Null = the whole country. */
  municipalityId: string | null;
  /** Null = no standard in force. */
  standardId: string | null;
  missing: NormKind[];
}

export interface NormGapScope {
  municipalityId?: string | null;
  regionCode?: string | null;
  inForceOn?: LocalDate | null;
}

/**
 * R-III.1.5: services in force that have no standard, or whose standard lacks norms that its template asks for. In a municipality,
 * in each municipality of a region, or, with neither, over the country: national standards, and additional services where they are.
 * R5: delegated state services follow other standards and are left out.
 */
export async function listNormGaps(
  ctx: Ctx,
  { municipalityId, regionCode, inForceOn: on }: NormGapScope,
  paging: PageArguments,
): Promise<Page<NormGap>> {
  const day = inForceDay(ctx, on);
  return page<NormGap>(ctx, {
    list: 'normGaps',
    select: sql`t.service_id, t.municipality_id, t.standard_id, t.missing`,
    from: sql`(${await gaps(ctx, { municipalityId, regionCode }, day)}) t`,
    where: [sql`t.standard_id is null or cardinality(t.missing) > 0`],
    order: byNames,
    id: sql`t.id`,
    idType: 'text',
    page: paging,
    filter: { municipalityId, regionCode, day },
  });
}

const byNames: Order = {
  name: 'SERVICE_NAME_ASC',
  keys: [
    { by: inKyrgyz(sql`t.service_name`), type: 'text', direction: 'asc' },
    { by: inKyrgyz(sql`t.municipality_name`), type: 'text', direction: 'asc' },
  ],
};

async function gaps(ctx: Ctx, scope: NormGapScope, day: LocalDate): Promise<Sql> {
  const on = sql`${day}::date`;
  return sql`select concat(s.id, ':', m.id) as id, s.id as service_id, m.id as municipality_id, st.id as standard_id,
      s.name ->> 'ky' as service_name, coalesce(m.name ->> 'ky', '') as municipality_name,
      array(
        select asked.kind from ${askedRows} where asked.provision = s.provision and asked.fee_kind = s.fee_kind
          and exists (${templatesAsking(sql`asked.kind`, day)})
          and not exists (select 1 from norm n where n.standard_id = st.id and n.kind = asked.kind)
        order by asked.position
      ) as missing
    from municipal_service s ${await municipalitiesOf(ctx, scope, day)}
    left join lateral (
      select x.id, x.template_id from service_standard x
      where x.service_id = s.id and ${standardInForceOn('x', on)} and (x.municipality_id is null or x.municipality_id = m.id)
      order by x.municipality_id nulls last limit 1
    ) st on true
    where ${inForceOn('s', day)} and s.delegated_state_service_id is null`;
}

/** The rule's table, for every kind of service, as rows. */
const asked = provisions.flatMap((provision) =>
  feeKinds.flatMap((feeKind) => askedNormKinds(provision, feeKind).map((kind) => ({ provision, feeKind, kind }))),
);
const askedRows = sql`unnest(${asked.map(({ provision }) => provision)}::text[], ${asked.map(({ feeKind }) => feeKind)}::text[], ${asked.map(({ kind }) => kind)}::text[])
  with ordinality as asked(provision, fee_kind, kind, position)`;

/** The standard's template, or where there is no standard those in force, if it knows the kind of norm. */
function templatesAsking(kind: Sql, day: LocalDate): Sql {
  return sql`select 1 from standard_template tp, jsonb_array_elements(tp.norm_kinds) k
    where k ->> 'kind' = ${kind} and (tp.id = st.template_id or (st.id is null and ${inForceOn('tp', day)}))`;
}

async function municipalitiesOf(ctx: Ctx, { municipalityId, regionCode }: NormGapScope, day: LocalDate): Promise<Sql> {
  if (municipalityId == null && regionCode == null) return sql`left join municipality m on m.id = s.municipality_id`;
  const one = municipalityId == null ? sql`true` : sql`m.id = ${municipalityId}`;
  const region = (await inRegion(ctx, 'm', regionCode)) ?? sql`true`;
  return sql`join municipality m on ${one} and ${region} and ${inForceOn('m', day)} and ${holdsIn('s', sql`m.id`)}`;
}
