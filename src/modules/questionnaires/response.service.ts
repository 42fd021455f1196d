import { type ActorStamp, isMinistry } from '../../access/actor.ts';
import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { arrayText, columnsOf, firstRow, page, type Page, type PageArguments, rows, run, type Sql, sql } from '../../kit/sql.ts';
import { inTransaction } from '../../kit/transaction.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import { notFound } from '../../shared/errors.ts';
import type { Answers } from '../forms/answer.rules.ts';
import type { FormKind } from '../forms/form.rules.ts';
import type { Question } from '../forms/question.rules.ts';
import { publishedStates } from '../monitoring-cycle/monitoring-list.rules.ts';
import { inRegion } from '../organizations/organization.service.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { holdsIn } from '../service-registry/municipal-service.service.ts';
import type { ResponseBatch } from './response-batch.entity.ts';
import { Response } from './response.entity.ts';
import { type CheckedResponse, type FiledResponse, primaryMeasures } from './response.rules.ts';

// ---- what responses refer to ---------------------------------------------------------------------------------------

/** The services that responses name and that stand in the registers for a municipality, by code. */
export async function servicesNamed(
  ctx: Ctx,
  municipalityId: string,
  responses: readonly Pick<FiledResponse, 'serviceCode'>[],
): Promise<Map<string, MunicipalService>> {
  const codes = [...new Set(responses.map(({ serviceCode }) => serviceCode))];
  const services = await rows<MunicipalService>(
    ctx,
    sql`select ${columnsOf(ctx, MunicipalService, 't')} from municipal_service t
        where t.code = any(${codes}::text[]) and ${holdsIn('t', sql`${municipalityId}::uuid`)}`,
  );
  return new Map(services.map((service) => [service.code, service]));
}

/** The municipality's own offers that responses name, by id. */
export async function offersNamed(
  ctx: Ctx,
  municipalityId: string,
  responses: readonly Pick<FiledResponse, 'offerId'>[],
): Promise<Map<string, { serviceId: string }>> {
  const ids = [...new Set(responses.flatMap(({ offerId }) => offerId ?? []))];
  if (ids.length === 0) return new Map();
  // Compared as text: what is no UUID is an offer that is not there.
  const offers = await rows<{ id: string; serviceId: string }>(
    ctx,
    sql`select t.id, t.service_id from service_offer t where t.municipality_id = ${municipalityId} and t.id::text = any(${ids}::text[])`,
  );
  return new Map(offers.map((offer) => [offer.id, offer]));
}

// ---- storing -------------------------------------------------------------------------------------------------------

/** The frame of the rows that are written: whose, of which cycle, on which form version. */
type RowsOf = Pick<ResponseBatch, 'id' | 'municipalityId' | 'cycleId' | 'formVersionId'>;

/** The services that responses name, by code. */
export type ServicesByCode = ReadonlyMap<string, Pick<MunicipalService, 'id'>>;

/** What is a response's own, beside its answers, with the type that it is written as. */
const ownColumns = {
  id: 'uuid',
  municipalityId: 'uuid',
  serviceId: 'uuid',
  offerId: 'uuid',
  appliedOn: 'date',
  servedOn: 'date',
  channel: 'text',
  respondentKind: 'text',
  procedureFollowed: 'text',
  timeSpent: 'numeric',
  timeExpected: 'numeric',
  costPaid: 'numeric',
  costExpected: 'numeric',
  waitingTime: 'numeric',
  visits: 'numeric',
  usedElectronic: 'text',
  satisfactionQuality: 'smallint',
  satisfactionAvailability: 'smallint',
  complained: 'boolean',
} as const;
const ownNames = Object.keys(ownColumns) as (keyof typeof ownColumns)[];

/** A response as it is written. */
export type ResponseRow = { answers: Answers } & Record<keyof typeof ownColumns, string | number | boolean | null>;

/** Checked responses as they are written, their ids in their order. */
export function responseRows(
  { questions, services }: { questions: readonly Question[]; services: ServicesByCode },
  responses: readonly CheckedResponse[],
): ResponseRow[] {
  return responses.map(({ municipalityId, serviceCode, offerId, appliedOn, servedOn, answers }) => ({
    id: newId(),
    municipalityId,
    serviceId: services.get(serviceCode)?.id ?? null,
    offerId,
    appliedOn,
    servedOn,
    answers,
    ...primaryMeasures(questions, answers),
  }));
}

