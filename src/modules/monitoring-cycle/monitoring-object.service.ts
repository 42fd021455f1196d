import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { inForceDay, inForceOn } from '../../kit/lookup.ts';
import {
  columnsOf,
  firstRow,
  inKyrgyz,
  load,
  loaderOfMany,
  orderBy,
  page,
  type Page,
  type PageArguments,
  rows,
  run,
  sql,
} from '../../kit/sql.ts';
import { assertAllowed, assertNone } from '../../kit/workflow.ts';
import { badInput, notFound, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { regionLevels } from '../organizations/organization.rules.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { standardInForceOn } from '../service-registry/standard-in-force.service.ts';
import { isFollowed, staysOn } from './lapsed-municipality.service.ts';
import { MonitoringObject, MonitoringObjectService } from './monitoring-list.entity.ts';
import {
  alreadyListed,
  awayFromHome,
  complexCodes,
  type ComplexCost,
  endToEndFee,
  endToEndTime,
  type ListedComplex,
  type MemberNorm,
  type ObjectDraft,
  objectShapeRefusal,
  serviceRefusal,
  tooManyObjects,
} from './monitoring-object.rules.ts';

// ---- reading -------------------------------------------------------------------------------------------------------

const objectsByList = loaderOfMany<string, MonitoringObject>(
  'objects',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, MonitoringObject, 't')} from monitoring_object t where t.list_id = any(${[...ids]}::uuid[]) order by t.position`,
    ),
  (row) => row.listId,
);

/** A List's objects in their order. Scope is the caller's: the List is one that it may see. */
export async function objectsOf(ctx: Ctx, listId: string): Promise<MonitoringObject[]> {
  return (await load(ctx, objectsByList, listId)) ?? [];
}

const servicesByObject = loaderOfMany<string, MunicipalService & { objectId: string }>(
  'objectServices',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, MunicipalService, 't')}, os.object_id from monitoring_object_service os join municipal_service t on t.id = os.service_id
          where os.object_id = any(${[...ids]}::uuid[]) order by os.position`,
    ),
  (row) => row.objectId,
);

/** R8: an object's services in the order in which a consumer goes through them. */
export async function servicesOf(ctx: Ctx, objectId: string): Promise<MunicipalService[]> {
  return (await load(ctx, servicesByObject, objectId)) ?? [];
}

/** R9: the municipalities that an object is monitored in. */
export function municipalitiesOf(ctx: Ctx, objectId: string, paging: PageArguments): Promise<Page<Municipality>> {
  return page<Municipality>(ctx, {
    list: 'objectMunicipalities',
    select: columnsOf(ctx, Municipality, 't'),
    from: sql`monitoring_object_municipality om join municipality t on t.id = om.municipality_id`,
    where: [sql`om.object_id = ${objectId}`],
    order: orderBy('NAME_ASC', inKyrgyz(sql`t.name ->> 'ky'`), 'text'),
    page: paging,
    filter: { objectId },
  });
}

/** National norms per delivery in force today; a norm per month or per head is not of the same kind and does not count. */
const memberNorms = (kind: 'PROCESSING_TIME' | 'FEE') =>
  loaderOfMany<string, MemberNorm & { objectId: string }>(
    `memberNorms:${kind}`,
    (ctx, ids) =>
      rows(
        ctx,
        sql`select os.object_id, s.fee_kind, n.amount, n.unit from monitoring_object_service os join municipal_service s on s.id = os.service_id
            left join service_standard d on d.service_id = s.id and d.municipality_id is null
              and ${standardInForceOn('d', sql`${inForceDay(ctx, null)}::date`)}
            left join norm n on n.standard_id = d.id and n.kind = ${kind} and n.basis is null
            where os.object_id = any(${[...ids]}::uuid[]) order by os.position`,
      ),
    (row) => row.objectId,
  );
