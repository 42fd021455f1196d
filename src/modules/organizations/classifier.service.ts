import { createHash } from 'node:crypto';
import { CsvError, parse } from 'csv-parse/sync';
import { stampOf } from '../../access/actor.ts';
import { audit, type AuditFacts } from '../../kit/audit.ts';
import { recordSaved } from '../../kit/change-feed.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { rows, run, type Sql, sql } from '../../kit/sql.ts';
import { separated } from '../../kit/table-file/csv-table.ts';
import { isLocalDate, type LocalDate } from '../../shared/calendar.ts';
import { HubError, type Violation } from '../../shared/errors.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import { isBlank } from '../../shared/plain-text.ts';
import { AdministrativeUnit, Municipality, ServiceProvider, Succession } from './organization.entity.ts';
import * as finding from './classifier-file-finding.rules.ts';
import { type FileRecord, maxFileBytes, maxRows, readClassifier, type ReadClassifier, unreadClassifier } from './classifier-file.rules.ts';
import { planImport } from './classifier.rules.ts';
import { type ChangeLine, countsOf, type ImportCounts, type ImportPlan, type UnitBeginning } from './import-plan.rules.ts';
import type { KnownUnit } from './new-division.rules.ts';

export interface ClassifierImport {
  /** The file's bytes, so that its encoding can be judged and its digest kept. */
  file: Uint8Array;
  /** The day from which the division that the file describes is in force. */
  inForceFrom: LocalDate;
  act: LegalAct;
  isDryRun: boolean;
}

export interface ClassifierReport {
  /** SHA-256 of the file, hex. */
  sha256: string;
  /** Rows of units in the file. */
  rowCount: number;
  inForceFrom: LocalDate;
  /** Any of them refuses the file; then nothing is planned. */
  violations: Violation[];
  warnings: Violation[];
  counts: ImportCounts;
  changes: ChangeLine[];
  /** Nothing was wrong and nothing was left to do: the division is there as the file has it. */
  hasNothingToDo: boolean;
  /** Whether the division was changed: never on a dry run. */
  isApplied: boolean;
}

/**
 * Brings the administrative division to a classifier in force from a day, whole or not at all: units and municipalities begin and
 * end with successions that rest on the act, and every municipality found in it is confirmed. Nothing of a predecessor is deleted.
 * All that is wrong is answered at once. Runs in the caller's transaction.
 */
export async function importClassifier(ctx: Ctx, input: ClassifierImport): Promise<ClassifierReport> {
  const { file, inForceFrom, act, isDryRun } = input;
  if (!isLocalDate(inForceFrom)) throw new HubError(finding.badDate({ column: 'in-force-from' }, inForceFrom));
  const read = classifierIn(file, inForceFrom);
  if (!isDryRun) await run(ctx, sql`lock table administrative_unit, municipality, service_provider in share row exclusive mode`);
  const units = await knownUnits(ctx);
  const { plan, violations, warnings } = planImport({
    ...read,
    violations: [...read.violations, ...(isUntold(act) && isDryRun ? [] : actProblems(act))],
    units,
    inForceFrom,
  });
  const counts = countsOf(plan);
  const hasNothingToDo = violations.length === 0 && Object.values(counts).every((count) => count === 0);
  const isApplied = violations.length === 0 && !hasNothingToDo && !isDryRun;
  const sha256 = createHash('sha256').update(file).digest('hex');
  const report = {
    sha256,
    rowCount: read.rowCount,
    inForceFrom,
    violations,
    warnings,
    counts,
    changes: plan.changes,
    hasNothingToDo,
    isApplied,
  };
  if (isApplied) await applyPlan(ctx, plan, units, { act, report });
  return report;
}

// ---- the file ------------------------------------------------------------------------------------------------------

function classifierIn(file: Uint8Array, inForceFrom: LocalDate): ReadClassifier {
  if (file.byteLength > maxFileBytes) return unreadClassifier(finding.fileTooLarge(maxFileBytes));
  const text = textOf(file);
  if (text === undefined) return unreadClassifier(finding.brokenEncoding(firstBrokenLine(file)));
  try {
    return readClassifier(recordsOf(text), inForceFrom);
  } catch (error) {
    if (error instanceof CsvError) return unreadClassifier(finding.unreadableCsv(Number(error.lines)));
    throw error;
  }
}

