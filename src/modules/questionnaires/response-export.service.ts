import type { Ctx } from '../../kit/ctx.ts';
import { type ExportColumn, exportSheet, exportTable, inWords } from '../../kit/export.ts';
import type { DataCut } from '../../kit/export.rules.ts';
import { streamRows } from '../../kit/row-stream.ts';
import { bishkekDay, columnsOf, rows, type Sql, sql } from '../../kit/sql.ts';
import type { Table } from '../../kit/table-file/table.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { Answers } from '../forms/answer.rules.ts';
import { FormVersion } from '../forms/form.entity.ts';
import type { FormKind } from '../forms/form.rules.ts';
import type { Question, QuestionOption } from '../forms/question.rules.ts';
import { placeColumns, type PlacedRow, placeJoin } from '../organizations/municipality-column.service.ts';
import { answerCell, type AnswerColumn, answerColumns, countsOf, notesOf, type ResponseCounts } from './response-export.rules.ts';
import { type ResponseCell, type SuppressedCell, suppressed, versionsGiven } from './suppression.rules.ts';

/** Which responses, over `t` (a response) and `b` (its batch), and in which cut. */
export interface ResponseSelection {
  which: Sql;
  cut: DataCut;
}

/** The responses of batches, as they were pinned. */
export function inBatches(batchIds: readonly string[]): Sql {
  return sql`t.batch_id = any(${[...batchIds]}::uuid[])`;
}

/** A form version with the form that it is of: numbers of versions begin anew in each. */
export type FormVersionOfKind = FormVersion & { kind: FormKind };

/** What an export of responses rests on, read before its rows: which forms they were given on, and what is withheld. */
export interface ResponseGround {
  selection: ResponseSelection;
  versions: readonly FormVersionOfKind[];
  columns: readonly AnswerColumn[];
  counts: ResponseCounts;
  /** As many at most as municipalities have services: it does not grow with the responses. */
  withheld: readonly SuppressedCell[];
}

/** Reads the ground of an export, in the same snapshot as its rows. */
export async function groundOf(ctx: Ctx, selection: ResponseSelection): Promise<ResponseGround> {
  const cells = await rows<ResponseCell>(
    ctx,
    sql`select t.cycle_id, t.form_version_id, v.base_id is not null as is_variant, mu.region_id, t.municipality_id, t.service_id, count(*) as rows
        from response t join response_batch b on b.id = t.batch_id join form_version v on v.id = t.form_version_id
        join municipality mu on mu.id = t.municipality_id where ${selection.which} group by 1, 2, 3, 4, 5, 6`,
  );
  const withheld = selection.cut === 'FULL' ? [] : suppressed(cells);
  const counts = countsOf(cells, withheld);
  const versionIds = versionsGiven(cells, withheld);
  const versions = await rows<FormVersionOfKind>(
    ctx,
    sql`select ${columnsOf(ctx, FormVersion, 'v')}, f.kind from form_version v join form f on f.id = v.form_id
        where v.id = any(${versionIds}::uuid[]) order by v.number, f.kind, v.base_id nulls first, v.id`,
  );
  const codes = await rows<{ code: string }>(
    ctx,
    sql`select distinct k.code from (select t.answers from response t join response_batch b on b.id = t.batch_id ${given({ selection, withheld })}) t
        cross join lateral jsonb_object_keys(t.answers) k(code)`,
  );
  const answered = codes.map(({ code }) => code);
  return { selection, versions, columns: answerColumns(versions, answered), counts, withheld };
}

// ---- rows ----------------------------------------------------------------------------------------------------------

interface ResponseRow extends PlacedRow {
  id: string;
  year: number;
  source: 'QUESTIONNAIRES' | 'SURVEYS';
  formVersion: number;
  formVersionId: string;
  municipalityId: string | null;
  isWithheld: boolean;
  serviceCode: string | null;
  serviceName: LocalizedText | null;
  offerId: string | null;
  batchKey: string;
  appliedOn: LocalDate | null;
  servedOn: LocalDate | null;
  filedOn: LocalDate;
  channel: string | null;
  answers: Answers;
}

const month = (day: LocalDate | null): string | null => day?.slice(0, 7) ?? null;

