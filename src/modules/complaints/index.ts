/**
 * Complaints about services, what each municipality has on record of them by quarter, and the taxonomy of problems with
 * what responses are about.
 * Whose: a municipality's staff register, examine and confirm; ANALYST keeps the taxonomy and tags responses; the ministry reads all.
 * Requirements: R-II.8 (justified complaints), R-III.1.2 (problems systematised).
 */
import { defineModule } from '../../kit/module.ts';
import { Complaint, ComplaintNilReturn } from './complaint.entity.ts';
import { complaintExports } from './complaint.exports.ts';
import { ComplaintResolver } from './complaint.resolver.ts';
import { ComplaintRecordResolver } from './complaint-record.resolver.ts';
import { ProblemCategory } from './problem-category.entity.ts';
import { ProblemCategoryResolver } from './problem-category.resolver.ts';
import { seedProblemCategories } from './problem-category.seeds.ts';
import { ResponseProblem } from './response-problem.entity.ts';
import { ResponseProblemsResolver } from './response-problem.resolver.ts';

export const complaints = defineModule({
  name: 'complaints',
  entities: [Complaint, ComplaintNilReturn, ProblemCategory, ResponseProblem],
  resolvers: [ComplaintResolver, ComplaintRecordResolver, ProblemCategoryResolver, ResponseProblemsResolver],
  exports: complaintExports,
  seeds: [{ name: 'sample-problem-taxonomy', run: seedProblemCategories }],
});