const memberTimes = memberNorms('PROCESSING_TIME');
const memberFees = memberNorms('FEE');

/** R8.2: time through a complex; null for a single service, whose own norm says it. */
export async function endToEndTimeOf(ctx: Ctx, { id, kind }: MonitoringObject): Promise<ComplexCost | null> {
  return kind === 'COMPLEX' ? endToEndTime((await load(ctx, memberTimes, id)) ?? []) : null;
}

/** R8.2: money for a complex; null for a single service, whose own norm says it. */
export async function endToEndFeeOf(ctx: Ctx, { id, kind }: MonitoringObject): Promise<ComplexCost | null> {
  return kind === 'COMPLEX' ? endToEndFee((await load(ctx, memberFees, id)) ?? []) : null;
}

// ---- adding and removing -------------------------------------------------------------------------------------------

export interface NewObject extends ObjectDraft {
  municipalityIds?: readonly string[] | null;
  regionCodes?: readonly string[] | null;
  isForEveryMunicipality?: boolean | null;
}

interface ListOfObjects {
  id: string;
  cycleId: string;
}

/** R8: puts objects on a List behind those that stay, each in the municipalities in force today that were chosen. */
export async function addObjects(ctx: Ctx, list: ListOfObjects, drafts: readonly NewObject[]): Promise<void> {
  if (drafts.length === 0) return;
  assertNone(drafts.flatMap((draft, index) => objectShapeRefusal(draft, pathOf(index)) ?? []));
  const services = await chosenServices(ctx, drafts);
  await assertRoom(ctx, list, drafts, services);
  await assertMunicipalities(ctx, drafts);
  const objects = await createObjects(ctx, list, drafts, services);
  await placeObjects(ctx, list, objects);
  await assertAtHome(ctx, objects);
}

const pathOf = (index: number, ...rest: readonly string[]): string[] => ['input', 'addObjects', String(index), ...rest];

type ChosenService = Pick<MunicipalService, 'id' | 'code' | 'tier' | 'municipalityId' | 'name'> & {
  isDelegated: boolean;
  isInForce: boolean;
};
type Services = ReadonlyMap<string, ChosenService>;

/** R5, R8: the services that the drafts name. NOT_FOUND, RULE_VIOLATED. */
async function chosenServices(ctx: Ctx, drafts: readonly NewObject[]): Promise<Services> {
  const ids = [...new Set(drafts.flatMap(({ serviceIds }) => serviceIds))];
  const chosen = await rows<ChosenService>(
    ctx,
    sql`select t.id, t.code, t.tier, t.municipality_id, t.name, t.delegated_state_service_id is not null as is_delegated,
          t.status = 'ACTIVE' and ${inForceOn('t', inForceDay(ctx, null))} as is_in_force
        from municipal_service t where t.id = any(${ids}::uuid[])`,
  );
  const services: Services = new Map(chosen.map((service) => [service.id, service]));
  const violations = drafts.flatMap(({ serviceIds }, index) =>
    serviceIds.flatMap((id, place) => {
      const path = pathOf(index, 'serviceIds', String(place));
      const service = services.get(id);
      return (service ? serviceRefusal(service, path) : notFound(path).violation) ?? [];
    }),
  );
  assertNone(violations);
  return services;
}

/** A service is an object of its own once, and a List has at most a hundred objects. */
async function assertRoom(ctx: Ctx, list: ListOfObjects, drafts: readonly NewObject[], services: Services): Promise<void> {
  const staying = await rows<{ code: string }>(ctx, sql`select t.code from monitoring_object t where t.list_id = ${list.id}`);
  const listed = new Set(staying.map(({ code }) => code));
  const repeated: string[] = [];
  for (const { kind, serviceIds } of drafts) {
    const code = services.get(serviceIds[0] ?? '')?.code ?? '';
    if (kind !== 'SERVICE') continue;
    if (listed.has(code)) repeated.push(code);
    listed.add(code);
  }
  assertAllowed(alreadyListed(repeated) ?? tooManyObjects(staying.length + drafts.length));
}

