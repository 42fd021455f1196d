import type { Ctx } from '../../kit/ctx.ts';
import { inForceDay } from '../../kit/lookup.ts';
import { columnsOf, load, loaderBy, rows, type Sql, sql } from '../../kit/sql.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import { ServiceStandard } from './service-standard.entity.ts';

/** In force = approved and within its dates: redactions of an alias that are so on a day. As `isStandardInForce` of the rules. */
export function standardInForceOn(alias: string, day: Sql): Sql {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql`(${column('status')} <> 'DRAFT' and ${column('valid_from')} <= ${day} and (${column('valid_to')} is null or ${column('valid_to')} > ${day}))`;
}

interface StandardKey {
  serviceId: string;
  /** The municipality whose own redaction goes first; null = only the national one is asked for. */
  municipalityId: string | null;
  day: LocalDate;
}

const inForce = loaderBy<string, ServiceStandard & { key: string }>(
  'standardInForce',
  (ctx, keys) => {
    const asked = keys.map((key) => ({ key, ...(JSON.parse(key) as StandardKey) }));
    return rows(
      ctx,
      sql`select k.key, st.* from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as k(key text, "serviceId" uuid, "municipalityId" uuid, day date)
          cross join lateral (
            select ${columnsOf(ctx, ServiceStandard, 't')} from service_standard t
            where t.service_id = k."serviceId" and ${standardInForceOn('t', sql`k.day`)} and (t.municipality_id is null or t.municipality_id = k."municipalityId")
            order by t.municipality_id nulls last limit 1
          ) st`,
    );
  },
  (row) => row.key,
);

/** The standard of a service in force on a day (today unless given): the municipality's own, otherwise the national one. */
export function findStandardInForce(
  ctx: Ctx,
  serviceId: string,
  municipalityId: string | null | undefined,
  on: LocalDate | null | undefined,
): Promise<ServiceStandard | undefined> {
  const key: StandardKey = { serviceId, municipalityId: municipalityId ?? null, day: inForceDay(ctx, on) };
  return load(ctx, inForce, JSON.stringify(key));
}
