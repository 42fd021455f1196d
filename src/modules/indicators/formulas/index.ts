import type { Formula } from './formula.rules.ts';
import { administrativeRegulation } from './v1/administrative-regulation.rules.ts';
import { complaints } from './v1/complaints.rules.ts';
import { cost } from './v1/cost.rules.ts';
import { electronicForm } from './v1/electronic-form.rules.ts';
import { information } from './v1/information.rules.ts';
import { procedure } from './v1/procedure.rules.ts';
import { satisfaction } from './v1/satisfaction.rules.ts';
import { time } from './v1/time.rules.ts';

/** R-II.1 to R-II.8, in their order. A version is frozen: changed formulas are a folder and a list of their own. */
export const formulasV1: readonly Formula[] = [
  procedure,
  time,
  cost,
  electronicForm,
  administrativeRegulation,
  information,
  satisfaction,
  complaints,
];
