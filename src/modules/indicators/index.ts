/**
 * Analyses: the eight indicators for every object of the List in each municipality and over the country, with norms, the unit's surveys,
 * problems, demand and months beside them; methods, runs, their dynamics over years, and all that a run's figures are recounted from.
 * Whose: ANALYST starts runs and writes methods; others read what is issued or published.
 * Requirements: R10 (surveys beside), R11 (what a quarter is judged on), R-II.1 to R-II.8, R-III.1.1 to R-III.1.6, R-III.3 (the annexed
 * database), R13.
 */
import { defineModule } from '../../kit/module.ts';
import { issuedRunChanges } from './analysis-run.changes.ts';
import {
  AnalysisMethod,
  AnalysisRun,
  AnalysisRunBatch,
  AnalysisRunRevision,
  IndicatorResult,
  ProblemMention,
  ServiceDemand,
  ServiceMonth,
} from './analysis.entity.ts';
import { seedAnalysisMethod } from './analysis-method.seeds.ts';
import { computeAnalysisJob } from './analysis-run.jobs.ts';
import { AnalysisMethodResolver, AnalysisRunResolver, CycleAnalysisResolver } from './analysis-run.resolver.ts';
import { DynamicsResolver } from './dynamics.resolver.ts';
import { ProblemResolver, RunProblemsResolver } from './problem.resolver.ts';
import { indicatorResultExports } from './indicator-result.exports.ts';
import {
  IndicatorAchievementResolver,
  IndicatorResultResolver,
  MunicipalityIndicatorsResolver,
  NormComparisonResolver,
  OfferIndicatorsResolver,
  ResultPartResolver,
  SurveyComparisonResolver,
} from './indicator-result.resolver.ts';

export const indicators = defineModule({
  name: 'indicators',
  entities: [
    AnalysisMethod,
    AnalysisRun,
    AnalysisRunRevision,
    AnalysisRunBatch,
    IndicatorResult,
    ProblemMention,
    ServiceDemand,
    ServiceMonth,
  ],
  resolvers: [
    AnalysisMethodResolver,
    AnalysisRunResolver,
    CycleAnalysisResolver,
    IndicatorResultResolver,
    ResultPartResolver,
    SurveyComparisonResolver,
    NormComparisonResolver,
    IndicatorAchievementResolver,
    OfferIndicatorsResolver,
    MunicipalityIndicatorsResolver,
    RunProblemsResolver,
    ProblemResolver,
    DynamicsResolver,
  ],
  changes: [issuedRunChanges],
  exports: indicatorResultExports,
  jobs: [computeAnalysisJob],
  seeds: [{ name: 'analysis-method', run: seedAnalysisMethod }],
});
