import { isMinistry, isOwn, stampOf } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { channels, type CountTotal } from '../../kit/figure.rules.ts';
import { found } from '../../kit/lookup.ts';
import { columnsOf, firstRow, isId, load, loaderBy, rows, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, assertNone } from '../../kit/workflow.ts';
import { HubError, notFound, type Violation } from '../../shared/errors.ts';
import { writtenText } from '../../shared/plain-text.ts';
import { fileFromUpload } from '../files/upload.service.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { getMonitoringCycle } from '../monitoring-cycle/monitoring-cycle.service.ts';
import { publishedStates } from '../monitoring-cycle/monitoring-list.rules.ts';
import { awaitFilingTurn } from '../monitoring-cycle/turns.service.ts';
import type { FeeKind } from '../service-registry/municipal-service.rules.ts';
import { fileViolations } from './volume-file.rules.ts';
import { readVolumes } from './volume-file.service.ts';
import {
  eitherLinesOrFile,
  isWhole,
  lineCountViolation,
  type LineInput,
  lineViolations,
  type OfferFacts,
  type ReadLine,
  type ServiceFacts,
} from './volume-line.rules.ts';
import { linesOf, observedKey, observedOf, type PlannedReport, unobserved, type VolumeLineRow } from './volume-line.service.ts';
import { VolumeLine, VolumeReport } from './volume-report.entity.ts';
import {
  changeRefusal,
  type LineKey,
  lineKeyText,
  reportChecks,
  reportQuarters,
  type ReportQuarter,
  type ReportFacts,
  reportTotal,
} from './volume-report.rules.ts';

// ---- reading -------------------------------------------------------------------------------------------------------

/** R12: a municipality's report of a year. NOT_FOUND: absent, or not yours. */
export async function getVolumeReport(ctx: Ctx, of: { municipalityId: string; year: number }): Promise<VolumeReport> {
  const scope = isMinistry(ctx.actor) ? sql`true` : sql`t.municipality_id = ${ctx.actor.municipalityId}`;
  const report = await firstRow<VolumeReport>(
    ctx,
    sql`select ${columnsOf(ctx, VolumeReport, 't')} from volume_report t
        where t.municipality_id = ${of.municipalityId} and t.year = ${of.year} and ${scope}`,
  );
  if (!report) throw reportNotBegun();
  return report;
}

/** A service that the List in force asks a municipality for. */
interface ListedService {
  id: string;
  code: string;
  feeKind: FeeKind;
}

interface ListedServices {
  key: string;
  services: readonly ListedService[] | null;
}

/** Keys are `cycle:municipality`; services are null where no List of the cycle is approved. */
const listedServices = loaderBy<string, ListedServices>(
  'listedServices',
  (ctx, keys) =>
    rows(
      ctx,
      sql`select k.key, case when l.id is not null then coalesce(jsonb_agg(distinct jsonb_build_object('id', s.id, 'code', s.code, 'feeKind', s.fee_kind))
            filter (where s.id is not null), '[]') end as services
          from (select key, split_part(key, ':', 1)::uuid as cycle_id, split_part(key, ':', 2)::uuid as municipality_id from unnest(${[...keys]}::text[]) key) k
          left join lateral (select id from monitoring_list where cycle_id = k.cycle_id and state = any(${[...publishedStates]}::text[])
            order by amendment desc limit 1) l on true
          left join monitoring_object o on o.list_id = l.id
            and exists (select 1 from monitoring_object_municipality om where om.object_id = o.id and om.municipality_id = k.municipality_id)
          left join monitoring_object_service os on os.object_id = o.id
          left join municipal_service s on s.id = os.service_id
          group by k.key, l.id`,
    ),
  ({ key }) => key,
);

type ReportOf = Pick<VolumeReport, 'cycleId' | 'municipalityId'>;

/** R9, R12: services on the List in force that a municipality is monitored in; undefined = no List of the cycle is approved. */
async function listedServicesOf(ctx: Ctx, { cycleId, municipalityId }: ReportOf): Promise<readonly ListedService[] | undefined> {
  return (await load(ctx, listedServices, `${cycleId}:${municipalityId}`))?.services ?? undefined;
}

function keysOf({ code }: ListedService): LineKey[] {
  return reportQuarters.flatMap((quarter) => channels.map((channel) => ({ serviceCode: code, quarter, channel })));
}

async function factsOf(ctx: Ctx, report: PlannedReport): Promise<ReportFacts> {
  const [lines, listed] = await Promise.all([linesOf(ctx, report), listedServicesOf(ctx, report)]);
  return { year: report.year, lines, expected: listed?.flatMap(keysOf) };
}

