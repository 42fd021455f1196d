import type { DocumentBlock, DocumentModel, FigureSource, TableBlock, TableCell, TableColumn } from '../../kit/document/document.rules.ts';
import { type Quarter, quarters } from '../../kit/figure.rules.ts';
import { dayInWords, numberInWords } from '../../shared/in-words.ts';
import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';
import { scrubPersonalData } from '../../shared/personal-data.ts';
import { filled, indicatorWords, municipalityName, reportWords, stateWords, unitWords } from '../final-report/report-words.rules.ts';
import { requirementOf } from '../indicators/indicator.rules.ts';
import { reasonOf } from './inspection-candidate.rules.ts';
import { planStateWords } from './inspection-plan.rules.ts';
import type { FindingFacts, OtherCandidates, Place, PlanContent, PlannedInspection, Signature, Tally } from './plan-content.rules.ts';
import { planWords, ruleMeaning, ruleNames } from './plan-words.rules.ts';

/** What the parts of a document are made of. */
interface Making {
  plan: PlanContent;
  language: Language;
  say: (text: LocalizedText) => string;
}

/** R-III.6, R13: the plan in one language: what is inspected, where, when and why, and what else was proposed. */
export function planDocument(plan: PlanContent, language: Language): DocumentModel {
  const say = (text: LocalizedText): string => inLanguage(text, language);
  const making: Making = { plan, language, say };
  return {
    language,
    title: say(filled(planWords.title, { year: plan.forYear })),
    isWatermarked: plan.state !== 'CONSENTED',
    author: say(plan.author ?? reportWords.noAuthor),
    date: plan.date,
    facts: frontOf(making),
    hasContents: true,
    blocks: [
      ...remarksOf(making),
      { kind: 'heading', level: 1, text: say(planWords.requirements), isNumbered: true },
      checklistOf(making),
      { kind: 'heading', level: 1, text: say(planWords.inspections), isNumbered: true },
      ...inspectionBlocks(making),
      { kind: 'heading', level: 1, text: say(planWords.candidates), isNumbered: true },
      ...candidateBlocks(making),
    ],
  };
}

// ---- the front -----------------------------------------------------------------------------------------------------

function frontOf(making: Making): { label: string; value: string }[] {
  const { plan, language, say } = making;
  const { run } = plan;
  return [
    { label: say(planWords.state), value: say(planStateWords[plan.state]) },
    { label: say(planWords.preparation), value: signed(making, plan.preparation) },
    { label: say(planWords.consent), value: consentOf(making) },
    { label: say(planWords.basis), value: reportOf(making) },
    { label: say(reportWords.run), value: run.id },
    { label: say(reportWords.method), value: String(run.method) },
    { label: say(reportWords.referenceDay), value: dayInWords(run.referenceDay, language) },
    { label: say(planWords.count), value: countOf(making) },
  ];
}

/** R-III.6: who acted and when, and for whom, where a delegate did. */
function signed({ language, say }: Making, { name, onBehalfOf, on }: Signature): string {
  const known = name ?? say(planWords.noName);
  const person = onBehalfOf === null ? known : say(filled(planWords.onBehalf, { name: known, head: onBehalfOf }));
  return on === null ? person : `${person}, ${dayInWords(on, language)}`;
}

function consentOf(making: Making): string {
  const { plan, say } = making;
  return plan.consent ? signed(making, plan.consent) : say(planWords.noConsent);
}

function reportOf({ plan: { forYear, report }, language, say }: Making): string {
  const named = say(filled(planWords.report, { year: forYear - 1, revision: report.revision }));
  return report.preparedOn === null ? named : `${named}, ${dayInWords(report.preparedOn, language)}`;
}

function countOf({ plan, language, say }: Making): string {
  const [picked, proposed] = [numberInWords(plan.inspections.length, language), numberInWords(proposedIn(plan), language)];
  return say(filled(planWords.ofProposed, { picked, proposed }));
}

function proposedIn({ rules }: PlanContent): number {
  return rules.reduce((sum, { proposed }) => sum + proposed, 0);
}

function remarksOf({ plan: { remarks }, language, say }: Making): DocumentBlock[] {
  if (remarks === null) return [];
  const title = say(filled(planWords.remarks, { day: dayInWords(remarks.returnedOn, language) }));
  return [{ kind: 'callout', tone: 'warning', title, text: scrubPersonalData(remarks.text) }];
}

