import { defineEntity, p } from '@mikro-orm/postgresql';
import type { ActorStamp } from '../../access/actor.ts';
import { id, instant, ref } from '../../kit/entity.ts';
import { Response } from '../questionnaires/response.entity.ts';
import { ProblemCategory } from './problem-category.entity.ts';

const ResponseProblemSchema = defineEntity({
  name: 'ResponseProblem',
  properties: {
    id: id(),
    responseId: () => ref(Response),
    categoryId: () => ref(ProblemCategory).index(),
    taggedAt: instant(),
    taggedBy: p.json().$type<ActorStamp>(),
  },
  uniques: [{ properties: ['responseId', 'categoryId'] }],
});

/**
 * R-III.1.2: a problem that an analyst found in a response. What the respondent named themselves is not here: their answers say it, by
 * the categories of the options that they marked.
 */
export class ResponseProblem extends ResponseProblemSchema.class {}
ResponseProblemSchema.setClass(ResponseProblem);
