import type { Ctx } from '../../kit/ctx.ts';
import { rows, sql } from '../../kit/sql.ts';
import type { AnswerSource } from './indicator.rules.ts';
import { pinnedResponses, primaryQuestion, type RunInput, unitsOf } from './run-input.service.ts';

/** R-II.1, R-II.7: what answers of a municipality on an object, or on a service of a complex, say; counted. */
export interface AnswerFacts {
  objectId: string;
  memberId: string | null;
  municipalityId: string;
  responses: number;
  followed: number;
  notFollowed: number;
  undecided: number;
  procedureNoAnswer: number;
  personsQuality: number;
  personsQualitySatisfied: number;
  personsAvailability: number;
  personsAvailabilitySatisfied: number;
  organisationsQuality: number;
  organisationsQualitySatisfied: number;
  organisationsAvailability: number;
  organisationsAvailabilitySatisfied: number;
  qualityNoAnswer: number;
  availabilityNoAnswer: number;
  /** Who rated, and did not say for whom. */
  unknownRated: number;
}

/**
 * R-II.1, R-II.7: counts the pinned answers of a source in one statement. "No answer" is a question that was asked and left open: the
 * answers say null; one that was not asked is absent. Who
 * answers for anybody but themselves is counted with the organisations; who did not say is left out.
 */
export function answerFacts(ctx: Ctx, input: RunInput, source: AnswerSource): Promise<AnswerFacts[]> {
  const { procedure, satisfiedFrom } = input.method;
  const rated = (column: 'satisfaction_quality' | 'satisfaction_availability', isPerson: boolean, least: number) => sql`count(*) filter (
    where r.${sql.ref(column)} >= ${least} and (r.respondent_kind = 'PERSON') = ${isPerson})::int`;
  return rows(
    ctx,
    sql`with form as materialized (
          select f.id, procedure.code as procedure_code, quality.code as quality_code, availability.code as availability_code
          from form_version f left join ${primaryQuestion('PROCEDURE_FOLLOWED')} procedure on true
            left join ${primaryQuestion('SATISFACTION_QUALITY')} quality on true
            left join ${primaryQuestion('SATISFACTION_AVAILABILITY')} availability on true)
        select u.object_id, u.member_id, r.municipality_id, count(*)::int as responses,
          count(*) filter (where r.procedure_followed = any(${[...procedure.yes]}))::int as followed,
          count(*) filter (where r.procedure_followed = any(${[...procedure.no]}))::int as not_followed,
          count(*) filter (where r.procedure_followed <> all(${[...procedure.yes, ...procedure.no]}))::int as undecided,
          count(*) filter (where r.procedure_followed is null and jsonb_exists(r.answers, form.procedure_code))::int as procedure_no_answer,
          ${rated('satisfaction_quality', true, 1)} as persons_quality,
          ${rated('satisfaction_quality', true, satisfiedFrom)} as persons_quality_satisfied,
          ${rated('satisfaction_availability', true, 1)} as persons_availability,
          ${rated('satisfaction_availability', true, satisfiedFrom)} as persons_availability_satisfied,
          ${rated('satisfaction_quality', false, 1)} as organisations_quality,
          ${rated('satisfaction_quality', false, satisfiedFrom)} as organisations_quality_satisfied,
          ${rated('satisfaction_availability', false, 1)} as organisations_availability,
          ${rated('satisfaction_availability', false, satisfiedFrom)} as organisations_availability_satisfied,
          count(*) filter (where r.respondent_kind = 'PERSON' and r.satisfaction_quality is null and jsonb_exists(r.answers, form.quality_code))::int as quality_no_answer,
          count(*) filter (where r.respondent_kind = 'PERSON' and r.satisfaction_availability is null and jsonb_exists(r.answers, form.availability_code))::int as availability_no_answer,
          count(*) filter (where r.respondent_kind is null and coalesce(r.satisfaction_quality, r.satisfaction_availability) is not null)::int as unknown_rated
        from ${pinnedResponses(input, source)} r join form on form.id = r.form_version_id
        join ${unitsOf(input)} u on u.service_id = r.service_id
        join monitoring_object_municipality om on om.object_id = u.object_id and om.municipality_id = r.municipality_id
        group by u.object_id, u.member_id, r.municipality_id`,
  );
}