/** A text of UTF-8 bytes, its byte order mark dropped; undefined where they are none. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function firstBrokenLine(bytes: Uint8Array): number {
  const newline = 10;
  for (let line = 1, start = 0; ; line += 1) {
    const end = bytes.indexOf(newline, start);
    if (end === -1 || textOf(bytes.subarray(start, end)) === undefined) return line;
    start = end + 1;
  }
}

/** The records of a CSV that a spreadsheet wrote, with commas or, as Russian and Kyrgyz settings have it, semicolons. */
function recordsOf(text: string): FileRecord[] {
  const { rest: table, delimiter: named } = separated(text);
  const [header = ''] = table.split('\n', 1);
  const delimiter = named ?? (header.split(';').length > header.split(',').length ? ';' : ',');
  // One record more than may be, so that a file with too many is known without reading it all.
  const records = parse(table, { delimiter, relax_column_count: true, to: maxRows + 2 });
  return records.map((cells, index) => ({ row: index + 1, cells }));
}

/** A dry run may be made before there is an act. */
function isUntold({ kind, number, adoptedOn, title }: LegalAct): boolean {
  return [kind, number, adoptedOn, title.ky].every((text) => text === '');
}

function actProblems({ kind, number, adoptedOn, title, url }: LegalAct): Violation[] {
  const isRight = {
    kind: !isBlank(kind),
    number: !isBlank(number),
    date: isLocalDate(adoptedOn),
    title: !isBlank(title.ky),
    url: url == null || /^https?:\/\/[^\s]+$/.test(url),
  };
  return Object.entries(isRight)
    .filter(([, isTold]) => !isTold)
    .map(([part]) => finding.incompleteAct(`act-${part}`));
}

// ---- what the hub has ----------------------------------------------------------------------------------------------

type UnitRow = Omit<KnownUnit, 'municipality'> & {
  municipalityId: string | null;
  isConfirmed: boolean;
  municipalityValidTo: LocalDate | null;
};

async function knownUnits(ctx: Ctx): Promise<KnownUnit[]> {
  const found = await rows<UnitRow>(
    ctx,
    sql`select u.id, u.code, u.level, u.name, u.is_name_verified, u.parent_id, u.region_id, u.valid_from, u.valid_to,
          m.id as municipality_id, m.is_confirmed, m.valid_to as municipality_valid_to
        from administrative_unit u left join municipality m on m.unit_id = u.id order by u.code, u.valid_from nulls first`,
  );
  return found.map(({ municipalityId, isConfirmed, municipalityValidTo, ...unit }) => ({
    ...unit,
    municipality: municipalityId === null ? null : { id: municipalityId, isConfirmed, validTo: municipalityValidTo },
  }));
}

// ---- the change ----------------------------------------------------------------------------------------------------

interface Grounds {
  act: LegalAct;
  report: ClassifierReport;
}

type NewUnit = UnitBeginning & { id: string; municipalityId: string | null };

/**
 * Writes a plan. Set-based rather than through the ORM: a code is free for its next unit only once the former one has ended, and the ORM
 * inserts before it updates.
 */
async function applyPlan(ctx: Ctx, plan: ImportPlan, units: readonly KnownUnit[], { act, report }: Grounds): Promise<void> {
  const begun: NewUnit[] = plan.beginnings.map((unit) => ({ ...unit, id: newId(), municipalityId: unit.isMunicipal ? newId() : null }));
  const unitIds = new Map([...plan.unitIds, ...begun.map(({ code, id }) => [code, id] as const)]);
  const municipalityOf = new Map([
    ...units.map(({ id, municipality }) => [id, municipality?.id] as const),
    ...begun.map(({ id, municipalityId }) => [id, municipalityId] as const),
  ]);
  const unitId = (code: string | null): string | null => (code === null ? null : (unitIds.get(code) ?? null));

  await endUnits(ctx, plan);
  await beginUnits(ctx, begun, unitId, `${act.kind} ${act.number} (${act.adoptedOn}), SHA-256 ${report.sha256}`);
  await updateUnits(ctx, plan, unitId);
  const successionIds = await recordSuccessions(ctx, plan, act, (code) => municipalityOf.get(unitId(code) ?? '') ?? undefined);
  const touched = [...plan.endings.map(({ unit }) => unit.id), ...begun.map(({ id }) => id), ...plan.updates.map(({ unit }) => unit.id)];
  await publish(ctx, touched, successionIds);
  const { sha256, rowCount, inForceFrom, counts } = report;
  await audit(ctx, { subjectType: 'AdministrativeUnit', after: { sha256, rowCount, inForceFrom, act, counts } }, ...factsOf(plan, begun));
}