/** R12: the sum of all figures of a report, with how many are missing. */
export async function totalOfReport(ctx: Ctx, report: PlannedReport): Promise<CountTotal> {
  return reportTotal(await factsOf(ctx, report));
}

/** R12: all that a report lacks or that contradicts itself. */
export async function checksOfReport(ctx: Ctx, report: PlannedReport): Promise<Violation[]> {
  return reportChecks(await factsOf(ctx, report));
}

// ---- saving --------------------------------------------------------------------------------------------------------

export interface SavedReport {
  municipalityId: string;
  year: number;
  expectedVersion?: number | null;
  lines?: readonly LineInput[] | null;
  /** A file with the lines instead. */
  uploadId?: string | null;
}

/** A report as it will be: its lines, of which some are new or changed. */
interface Plan {
  report: VolumeReport | undefined;
  cycle: MonitoringCycle;
  lines: readonly PlannedLine[];
}

type LineFields = Omit<VolumeLine, 'id' | 'reportId' | 'municipalityId'>;

interface PlannedLine {
  /** Of the line that is there; undefined = it is new. */
  id: string | undefined;
  fields: LineFields;
  isChanged: boolean;
  serviceCode: string;
  feeKind: FeeKind;
}

/**
 * R12: enters or changes a municipality's lines of the nine-month report, by service, quarter and channel, also from a file: all or none. Without
 * a version it only creates, CONFLICT if the report is there. Every key that the List asks for gets a line, MISSING until stated.
 */
export async function saveVolumeReport(ctx: Ctx, input: SavedReport): Promise<VolumeReport> {
  await awaitFilingTurn(ctx, input.municipalityId);
  const { report, cycle, lines } = await planOf(ctx, input);
  if (input.uploadId != null) await fileFromUpload(ctx, input.uploadId);
  const saved = report ? await editedReport(ctx, report) : newReport(ctx, input.municipalityId, cycle);
  const stored = new Map((report ? await ctx.em.find(VolumeLine, { reportId: saved.id }) : []).map((line) => [line.id, line]));
  for (const { id, fields, isChanged } of lines) {
    const line = id === undefined ? undefined : stored.get(id);
    if (!line) ctx.em.create(VolumeLine, { ...fields, reportId: saved.id, municipalityId: saved.municipalityId });
    else if (isChanged) Object.assign(line, fields);
  }
  return saved;
}

/** The report that saving these lines would make: the same checks, and nothing is kept. */
export async function plannedReport(ctx: Ctx, input: SavedReport): Promise<PlannedReport> {
  const { report, cycle, lines } = await planOf(ctx, input);
  const { municipalityId, year } = input;
  const untouched: VolumeReport = report ?? {
    id: newId(),
    version: 0,
    updatedAt: ctx.now,
    updatedBy: stampOf(ctx.actor, ctx.actingAs),
    municipalityId,
    cycleId: cycle.id,
    year,
    edits: 0,
    lockedAt: null,
  };
  const observed = await observedOf(ctx, municipalityId, year);
  const plannedLines = lines.map(({ id, fields, serviceCode, feeKind }) => ({
    ...fields,
    ...(observed.get(observedKey(fields)) ?? unobserved),
    id: id ?? newId(),
    reportId: untouched.id,
    municipalityId,
    serviceCode,
    feeKind,
  }));
  return { ...untouched, plannedLines: plannedLines.toSorted((a, b) => (lineKeyText(a) < lineKeyText(b) ? -1 : 1)) };
}

/**
 * R12: the lines of the caller's own report as they are to be filled in: those that are there, and those that the List asks for.
 * Undefined = nothing can be filled in: there is no cycle, or the report is handed in.
 */
export async function linesToFill(ctx: Ctx, of: { municipalityId: string; year: number }): Promise<readonly VolumeLineRow[] | undefined> {
  const { municipalityId, year } = of;
  const cycle = await ctx.em.findOne(MonitoringCycle, { year });
  const report = await ctx.em.findOne(VolumeReport, { municipalityId, year });
  if (!cycle || (report && changeRefusal(report))) return undefined;
  return linesOf(ctx, await plannedReport(ctx, { municipalityId, year, expectedVersion: report?.version ?? null }));
}

