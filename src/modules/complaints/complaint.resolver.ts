import { Arg, Args, Ctx as CtxArg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { isOwn } from '../../access/actor.ts';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, pageCost, payload } from '../../kit/graphql.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { WithWorkflow } from '../../kit/workflow-fields.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalityType } from '../organizations/organization.type.ts';
import { MunicipalService } from '../service-registry/municipal-service.entity.ts';
import { MunicipalServiceType } from '../service-registry/municipal-service.type.ts';
import { Complaint } from './complaint.entity.ts';
import { complaintActRefusal, complaintActs, type ComplaintState } from './complaint.rules.ts';
import { examineComplaint, getComplaint, listComplaints, registerComplaint } from './complaint.service.ts';
import { ComplaintConnection, ComplaintsArgs, ComplaintType, ExamineComplaintInput, RegisterComplaintInput } from './complaint.type.ts';

const complaint = entityField(() => ComplaintType, Complaint, 'The complaint as it is now.');
const acts = complaintActs.map((mutation) => ({ mutation, refusal: (state: ComplaintState) => complaintActRefusal(mutation, state) }));

@Resolver(() => ComplaintType)
@WithWorkflow<Complaint, ComplaintState>({
  subject: 'Complaint',
  acts,
  facts: ({ state }) => state,
  isOwner: ({ municipalityId }, { actor }) => isOwn(actor, municipalityId),
})
export class ComplaintResolver {
  @Query(() => ComplaintType, { nullable: true, description: 'One complaint. NOT_FOUND. Requirement: R-II.8.' })
  complaint(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @CtxArg() ctx: Ctx): Promise<Complaint> {
    return getComplaint(ctx, id);
  }

  @Query(() => ComplaintConnection, {
    description: 'Complaints, the latest received first; a PROVIDER sees its own. Requirement: R-II.8. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  complaints(@Args(() => ComplaintsArgs) args: ComplaintsArgs, @CtxArg() ctx: Ctx): Promise<Page<Complaint>> {
    return listComplaints(ctx, args.filter ?? {}, args);
  }

  @FieldResolver(() => MunicipalityType, { description: 'With which it was filed; it stays there through successions.' })
  municipality(@Root() row: Complaint, @CtxArg() ctx: Ctx): Promise<Municipality> {
    return mustRowById(ctx, Municipality, row.municipalityId);
  }

  @FieldResolver(() => MunicipalServiceType, { description: 'The service it is about.' })
  service(@Root() row: Complaint, @CtxArg() ctx: Ctx): Promise<MunicipalService> {
    return mustRowById(ctx, MunicipalService, row.serviceId);
  }

  @Command(payload('RegisterComplaint', { complaint }), RegisterComplaintInput, {
    description: 'Registers a complaint about a service; a nil return of its quarter no longer stands. Requirement: R-II.8.',
  })
  async registerComplaint(input: RegisterComplaintInput, ctx: Ctx) {
    return { complaint: (await registerComplaint(ctx, input)).id };
  }

  @Command(payload('ExamineComplaint', { complaint }), ExamineComplaintInput, {
    description: 'Says what came of a complaint, once, with the reason; a justified one needs a remedy. Requirement: R-II.8.',
  })
  async examineComplaint(input: ExamineComplaintInput, ctx: Ctx) {
    return { complaint: (await examineComplaint(ctx, input)).id };
  }
}