/** Agencies hear of the units, of what stands on them, and of the successions. */
async function publish(ctx: Ctx, unitIds: readonly string[], successionIds: readonly string[]): Promise<void> {
  const ofUnits = sql`select m.id from municipality m where m.unit_id = any(${[...unitIds]}::uuid[])`;
  const idsOf = async (statement: Sql) => (await rows<{ id: string }>(ctx, statement)).map(({ id }) => id);
  await recordSaved(ctx, AdministrativeUnit, unitIds);
  await recordSaved(ctx, Municipality, await idsOf(ofUnits));
  await recordSaved(ctx, ServiceProvider, await idsOf(sql`select p.id from service_provider p where p.municipality_id in (${ofUnits})`));
  await recordSaved(ctx, Succession, successionIds);
}

/** Whose and when a set-based write was, as the ORM would have stamped it. */
function stamped(ctx: Ctx): Sql {
  return sql`version = t.version + 1, updated_at = ${ctx.now}, updated_by = ${JSON.stringify(stampOf(ctx.actor, ctx.actingAs))}::jsonb`;
}

async function endUnits(ctx: Ctx, { endings }: ImportPlan): Promise<void> {
  const ended = JSON.stringify(endings.map(({ unit, on }) => ({ unitId: unit.id, municipalityId: unit.municipality?.id ?? null, on })));
  const recordset = sql`jsonb_to_recordset(${ended}::jsonb) as e("unitId" uuid, "municipalityId" uuid, "on" date)`;
  await run(ctx, sql`update administrative_unit t set valid_to = e."on" from ${recordset} where t.id = e."unitId"`);
  // What was ended by hand before stays as it was recorded.
  const isOpen = sql`t.valid_to is null and (t.valid_from is null or t.valid_from < e."on")`;
  await run(
    ctx,
    sql`update municipality t set valid_to = e."on", ${stamped(ctx)} from ${recordset} where t.id = e."municipalityId" and ${isOpen}`,
  );
  await run(
    ctx,
    sql`update service_provider t set valid_to = e."on", ${stamped(ctx)} from ${recordset} where t.municipality_id = e."municipalityId" and ${isOpen}`,
  );
}

async function beginUnits(
  ctx: Ctx,
  begun: readonly NewUnit[],
  unitId: (code: string | null) => string | null,
  source: string,
): Promise<void> {
  const units = begun.map((unit) => ({
    ...unit,
    parentId: unitId(unit.parentCode),
    regionId: unitId(unit.regionCode),
    providerId: newId(),
  }));
  const recordset = sql`jsonb_to_recordset(${JSON.stringify(units)}::jsonb) as u(id uuid, code text, level text, name jsonb, "isNameVerified" boolean,
    "parentId" uuid, "regionId" uuid, "on" date, "municipalityId" uuid, "providerId" uuid)`;
  const by = JSON.stringify(stampOf(ctx.actor, ctx.actingAs));
  await run(
    ctx,
    sql`insert into administrative_unit (id, code, level, name, is_name_verified, parent_id, region_id, valid_from, source)
        select id, code, level, name, "isNameVerified", "parentId", "regionId", "on", ${source} from ${recordset}`,
  );
  await run(
    ctx,
    sql`insert into municipality (id, version, updated_at, updated_by, unit_id, region_id, soate, name, xroad_member_ids, is_confirmed, valid_from)
        select "municipalityId", 1, ${ctx.now}, ${by}::jsonb, id, "regionId", code, name, '{}', true, "on" from ${recordset}
        where "municipalityId" is not null`,
  );
  await run(
    ctx,
    sql`insert into service_provider (id, version, updated_at, updated_by, kind, name, municipality_id, valid_from)
        select "providerId", 1, ${ctx.now}, ${by}::jsonb, 'LSG_BODY', name, "municipalityId", "on" from ${recordset}
        where "municipalityId" is not null`,
  );
}

