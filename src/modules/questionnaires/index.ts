/**
 * Questionnaires (Appendix 2) that municipalities file in batches or as files, and the responses that they are made of.
 * Also the changes of the questionnaire that providers propose for particular services, and the responsible unit decides on.
 * Whose: a municipality's staff file, withdraw and propose their own; the ministry reads all, ANALYST decides. Every reading of raw answers is audited.
 * Requirements: R10 (the form, and consent to its changes), R12 (filed by 20 October); what a response measures: R-II.1 to R-II.3, R-II.7.
 */
import { defineModule } from '../../kit/module.ts';
import { QuestionnaireVariant, QuestionnaireVariantService } from './questionnaire-variant.entity.ts';
import { variantDecided } from './questionnaire-variant.notices.ts';
import { QuestionnaireVariantResolver } from './questionnaire-variant.resolver.ts';
import { checkResponseFileJob } from './response-file.jobs.ts';
import { ResponseBatch, StagedResponses } from './response-batch.entity.ts';
import { ResponseBatchResolver } from './response-batch.resolver.ts';
import { Response } from './response.entity.ts';
import { responseExports } from './response.exports.ts';
import { AnswerResolver, CycleResponsesResolver, ResponseResolver } from './response.resolver.ts';

export const questionnaires = defineModule({
  name: 'questionnaires',
  entities: [ResponseBatch, Response, StagedResponses, QuestionnaireVariant, QuestionnaireVariantService],
  resolvers: [ResponseBatchResolver, ResponseResolver, AnswerResolver, CycleResponsesResolver, QuestionnaireVariantResolver],
  jobs: [checkResponseFileJob],
  notices: [variantDecided],
  exports: responseExports,
});