const factColumns: readonly ExportColumn<ResponseRow>[] = [
  { code: 'responseId', heading: { ky: 'Анкетанын белгиси', ru: 'Номер анкеты', en: 'Response' }, of: (row) => row.id, only: 'FULL' },
  { code: 'year', heading: { ky: 'Циклдин жылы', ru: 'Год цикла', en: 'Year of the cycle' }, of: (row) => row.year },
  {
    code: 'source',
    heading: {
      ky: 'Кимден: аткаруучулардан (QUESTIONNAIRES) же сурамжылоодон (SURVEYS); салыштырылат, эч качан кошулбайт',
      ru: 'От кого: от исполнителей (QUESTIONNAIRES) или из опроса (SURVEYS); сравниваются и никогда не складываются',
      en: 'From providers (QUESTIONNAIRES) or from a survey (SURVEYS); compared, and never pooled',
    },
    of: (row) => row.source,
  },
  { code: 'formVersion', heading: { ky: 'Форманын версиясы', ru: 'Версия формы', en: 'Form version' }, of: (row) => row.formVersion },
  {
    code: 'formVersionId',
    heading: { ky: 'Форманын версиясынын белгиси', ru: 'Номер версии формы', en: 'Id of the form version' },
    of: (row) => row.formVersionId,
  },
  {
    code: 'municipalityId',
    heading: { ky: 'Муниципалитеттин белгиси', ru: 'Номер муниципалитета', en: 'Id of the municipality' },
    of: (row) => row.municipalityId,
  },
  ...placeColumns,
  {
    code: 'isMunicipalityWithheld',
    heading: { ky: 'Муниципалитет жашырылган', ru: 'Муниципалитет скрыт', en: 'Municipality withheld' },
    of: (row) => row.isWithheld,
    only: 'DEIDENTIFIED',
  },
  { code: 'serviceCode', heading: { ky: 'Кызматтын коду', ru: 'Код услуги', en: 'Code of the service' }, of: (row) => row.serviceCode },
  {
    code: 'serviceName',
    heading: { ky: 'Кызмат', ru: 'Услуга', en: 'Service' },
    of: (row, language) => inWords(row.serviceName, language),
  },
  { code: 'offerId', heading: { ky: 'Сунуштун белгиси', ru: 'Номер предложения', en: 'Offer' }, of: (row) => row.offerId, only: 'FULL' },
  { code: 'batchKey', heading: { ky: 'Топтомдун белгиси', ru: 'Ключ пакета', en: 'Batch' }, of: (row) => row.batchKey, only: 'FULL' },
  {
    code: 'appliedOn',
    heading: { ky: 'Кайрылган күнү', ru: 'День обращения', en: 'Day of applying' },
    of: (row) => row.appliedOn,
    only: 'FULL',
  },
  {
    code: 'servedOn',
    heading: { ky: 'Кызмат көрсөтүлгөн күн', ru: 'День оказания услуги', en: 'Day of service' },
    of: (row) => row.servedOn,
    only: 'FULL',
  },
  {
    code: 'filedOn',
    heading: { ky: 'Тапшырылган күнү', ru: 'День сдачи анкеты', en: 'Day of filing' },
    of: (row) => row.filedOn,
    only: 'FULL',
  },
  {
    code: 'appliedMonth',
    heading: { ky: 'Кайрылган айы', ru: 'Месяц обращения', en: 'Month of applying' },
    of: (row) => month(row.appliedOn),
    only: 'DEIDENTIFIED',
  },
  {
    code: 'servedMonth',
    heading: { ky: 'Кызмат көрсөтүлгөн ай', ru: 'Месяц оказания услуги', en: 'Month of service' },
    of: (row) => month(row.servedOn),
    only: 'DEIDENTIFIED',
  },
  { code: 'channel', heading: { ky: 'Канал', ru: 'Канал', en: 'Channel' }, of: (row) => row.channel },
];

function answerColumn(column: AnswerColumn): ExportColumn<ResponseRow> {
  const { code, question } = column;
  return { code, heading: question?.text ?? { ky: code }, of: ({ answers }) => answerCell(column, answers[code]) };
}

/** R-III.3: the responses, a row each, in a column for every question that was ever asked of them. */
export function responseTable(ctx: Ctx, ground: ResponseGround): Table {
  const { columns } = ground;
  const { cut } = ground.selection;
  return exportTable(
    {
      name: 'responses',
      columns: [...factColumns, ...columns.map(answerColumn)],
      rows: streamRows<ResponseRow>(ctx, statementOf(ground)),
    },
    { cut, language: ctx.language },
  );
}

/**
 * What is withheld does not leave the database, and neither does the order of filing, which would put small ones beside their neighbours.
 */