/** Ours: units in force only. NOT_FOUND for an unknown municipality, BAD_USER_INPUT for an unknown region. */
async function assertMunicipalities(ctx: Ctx, drafts: readonly NewObject[]): Promise<void> {
  const today = inForceDay(ctx, null);
  const ids = [...new Set(drafts.flatMap(({ municipalityIds }) => municipalityIds ?? []))];
  const codes = [...new Set(drafts.flatMap(({ regionCodes }) => regionCodes ?? []))];
  const known = await rows<{ id: string; isInForce: boolean }>(
    ctx,
    sql`select t.id, ${inForceOn('t', today)} as is_in_force from municipality t where t.id = any(${ids}::uuid[])`,
  );
  const regions = await rows<{ code: string }>(
    ctx,
    sql`select t.code from administrative_unit t where t.code = any(${codes}) and t.level = any(${[...regionLevels]}) and ${inForceOn('t', today)}`,
  );
  const inForce = new Map(known.map(({ id, isInForce }) => [id, isInForce]));
  const regionCodes = new Set(regions.map(({ code }) => code));
  const violations = drafts.flatMap((draft, index) => [
    ...(draft.municipalityIds ?? []).flatMap(
      (id, place) => municipalityRefusal(inForce.get(id), pathOf(index, 'municipalityIds', String(place))) ?? [],
    ),
    ...(draft.regionCodes ?? []).flatMap((code, place) =>
      regionCodes.has(code) ? [] : unknownRegion(pathOf(index, 'regionCodes', String(place))),
    ),
  ]);
  assertNone(violations);
}

function municipalityRefusal(isInForce: boolean | undefined, path: readonly string[]): Violation | undefined {
  if (isInForce === undefined) return notFound(path).violation;
  return isInForce ? undefined : { ...lapsed(), path };
}

/** Writes the objects with their services; R8: a SERVICE is known by its service's code and, unless named, by its name. */
async function createObjects(ctx: Ctx, list: ListOfObjects, drafts: readonly NewObject[], services: Services): Promise<PlacedObject[]> {
  const last = await firstRow<{ position: number }>(
    ctx,
    sql`select coalesce(max(t.position), 0) as position from monitoring_object t where t.list_id = ${list.id}`,
  );
  let { position = 0 } = last ?? {};
  const complexes = drafts.filter(({ kind }) => kind === 'COMPLEX');
  const codes = complexCodes(
    complexes.map(({ serviceIds }) => serviceIds),
    await listedComplexes(ctx, list),
  );
  const codeOf = new Map(complexes.map((draft, index) => [draft, codes[index] ?? '']));
  return drafts.map((draft) => {
    const members = draft.serviceIds.flatMap((id) => services.get(id) ?? []);
    const [first] = members;
    const named: { code: string; name: LocalizedText } =
      draft.kind === 'SERVICE' && first
        ? { code: first.code, name: draft.name ?? first.name }
        : { code: codeOf.get(draft) ?? '', name: draft.name ?? { ky: '' } };
    const object = createObject(ctx, list.id, {
      ...draft,
      ...named,
      expectedResponses: draft.expectedResponses ?? null,
      position: (position += 1),
    });
    return { ...draft, id: object.id, code: named.code, members };
  });
}

/** The complexes of all revisions of a cycle's List, those of the latest first. */
function listedComplexes(ctx: Ctx, { id, cycleId }: ListOfObjects): Promise<ListedComplex[]> {
  return rows(
    ctx,
    sql`select t.code, t.list_id = ${id} as is_on_list,
          (select array_agg(os.service_id) from monitoring_object_service os where os.object_id = t.id) as service_ids
        from monitoring_object t join monitoring_list l on l.id = t.list_id
        where l.cycle_id = ${cycleId} and t.kind = 'COMPLEX' order by l.amendment desc, t.code`,
  );
}