/** Writes the responses of a batch in one statement. They are checked already. */
export async function storeResponses(ctx: Ctx, batch: RowsOf, responses: readonly ResponseRow[]): Promise<void> {
  // An array a column: the database reads it in less time than as many objects.
  const columns = ownNames.map((name) => sql`unnest(${arrayText(responses.map((row) => row[name]))}::${sql.raw(ownColumns[name])}[])`);
  const answers = JSON.stringify(responses.map((row) => row.answers));
  const names = sql.join([...ownNames, 'answers'].map((name) => sql.ref(name)));
  await run(ctx, insertion(batch, sql`rows from (${sql.join(columns)}, json_array_elements(${answers}::json)) as r(${names})`));
}

/** Keeps responses of a file under way where nobody sees them, in a statement of its own. */
export async function stageResponses(ctx: Ctx, jobId: string, ordinal: number, responses: readonly ResponseRow[]): Promise<void> {
  await run(
    ctx,
    sql`insert into staged_responses (job_id, ordinal, responses) values (${jobId}, ${ordinal}, ${JSON.stringify(responses)})`,
  );
}

/** Writes all responses that a work has staged, in one statement. */
export async function storeStaged(ctx: Ctx, batch: RowsOf, jobId: string): Promise<void> {
  const staged = sql`(select responses from staged_responses where job_id = ${jobId} order by ordinal) s`;
  const columns = sql.join(ownNames.map((name) => sql`${sql.ref(name)} ${sql.raw(ownColumns[name])}`));
  // Read as it comes: jsonb would be built twice.
  await run(ctx, insertion(batch, sql`${staged} cross join lateral json_to_recordset(s.responses::json) as r(${columns}, answers json)`));
}

export async function discardStaged(ctx: Ctx, jobId: string): Promise<void> {
  await run(ctx, sql`delete from staged_responses where job_id = ${jobId}`);
}

/** `source` gives rows `r`. Each response has a municipality of its own where the batch has none, in a survey. */
function insertion({ id, municipalityId = null, cycleId, formVersionId }: RowsOf, source: Sql): Sql {
  const columns = sql.join(ownNames.map((name) => sql.ref(columnName(name))));
  const values = sql.join(
    ownNames.map((name) =>
      name === 'municipalityId' ? sql`coalesce(${municipalityId}::uuid, r.${sql.ref(name)})` : sql`r.${sql.ref(name)}`,
    ),
  );
  return sql`insert into response (batch_id, cycle_id, form_version_id, answers, ${columns})
      select ${id}::uuid, ${cycleId}::uuid, ${formVersionId}::uuid, r.answers::jsonb, ${values} from ${source}`;
}

