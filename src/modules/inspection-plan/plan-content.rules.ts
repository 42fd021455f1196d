import type { Quarter } from '../../kit/figure.rules.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { MethodParameters } from '../indicators/analysis-method.rules.ts';
import type { IndicatorCode, NormComparison, ResultState } from '../indicators/indicator.rules.ts';
import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';
import type { CandidateFacts, CandidateRule } from './inspection-candidate.rules.ts';
import type { InspectionPlanState } from './inspection-plan.rules.ts';

/** Everything that a plan says, as plain data; its documents are made of it and of nothing else. */
export interface PlanContent {
  forYear: number;
  state: InspectionPlanState;
  date: LocalDate;
  /** The body that draws it up; null = none is entered. */
  author: LocalizedText | null;
  preparation: Signature;
  /** Null = not consented to (yet). */
  consent: Signature | null;
  /** Before which day the head is to consent. */
  dueOn: LocalDate;
  /** Consented to, and before that day. */
  isInTime: boolean;
  /** The head's, when it was last returned; null = none, or consented to since. */
  remarks: { text: string; returnedOn: LocalDate } | null;
  report: { revision: number; preparedOn: LocalDate | null };
  run: { id: string; method: number; referenceDay: LocalDate };
  thresholds: MethodParameters['inspection'];
  /** By quarter, then region, district and municipality. */
  inspections: readonly PlannedInspection[];
  rules: readonly RuleFacts[];
  objects: readonly ObjectFacts[];
  /** Where something was proposed and not picked. */
  others: readonly OtherCandidates[];
}

/** Who acted, for whom, and when. */
export interface Signature {
  name: string | null;
  /** The head whose delegate acted; null = they acted for themselves. */
  onBehalfOf: string | null;
  on: LocalDate | null;
}

/** A municipality with what tells it from others of the same name. */
export interface Place {
  municipality: LocalizedText;
  /** By the day of the analysis it has become part of another. */
  isMerged: boolean;
  /** Null = it is a region itself. */
  region: LocalizedText | null;
  /** Null = it lies in no district. */
  district: LocalizedText | null;
  soate: string;
}

/** R-III.6: what is to be inspected and when, with the finding that put it there. */
export interface PlannedInspection extends Place {
  quarter: Quarter;
  note: string | null;
  objectCode: string;
  objectName: LocalizedText;
  /** Those entered for the object's services there; none = nobody is. */
  providers: readonly LocalizedText[];
  facts: CandidateFacts;
  /** The result that the rule found; null = it is there for what was not handed in. */
  finding: FindingFacts | null;
}

export interface FindingFacts {
  indicator: IndicatorCode;
  state: ResultState;
  share: number | null;
  n: number;
  threshold: number | null;
  lower: number | null;
  upper: number | null;
  comparison: NormComparison | null;
  norms: readonly { amount: string; unit: MeasureUnit }[];
  perThousand: number | null;
}

/** How many candidates there are, and how many of them are picked. */
export interface Tally {
  proposed: number;
  picked: number;
}

export interface RuleFacts extends Tally {
  rule: CandidateRule;
}

/** An object of the List that has candidates. */
export interface ObjectFacts extends Tally {
  code: string;
  name: LocalizedText;
}

/** What was proposed in a municipality and not picked: the codes of the objects, by rule. */
export interface OtherCandidates extends Place {
  grounds: readonly { rule: CandidateRule; codes: readonly string[] }[];
}
