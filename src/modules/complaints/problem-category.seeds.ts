import type { Ctx } from '../../kit/ctx.ts';
import { dataFile, readCsv } from '../../kit/data.ts';
import { ProblemCategory } from './problem-category.entity.ts';
import { isIndicator } from './problem-category.rules.ts';

type CategoryColumn = 'code' | 'parent_code' | 'order' | 'indicator' | 'name_ky' | 'name_ru' | 'name_en';

/** R-III.1.2: a taxonomy of problems written by us as a sample, groups before what is in them. What is there is left alone. */
export async function seedProblemCategories(ctx: Ctx): Promise<void> {
  const idByCode = new Map((await ctx.em.find(ProblemCategory, {})).map(({ code, id }) => [code, id]));
  for (const row of readCsv<CategoryColumn>(dataFile('samples/problem_taxonomy.csv')).filter(({ code }) => !idByCode.has(code))) {
    const category = ctx.em.create(ProblemCategory, {
      code: row.code,
      name: { ky: row.name_ky, ru: row.name_ru, en: row.name_en },
      parentId: row.parent_code ? groupOf(row, idByCode) : null,
      position: Number(row.order),
      indicator: isIndicator(row.indicator) ? row.indicator : null,
      isSample: true,
    });
    idByCode.set(row.code, category.id);
  }
}

function groupOf({ code, parent_code }: Record<CategoryColumn, string>, idByCode: ReadonlyMap<string, string>): string {
  const id = idByCode.get(parent_code);
  if (!id) throw new Error(`problem_taxonomy.csv: ${code} stands in ${parent_code}, which is not above it`);
  return id;
}