/** R12: refuses with all that is wrong, each with its path; otherwise every line that the report will have. */
async function planOf(ctx: Ctx, input: SavedReport): Promise<Plan> {
  const { municipalityId, year } = input;
  if (!isOwn(ctx.actor, municipalityId)) throw notFound(['input', 'municipalityId']);
  const cycle = await getMonitoringCycle(ctx, year, ['input', 'year']);
  const report = await firstRow<VolumeReport>(
    ctx,
    sql`select ${columnsOf(ctx, VolumeReport, 't')} from volume_report t where t.municipality_id = ${municipalityId} and t.cycle_id = ${cycle.id}`,
  );
  assertExpected(report, input.expectedVersion);
  assertAllowed(eitherLinesOrFile(input));
  const file = input.uploadId == null ? undefined : await readVolumes(ctx, input.uploadId);
  const read = file ? file.lines.map(({ line }) => line) : (input.lines ?? []);
  const services = await servicesByCode(ctx, municipalityId, read);
  const offerById = await offersById(ctx, read);
  const numberOf = (index: number): number => file?.lines[index]?.row ?? index;
  const context = { year, now: ctx.now, municipalityId, serviceByCode: services, offerById, numberOf };
  assertAllowed(lineCountViolation(read.length));
  const wrong = lineViolations(read, context);
  assertNone(file ? fileViolations(file.lines, wrong) : wrong);
  const given = read.filter(isWhole);
  const planned = new Map<string, PlannedLine>(
    (report ? await linesOf(ctx, report) : []).map((line) => [lineKeyText(line), standing(line)]),
  );
  for (const line of given) {
    const service = found(services.get(line.serviceCode));
    const quarter = line.quarter as ReportQuarter;
    const key = lineKeyText({ ...line, quarter });
    planned.set(key, statedLine(ctx, planned.get(key) ?? emptyLine(service, { ...line, quarter }), line, file?.sha256));
  }
  for (const service of (await listedServicesOf(ctx, { cycleId: cycle.id, municipalityId })) ?? []) {
    for (const key of keysOf(service)) if (!planned.has(lineKeyText(key))) planned.set(lineKeyText(key), emptyLine(service, key));
  }
  return { report, cycle, lines: [...planned.values()] };
}

function assertExpected(report: VolumeReport | undefined, expectedVersion: number | null | undefined): void {
  if (!report && expectedVersion != null) throw reportNotBegun(['input', 'municipalityId']);
  if (!report) return;
  if (expectedVersion == null) throw reportIsThere(report.version);
  assertAllowed(changeRefusal(report));
  assertVersion(report, expectedVersion);
}

type ServiceRow = ServiceFacts & ListedService;

async function servicesByCode(ctx: Ctx, municipalityId: string, lines: readonly ReadLine[]): Promise<ReadonlyMap<string, ServiceRow>> {
  const codes = [...new Set(lines.map(({ serviceCode }) => serviceCode))];
  const services = await rows<ServiceRow>(
    ctx,
    sql`select s.id, s.code, s.fee_kind, s.valid_from, s.valid_to from municipal_service s
        where s.code = any(${codes}::text[]) and (s.municipality_id is null or s.municipality_id = ${municipalityId})`,
  );
  return new Map(services.map((service) => [service.code, service]));
}

async function offersById(ctx: Ctx, lines: readonly ReadLine[]): Promise<ReadonlyMap<string, OfferFacts>> {
  // What is no id in a file is an offer that is not there.
  const ids = [...new Set(lines.flatMap(({ offerId }) => (isId(offerId) ? [offerId] : [])))];
  if (ids.length === 0) return new Map();
  const offers = await rows<OfferFacts & { id: string }>(
    ctx,
    sql`select o.id, o.municipality_id, o.service_id from service_offer o where o.id = any(${ids}::uuid[])`,
  );
  return new Map(offers.map((offer) => [offer.id, offer]));
}

function standing({ id, serviceCode, feeKind, ...line }: VolumeLineRow): PlannedLine {
  const { serviceId, offerId, quarter, channel, deliveredState, deliveredValue, deliveredReason, deliveredSource } = line;
  const { deliveredReference, deliveredAt, deliveredBy, paidTotal, paidAt, paidBy, explanation } = line;
  const place = { serviceId, offerId, quarter, channel };
  const delivered = { deliveredState, deliveredValue, deliveredReason, deliveredSource, deliveredReference, deliveredAt, deliveredBy };
  return { id, fields: { ...place, ...delivered, paidTotal, paidAt, paidBy, explanation }, isChanged: false, serviceCode, feeKind };
}

/** A line that nobody has said anything of. */
function emptyLine(service: ListedService, { quarter, channel }: Pick<LineKey, 'quarter' | 'channel'>): PlannedLine {
  const nothing = { deliveredValue: null, deliveredReason: null, deliveredSource: null, deliveredReference: null };
  const nobody = { deliveredAt: null, deliveredBy: null, paidTotal: null, paidAt: null, paidBy: null, explanation: null, offerId: null };
  const fields = { serviceId: service.id, quarter, channel, deliveredState: 'MISSING' as const, ...nothing, ...nobody };
  return { id: undefined, fields, isChanged: true, serviceCode: service.code, feeKind: service.feeKind };
}