function columnName(property: string): string {
  return property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

// ---- reading raw answers -------------------------------------------------------------------------------------------

export interface ResponseFilter {
  year?: number | null;
  formKind?: FormKind | null;
  municipalityId?: string | null;
  regionCode?: string | null;
  serviceId?: string | null;
  servedFrom?: LocalDate | null;
  servedTo?: LocalDate | null;
}

/** Stored responses in scope, in the order in which they were filed: every one for the ministry, those it filed for a PROVIDER. Audited. */
export async function listResponses(ctx: Ctx, filter: ResponseFilter, paging: PageArguments): Promise<Page<Response>> {
  const region = await inRegion(ctx, 'm', filter.regionCode);
  const where = [
    sql`b.state = 'STORED'`,
    filter.year != null && sql`t.cycle_id = (select c.id from monitoring_cycle c where c.year = ${filter.year})`,
    filter.formKind != null &&
      sql`t.form_version_id in (select v.id from form_version v join form f on f.id = v.form_id where f.kind = ${filter.formKind})`,
    filter.municipalityId != null && sql`t.municipality_id = ${filter.municipalityId}`,
    region && sql`t.municipality_id in (select m.id from municipality m where ${region})`,
    filter.serviceId != null && sql`t.service_id = ${filter.serviceId}`,
    filter.servedFrom != null && sql`t.served_on >= ${filter.servedFrom}::date`,
    filter.servedTo != null && sql`t.served_on < ${filter.servedTo}::date`,
  ];
  return readRaw(ctx, { list: 'responses', where, filter, paging, municipalityId: filter.municipalityId ?? null });
}

/** The responses of a batch, in the order in which they were filed; of one that was withdrawn too. Audited. */
export function responsesOfBatch(
  ctx: Ctx,
  { id, municipalityId }: Pick<ResponseBatch, 'id' | 'municipalityId'>,
  paging: PageArguments,
): Promise<Page<Response>> {
  const filter = { batchId: id };
  return readRaw(ctx, {
    list: 'responsesOfBatch',
    where: [sql`t.batch_id = ${id}`],
    filter,
    paging,
    municipalityId: municipalityId ?? null,
  });
}

interface RawReading {
  list: string;
  where: readonly (Sql | false | undefined)[];
  filter: object;
  paging: PageArguments;
  /** Whose answers are asked for; null = not only one's. */
  municipalityId: string | null;
}

/** Whoever reads raw answers is in the audit log before they have them: how many, by which filter. */
async function readRaw(ctx: Ctx, { list, where, filter, paging, municipalityId }: RawReading): Promise<Page<Response>> {
  const { actor } = ctx;
  const found = await page<Response>(ctx, {
    list,
    select: columnsOf(ctx, Response, 't'),
    from: sql`response t join response_batch b on b.id = t.batch_id`,
    // Sheets of a survey are about a municipality, and not its own.
    where: [!isMinistry(actor) && sql`b.municipality_id = ${actor.municipalityId}`, ...where],
    order: { name: 'FILED', keys: [] },
    page: paging,
    filter,
  });
  await inTransaction(ctx, (inner) =>
    audit(inner, {
      action: 'readResponses',
      subjectType: 'Response',
      municipalityId: isMinistry(actor) ? municipalityId : actor.municipalityId,
      after: { count: found.edges.length, filter, first: paging.first, after: paging.after ?? null },
    }),
  );
  return found;
}

// ---- counting ------------------------------------------------------------------------------------------------------

export interface ResponseTotal {
  n: number;
  /** When and by whom the latest of them were filed. */
  filedAt: Date;
  filedBy: ActorStamp;
}

/**
 * How many stored responses a cycle has, of a municipality and on the services of a monitoring object where these are given; undefined
 * = none was filed. A PROVIDER counts its own; another municipality, or an object of no List that the caller may see, is NOT_FOUND.
 */
export async function findResponseTotal(
  ctx: Ctx,
  cycleId: string,
  { municipalityId, objectId }: { municipalityId?: string | null; objectId?: string | null },
): Promise<ResponseTotal | undefined> {
  const { actor } = ctx;
  const asked = isMinistry(actor) ? municipalityId : (municipalityId ?? actor.municipalityId);
  if (!isMinistry(actor) && asked !== actor.municipalityId) throw notFound(['municipalityId']);
  if (objectId != null) await assertObject(ctx, cycleId, objectId);
  const total = await firstRow<Omit<ResponseTotal, 'filedAt' | 'filedBy'> & Partial<ResponseTotal>>(
    ctx,
    sql`select count(*) as n, max(b.filed_at) as filed_at, (array_agg(b.filed_by order by b.filed_at desc))[1] as filed_by
        from response t join response_batch b on b.id = t.batch_id
        where t.cycle_id = ${cycleId} and b.state = 'STORED' and b.municipality_id is not null
          and (${asked ?? null}::uuid is null or t.municipality_id = ${asked ?? null}::uuid)
          and (${objectId ?? null}::uuid is null
            or t.service_id in (select s.service_id from monitoring_object_service s where s.object_id = ${objectId ?? null}::uuid))`,
  );
  const { n = 0, filedAt, filedBy } = total ?? {};
  return filedAt && filedBy ? { n, filedAt, filedBy } : undefined;
}

async function assertObject(ctx: Ctx, cycleId: string, objectId: string): Promise<void> {
  const object = await firstRow(
    ctx,
    sql`select o.id from monitoring_object o join monitoring_list l on l.id = o.list_id
        where o.id = ${objectId} and l.cycle_id = ${cycleId}
          and (${isMinistry(ctx.actor)} or l.state = any(${[...publishedStates]}::text[]))`,
  );
  if (!object) throw notFound(['objectId']);
}