async function updateUnits(ctx: Ctx, { updates }: ImportPlan, unitId: (code: string | null) => string | null): Promise<void> {
  const changed = updates.map(({ unit, name, parentCode, regionCode, isConfirming }) => ({
    unitId: unit.id,
    ...name,
    parentId: unitId(parentCode),
    regionId: unitId(regionCode),
    isConfirming,
  }));
  const recordset = sql`jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
    as c("unitId" uuid, name jsonb, "isNameVerified" boolean, "parentId" uuid, "regionId" uuid, "isConfirming" boolean)`;
  // First the body's own provider, while it can be told by the municipality's former name.
  await run(
    ctx,
    sql`update service_provider t set name = c.name, ${stamped(ctx)} from ${recordset} join municipality m on m.unit_id = c."unitId"
        where t.municipality_id = m.id and t.kind = 'LSG_BODY' and t.name = m.name and t.valid_to is null and c.name is not null`,
  );
  await run(
    ctx,
    sql`update municipality t set name = coalesce(c.name, t.name), region_id = coalesce(c."regionId", t.region_id),
          is_confirmed = t.is_confirmed or c."isConfirming", ${stamped(ctx)}
        from ${recordset} where t.unit_id = c."unitId" and (c.name is not null or c."regionId" is not null or c."isConfirming")`,
  );
  await run(
    ctx,
    sql`update administrative_unit t set name = coalesce(c.name, t.name), is_name_verified = coalesce(c."isNameVerified", t.is_name_verified),
          parent_id = coalesce(c."parentId", t.parent_id), region_id = coalesce(c."regionId", t.region_id)
        from ${recordset} where t.id = c."unitId"`,
  );
}

async function recordSuccessions(
  ctx: Ctx,
  plan: ImportPlan,
  act: LegalAct,
  municipalityOf: (code: string) => string | undefined,
): Promise<string[]> {
  const successions = plan.successions.map((succession) => ({ ...succession, id: newId() }));
  const members = successions.flatMap(({ id, predecessorIds, successorCodes }) => [
    ...predecessorIds.map((municipalityId) => ({ id: newId(), successionId: id, municipalityId, side: 'PREDECESSOR' })),
    ...successorCodes.map((code) => ({ id: newId(), successionId: id, municipalityId: municipalityOf(code), side: 'SUCCESSOR' })),
  ]);
  await run(
    ctx,
    sql`insert into succession (id, kind, on_date, act) select id, kind, "on", ${JSON.stringify(act)}::jsonb
        from jsonb_to_recordset(${JSON.stringify(successions)}::jsonb) as s(id uuid, kind text, "on" date)`,
  );
  await run(
    ctx,
    sql`insert into succession_member (id, succession_id, municipality_id, side) select id, "successionId", "municipalityId", side
        from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as m(id uuid, "successionId" uuid, "municipalityId" uuid, side text)`,
  );
  return successions.map(({ id }) => id);
}

/** One entry for each unit that was touched, to be read by its municipality where it has one. */
function factsOf({ endings, updates }: ImportPlan, begun: readonly NewUnit[]): AuditFacts[] {
  const about = (subjectId: string, municipalityId: string | null | undefined) => ({
    subjectType: 'AdministrativeUnit',
    subjectId,
    municipalityId,
  });
  return [
    ...endings.map(({ unit, on }) => ({
      ...about(unit.id, unit.municipality?.id),
      before: { validTo: unit.validTo },
      after: { validTo: on },
    })),
    ...begun.map(({ id, municipalityId, code, level, name, on }) => ({
      ...about(id, municipalityId),
      after: { code, level, name, validFrom: on },
    })),
    ...updates.map(({ unit, name, parentCode, regionCode, isConfirming }) => ({
      ...about(unit.id, unit.municipality?.id),
      before: { name: name && unit.name, isConfirmed: isConfirming ? false : undefined },
      after: { ...name, parentCode, regionCode, isConfirmed: isConfirming || undefined },
    })),
  ];
}