type ObjectFields = Pick<MonitoringObject, 'kind' | 'code' | 'name' | 'expectedResponses' | 'position'> & { serviceIds: readonly string[] };

function createObject(
  ctx: Ctx,
  listId: string,
  { kind, code, name, expectedResponses, position, serviceIds }: ObjectFields,
): MonitoringObject {
  const object = ctx.em.create(MonitoringObject, { id: newId(), listId, kind, code, name, expectedResponses, position });
  for (const [place, serviceId] of serviceIds.entries())
    ctx.em.create(MonitoringObjectService, { objectId: object.id, serviceId, position: place + 1 });
  return object;
}

type PlacedObject = NewObject & { id: string; code: string; members: readonly ChosenService[] };

/**
 * One statement for all objects: the chosen municipalities, those of the chosen regions, or every one in force; with those that stay on an
 * object that is put on an amendment again.
 */
async function placeObjects(ctx: Ctx, list: ListOfObjects, objects: readonly PlacedObject[]): Promise<void> {
  const choices = objects.map(({ id, code, municipalityIds, regionCodes, isForEveryMunicipality }) => ({
    objectId: id,
    code,
    municipalityIds: municipalityIds ?? [],
    regionCodes: regionCodes ?? [],
    isForEveryMunicipality: isForEveryMunicipality ?? false,
  }));
  const today = inForceDay(ctx, null);
  await run(
    ctx,
    sql`insert into monitoring_object_municipality (id, object_id, municipality_id)
        select gen_random_uuid(), c."objectId", t.id
        from jsonb_to_recordset(${JSON.stringify(choices)}::jsonb)
          as c("objectId" uuid, code text, "municipalityIds" uuid[], "regionCodes" text[], "isForEveryMunicipality" boolean)
        join municipality t on case when ${inForceOn('t', today)} then c."isForEveryMunicipality" or t.id = any(c."municipalityIds")
            or exists (select 1 from administrative_unit r where r.id = t.region_id and r.code = any(c."regionCodes"))
          else ${staysOn(sql`${list.id}::uuid`, sql`c.code`)} end`,
  );
  await auditPlaces(ctx, choices);
}

/** The rows themselves are too many for the audit log: how they were chosen, and how many came of it. */
async function auditPlaces(ctx: Ctx, choices: readonly ({ objectId: string } & Record<string, unknown>)[]): Promise<void> {
  const counts = await rows<{ objectId: string; municipalities: number }>(
    ctx,
    sql`select om.object_id, count(*) as municipalities from monitoring_object_municipality om
        where om.object_id = any(${choices.map(({ objectId }) => objectId)}::uuid[]) group by om.object_id`,
  );
  const byObject = new Map(counts.map(({ objectId, municipalities }) => [objectId, municipalities]));
  const facts = choices.map(({ objectId, ...choice }) => ({
    subjectType: 'MonitoringObjectMunicipality',
    subjectId: objectId,
    after: { ...choice, municipalities: byObject.get(objectId) ?? 0 },
  }));
  await audit(ctx, ...facts);
}

async function assertAtHome(ctx: Ctx, objects: readonly PlacedObject[]): Promise<void> {
  const homes = objects.flatMap(({ id, members }) =>
    members
      .filter(({ tier }) => tier === 'ADDITIONAL')
      .map(({ code, municipalityId }) => ({ objectId: id, code, municipalityId: municipalityId ?? null })),
  );
  if (homes.length === 0) return;
  const away = await rows<{ code: string }>(
    ctx,
    sql`select distinct h.code from jsonb_to_recordset(${JSON.stringify(homes)}::jsonb) as h("objectId" uuid, code text, "municipalityId" uuid)
        join monitoring_object_municipality om on om.object_id = h."objectId" and om.municipality_id is distinct from h."municipalityId" order by h.code`,
  );
  assertAllowed(awayFromHome(away.map(({ code }) => code)));
}

