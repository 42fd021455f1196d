import { createHash, type Hash } from 'node:crypto';
import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { rows, run, sql } from '../../kit/sql.ts';
import { canonicalJson, type CanonicalValue } from '../../shared/canonical-json.ts';
import { formulasV1 } from './formulas/index.ts';
import type { Cell, MeasuredFacts } from './formulas/formula.rules.ts';
import { type AnswerFacts, answerFacts } from './answer-facts.service.ts';
import { deliveryKey, judgeAll, type JudgedObject, type MadeResult, type MunicipalCell } from './judging.rules.ts';
import { type MeasureFacts, measureFacts } from './measure-facts.service.ts';
import { addDemand, addProblems, deliveriesOf } from './problem-and-demand.service.ts';
import { type RegisterFacts, registerFacts } from './register-facts.service.ts';
import type { RunInput } from './run-input.service.ts';
import { addMonths } from './service-month.service.ts';
import { chosenSources } from './analysis-run.rules.ts';
import { besideOf, judgedBy } from './indicator.rules.ts';

export const computingSteps = 6;

export interface Hashes {
  inputSha256: string;
  resultSha256: string;
}

/** Everything that a run is judged on, counted. */
export interface RunFacts {
  objects: JudgedObject[];
  registers: RegisterFacts[];
  cells: MunicipalCell[];
  beside: MunicipalCell[];
  measures: Record<'time' | 'cost', MeasureFacts[]>;
}

type Step = (done: number) => Promise<void>;

/**
 * R-II, R-III.1: counts a run's answers, and reads the registers, in the caller's transaction, in which all statements see one state of
 * the database, whatever is changed meanwhile. `step` is told after each of `computingSteps` steps.
 */
export async function gatherFacts(ctx: Ctx, input: RunInput, step: Step): Promise<RunFacts> {
  await run(ctx, sql`set transaction isolation level repeatable read`);
  const objects = await objectsOf(ctx, input.listId);
  const registers = await registerFacts(ctx, input);
  await step(1);
  const source = judgedBy(input.sources);
  const time = await measureFacts(ctx, input, 'time', source);
  await step(2);
  const cost = await measureFacts(ctx, input, 'cost', source);
  await step(3);
  const answers = await answerFacts(ctx, input, source);
  const cells = cellsOf(registers, answers, { time, cost });
  const beside = await cellsBeside(ctx, input, registers);
  await step(4);
  return { objects, registers, cells, beside, measures: { time, cost } };
}

/** R-II, R-III.1: judges the facts and writes all results of a run, in the caller's transaction. What it still reads is pinned, or is now: months. */
export async function judgeAndStore(ctx: Ctx, input: RunInput, facts: RunFacts, step: Step): Promise<Hashes> {
  const { objects, registers, cells, beside, measures } = facts;
  await addDemand(ctx, input);
  await addProblems(ctx, input);
  if (input.kind === 'ANNUAL') await addMonths(ctx, input);
  await step(5);
  const deliveries = await deliveriesByObject(ctx, input);
  const results = judgeAll({ objects, cells, beside, measures, deliveries, method: input.method, formulas: formulasV1 });
  await storeResults(ctx, input.runId, results);
  await step(computingSteps);
  return { inputSha256: await inputHash(ctx, input, registers), resultSha256: resultHash(objects, results) };
}

async function objectsOf(ctx: Ctx, listId: string): Promise<JudgedObject[]> {
  return rows(
    ctx,
    sql`select o.id, o.code, case when o.kind = 'SERVICE' then '[]'::jsonb else (
            select jsonb_agg(jsonb_build_object('serviceId', s.id, 'code', s.code, 'name', s.name) order by os.position)
            from monitoring_object_service os join municipal_service s on s.id = os.service_id where os.object_id = o.id) end as members
        from monitoring_object o where o.list_id = ${listId} order by o.position`,
  );
}

/** The run's other source; nothing where it uses none, or none is pinned. */
async function cellsBeside(ctx: Ctx, input: RunInput, registers: readonly RegisterFacts[]): Promise<MunicipalCell[]> {
  const source = besideOf(input.sources);
  if (!source) return [];
  const pinned = await rows(ctx, sql`select 1 from analysis_run_batch where run_id = ${input.runId} and source = ${source} limit 1`);
  if (pinned.length === 0) return [];
  const answers = await answerFacts(ctx, input, source);
  const time = await measureFacts(ctx, input, 'time', source);
  const cost = await measureFacts(ctx, input, 'cost', source);
  return cellsOf(registers, answers, { time, cost });
}

// ---- cells ---------------------------------------------------------------------------------------------------------

type FactKey = Pick<AnswerFacts, 'objectId' | 'memberId'> & { municipalityId: string | null };
const factKey = ({ objectId, memberId, municipalityId }: FactKey): string => `${objectId}:${memberId ?? ''}:${municipalityId ?? ''}`;

function cellsOf(
  registers: readonly RegisterFacts[],
  answers: readonly AnswerFacts[],
  measures: Record<'time' | 'cost', readonly MeasureFacts[]>,
): MunicipalCell[] {
  const answered = new Map(answers.map((facts) => [factKey(facts), facts]));
  const measured = (facts: readonly MeasureFacts[]) =>
    Map.groupBy(
      facts.filter(({ level }) => level === 'MUNICIPALITY'),
      factKey,
    );
  const [time, cost] = [measured(measures.time), measured(measures.cost)];
  return registers.map((register) => {
    const key = factKey(register);
    const { objectId, memberId, municipalityId, regionId } = register;
    const amounts = { time: addUp(time.get(key), register.hasTimeNorm), cost: addUp(cost.get(key), register.hasCostNorm) };
    return { objectId, memberId, municipalityId, regionId, cell: cellOf(register, answered.get(key), amounts) };
  });
}

