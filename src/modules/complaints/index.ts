/**
 * Complaints about services, what each municipality has on record of them by quarter, and the taxonomy of problems.
 * Whose: a municipality's staff register, examine and confirm; ANALYST keeps the taxonomy; the ministry reads all.
 * Requirements: R-II.8 (justified complaints), R-III.1.2 (problems systematised).
 */
import { defineModule } from '../../kit/module.ts';
import { Complaint, ComplaintNilReturn } from './complaint.entity.ts';
import { ComplaintResolver } from './complaint.resolver.ts';
import { ComplaintRecordResolver } from './complaint-record.resolver.ts';
import { ProblemCategory } from './problem-category.entity.ts';
import { ProblemCategoryResolver } from './problem-category.resolver.ts';
import { seedProblemCategories } from './problem-category.seeds.ts';

export const complaints = defineModule({
  name: 'complaints',
  entities: [Complaint, ComplaintNilReturn, ProblemCategory],
  resolvers: [ComplaintResolver, ComplaintRecordResolver, ProblemCategoryResolver],
  seeds: [{ name: 'sample-problem-taxonomy', run: seedProblemCategories }],
});
