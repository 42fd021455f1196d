import { Arg, Args, Ctx as CtxArg, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { act, type ChangeInput, entitiesField, entityField, LanguageEnum, pageCost, payload } from '../../kit/graphql.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { WithWorkflow } from '../../kit/workflow-fields.ts';
import { inLanguage, type Language } from '../../shared/localized-text.ts';
import { ReportDocumentType } from '../files/document.type.ts';
import { FinalReport } from '../final-report/final-report.entity.ts';
import { FinalReportType } from '../final-report/final-report.type.ts';
import { IndicatorResult } from '../indicators/analysis.entity.ts';
import { IndicatorResultType } from '../indicators/indicator.type.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { MonitoringCycleType } from '../monitoring-cycle/monitoring-cycle.type.ts';
import { MonitoringObject } from '../monitoring-cycle/monitoring-list.entity.ts';
import { MonitoringObjectType } from '../monitoring-cycle/monitoring-list.type.ts';
import { getObligation, type ObligationRow } from '../obligations/obligation.service.ts';
import { ObligationType } from '../obligations/obligation.type.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalityType } from '../organizations/organization.type.ts';
import { reasonOf } from './inspection-candidate.rules.ts';
import { listCandidates, nextYearResultOf } from './inspection-candidate.service.ts';
import { type InspectionCandidate, InspectionPlan } from './inspection-plan.entity.ts';
import { inspectionPlanActs, type PlanFacts, planRefusal } from './inspection-plan.rules.ts';
import {
  consentToInspectionPlan,
  draftInspectionPlan,
  factsOfPlan,
  findInspectionPlan,
  isPlanLate,
  pickInspections,
  renderInspectionPlan,
  returnInspectionPlan,
  submitInspectionPlan,
} from './inspection-plan.service.ts';
import {
  DraftInspectionPlanInput,
  InspectionCandidateConnection,
  InspectionCandidatesArgs,
  InspectionCandidateType,
  InspectionPlanType,
  PickInspectionsInput,
  RenderInspectionPlanInput,
  ReturnInspectionPlanInput,
} from './inspection-plan.type.ts';
import { PlanDocument } from './plan-document.entity.ts';
import { documentsOfPlan } from './plan-document.service.ts';

const inspectionPlan = entityField(() => InspectionPlanType, InspectionPlan, 'The plan as it is now.');
const documents = entitiesField(() => ReportDocumentType, PlanDocument, 'The documents asked for; read their jobs until they are over.');

@Resolver(() => InspectionPlanType)
@WithWorkflow<InspectionPlan, PlanFacts>({
  subject: 'InspectionPlan',
  acts: inspectionPlanActs.map((mutation) => ({ mutation, refusal: (facts) => planRefusal(mutation, facts) })),
  facts: factsOfPlan,
})
export class InspectionPlanResolver {
  @Query(() => InspectionPlanType, {
    nullable: true,
    description:
      "The plan that rests on a year's cycle, for the year after; null = there is none. NOT_FOUND where the year has no cycle. Requirement: R-III.6.",
  })
  inspectionPlan(
    @Arg('year', () => Int, { description: 'Calendar year of the cycle.' }) year: number,
    @CtxArg() ctx: Ctx,
  ): Promise<InspectionPlan | null> {
    return findInspectionPlan(ctx, year);
  }

  @FieldResolver(() => MonitoringCycleType, { description: 'The cycle that it rests on.' })
  cycle(@Root() row: InspectionPlan, @CtxArg() ctx: Ctx): Promise<MonitoringCycle> {
    return mustRowById(ctx, MonitoringCycle, row.cycleId);
  }

  @FieldResolver(() => Int, { description: 'The calendar year that it plans: the one after the cycle.' })
  async forYear(@Root() row: InspectionPlan, @CtxArg() ctx: Ctx): Promise<number> {
    return (await mustRowById(ctx, MonitoringCycle, row.cycleId)).year + 1;
  }

  @FieldResolver(() => FinalReportType, { description: 'The final report on the basis of which it is drawn up.' })
  report(@Root() row: InspectionPlan, @CtxArg() ctx: Ctx): Promise<FinalReport> {
    return mustRowById(ctx, FinalReport, row.reportId);
  }

  @FieldResolver(() => Boolean, { description: 'Consented to after 30 November, or not yet though that has passed. Requirement: R-III.6.' })
  isLate(@Root() row: InspectionPlan, @CtxArg() ctx: Ctx): Promise<boolean> {
    return isPlanLate(ctx, row);
  }

  @FieldResolver(() => InspectionCandidateConnection, {
    description: 'What may be inspected: by rule, then object, then municipality. Requirement: R-III.6. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  candidates(
    @Root() row: InspectionPlan,
    @Args(() => InspectionCandidatesArgs) { rules, isPicked, ...paging }: InspectionCandidatesArgs,
    @CtxArg() ctx: Ctx,
  ): Promise<Page<InspectionCandidate>> {
    return listCandidates(ctx, row.id, { rules, isPicked }, paging);
  }

  @FieldResolver(() => [ReportDocumentType], {
    description: 'Its documents, at most nine; those made before the head consented are marked as drafts. Requirement: R-III.6.',
  })
  documents(@Root() { id }: InspectionPlan, @CtxArg() ctx: Ctx): Promise<PlanDocument[]> {
    return documentsOfPlan(ctx, id);
  }

  @Command(payload('DraftInspectionPlan', { inspectionPlan }), DraftInspectionPlanInput, {
    description:
      'Begins the plan from the latest prepared final report, with candidates by rule; while it is not submitted, again proposes them anew and keeps what is picked. Requirement: R-III.6, R13.',
  })
  async draftInspectionPlan({ year }: DraftInspectionPlanInput, ctx: Ctx) {
    return { inspectionPlan: (await draftInspectionPlan(ctx, year)).id };
  }

  @Command(payload('PickInspections', { inspectionPlan }), PickInspectionsInput, {
    description: 'Picks candidates to be inspected and drops others; all or nothing. Requirement: R-III.6.',
  })
  async pickInspections(input: PickInspectionsInput, ctx: Ctx) {
    return { inspectionPlan: (await pickInspections(ctx, input)).id };
  }

  @Command(payload('SubmitInspectionPlan', { inspectionPlan }), act('SubmitInspectionPlan'), {
    description: "Hands a plan in for the head's consent. Requirement: R-III.6.",
  })
  async submitInspectionPlan(input: ChangeInput, ctx: Ctx) {
    return { inspectionPlan: (await submitInspectionPlan(ctx, input)).id };
  }

  @Command(payload('ConsentToInspectionPlan', { inspectionPlan }), act('ConsentToInspectionPlan'), {
    description:
      'Consents to a submitted plan; refused to whoever prepared it, whatever roles they hold. It cannot be amended afterwards. Requirement: R-III.6.',
  })
  async consentToInspectionPlan(input: ChangeInput, ctx: Ctx) {
    return { inspectionPlan: (await consentToInspectionPlan(ctx, input)).id };
  }

  @Command(payload('ReturnInspectionPlan', { inspectionPlan }), ReturnInspectionPlanInput, {
    description: 'Gives a submitted plan back with remarks; it is then edited as a draft is. Requirement: R-III.6.',
  })
  async returnInspectionPlan(input: ReturnInspectionPlanInput, ctx: Ctx) {
    return { inspectionPlan: (await returnInspectionPlan(ctx, input)).id };
  }

  @Command(payload('RenderInspectionPlan', { inspectionPlan, documents }), RenderInspectionPlanInput, {
    description:
      'Asks for documents of the plan, made in the background and marked as drafts until the head has consented. Requirement: R-III.6.',
  })
  async renderInspectionPlan({ id, ...asked }: RenderInspectionPlanInput, ctx: Ctx) {
    return { inspectionPlan: id, documents: await renderInspectionPlan(ctx, id, asked) };
  }
}

@Resolver(() => InspectionCandidateType)
export class InspectionCandidateResolver {
  @FieldResolver(() => String, { description: 'Why it is proposed.' })
  reason(
    @Root() { facts }: InspectionCandidate,
    @Arg('lang', () => LanguageEnum, { nullable: true, description: "The language asked for; the request's unless given." })
    lang: Language | null,
    @CtxArg() ctx: Ctx,
  ): string {
    return inLanguage(reasonOf(facts), lang ?? ctx.language);
  }

  @FieldResolver(() => IndicatorResultType, {
    nullable: true,
    description: 'The result that put it there; null = it is there for what was not handed in.',
  })
  async finding(@Root() row: InspectionCandidate, @CtxArg() ctx: Ctx): Promise<IndicatorResult | null> {
    return row.findingId == null ? null : mustRowById(ctx, IndicatorResult, row.findingId);
  }

  @FieldResolver(() => ObligationType, {
    nullable: true,
    description: 'What was not handed in; null = it is there for a result.',
  })
  async obligation(@Root() row: InspectionCandidate, @CtxArg() ctx: Ctx): Promise<ObligationRow | null> {
    return row.obligationId == null ? null : getObligation(ctx, row.obligationId);
  }

  @FieldResolver(() => MonitoringObjectType, { description: 'What is to be inspected.' })
  object(@Root() row: InspectionCandidate, @CtxArg() ctx: Ctx): Promise<MonitoringObject> {
    return mustRowById(ctx, MonitoringObject, row.objectId);
  }

  @FieldResolver(() => MunicipalityType, { description: 'Where.' })
  municipality(@Root() row: InspectionCandidate, @CtxArg() ctx: Ctx): Promise<Municipality> {
    return mustRowById(ctx, Municipality, row.municipalityId);
  }

  @FieldResolver(() => IndicatorResultType, {
    nullable: true,
    description:
      "The finding's indicator in the latest annual analysis of the year after: whether it is better. Null = there is none yet, it is not monitored there any more, or there is no finding. Requirement: R13.",
  })
  nextYearResult(@Root() row: InspectionCandidate, @CtxArg() ctx: Ctx): Promise<IndicatorResult | null> {
    return nextYearResultOf(ctx, row.id);
  }
}
