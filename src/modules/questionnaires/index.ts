/**
 * Questionnaires (Appendix 2) that municipalities file in batches, and the responses that they are made of.
 * Whose: a municipality's staff file and withdraw their own; the ministry reads all. Every reading of raw answers is audited.
 * Requirements: R10 (the form), R12 (filed by 20 October); what a response measures: R-II.1 to R-II.3, R-II.7.
 */
import { defineModule } from '../../kit/module.ts';
import { ResponseBatch } from './response-batch.entity.ts';
import { ResponseBatchResolver } from './response-batch.resolver.ts';
import { Response } from './response.entity.ts';
import { AnswerResolver, CycleResponsesResolver, ResponseResolver } from './response.resolver.ts';

export const questionnaires = defineModule({
  name: 'questionnaires',
  entities: [ResponseBatch, Response],
  resolvers: [ResponseBatchResolver, ResponseResolver, AnswerResolver, CycleResponsesResolver],
});
