import { z } from 'zod';
import { quarters } from '../../kit/figure.rules.ts';
import { columnsOf, sql } from '../../kit/sql.ts';
import { scrubPersonalData } from '../../shared/personal-data.ts';
import { IndicatorResult } from '../../modules/indicators/analysis.entity.ts';
import { runKinds } from '../../modules/indicators/analysis-run.rules.ts';
import {
  type AnswerSource,
  answerSources,
  indicatorCodes,
  judgedBy,
  requirementOf,
  resultLevels,
  resultStates,
} from '../../modules/indicators/indicator.rules.ts';
import { QuarterlyResult } from '../../modules/quarterly-results/quarterly-result.entity.ts';
import { allLanguages, codeParameter, defineResource, idField, localized, versionField, yearParameter } from '../resource.ts';

const sourceField = z
  .enum(answerSources)
  .describe("Whose answers the analysis is judged by: the providers' questionnaires or the unit's surveys, never both. R11.");

export const quarterlyResults = defineResource<QuarterlyResult & { year: number; issuedAt: Date; sources: AnswerSource[] }>()({
  name: 'quarterly-results',
  type: 'QuarterlyResult',
  scope: 'RESULTS',
  about:
    'Results of quarters that the responsible unit has issued, never a draft. R11. Their figures are at `/v1/indicator-results` by `runId`.',
  item: z.strictObject({
    id: idField,
    version: versionField,
    year: z.number().int(),
    quarter: z.enum(quarters),
    runId: idField.describe('The analysis that it is drawn up from.'),
    judgedBy: sourceField,
    summary: localized.nullable().describe('Without personal and phone numbers.'),
    issuedAt: z.iso.datetime(),
    publishedAt: z.iso.datetime().nullable().describe('When it was shown to everybody; null = not yet.'),
  }),
  filter: { year: yearParameter.optional() },
  select: (ctx) => sql`${columnsOf(ctx, QuarterlyResult, 't')}, c.year, r.sources`,
  from: sql`quarterly_result t join monitoring_cycle c on c.id = t.cycle_id join analysis_run r on r.id = t.run_id`,
  where: ({ year }) => [sql`t.issued_at is not null`, year !== undefined && sql`c.year = ${year}`],
  present: (_, { id, version, year, quarter, runId, sources, summary, issuedAt, publishedAt }) => ({
    id,
    version,
    year,
    quarter,
    runId,
    judgedBy: judgedBy(sources),
    summary: summary ? withoutNumbers(allLanguages(summary)) : null,
    issuedAt: issuedAt.toISOString(),
    publishedAt: publishedAt?.toISOString() ?? null,
  }),
});

function withoutNumbers({ ky, ru, en }: z.input<typeof localized>): z.input<typeof localized> {
  return { ky: scrubPersonalData(ky), ru: ru && scrubPersonalData(ru), en: en && scrubPersonalData(en) };
}

type IssuedResult = IndicatorResult & {
  kind: (typeof runKinds)[number];
  quarter: (typeof quarters)[number] | null;
  sources: AnswerSource[];
  issuedAt: Date;
  method: number;
  year: number;
  objectCode: string;
  soate: string | null;
  regionCode: string | null;
};

export const indicatorResults = defineResource<IssuedResult>()({
  name: 'indicator-results',
  type: 'IndicatorResults',
  scope: 'RESULTS',
  about:
    'The eight indicators by object and place, of analyses that were issued. R-II, R-III. The subject is the analysis: `ids` are ids of ' +
    'analyses, and what is answered replaces all that was known of them. What was never judged says so in its `state` and has no share.',
  item: z.strictObject({
    id: idField,
    runId: idField,
    year: z.number().int(),
    kind: z.enum(runKinds),
    quarter: z.enum(quarters).nullable().describe('Null = of the year.'),
    judgedBy: sourceField,
    method: z.number().int().describe('Version of the analysis method.'),
    issuedAt: z.iso.datetime(),
    objectCode: z.string().describe('Code of the object of monitoring in that year.'),
    indicator: z.enum(indicatorCodes),
    requirement: z.string().describe("The regulation's item: R-II.1 to R-II.8."),
    level: z.enum(resultLevels).describe('What it is over.'),
    soate: z.string().nullable().describe('Of a MUNICIPALITY only.'),
    regionCode: z.string().nullable().describe('SOATE of the region; null = COUNTRY.'),
    state: z.enum(resultStates),
    share: z.number().nullable().describe('0 to 1; null = see `state`, never 0 for what is missing.'),
    n: z.number().int().nonnegative().describe('Records that it rests on.'),
    interval: z
      .strictObject({ lower: z.number(), upper: z.number(), confidence: z.number() })
      .nullable()
      .describe('Where the share lies; null = there is none.'),
  }),
  filter: {
    year: yearParameter.optional(),
    kind: z.enum(runKinds).optional(),
    runId: idField.optional(),
    soate: codeParameter.optional(),
    level: z.enum(resultLevels).optional(),
  },
  select: (ctx) => sql`${columnsOf(ctx, IndicatorResult, 't')}, r.kind, r.quarter, r.sources, r.issued_at, x.version as method, c.year,
    o.code as object_code, m.soate, u.code as region_code`,
  from: sql`indicator_result t join analysis_run r on r.id = t.run_id join analysis_method x on x.id = r.method_id
    join monitoring_cycle c on c.id = r.cycle_id join monitoring_object o on o.id = t.object_id
    left join municipality m on m.id = t.municipality_id left join administrative_unit u on u.id = t.region_id`,
  where: ({ year, kind, runId, soate, level }) => [
    sql`r.issued_at is not null`,
    year !== undefined && sql`c.year = ${year}`,
    kind !== undefined && sql`r.kind = ${kind}`,
    runId !== undefined && sql`r.id = ${runId}`,
    soate !== undefined && sql`m.soate = ${soate}`,
    level !== undefined && sql`t.level = ${level}`,
  ],
  subject: sql`t.run_id`,
  present: (_, row) => {
    const { id, runId, year, kind, quarter, method, objectCode, indicator, level, soate, regionCode, state, share, n } = row;
    const { lower, upper, confidence } = row;
    return {
      id,
      runId,
      year,
      kind,
      quarter,
      judgedBy: judgedBy(row.sources),
      method,
      objectCode,
      indicator,
      level,
      soate,
      regionCode,
      state,
      n,
      issuedAt: row.issuedAt.toISOString(),
      requirement: requirementOf(indicator),
      share: share ?? null,
      interval: lower == null || upper == null || confidence == null ? null : { lower, upper, confidence },
    };
  },
});
