import { defineEntity, p } from '@mikro-orm/postgresql';
import { ref, text, versioned } from '../../kit/entity.ts';
import type { IndicatorRequirement } from './problem-category.rules.ts';

const ProblemCategorySchema = defineEntity({
  name: 'ProblemCategory',
  properties: {
    ...versioned(),
    code: p.string().unique(),
    name: text(),
    parentId: () => ref(ProblemCategory).nullable().index(),
    /** Where it stands among its siblings. */
    position: p.integer(),
    indicator: p.string().$type<IndicatorRequirement>().nullable(),
    isSample: p.boolean(),
  },
});

/** R-III.1.2: what problems of service quality are systematised by; a taxonomy, so data. */
export class ProblemCategory extends ProblemCategorySchema.class {}
ProblemCategorySchema.setClass(ProblemCategory);
