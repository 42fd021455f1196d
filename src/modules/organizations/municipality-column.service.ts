import { type ExportColumn, inWords } from '../../kit/export.ts';
import { type Sql, sql } from '../../kit/sql.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';

/** Where a row of an export belongs; null = to no one municipality, or it is withheld. */
export interface PlacedRow {
  regionCode: string | null;
  regionName: LocalizedText | null;
  municipalitySoate: string | null;
  municipalityName: LocalizedText | null;
}

/** The region and the municipality that a row of an export belongs to. */
export const placeColumns: readonly ExportColumn<PlacedRow>[] = [
  { code: 'regionCode', heading: { ky: 'Аймактын коду', ru: 'Код региона', en: 'Region code' }, of: (row) => row.regionCode },
  { code: 'region', heading: { ky: 'Аймак', ru: 'Регион', en: 'Region' }, of: (row, language) => inWords(row.regionName, language) },
  {
    code: 'municipalitySoate',
    heading: { ky: 'Муниципалитеттин СОАТЕ коду', ru: 'Код СОАТЕ муниципалитета', en: 'Municipality, SOATE code' },
    of: (row) => row.municipalitySoate,
  },
  {
    code: 'municipality',
    heading: { ky: 'Муниципалитет', ru: 'Муниципалитет', en: 'Municipality' },
    of: (row, language) => inWords(row.municipalityName, language),
  },
];

/** What `placeColumns` read, over the aliases of `placeJoin`. */
export const placeSelect = sql`mu.soate as municipality_soate, mu.name as municipality_name, re.code as region_code, re.name as region_name`;

/** The municipality `mu` and the region `re` that a column names. */
export function placeJoin(municipalityId: Sql): Sql {
  return sql`left join municipality mu on mu.id = ${municipalityId} left join administrative_unit re on re.id = mu.region_id`;
}

/**
 * The region `r` and the district `d` of a municipality `m` with its unit `u`: several have the same name. A district is what stands between
 * the two, a city of oblast significance too; it is null where the municipality lies in the region itself.
 */
export const divisionJoin = sql`join administrative_unit u on u.id = m.unit_id join administrative_unit r on r.id = m.region_id
  left join administrative_unit d on d.id = u.parent_id and d.id <> r.id`;