/** Takes objects off a List, at once, so that one that takes their place may have their code. NOT_FOUND for one that is not on it. */
export async function removeObjects(ctx: Ctx, listId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const leaving = await rows<{ id: string } & Record<string, unknown>>(
    ctx,
    sql`select t.id, t.kind, t.code, t.name, t.expected_responses,
          (select jsonb_agg(os.service_id order by os.position) from monitoring_object_service os where os.object_id = t.id) as service_ids,
          (select count(*) from monitoring_object_municipality om where om.object_id = t.id) as municipalities
        from monitoring_object t where t.list_id = ${listId} and t.id = any(${[...ids]}::uuid[])`,
  );
  if (leaving.length < new Set(ids).size) throw notFound(['input', 'removeObjectIds']);
  const objectIds = leaving.map(({ id }) => id);
  await run(ctx, sql`delete from monitoring_object_municipality where object_id = any(${objectIds}::uuid[])`);
  await run(ctx, sql`delete from monitoring_object_service where object_id = any(${objectIds}::uuid[])`);
  await run(ctx, sql`delete from monitoring_object where id = any(${objectIds}::uuid[])`);
  await audit(ctx, ...leaving.map(({ id, ...before }) => ({ subjectType: 'MonitoringObject', subjectId: id, before })));
}

/** Copies all objects of a revision, with their services and municipalities, to the next; without those that lapsed and that nobody followed. */
export async function copyObjects(ctx: Ctx, fromListId: string, toListId: string): Promise<void> {
  const objects = await ctx.em.find(MonitoringObject, { listId: fromListId }, { orderBy: { position: 'asc' } });
  const services = await ctx.em.find(
    MonitoringObjectService,
    { objectId: { $in: objects.map(({ id }) => id) } },
    { orderBy: { position: 'asc' } },
  );
  const servicesOfObject = Map.groupBy(services, ({ objectId }) => objectId);
  const copies = objects.map((object) => {
    const serviceIds = (servicesOfObject.get(object.id) ?? []).map(({ serviceId }) => serviceId);
    const { kind, code, name, expectedResponses, position } = object;
    return {
      objectId: createObject(ctx, toListId, { kind, code, name, expectedResponses, position, serviceIds }).id,
      copiedFrom: object.id,
    };
  });
  await run(
    ctx,
    sql`insert into monitoring_object_municipality (id, object_id, municipality_id)
        select gen_random_uuid(), c."objectId", om.municipality_id
        from jsonb_to_recordset(${JSON.stringify(copies)}::jsonb) as c("objectId" uuid, "copiedFrom" uuid)
        join monitoring_object_municipality om on om.object_id = c."copiedFrom"
        join municipality t on t.id = om.municipality_id and ((${inForceOn('t', inForceDay(ctx, null))}) or ${isFollowed})`,
  );
  await auditPlaces(ctx, copies);
}

function lapsed(): Violation {
  return ruleViolated(
    'ours:units-in-force',
    { ky: 'Муниципалитет күчүндө эмес.', ru: 'Муниципалитет больше не действует.', en: 'The municipality is no longer in force.' },
    {
      ky: 'Анын укук мураскерин бериңиз (successors).',
      ru: 'Укажите его преемника (successors).',
      en: 'Give the one that followed it (successors).',
    },
  ).violation;
}

function unknownRegion(path: readonly string[]): Violation {
  return badInput(
    path,
    { ky: 'Мындай аймак жок.', ru: 'Такого региона нет.', en: 'There is no such region.' },
    {
      ky: 'Облустун же республикалык маанидеги шаардын СОАТЕ кодун бериңиз.',
      ru: 'Укажите код СОАТЕ области или города республиканского значения.',
      en: 'Give the SOATE code of an oblast or a republican city.',
    },
  ).violation;
}
