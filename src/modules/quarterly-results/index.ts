/**
 * Results of a quarter, drawn up, issued and published; and measures that correct the shortcomings found.
 * Whose: ANALYST draws up, issues, publishes and plans; issued results are read by other bodies, published ones by everybody, and a
 * municipality reads its own measures.
 * Requirements: R11, R13 (measures that improve quality).
 */
import { defineModule } from '../../kit/module.ts';
import { CorrectiveMeasureResolver } from './corrective-measure.resolver.ts';
import { quarterlyResultChanges } from './quarterly-result.changes.ts';
import { CorrectiveMeasure, MeasureEvidence, QuarterlyResult } from './quarterly-result.entity.ts';
import { CycleQuarterlyResultsResolver, QuarterlyResultResolver } from './quarterly-result.resolver.ts';

export const quarterlyResults = defineModule({
  name: 'quarterly-results',
  entities: [QuarterlyResult, CorrectiveMeasure, MeasureEvidence],
  resolvers: [QuarterlyResultResolver, CycleQuarterlyResultsResolver, CorrectiveMeasureResolver],
  changes: [quarterlyResultChanges],
});
