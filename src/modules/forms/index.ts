/**
 * The survey sheet (Appendix 1) and the questionnaire (Appendix 2): their versions, their questions, and what answers they take.
 * Whose: ANALYST drafts and publishes versions; everyone reads what is published.
 * Requirements: R10 (both forms, what a provider may change), R-III.1.2 and R-III.1.4 (problems and expectations are asked).
 * The seeded versions are samples of ours and say so: the official appendices were not found.
 */
import { defineModule } from '../../kit/module.ts';
import { Form, FormVersion } from './form.entity.ts';
import { FormResolver, FormVersionResolver, QuestionOptionResolver, QuestionResolver } from './form.resolver.ts';
import { seedSampleForms } from './form.seeds.ts';
import { formExports } from './form-template.exports.ts';

export const forms = defineModule({
  name: 'forms',
  entities: [Form, FormVersion],
  resolvers: [FormResolver, FormVersionResolver, QuestionResolver, QuestionOptionResolver],
  exports: formExports,
  seeds: [{ name: 'sample-forms', run: seedSampleForms }],
});
