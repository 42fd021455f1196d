import { type ActorStamp, stampOf } from '../../access/actor.ts';
import { audit } from '../../kit/audit.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { found } from '../../kit/lookup.ts';
import { columnsOf, firstRow, load, loaderBy, loaderOfMany, mustRowById, rows, sql } from '../../kit/sql.ts';
import { assertNone } from '../../kit/workflow.ts';
import { awaitTurn } from '../../kit/turn.ts';
import { FormVersion } from '../forms/form.entity.ts';
import { Response } from '../questionnaires/response.entity.ts';
import { ProblemCategory } from './problem-category.entity.ts';
import { ResponseProblem } from './response-problem.entity.ts';
import { answeredProblems, type ProblemSource, tagViolations } from './response-problem.rules.ts';

// ---- reading -------------------------------------------------------------------------------------------------------

/** A problem in a response, and who says so. */
export interface FoundProblem {
  category: ProblemCategory;
  source: ProblemSource;
  /** null = the respondent said it. */
  taggedAt: Date | null;
  taggedBy: ActorStamp | null;
}

const tagsByResponse = loaderOfMany<string, ResponseProblem>(
  'responseProblems',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, ResponseProblem, 't')} from response_problem t where t.response_id = any(${[...ids]}::uuid[]) order by t.id`,
    ),
  (row) => row.responseId,
);

const categoryByCode = loaderBy<string, ProblemCategory>(
  'problemCategoryByCode',
  (ctx, codes) =>
    rows(ctx, sql`select ${columnsOf(ctx, ProblemCategory, 't')} from problem_category t where t.code = any(${[...codes]}::text[])`),
  (row) => row.code,
);

/** R-III.1.2: the problems in a response: those that the respondent named, then those that an analyst found. */
export async function problemsOfResponse(ctx: Ctx, { id, formVersionId, answers }: Response): Promise<FoundProblem[]> {
  const { questions } = await mustRowById(ctx, FormVersion, formVersionId);
  const [named, tags] = await Promise.all([
    Promise.all(answeredProblems(questions, answers).map((code) => load(ctx, categoryByCode, code))),
    load(ctx, tagsByResponse, id),
  ]);
  const tagged = (tags ?? []).map(async ({ categoryId, taggedAt, taggedBy }): Promise<FoundProblem> => {
    return { category: await mustRowById(ctx, ProblemCategory, categoryId), source: 'ANALYST', taggedAt, taggedBy };
  });
  return [
    ...named.flatMap((category): FoundProblem[] => (category ? [{ category, source: 'ANSWER', taggedAt: null, taggedBy: null }] : [])),
    ...(await Promise.all(tagged)),
  ];
}

// ---- tagging -------------------------------------------------------------------------------------------------------

/**
 * R-III.1.2: says which problems a stored response is about, instead of what analysts said before; an empty list takes all of it back.
 * What the respondent named stays. NOT_FOUND for a response that counts nowhere; BAD_USER_INPUT with every unknown code.
 */
export async function tagResponse(
  ctx: Ctx,
  { responseId, categoryCodes }: { responseId: string; categoryCodes: readonly string[] },
): Promise<string> {
  // Two analysts at once come one after the other.
  await awaitTurn(ctx, `tags:${responseId}`);
  const response = await storedResponse(ctx, responseId);
  const categories = await ctx.em.find(ProblemCategory, { code: { $in: [...categoryCodes] } });
  assertNone(tagViolations(categoryCodes, new Set(categories.map(({ code }) => code))));
  const before = await ctx.em.find(ResponseProblem, { responseId });
  replaceTags(ctx, responseId, before, categories);
  await auditTags(ctx, response, before, categories);
  return responseId;
}

interface StoredResponse {
  id: string;
  municipalityId: string;
}

async function storedResponse(ctx: Ctx, responseId: string): Promise<StoredResponse> {
  return found(
    await firstRow<StoredResponse>(
      ctx,
      sql`select t.id, t.municipality_id from response t join response_batch b on b.id = t.batch_id where t.id = ${responseId} and b.state = 'STORED'`,
    ),
    ['input', 'responseId'],
  );
}

function replaceTags(ctx: Ctx, responseId: string, before: readonly ResponseProblem[], categories: readonly ProblemCategory[]): void {
  const kept = new Set(categories.map(({ id }) => id));
  const had = new Set(before.map(({ categoryId }) => categoryId));
  for (const tag of before) if (!kept.has(tag.categoryId)) ctx.em.remove(tag);
  const taggedBy = stampOf(ctx.actor, ctx.actingAs);
  for (const { id: categoryId } of categories)
    if (!had.has(categoryId)) ctx.em.create(ResponseProblem, { responseId, categoryId, taggedAt: ctx.now, taggedBy });
}

/** What was said before and what is said now, in one row; and that the response was read, since the answer of the act shows it. */
async function auditTags(
  ctx: Ctx,
  response: StoredResponse,
  before: readonly ResponseProblem[],
  categories: readonly ProblemCategory[],
): Promise<void> {
  const { id: subjectId, municipalityId } = response;
  const had = await ctx.em.find(ProblemCategory, { id: { $in: before.map(({ categoryId }) => categoryId) } });
  const codesOf = (tags: readonly ProblemCategory[]) => ({ categoryCodes: tags.map(({ code }) => code).toSorted() });
  await audit(
    ctx,
    { subjectType: 'Response', subjectId, municipalityId, before: codesOf(had), after: codesOf(categories) },
    { action: 'readResponses', subjectType: 'Response', subjectId, municipalityId, after: { count: 1 } },
  );
}
