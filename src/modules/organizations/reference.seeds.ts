import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { dataFile, readCsv } from '../../kit/data.ts';
import { newId } from '../../kit/entity.ts';
import { firstRow, run, sql } from '../../kit/sql.ts';
import { stampOf } from '../../access/actor.ts';
import { municipalLevels, regionLevels, type UnitLevel } from './organization.rules.ts';

/** Levels as the file names them. */
const levelOf: Record<string, UnitLevel> = {
  country: 'COUNTRY',
  oblast: 'OBLAST',
  republican_city: 'REPUBLICAN_CITY',
  raion: 'RAION',
  oblast_city: 'OBLAST_CITY',
  raion_city: 'TOWN',
  pgt: 'URBAN_SETTLEMENT',
  city_raion: 'CITY_RAION',
  aiyl_aimak: 'AIYL_AIMAK',
};

type UnitRow = Record<
  'code' | 'level' | 'parent_code' | 'name_ky' | 'name_ky_suggested' | 'name_ru' | 'name_en' | 'name_en_suggested' | 'source',
  string
>;

/**
 * The administrative division before the 2024-25 reform, with a municipality and its own provider for each local self-government
 * unit. When it began is not known, and no municipality is confirmed until a current classifier is imported.
 */
export async function seedAdministrativeDivision(ctx: Ctx): Promise<void> {
  if (await firstRow(ctx, sql`select 1 from administrative_unit limit 1`)) return;
  const units = unitsOf(readCsv(dataFile('reference/admin_units.csv')));
  await run(
    ctx,
    sql`insert into administrative_unit (id, code, level, name, is_name_verified, parent_id, region_id, source)
        select id, code, level, name, "isNameVerified", "parentId", "regionId", source from jsonb_to_recordset(${JSON.stringify(units)}::jsonb)
          as u(id uuid, code text, level text, name jsonb, "isNameVerified" boolean, "parentId" uuid, "regionId" uuid, source text)`,
  );
  const by = JSON.stringify(stampOf(ctx.actor));
  const municipalities = units
    .filter(({ level }) => municipalLevels.includes(level))
    .map((unit) => ({ ...unit, municipalityId: newId(), providerId: newId() }));
  const recordset = sql`jsonb_to_recordset(${JSON.stringify(municipalities)}::jsonb)
    as u(id uuid, code text, name jsonb, "regionId" uuid, "municipalityId" uuid, "providerId" uuid)`;
  await run(
    ctx,
    sql`insert into municipality (id, version, updated_at, updated_by, unit_id, region_id, soate, name, xroad_member_ids, is_confirmed)
        select "municipalityId", 1, ${ctx.now}, ${by}::jsonb, id, "regionId", code, name, '{}', false from ${recordset}`,
  );
  await run(
    ctx,
    sql`insert into service_provider (id, version, updated_at, updated_by, kind, name, municipality_id)
        select "providerId", 1, ${ctx.now}, ${by}::jsonb, 'LSG_BODY', name, "municipalityId" from ${recordset}`,
  );
  await audit(ctx, {
    subjectType: 'AdministrativeUnit',
    after: { units: units.length, municipalities: municipalities.length, file: 'admin_units.csv' },
  });
}

function unitsOf(rows: readonly UnitRow[]) {
  const units = rows.map((row) => ({
    id: newId(),
    code: row.code,
    level: levelOf[row.level] ?? unknownLevel(row),
    name: { ky: row.name_ky || row.name_ky_suggested, ru: row.name_ru || null, en: row.name_en || row.name_en_suggested || null },
    isNameVerified: row.name_ky !== '',
    parentCode: row.parent_code,
    source: row.source,
  }));
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  type Unit = (typeof units)[number];
  const regionOf = (unit: Unit | undefined): Unit | undefined =>
    unit === undefined || regionLevels.includes(unit.level) ? unit : regionOf(byCode.get(unit.parentCode));
  return units.map((unit) => ({ ...unit, parentId: byCode.get(unit.parentCode)?.id ?? null, regionId: regionOf(unit)?.id ?? null }));
}

function unknownLevel({ code, level }: UnitRow): never {
  throw new Error(`admin_units.csv: unit ${code} has the unknown level ${level}`);
}

/** The national bodies in the regulation's own words, until staff enter their names of the day. */
export async function seedAuthorities(ctx: Ctx): Promise<void> {
  if (await firstRow(ctx, sql`select 1 from authority limit 1`)) return;
  const authorities = readCsv<'kind' | 'name_ky' | 'name_ru' | 'name_en'>(dataFile('reference/authorities.csv')).map((row) => ({
    id: newId(),
    kind: row.kind,
    name: { ky: row.name_ky, ru: row.name_ru, en: row.name_en },
  }));
  await run(
    ctx,
    sql`insert into authority (id, kind, name) select id, kind, name from jsonb_to_recordset(${JSON.stringify(authorities)}::jsonb) as a(id uuid, kind text, name jsonb)`,
  );
}
