import type { Ctx } from '../../kit/ctx.ts';
import { found } from '../../kit/lookup.ts';
import { columnsOf, firstRow, load, loaderOfMany, rows, sql } from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, assertNone } from '../../kit/workflow.ts';
import { awaitTurn } from '../../kit/turn.ts';
import { conflict, HubError, notFound } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { ProblemCategory } from './problem-category.entity.ts';
import { categoryViolations, isIndicator, oneMoreRefusal, parentRefusal } from './problem-category.rules.ts';

/** R-III.1.2: the whole taxonomy, fewer than 100: each group followed by what is in it. */
export function listProblemCategories(ctx: Ctx): Promise<ProblemCategory[]> {
  return rows(
    ctx,
    sql`select ${columnsOf(ctx, ProblemCategory, 't')} from problem_category t left join problem_category g on g.id = t.parent_id
        order by coalesce(g.position, t.position), coalesce(g.code, t.code), g.id nulls first, t.position, t.code limit 99`,
  );
}

const childrenByParent = loaderOfMany<string, ProblemCategory & { parentId: string }>(
  'problemCategoryChildren',
  (ctx, ids) =>
    rows(
      ctx,
      sql`select ${columnsOf(ctx, ProblemCategory, 't')} from problem_category t where t.parent_id = any(${[...ids]}::uuid[]) order by t.position, t.code`,
    ),
  (row) => row.parentId,
);

/** What is in a group, in its order. */
export async function childrenOfCategory(ctx: Ctx, id: string): Promise<ProblemCategory[]> {
  return (await load(ctx, childrenByParent, id)) ?? [];
}

export interface SavedCategory {
  code: string;
  expectedVersion?: number | null;
  name: LocalizedText;
  /** The group that it stands in; null = it is a group; absent = unchanged. */
  parentCode?: string | null;
  /** Absent = unchanged; of a new category, that of its group. */
  indicator?: string | null;
}

/**
 * R-III.1.2: enters a category, or changes the one of that code if `expectedVersion` is given. What the responsible unit has saved is
 * its own and no sample any more. BAD_USER_INPUT with all that is wrong, CONFLICT on a taken code or a stale version, NOT_FOUND.
 */
export async function saveProblemCategory(ctx: Ctx, input: SavedCategory): Promise<ProblemCategory> {
  assertNone(categoryViolations({ ...input, indicator: input.indicator ?? null }));
  await lockTaxonomy(ctx);
  const category = await categoryToSave(ctx, input);
  const parent = await parentToBe(ctx, input, category);
  const hasChildren = category !== null && (await ctx.em.count(ProblemCategory, { parentId: category.id })) > 0;
  assertAllowed(parentRefusal({ code: input.code, parent: parent && { code: parent.code, isTop: parent.parentId == null }, hasChildren }));
  const parentId = parent?.id ?? null;
  const fields = { name: input.name, parentId, indicator: indicatorToBe(input, category ?? parent), isSample: false };
  if (!category) return createCategory(ctx, input.code, fields);
  const isMoved = (category.parentId ?? null) !== parentId;
  return Object.assign(category, fields, isMoved && { position: await nextPosition(ctx, parentId) });
}

type CategoryContent = Pick<ProblemCategory, 'name' | 'parentId' | 'indicator' | 'isSample'>;

async function createCategory(ctx: Ctx, code: string, fields: CategoryContent): Promise<ProblemCategory> {
  assertAllowed(oneMoreRefusal(await ctx.em.count(ProblemCategory)));
  return ctx.em.create(ProblemCategory, { ...fields, code, position: await nextPosition(ctx, fields.parentId ?? null) });
}

async function categoryToSave(ctx: Ctx, { code, expectedVersion }: SavedCategory): Promise<ProblemCategory | null> {
  const category = await ctx.em.findOne(ProblemCategory, { code });
  if (expectedVersion == null) {
    if (category) throw codeTaken(category.version);
    return null;
  }
  if (!category) throw notFound(['input', 'code']);
  assertVersion(category, expectedVersion);
  return category;
}

async function parentToBe(ctx: Ctx, { parentCode }: SavedCategory, before: ProblemCategory | null): Promise<ProblemCategory | null> {
  if (parentCode === undefined) return before?.parentId ? ctx.em.findOne(ProblemCategory, { id: before.parentId }) : null;
  if (parentCode === null) return null;
  return found(await ctx.em.findOne(ProblemCategory, { code: parentCode }), ['input', 'parentCode']);
}

function indicatorToBe({ indicator }: SavedCategory, otherwise: ProblemCategory | null): ProblemCategory['indicator'] {
  if (indicator === undefined) return otherwise?.indicator ?? null;
  return indicator !== null && isIndicator(indicator) ? indicator : null;
}

/** After the last of its siblings. */
async function nextPosition(ctx: Ctx, parentId: string | null): Promise<number> {
  const last = await firstRow<{ position: number | null }>(
    ctx,
    sql`select max(position) as position from problem_category where parent_id is not distinct from ${parentId}::uuid`,
  );
  return (last?.position ?? 0) + 1;
}

/** One at a time: what is decided of a category depends on the others. */
async function lockTaxonomy(ctx: Ctx): Promise<void> {
  await awaitTurn(ctx, 'problem-taxonomy');
}

function codeTaken(currentVersion: number): HubError {
  const { violation } = conflict(
    ['input', 'code'],
    { ky: 'Мындай коддогу көйгөй бар.', ru: 'Проблема с таким кодом уже есть.', en: 'There is a category with this code.' },
    {
      ky: 'Өзгөртүү үчүн expectedVersion бериңиз.',
      ru: 'Чтобы изменить её, укажите expectedVersion.',
      en: 'To change it, give expectedVersion.',
    },
  );
  return new HubError(violation, { currentVersion });
}
