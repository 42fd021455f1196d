import { documentsOf } from './documents.ts';
import { chapter, idOf, line, type Person, type Stage } from './stage.ts';

interface Candidate {
  id: string;
  rule: string;
  reason: string;
  municipality: { name: string };
  object: { name: string };
}

const rules = ['LOW_RANK', 'BIG_DEVIATION', 'JUSTIFIED_COMPLAINTS', 'NOTHING_FILED'];

/**
 * R-III.6: the plan of inspections for the next year: proposed by rule, picked by people, consented to by another person. Answers the
 * folder of its documents.
 */
export async function showInspections(
  stage: Stage,
  { year, analyst, head }: { year: number; analyst: Person; head: Person },
): Promise<string> {
  chapter('The plan of quality inspections: by 30 November');
  stage.clock.moveTo(`${year}-11-25T09:00:00+06:00`);
  const fields = '{ inspectionPlan { id version state forYear isLate } }';
  let { inspectionPlan: plan } = await analyst.act('draftInspectionPlan', { year }, fields);
  const picked: string[] = [];
  for (const rule of rules) {
    const { inspectionPlan } = await analyst.ask(
      `{ inspectionPlan(year: ${year}) { candidates(rules: [${rule}], first: 1) { totalCount nodes { id rule reason municipality { name } object { name } } } } }`,
    );
    const [first] = inspectionPlan.candidates.nodes as Candidate[];
    line(`${rule}: ${inspectionPlan.candidates.totalCount} proposed`);
    if (!first) continue;
    line(`  ${first.municipality.name}, ${first.object.name}. ${first.reason}`);
    picked.push(first.id);
  }
  const step = async (who: Person, mutation: string, input: Record<string, unknown> = {}) =>
    ({ inspectionPlan: plan } = await who.act(mutation, { ...idOf(plan), ...input }, fields));
  const pick = picked.map((candidateId, index) => ({ candidateId, quarter: `Q${index + 1}`, note: 'С выездом' }));
  await step(analyst, 'pickInspections', { pick });
  await step(analyst, 'submitInspectionPlan');
  const own = await analyst.refused('consentToInspectionPlan', idOf(plan));
  line(`Whoever prepared it may not consent (${own.rule}): ${own.message}`);
  await step(head, 'consentToInspectionPlan');
  line(`${picked.length} inspections for ${plan.forYear}: ${plan.state} by the head, late: ${plan.isLate ? 'yes' : 'no'}`);
  const documents = await documentsOf(analyst, 'inspectionPlan', { id: plan.id, year, formats: ['PDF', 'DOCX'] });
  return stage.keepFiles('inspection-plan', documents);
}