/** Counts in different units are of different answers, so they add up; amounts do not. */
function addUp(facts: readonly MeasureFacts[] = [], hasNorm: boolean): MeasuredFacts {
  const sum = (name: 'answers' | 'compared' | 'within' | 'overdue' | 'waiting' | 'noAnswer') =>
    facts.reduce((total, each) => total + each[name], 0);
  return {
    hasNorm,
    answers: sum('answers'),
    compared: sum('compared'),
    within: sum('within'),
    overdue: sum('overdue'),
    waiting: sum('waiting'),
    noAnswer: sum('noAnswer'),
  };
}

function cellOf(register: RegisterFacts, answers: AnswerFacts | undefined, measured: Pick<Cell, 'time' | 'cost'>): Cell {
  const { services, onRequest, justified, unexamined, missingQuarters } = register;
  const count = (name: Exclude<keyof AnswerFacts, 'objectId' | 'memberId' | 'municipalityId'>): number => answers?.[name] ?? 0;
  const rated = (rate: number, satisfied: number, noAnswer: number) => ({ rated: rate, satisfied, noAnswer });
  return {
    services,
    onRequest,
    ...measured,
    procedure: {
      followed: count('followed'),
      notFollowed: count('notFollowed'),
      undecided: count('undecided'),
      noAnswer: count('procedureNoAnswer'),
    },
    satisfaction: {
      unknown: count('unknownRated'),
      persons: {
        quality: rated(count('personsQuality'), count('personsQualitySatisfied'), count('qualityNoAnswer')),
        availability: rated(count('personsAvailability'), count('personsAvailabilitySatisfied'), count('availabilityNoAnswer')),
      },
      organisations: {
        quality: rated(count('organisationsQuality'), count('organisationsQualitySatisfied'), 0),
        availability: rated(count('organisationsAvailability'), count('organisationsAvailabilitySatisfied'), 0),
      },
    },
    electronicForm: { yes: register.electronicYes, no: register.electronicNo },
    regulation: { yes: register.regulationYes, no: register.regulationNo },
    information: { yes: register.informationYes, no: register.informationNo },
    complaints: { justified, unexamined, missingQuarters },
  };
}

async function deliveriesByObject(ctx: Ctx, input: RunInput): Promise<ReadonlyMap<string, number>> {
  const known = await deliveriesOf(ctx, input);
  return new Map(known.map(({ objectId, municipalityId, delivered }) => [deliveryKey(objectId, municipalityId), delivered]));
}

// ---- storing -------------------------------------------------------------------------------------------------------

const rowsAtOnce = 4_000;

async function storeResults(ctx: Ctx, runId: string, results: readonly MadeResult[]): Promise<void> {
  for (let begin = 0; begin < results.length; begin += rowsAtOnce) {
    const chunk = results.slice(begin, begin + rowsAtOnce).map(({ interval, ...result }) => ({ id: newId(), ...result, ...interval }));
    await run(
      ctx,
      sql`insert into indicator_result (id, run_id, indicator, object_id, level, municipality_id, region_id, state, share, n, threshold, lower, upper, confidence, details)
          select id, ${runId}, indicator, "objectId", level, "municipalityId", "regionId", state, share, n, threshold, lower, upper, confidence, details
          from jsonb_to_recordset(${JSON.stringify(chunk)}::jsonb) as r(id uuid, indicator text, "objectId" uuid, level text, "municipalityId" uuid,
            "regionId" uuid, state text, share float8, n bigint, threshold float8, lower float8, upper float8, confidence float8, details jsonb)`,
    );
  }
}

// ---- hashes --------------------------------------------------------------------------------------------------------

/** Over the method, the pins, and what registers said: two runs of one input hash are made from the same. A system's name is no part of it. */
async function inputHash(ctx: Ctx, input: RunInput, registers: readonly RegisterFacts[]): Promise<string> {
  const hash = createHash('sha256');
  const { listId, kind, sources, period, referenceDay, method } = input;
  add(hash, { listId, kind, ...chosenSources(sources), ...period, referenceDay, method: method as unknown as CanonicalValue });
  const pins = await rows<{ pin: string }>(
    ctx,
    sql`select concat_ws(' ', part, revision_id) as pin from analysis_run_revision where run_id = ${input.runId}
        union all select concat_ws(' ', source, batch_id) from analysis_run_batch where run_id = ${input.runId}
        union all select concat_ws(' ', 'TAG', g.response_id, g.category_id) from analysis_run_batch b join response r on r.batch_id = b.batch_id
          join response_problem g on g.response_id = r.id where b.run_id = ${input.runId}
        union all select concat_ws(' ', 'MONTH', m.service_id, m.month, m.delivered, m.municipalities, m.preliminary)
          from service_month m where m.run_id = ${input.runId}
        order by 1`,
  );
  for (const { pin } of pins) add(hash, pin);
  for (const facts of registers) add(hash, { ...facts });
  return hash.digest('hex');
}

/** Over every result, in a fixed order and without the ids that each run makes anew. */
function resultHash(objects: readonly JudgedObject[], results: readonly MadeResult[]): string {
  const codes = new Map(objects.map(({ id, code }) => [id, code]));
  const texts = results.map(({ objectId, ...result }) =>
    canonicalJson({ object: codes.get(objectId), ...result } as unknown as CanonicalValue),
  );
  const hash = createHash('sha256');
  for (const text of texts.toSorted()) hash.update(`${text}\n`);
  return hash.digest('hex');
}

function add(hash: Hash, value: CanonicalValue): void {
  hash.update(`${canonicalJson(value)}\n`);
}
