import type { ClassifierRow } from './classifier-file.rules.ts';
import * as finding from './classifier-finding.rules.ts';
import type { Findings } from './classifier-finding.rules.ts';
import type { UnitUpdate } from './import-plan.rules.ts';
import { type Division, type KnownUnit, nameOf, parentCodeIn, place, regionCodeIn } from './new-division.rules.ts';
import { mayBeSameUnit } from './unit-name.rules.ts';

export function divisionUpdates(division: Division): Findings & { updates: UnitUpdate[] } {
  const found = [...division.unitOf].map(([row, unit]) => updateOf(row, unit, division));
  return {
    violations: found.flatMap(({ violations }) => violations),
    warnings: found.flatMap(({ warnings }) => warnings),
    updates: found
      .map(({ update }) => update)
      .filter(({ name, parentCode, regionCode, isConfirming }) => name ?? parentCode ?? regionCode ?? isConfirming),
  };
}

function updateOf(row: ClassifierRow, unit: KnownUnit, division: Division): Findings & { update: UnitUpdate } {
  const { municipality } = unit;
  const level = row.level !== null && row.level !== unit.level ? [finding.otherLevel(place(row, 'level'), unit.level, row.level)] : [];
  const naming = namingOf(row, unit);
  const moving = movingOf(row, unit, division);
  const region = regionCodeIn(row, division);
  const regionRow = division.rowOf.get(region ?? '');
  const regionId = (regionRow && division.unitOf.get(regionRow)?.id) ?? null;
  const hasEnded = municipality !== null && municipality.validTo !== null;
  return {
    violations: [...level, ...naming.violations, ...moving.violations],
    warnings: [...naming.warnings, ...(hasEnded ? [finding.municipalityEnded(place(row, 'code'), municipality.validTo ?? '')] : [])],
    update: {
      unit,
      name: naming.name,
      parentCode: moving.parentCode,
      regionCode: regionId === unit.regionId ? null : region,
      isConfirming: municipality !== null && !municipality.isConfirmed && !hasEnded,
    },
  };
}

/** Names not yet verified are replaced, verified ones only completed; a name of something else means that the code was reused. */
function namingOf({ row, names }: ClassifierRow, unit: KnownUnit): Findings & Pick<UnitUpdate, 'name'> {
  const { name: stored, isNameVerified } = unit;
  if (!mayBeSameUnit(stored, names)) {
    const column = names.ky === null ? 'name_ru' : 'name_ky';
    return { violations: [finding.otherUnit({ row, column }, nameOf(stored), names.ru ?? names.ky ?? '')], warnings: [], name: null };
  }
  const name = isNameVerified
    ? { ky: stored.ky, ru: stored.ru ?? names.ru, en: stored.en ?? names.en }
    : { ky: names.ky ?? stored.ky, ru: names.ru ?? stored.ru ?? null, en: names.en ?? stored.en ?? null };
  const isVerifying = !isNameVerified && names.ky !== null;
  const isChanged = name.ky !== stored.ky || name.ru !== (stored.ru ?? null) || name.en !== (stored.en ?? null);
  const kept = (['ky', 'ru', 'en'] as const).flatMap((language) => {
    const given = names[language];
    return given === null || given === name[language]
      ? []
      : [finding.nameKept({ row, column: `name_${language}` }, name[language] ?? '', given)];
  });
  return {
    violations: [],
    warnings: kept,
    name: isChanged || isVerifying ? { name, isNameVerified: isNameVerified || isVerifying } : null,
  };
}

/** A unit stays where it is; only when its parent itself was replaced does it follow to the one that took its place. */
function movingOf(row: ClassifierRow, unit: KnownUnit, division: Division): Pick<Findings, 'violations'> & Pick<UnitUpdate, 'parentCode'> {
  const parentRow = division.rowOf.get(parentCodeIn(row, division) ?? '');
  // A parent that is not in the file is told of by `parents`.
  if (!parentRow || division.unitOf.get(parentRow)?.id === unit.parentId) return { violations: [], parentCode: null };
  const before = division.byId.get(unit.parentId ?? '');
  if (before && division.endedBy.get(parentRow)?.includes(before)) return { violations: [], parentCode: parentRow.code };
  return { violations: [finding.otherParent(place(row, 'parent_code'), before?.code ?? '—', parentRow.code)], parentCode: null };
}