/** A line after what a clerk states of it, or a file. Where there is no count there is no money paid either. */
function statedLine(ctx: Ctx, before: PlannedLine, line: LineInput, fileSha256: string | undefined): PlannedLine {
  const merged = <T>(given: T | null | undefined, was: T | null | undefined): T | null => (given === undefined ? (was ?? null) : given);
  const { fields } = before;
  const stated = {
    ...fields,
    ...deliveredFields(ctx, fields, line, fileSha256),
    offerId: merged(line.offerId, fields.offerId),
    explanation: line.explanation === undefined ? fields.explanation : writtenText(line.explanation),
  };
  const isPaidKept = line.paidTotal === undefined && line.delivered.state === 'VALUE';
  return { ...before, fields: { ...stated, ...(!isPaidKept && paidFields(ctx, line.paidTotal ?? null)) }, isChanged: true };
}

/** A figure that was taken from a source and is stated again as it is still comes from the source. */
function deliveredFields(ctx: Ctx, before: LineFields, { delivered }: LineInput, fileSha256: string | undefined) {
  const figure = {
    deliveredState: delivered.state,
    deliveredValue: delivered.value ?? null,
    deliveredReason: delivered.state === 'NOT_OFFERED' ? writtenText(delivered.reason) : null,
  };
  const isAsTaken =
    before.deliveredSource === 'CONNECTOR' && delivered.state === 'VALUE' && before.deliveredValue === figure.deliveredValue;
  if (isAsTaken) return figure;
  const source = fileSha256 === undefined ? ('MANUAL' as const) : ('FILE' as const);
  const provenance = { deliveredSource: source, deliveredReference: fileSha256 ?? null, deliveredAt: ctx.now };
  return { ...figure, ...provenance, deliveredBy: stampOf(ctx.actor, ctx.actingAs) };
}

function paidFields(ctx: Ctx, paidTotal: string | null) {
  const isSaid = paidTotal !== null;
  return { paidTotal, paidAt: isSaid ? ctx.now : null, paidBy: isSaid ? stampOf(ctx.actor, ctx.actingAs) : null };
}

function newReport(ctx: Ctx, municipalityId: string, { id: cycleId, year }: MonitoringCycle): VolumeReport {
  return ctx.em.create(VolumeReport, { id: newId(), municipalityId, cycleId, year, edits: 1, lockedAt: null });
}

/** The report to write, still as it was when its lines were read: what comes later, the version's own check finds. */
async function editedReport(ctx: Ctx, { id, version }: VolumeReport): Promise<VolumeReport> {
  const report = await ctx.em.findOneOrFail(VolumeReport, { id });
  assertVersion(report, version);
  report.edits += 1;
  return report;
}

// ---- handing in ------------------------------------------------------------------------------------------------------

/** R12: from now on the report stays as it is, for it is handed in. Nothing is done where there is none. Idempotent. */
export async function lockVolumeReport(ctx: Ctx, municipalityId: string, cycleId: string): Promise<void> {
  const report = await ctx.em.findOne(VolumeReport, { municipalityId, cycleId });
  if (report) report.lockedAt ??= ctx.now;
}

/** R12: the report may be changed again, for it is returned or taken back. Nothing is done where there is none. Idempotent. */
export async function unlockVolumeReport(ctx: Ctx, municipalityId: string, cycleId: string): Promise<void> {
  const report = await ctx.em.findOne(VolumeReport, { municipalityId, cycleId });
  if (report) report.lockedAt = null;
}

/** Not begun and not yours are one answer, and so is what to do: nobody learns which of them it is. */
function reportNotBegun(path?: readonly string[]): HubError {
  const hint = {
    ky: 'Отчетту биринчи saveVolumeReport баштайт (expectedVersion жок; lines: [] да болот); эмне суралганын submission { parts { missing } } көрсөтөт. Башка органдын отчету көрүнбөйт.',
    ru: 'Отчёт начинает первый saveVolumeReport (без expectedVersion; можно с lines: []); что требуется, показывает submission { parts { missing } }. Отчёты других органов не показываются.',
    en: "The first saveVolumeReport begins a report (without expectedVersion; lines: [] will do); submission { parts { missing } } shows what is asked for. Other bodies' reports are not shown.",
  };
  return new HubError({ ...notFound(path).violation, hint });
}

function reportIsThere(currentVersion: number): HubError {
  const message = {
    ky: 'Бул жылдын отчету бар.',
    ru: 'Отчёт этого года уже есть.',
    en: 'The report of this year is there already.',
  };
  const hint = {
    ky: 'Өзгөртүү үчүн expectedVersion бериңиз.',
    ru: 'Чтобы изменить, укажите expectedVersion.',
    en: 'To change it, give expectedVersion.',
  };
  return new HubError({ code: 'CONFLICT', path: ['input', 'expectedVersion'], message, hint }, { currentVersion });
}
