/**
 * Surveys of citizens and organisations with the survey sheet (Appendix 1), and how far they cover the regions.
 * Whose: the responsible unit (ANALYST) alone runs them; that there is a survey is public, what was collected is the ministry's.
 * Requirements: R10 (in all regions of the country, regularly).
 */
import { defineModule } from '../../kit/module.ts';
import { Survey, SurveyBatch, SurveyTarget } from './survey.entity.ts';
import { checkSurveyFileJob } from './survey-file.jobs.ts';
import { SurveyCoverageResolver, SurveyResolver } from './survey.resolver.ts';

export const surveys = defineModule({
  name: 'surveys',
  entities: [Survey, SurveyTarget, SurveyBatch],
  resolvers: [SurveyResolver, SurveyCoverageResolver],
  jobs: [checkSurveyFileJob],
});