/** R-III.6, R13: what the regulation requires of the plan, each checked off against what is there. */
function checklistOf(making: Making): DocumentBlock {
  const { plan, language, say } = making;
  const deadline = say(filled(planWords.deadline, { day: dayInWords(plan.dueOn, language) }));
  return {
    kind: 'checklist',
    caption: say(planWords.requirements),
    items: [
      { requirement: 'III.6', text: say(planWords.onReport), isMet: true, note: reportOf(making) },
      { requirement: 'III.6', text: say(planWords.withConsent), isMet: plan.consent !== null, note: consentOf(making) },
      { requirement: 'III.6', text: say(planWords.inTime), isMet: plan.isInTime, note: deadline },
      { requirement: 'I.13', text: say(planWords.byIndicators), isMet: plan.inspections.length > 0, note: countOf(making) },
    ],
  };
}

// ---- what is inspected ---------------------------------------------------------------------------------------------

function inspectionBlocks(making: Making): DocumentBlock[] {
  const { plan, say } = making;
  if (plan.inspections.length === 0) return [{ kind: 'paragraph', text: say(planWords.nothingPicked) }];
  const byQuarter = Map.groupBy(plan.inspections, ({ quarter }) => quarter);
  return quarters.flatMap((quarter) => quarterBlocks(making, quarter, byQuarter.get(quarter) ?? []));
}

function quarterBlocks(making: Making, quarter: Quarter, inspections: readonly PlannedInspection[]): DocumentBlock[] {
  const { plan, say } = making;
  if (inspections.length === 0) return [];
  const when = { number: quarter.slice(1), year: plan.forYear };
  return [
    { kind: 'heading', level: 2, text: say(filled(reportWords.quarter, when)), isNumbered: true },
    {
      kind: 'table',
      caption: say(filled(planWords.inspectionsOf, when)),
      columns: [
        { title: say(planWords.where), weight: 1.5 },
        { title: say(reportWords.object), weight: 1.6 },
        { title: say(planWords.ground), weight: 4.5 },
        { title: say(planWords.note), weight: 1.8 },
      ],
      rows: inspections.map((inspection) => inspectionRow(making, inspection)),
      source: source(making, 'candidates(isPicked: true) { nodes { reason finding { state share n } } }', inspections.length),
    },
  ];
}

function inspectionRow(making: Making, inspection: PlannedInspection): TableCell[] {
  const { say } = making;
  const { soate, providers, objectCode, objectName, facts, finding, note } = inspection;
  const provider = providers.map(say).join('; ') || say(planWords.noProvider);
  const lines = [
    [say(municipalityName(inspection)), liesIn(making, inspection), `${say(reportWords.soate)} ${soate}`, provider],
    [say(objectName), objectCode],
    [`${say(ruleNames[facts.rule])}.`, say(reasonOf(facts)), ...(finding ? findingLines(making, finding) : [])],
    [note === null ? '' : scrubPersonalData(note)],
  ];
  return lines.map((each) => each.filter(Boolean).join('\n'));
}

function liesIn({ say }: Making, { region, district }: Place): string {
  return [region, district].flatMap((unit) => (unit === null ? [] : say(unit))).join(', ');
}

/** R-III.6: the finding as the analysis has it: what was judged, of how many answers, against which norm. */
function findingLines({ language, say }: Making, finding: FindingFacts): string[] {
  const { indicator, state, share, n, threshold, lower, upper, comparison, norms, perThousand } = finding;
  const percent = (value: number) => numberInWords(value * 100, language);
  const range = lower === null || upper === null ? '' : ` [${percent(lower)}–${percent(upper)}]`;
  const number = requirementOf(indicator).replace('R-', '');
  const judged = [
    say(filled(planWords.judged, { number, indicator: indicatorWords[indicator], state: stateWords[state] })),
    share === null ? '' : `${say(filled(planWords.share, { value: percent(share) }))}${range}`,
    threshold === null ? '' : say(filled(planWords.threshold, { value: percent(threshold) })),
    `n\u00a0=\u00a0${numberInWords(n, language)}`,
    perThousand === null ? '' : say(filled(planWords.perThousand, { value: numberInWords(perThousand, language, 2) })),
  ];
  const actual = comparison?.actual;
  const compared = [
    norms.length === 0
      ? ''
      : say(filled(planWords.norm, { norm: norms.map(({ amount, unit }) => `${amount} ${say(unitWords[unit])}`).join('; ') })),
    actual ? say(filled(planWords.actual, measured(actual, language))) : '',
  ];
  return [judged, compared].map((parts) => parts.filter(Boolean).join('; ')).filter(Boolean);
}

