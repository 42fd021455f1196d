import type { Ctx } from '../../kit/ctx.ts';
import { newId } from '../../kit/entity.ts';
import { dataFile, readJson } from '../../kit/data.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';
import { Form, FormVersion } from './form.entity.ts';
import type { FormKind } from './form.rules.ts';
import { type ConditionOperator, type Measure, type QuestionFields, questionsOf, type AnswerType } from './question.rules.ts';

export interface SampleQuestion {
  code: string;
  type: AnswerType;
  unit: MeasureUnit | null;
  measures: Measure | null;
  core: boolean;
  required: boolean;
  text: LocalizedText;
  help: LocalizedText;
  min?: number;
  max?: number;
  maxLength?: number;
  maxSelected?: number;
  scale?: { minLabel: LocalizedText; maxLabel: LocalizedText };
  choices?: { code: string; text: LocalizedText; exclusive?: boolean; taxonomy?: string }[];
  showIf?: { question: string; op: ConditionOperator; values: (string | boolean)[] }[];
}

interface SampleForm {
  kind: FormKind;
  version: number;
  title: LocalizedText;
  questions: SampleQuestion[];
}

const sampleFiles = ['samples/survey_sheet.v1.json', 'samples/questionnaire.v1.json'];

/**
 * Both forms as we propose them, since Appendices 1 and 2 were not found: version 1, published, so that answers can be given on it.
 * A form that is there is left alone.
 */
export async function seedSampleForms(ctx: Ctx): Promise<void> {
  for (const file of sampleFiles) {
    const { kind, version, title, questions } = readJson<SampleForm>(dataFile(file));
    if (await ctx.em.findOne(Form, { kind })) continue;
    const form = ctx.em.create(Form, { id: newId(), kind, title: withoutMark(title) });
    ctx.em.create(FormVersion, {
      formId: form.id,
      number: version,
      state: 'PUBLISHED',
      questions: questionsOf(questions.map(sampleQuestion)),
      publishedAt: ctx.now,
      isSample: true,
    });
  }
}

/** The mark "(sample)" is not of the form but of its version, which says so itself and can be replaced. */
function withoutMark({ ky, ru, en }: LocalizedText): LocalizedText {
  const mark = /\s*\([^)]*\)$/;
  return { ky: ky.replace(mark, ''), ru: ru?.replace(mark, ''), en: en?.replace(mark, '') };
}

/** The questions that the figures come from; of the others with the same measure they are the evidence beside. */
const primaryCodes: ReadonlySet<string> = new Set([
  'RESPONDENT_KIND',
  'CHANNEL',
  'REPRESENTATIVE',
  'INFORMED_BY',
  'PROCEDURE_FOLLOWED',
  'TIME_SPENT',
  'TIME_EXPECTED',
  'VISITS',
  'WAITING_TIME',
  'COST_PAID',
  'COST_EXPECTED',
  'USED_ELECTRONIC',
  'SATISFACTION_QUALITY',
  'SATISFACTION_AVAILABILITY',
  'PROBLEM_CATEGORY',
  'COMPLAINED',
]);

/** A question of a sample file in the words of the hub. */
export function sampleQuestion({ core, required, scale, choices, showIf, ...question }: SampleQuestion): QuestionFields {
  const { code, type, unit, measures, text, help, min, max, maxLength, maxSelected } = question;
  const most = max ?? maxLength ?? maxSelected;
  return {
    code,
    type,
    unit,
    measures,
    text,
    help,
    min: min === undefined ? null : String(min),
    max: most === undefined ? null : String(most),
    isCore: core,
    isRequired: required,
    isPrimary: primaryCodes.has(code),
    options: scale
      ? [
          { code: '1', text: scale.minLabel },
          { code: '5', text: scale.maxLabel },
        ]
      : choices?.map(({ code, text, exclusive, taxonomy }) => ({ code, text, isExclusive: exclusive, problemCategoryCode: taxonomy })),
    showIf: showIf?.map(({ question, op, values }) => ({ questionCode: question, operator: op, values: values.map(String) })),
  };
}
