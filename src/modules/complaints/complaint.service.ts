import { isOwn, stampOf } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import type { Channel } from '../../kit/figure.rules.ts';
import { found } from '../../kit/lookup.ts';
import { columnsOf, firstRow, mustRowById, orderBy, page, type Page, type PageArguments, type Sql, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, assertNone, recordTransition } from '../../kit/workflow.ts';
import { dayOf, type LocalDate } from '../../shared/calendar.ts';
import { notFound } from '../../shared/errors.ts';
import { writtenText } from '../../shared/plain-text.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { Complaint } from './complaint.entity.ts';
import { complaintScope, voidNilReturn } from './complaint-record.service.ts';
import { yearPeriod, yearViolation } from './complaint-record.rules.ts';
import {
  complaintActRefusal,
  type ComplaintFinding,
  type ComplaintState,
  examinationViolations,
  registrationViolations,
} from './complaint.rules.ts';

// ---- reading -------------------------------------------------------------------------------------------------------

/** A complaint by id. NOT_FOUND: absent, or not yours. */
export async function getComplaint(ctx: Ctx, id: string): Promise<Complaint> {
  const scope = complaintScope(ctx, sql`t.municipality_id`) || sql`true`;
  return found(
    await firstRow<Complaint>(ctx, sql`select ${columnsOf(ctx, Complaint, 't')} from complaint t where t.id = ${id} and ${scope}`),
  );
}

export interface ComplaintFilter {
  year?: number | null;
  municipalityId?: string | null;
  serviceId?: string | null;
  states?: readonly ComplaintState[] | null;
  findings?: readonly ComplaintFinding[] | null;
}

/** Complaints in scope, the latest received first: all for the ministry, its own for a PROVIDER, none for others. */
export function listComplaints(ctx: Ctx, filter: ComplaintFilter, paging: PageArguments): Promise<Page<Complaint>> {
  return page<Complaint>(ctx, {
    list: 'complaints',
    select: columnsOf(ctx, Complaint, 't'),
    from: sql`complaint t`,
    where: [
      complaintScope(ctx, sql`t.municipality_id`),
      filter.year != null && receivedIn(filter.year),
      filter.municipalityId != null && sql`t.municipality_id = ${filter.municipalityId}`,
      filter.serviceId != null && sql`t.service_id = ${filter.serviceId}`,
      filter.states != null && sql`t.state = any(${[...filter.states]}::text[])`,
      filter.findings != null && sql`t.finding = any(${[...filter.findings]}::text[])`,
    ],
    order: orderBy('RECEIVED_ON_DESC', sql`t.received_on`, 'date', 'desc'),
    page: paging,
    filter,
  });
}

function receivedIn(year: number): Sql {
  assertAllowed(yearViolation(year, ['filter', 'year']));
  const { periodFrom, periodTo } = yearPeriod(year);
  return sql`t.received_on >= ${periodFrom}::date and t.received_on < ${periodTo}::date`;
}

// ---- writing -------------------------------------------------------------------------------------------------------

export interface NewComplaint {
  municipalityId: string;
  serviceId: string;
  receivedOn: LocalDate;
  channel?: Channel | null;
  text?: string | null;
}

/** R-II.8: registers a complaint about a service. A nil return of its quarter no longer stands. */
export async function registerComplaint(ctx: Ctx, input: NewComplaint): Promise<Complaint> {
  const { municipalityId, serviceId, receivedOn, channel = null } = input;
  if (!isOwn(ctx.actor, municipalityId)) throw notFound(['input', 'municipalityId']);
  const municipality = await mustRowById(ctx, Municipality, municipalityId);
  const service = found(await ctx.em.findOne(MunicipalService, { id: serviceId }), ['input', 'serviceId']);
  const text = writtenText(input.text);
  const facts = {
    today: dayOf(ctx.now),
    receivedOn,
    text,
    municipality,
    service: { ...service, municipalityId: service.municipalityId ?? null },
  };
  assertNone(registrationViolations(facts));
  const complaint = ctx.em.create(Complaint, {
    municipalityId,
    serviceId,
    receivedOn,
    channel,
    text,
    state: 'RECEIVED',
    registeredAt: ctx.now,
    registeredBy: stampOf(ctx.actor, ctx.actingAs),
  });
  recordTransition(ctx, { type: 'Complaint', id: complaint.id }, { from: null, to: 'RECEIVED' });
  await voidNilReturn(ctx, complaint);
  return complaint;
}

export interface ExaminedComplaint {
  id: string;
  expectedVersion: number;
  finding: ComplaintFinding;
  reason: string;
  remedy?: string | null;
}

/** R-II.8: what came of a complaint, with the reason; of a justified one also what was done. CONFLICT on a stale version. */
export async function examineComplaint(ctx: Ctx, input: ExaminedComplaint): Promise<Complaint> {
  const complaint = await ctx.em.findOne(Complaint, { id: input.id });
  if (!complaint || !isOwn(ctx.actor, complaint.municipalityId)) throw notFound(['input', 'id']);
  assertAllowed(complaintActRefusal('examineComplaint', complaint.state));
  assertVersion(complaint, input.expectedVersion);
  const reason = writtenText(input.reason);
  const remedy = writtenText(input.remedy);
  assertNone(examinationViolations({ finding: input.finding, reason, remedy }));
  Object.assign(complaint, {
    state: 'EXAMINED',
    finding: input.finding,
    findingReason: reason,
    remedy,
    examinedAt: ctx.now,
    examinedBy: stampOf(ctx.actor, ctx.actingAs),
  });
  recordTransition(ctx, { type: 'Complaint', id: complaint.id }, { from: 'RECEIVED', to: 'EXAMINED', reason });
  return complaint;
}