function measured({ mean, max, unit }: NonNullable<NonNullable<FindingFacts['comparison']>['actual']>, language: Language) {
  return { mean: numberInWords(mean, language, 2), max: numberInWords(Number(max), language, 2), unit: unitWords[unit] };
}

/** Where the figures come from: the analysis, its method, and the query that gives them again. */
function source({ plan: { forYear, run }, say }: Making, query: string, n: number): FigureSource {
  const asked = { run: run.id, method: run.method, query: `inspectionPlan(year: ${forYear - 1}) { ${query} }` };
  return { n, text: say(filled(reportWords.source, asked)) };
}

// ---- what was proposed ---------------------------------------------------------------------------------------------

function candidateBlocks(making: Making): DocumentBlock[] {
  const { plan, say } = making;
  if (plan.objects.length === 0) return [{ kind: 'paragraph', text: say(planWords.noCandidates) }, ruleTable(making)];
  return [
    ruleTable(making),
    objectTable(making),
    { kind: 'heading', level: 2, text: say(planWords.others), isNumbered: true },
    ...otherBlocks(making),
  ];
}

function ruleTable(making: Making): TableBlock {
  const { plan, say } = making;
  return {
    kind: 'table',
    caption: say(planWords.byRule),
    columns: [{ title: say(planWords.rule), weight: 2 }, { title: say(planWords.meaning), weight: 4 }, ...tallyColumns(making)],
    rows: plan.rules.map(({ rule, ...tally }) => [say(ruleNames[rule]), say(ruleMeaning(rule, plan.thresholds)), ...tallyCells(tally)]),
    source: source(making, 'candidates { nodes { rule isPicked } }', proposedIn(plan)),
  };
}

function objectTable(making: Making): TableBlock {
  const { plan, say } = making;
  return {
    kind: 'table',
    caption: say(planWords.byObject),
    columns: [{ title: say(reportWords.code), weight: 1.2 }, { title: say(reportWords.object), weight: 4 }, ...tallyColumns(making)],
    rows: plan.objects.map(({ code, name, ...tally }) => [code, say(name), ...tallyCells(tally)]),
    source: source(making, 'candidates { nodes { object { code } isPicked } }', plan.objects.length),
  };
}

function tallyColumns({ say }: Making): TableColumn[] {
  return [planWords.proposed, planWords.picked].map((title) => ({ title: say(title), align: 'end' }));
}

function tallyCells({ proposed, picked }: Tally): TableCell[] {
  return [proposed, picked].map((value) => ({ value, digits: 0 }));
}

function otherBlocks(making: Making): DocumentBlock[] {
  const { plan, say } = making;
  if (plan.others.length === 0) return [{ kind: 'paragraph', text: say(planWords.allPicked) }];
  return [
    { kind: 'paragraph', text: say(planWords.othersWhy) },
    {
      kind: 'table',
      caption: say(planWords.others),
      columns: [
        { title: say(reportWords.municipality), weight: 2 },
        { title: say(planWords.regionAndDistrict), weight: 2 },
        { title: say(reportWords.soate), weight: 1 },
        { title: say(planWords.ruleAndObjects), weight: 3 },
      ],
      rows: plan.others.map((other) => [say(municipalityName(other)), liesIn(making, other), other.soate, groundsOf(making, other)]),
      source: source(making, 'candidates(isPicked: false) { nodes { rule object { code } municipality { soate } } }', plan.others.length),
    },
  ];
}

function groundsOf({ plan, say }: Making, { grounds }: OtherCandidates): string {
  const objectsOf = (codes: readonly string[]) =>
    codes.length > 1 && codes.length === plan.objects.length ? say(planWords.everyObject) : codes.join(', ');
  return grounds.map(({ rule, codes }) => `${say(ruleNames[rule])}: ${objectsOf(codes)}`).join('\n');
}