function statementOf(ground: Pick<ResponseGround, 'selection' | 'withheld'>): Sql {
  const isWhole = sql`w.suppression is null`;
  const isPlaced = sql`coalesce(w.suppression = 'REGION_AND_SERVICE', true)`;
  const isNamed = sql`w.suppression is distinct from 'NEITHER'`;
  return sql`select t.id, c.year, case f.kind when 'SURVEY_SHEET' then 'SURVEYS' else 'QUESTIONNAIRES' end as source, v.number as form_version,
      v.id as form_version_id, case when ${isWhole} then t.municipality_id end as municipality_id, not (${isWhole}) as is_withheld,
      case when ${isPlaced} then re.code end as region_code, case when ${isPlaced} then re.name end as region_name,
      case when ${isWhole} then mu.soate end as municipality_soate, case when ${isWhole} then mu.name end as municipality_name,
      case when ${isNamed} then s.code end as service_code, case when ${isNamed} then s.name end as service_name,
      t.offer_id, b.batch_key, t.applied_on, t.served_on, ${bishkekDay(sql`b.filed_at`)} as filed_on, t.channel, t.answers
    from response t join response_batch b on b.id = t.batch_id join monitoring_cycle c on c.id = t.cycle_id
    join form_version v on v.id = t.form_version_id join form f on f.id = v.form_id join municipal_service s on s.id = t.service_id
    ${placeJoin(sql`t.municipality_id`)} ${given(ground)}
    order by ${ground.selection.cut === 'FULL' ? sql`t.id` : sql`c.year, service_code nulls last, md5(t.id::text)`}`;
}

/** The selected responses `t` that are given at all, each beside what is withheld of it (`w`): nothing, where there is none. */
function given({ selection, withheld }: Pick<ResponseGround, 'selection' | 'withheld'>): Sql {
  const ids = (of: 'cycleId' | 'formVersionId' | 'municipalityId' | 'serviceId') => sql`${withheld.map((cell) => cell[of])}::uuid[]`;
  const kinds = sql`${withheld.map(({ suppression }) => suppression)}::text[]`;
  return sql`left join unnest(${ids('cycleId')}, ${ids('formVersionId')}, ${ids('municipalityId')}, ${ids('serviceId')}, ${kinds})
      w(cycle_id, form_version_id, municipality_id, service_id, suppression) on w.cycle_id = t.cycle_id and w.form_version_id = t.form_version_id
      and w.municipality_id = t.municipality_id and w.service_id = t.service_id
    where ${selection.which} and w.suppression is distinct from 'LEFT_OUT'`;
}

// ---- the codebook --------------------------------------------------------------------------------------------------

/** A column of a file, as the codebook explains it. */
export interface CodebookRow {
  code: string;
  file: string;
  text: LocalizedText;
  question?: Question | undefined;
  versions?: readonly number[];
}

const codeColumn = { code: 'code', heading: { ky: 'Мамычанын коду', ru: 'Код столбца', en: 'Code of the column' } } as const;
const versionIdColumn = {
  code: 'formVersionId',
  heading: { ky: 'Форманын версиясынын белгиси', ru: 'Номер версии формы', en: 'Id of the form version' },
} as const;
const measureColumns: readonly ExportColumn<{ question?: Question | undefined }>[] = [
  { code: 'type', heading: { ky: 'Жооптун түрү', ru: 'Тип ответа', en: 'Type of answer' }, of: ({ question }) => question?.type },
  { code: 'unit', heading: { ky: 'Өлчөм бирдиги', ru: 'Единица измерения', en: 'Unit' }, of: ({ question }) => question?.unit },
  { code: 'basis', heading: { ky: 'Эмнеге эсептелет', ru: 'На что рассчитано', en: 'Per what' }, of: ({ question }) => question?.basis },
  {
    code: 'measures',
    heading: { ky: 'Эмнени ченейт', ru: 'Что измеряет', en: 'What it measures' },
    of: ({ question }) => question?.measures,
  },
  {
    code: 'isPrimary',
    heading: { ky: 'Көрсөткүчкө негиз', ru: 'Основа показателя', en: 'Indicators rest on it' },
    of: ({ question }) => question?.isPrimary,
  },
];
const inThreeLanguages: readonly ExportColumn<{ text: LocalizedText }>[] = [
  { code: 'textKy', heading: { ky: 'Кыргызча', ru: 'По-кыргызски', en: 'In Kyrgyz' }, of: ({ text }) => text.ky },
  { code: 'textRu', heading: { ky: 'Орусча', ru: 'По-русски', en: 'In Russian' }, of: ({ text }) => text.ru },
  { code: 'textEn', heading: { ky: 'Англисче', ru: 'По-английски', en: 'In English' }, of: ({ text }) => text.en },
];

const codebookColumns: readonly ExportColumn<CodebookRow>[] = [
  { ...codeColumn, of: (row) => row.code },
  { code: 'file', heading: { ky: 'Кайсы файлда', ru: 'В каком файле', en: 'In which file' }, of: (row) => row.file },
  ...inThreeLanguages,
  ...measureColumns,
  {
    code: 'options',
    heading: { ky: 'Жооптордун коддору', ru: 'Коды ответов', en: 'Codes of answers' },
    of: ({ question }) => optionCodes(question),
  },
  {
    code: 'formVersions',
    heading: { ky: 'Кайсы версияларда суралган', ru: 'В каких версиях спрашивался', en: 'Versions in which it was asked' },
    of: ({ versions }) => versions?.join(', ') || null,
  },
];

function optionCodes(question: Question | undefined): string | null {
  return question?.options.map(({ code }) => code).join('; ') || null;
}

interface AskedQuestion {
  version: FormVersionOfKind;
  question: Question;
  text: LocalizedText;
}

const questionColumns: readonly ExportColumn<AskedQuestion>[] = [
  { ...versionIdColumn, of: ({ version }) => version.id },
  { ...codeColumn, of: ({ question }) => question.code },
  ...inThreeLanguages,
  ...measureColumns,
];

const optionColumns: readonly ExportColumn<{ version: FormVersionOfKind; code: string; option: QuestionOption; text: LocalizedText }>[] = [
  { ...versionIdColumn, of: ({ version }) => version.id },
  { ...codeColumn, of: (row) => row.code },
  { code: 'optionCode', heading: { ky: 'Жооптун коду', ru: 'Код ответа', en: 'Code of the answer' }, of: ({ option }) => option.code },
  ...inThreeLanguages,
  {
    code: 'problemCategoryCode',
    heading: { ky: 'Көйгөйдүн түрү', ru: 'Вид проблемы', en: 'Kind of problem' },
    of: ({ option }) => option.problemCategoryCode,
  },
];

const versionColumns: readonly ExportColumn<FormVersionOfKind>[] = [
  { code: 'formVersion', heading: { ky: 'Версия', ru: 'Версия', en: 'Version' }, of: ({ number }) => number },
  { code: 'formVersionId', heading: { ky: 'Белгиси', ru: 'Номер', en: 'Id' }, of: ({ id }) => id },
  { code: 'formKind', heading: { ky: 'Форма', ru: 'Форма', en: 'Form' }, of: ({ kind }) => kind },
  {
    code: 'baseFormVersionId',
    heading: { ky: 'Кайсы версия өзгөртүлгөн', ru: 'Какая версия изменена', en: 'Version that it changes' },
    of: ({ baseId }) => baseId,
  },
  { code: 'publishedAt', heading: { ky: 'Жарыяланган', ru: 'Опубликована', en: 'Published at' }, of: ({ publishedAt }) => publishedAt },
  {
    code: 'questions',
    heading: { ky: 'Суроолордун саны', ru: 'Число вопросов', en: 'Questions' },
    of: ({ questions }) => questions.length,
  },
  { code: 'isSample', heading: { ky: 'Үлгү', ru: 'Образец', en: 'Sample' }, of: ({ isSample }) => isSample },
];

const noteColumns: readonly ExportColumn<LocalizedText>[] = [
  { code: 'noteKy', heading: { ky: 'Кыргызча', ru: 'По-кыргызски', en: 'In Kyrgyz' }, of: ({ ky }) => ky },
  { code: 'noteRu', heading: { ky: 'Орусча', ru: 'По-русски', en: 'In Russian' }, of: ({ ru }) => ru },
  { code: 'noteEn', heading: { ky: 'Англисче', ru: 'По-английски', en: 'In English' }, of: ({ en }) => en },
];

/**
 * R-III.3: what the columns and codes mean in three languages, the form versions with what each asked, and what is withheld. `further`
 * explains columns of other files. By the names of their files; made anew at each call.
 */
export function codebookTables({ language }: Pick<Ctx, 'language'>, ground: ResponseGround, further: readonly CodebookRow[] = []) {
  const { selection, columns, versions, counts } = ground;
  const file = 'responses.csv';
  const facts = factColumns
    .filter(({ only }) => only === undefined || only === selection.cut)
    .map(({ code, heading }) => ({ code, file, text: heading }));
  const answers = columns.map(({ code, question, versions: askedIn }) => ({
    code,
    file,
    text: question?.text ?? { ky: code },
    question,
    versions: askedIn,
  }));
  const questions = versions.flatMap((version) => version.questions.map((question) => ({ version, question, text: question.text })));
  const options = questions.flatMap(({ version, question: { code, options: offered } }) =>
    offered.map((option) => ({ version, code, option, text: option.text })),
  );
  return {
    codebook: exportSheet('codebook', codebookColumns, [...facts, ...answers, ...further], language),
    questions: exportSheet('questions', questionColumns, questions, language),
    options: exportSheet('options', optionColumns, options, language),
    'form-versions': exportSheet('form versions', versionColumns, versions, language),
    notes: exportSheet('notes', noteColumns, notesOf(selection.cut, counts), language),
  };
}
