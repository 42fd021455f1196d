import type { Ctx } from '../../kit/ctx.ts';
import { defineExport, type ExportColumn, exportSheet, inWords } from '../../kit/export.ts';
import { dataCuts } from '../../kit/export.rules.ts';
import { mustRowById } from '../../kit/sql.ts';
import { smallTable, type Table } from '../../kit/table-file/table.ts';
import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';
import { Form, type FormVersion } from './form.entity.ts';
import type { FormKind } from './form.rules.ts';
import { getFormVersion } from './form.service.ts';
import type { Question, QuestionOption } from './question.rules.ts';
import { templateHead } from './template-column.rules.ts';

/** R10, R12: the file in which questionnaires are filed in bulk: its mark, its headings, and, in a workbook, how to fill it in. */
const formTemplate = defineExport({
  kind: 'FORM_TEMPLATE',
  formats: ['CSV', 'XLSX'],
  cuts: dataCuts,
  roles: ['ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY', 'PROVIDER', 'INTERAGENCY_BODY'],
  takes: ['subjectId!'],
  check: (ctx, { subjectId }) => versionOf(ctx, subjectId),
  async open(ctx, { subjectId }) {
    const version = await versionOf(ctx, subjectId);
    const kind = await kindOf(ctx, version);
    return {
      name: `${kind.toLowerCase().replaceAll('_', '-')}-template-${version.number}`,
      table: emptyTemplate(version, kind, ctx.language),
      beside: [instructionSheet(kind, ctx.language), questionSheet(version, ctx.language), optionSheet(version, ctx.language)],
    };
  },
});

export const formExports = [formTemplate];

function versionOf(ctx: Ctx, id: string | null): Promise<FormVersion> {
  return getFormVersion(ctx, id ?? '');
}

async function kindOf(ctx: Ctx, { formId }: FormVersion): Promise<FormKind> {
  return (await mustRowById<Form>(ctx, Form, formId)).kind;
}

function emptyTemplate(version: FormVersion, kind: FormKind, language: Language): Table {
  const [[mark] = [], codes = [], words = []] = templateHead(version, kind, language);
  const columns = codes.map((code, place) => ({ code, heading: words[place] ?? code }));
  return { ...smallTable('responses', columns, []), mark };
}

// ---- the sheets beside it ------------------------------------------------------------------------------------------

const sheetNames = {
  instructions: { ky: 'Көрсөтмө', ru: 'Инструкция', en: 'Instructions' },
  questions: { ky: 'Суроолор', ru: 'Вопросы', en: 'Questions' },
  options: { ky: 'Жооптор', ru: 'Варианты ответов', en: 'Options' },
} as const satisfies Record<string, LocalizedText>;

const filledWords: Readonly<Record<FormKind, Required<LocalizedText>>> = {
  QUESTIONNAIRE: { ky: 'анкета', ru: 'Каждая заполненная анкета', en: 'questionnaire' },
  SURVEY_SHEET: { ky: 'сурамжылоо баракчасы', ru: 'Каждый заполненный опросный лист', en: 'survey sheet' },
};

const stepsFor = ({ ky, ru, en }: Required<LocalizedText>): readonly LocalizedText[] => [
  {
    ky: 'Биринчи барактын биринчи сабын өчүрбөңүз: ал файл форманын кайсы версиясына тиешелүү экенин билдирет.',
    ru: 'Не удаляйте первую строку первого листа: она говорит, к какой версии формы относится файл.',
    en: 'Leave the first line of the first sheet: it says which version of the form the file is of.',
  },
  {
    ky: `Ар бир толтурулган ${ky} — аталыштардын астындагы бир сап. Эч нерсеге жооп бербеген адамды жазбаңыз.`,
    ru: `${ru} — одна строка под заголовками. Кто ни на что не ответил, того не вносите.`,
    en: `Each ${en} is one row beneath the headings. Leave out whoever answered nothing.`,
  },
  {
    ky: 'Күндөр 2026-03-31 түрүндө жазылат. Белгисиз күндү бош калтырыңыз.',
    ru: 'Дни записываются в виде 2026-03-31. Неизвестный день оставьте пустым.',
    en: 'Days are written as 2026-03-31. Leave a day that is not known empty.',
  },
  {
    ky: 'Жооптун кодун «Жооптор» барагынан алыңыз; бир нече жооп болсо, чекиттүү үтүр менен бөлүңүз.',
    ru: 'Код ответа возьмите с листа «Варианты ответов»; несколько ответов разделяйте точкой с запятой.',
    en: 'Take the code of an answer from the sheet "Options"; separate several with semicolons.',
  },
  {
    ky: 'Адам жооп бербесе, уячаны бош калтырыңыз; нөл же ойдон чыгарылган сан жазбаңыз.',
    ru: 'Если человек не ответил, оставьте ячейку пустой; не пишите ноль или придуманное число.',
    en: 'Where a person gave no answer leave the cell empty; never write a zero or a made-up number.',
  },
  {
    ky: 'Аты-жөнүн, жеке номерин же телефонун эч жерге жазбаңыз.',
    ru: 'Нигде не пишите имя, персональный номер или телефон.',
    en: 'Write no name, personal number or phone anywhere.',
  },
];

function instructionSheet(kind: FormKind, language: Language): Table {
  const columns: readonly ExportColumn<{ text: LocalizedText; place: number }>[] = [
    { code: 'step', heading: { ky: '№', ru: '№', en: 'No.' }, of: ({ place }) => place },
    {
      code: 'instruction',
      heading: { ky: 'Кантип толтуруу керек', ru: 'Как заполнять', en: 'How to fill it in' },
      of: ({ text }) => inWords(text, language),
    },
  ];
  const rows = stepsFor(filledWords[kind]).map((text, index) => ({ text, place: index + 1 }));
  return exportSheet(inLanguage(sheetNames.instructions, language), columns, rows, language);
}

const questionColumns: readonly ExportColumn<Question>[] = [
  { code: 'questionCode', heading: { ky: 'Суроонун коду', ru: 'Код вопроса', en: 'Code of the question' }, of: ({ code }) => code },
  { code: 'text', heading: { ky: 'Суроо', ru: 'Вопрос', en: 'Question' }, of: ({ text }, language) => inWords(text, language) },
  { code: 'help', heading: { ky: 'Түшүндүрмө', ru: 'Пояснение', en: 'Help' }, of: ({ help }, language) => inWords(help, language) },
  { code: 'type', heading: { ky: 'Жооптун түрү', ru: 'Тип ответа', en: 'Type of answer' }, of: ({ type }) => type },
  { code: 'unit', heading: { ky: 'Өлчөм бирдиги', ru: 'Единица измерения', en: 'Unit' }, of: ({ unit }) => unit },
  { code: 'min', heading: { ky: 'Эң азы', ru: 'Не меньше', en: 'At least' }, of: ({ min }) => min },
  { code: 'max', heading: { ky: 'Эң көбү', ru: 'Не больше', en: 'At most' }, of: ({ max }) => max },
  {
    code: 'isRequired',
    heading: { ky: 'Милдеттүү түрдө суралат', ru: 'Спрашивается обязательно', en: 'Must be asked' },
    of: ({ isRequired }) => isRequired,
  },
  {
    code: 'askedWhen',
    heading: { ky: 'Качан суралат', ru: 'Когда спрашивается', en: 'Asked when' },
    of: ({ showIf }) => conditionsOf(showIf),
  },
];

function conditionsOf(showIf: Question['showIf']): string | null {
  return showIf.map(({ questionCode, operator, values }) => `${questionCode} ${operator} ${values.join(' | ')}`).join('; ') || null;
}

function questionSheet({ questions }: FormVersion, language: Language): Table {
  return exportSheet(inLanguage(sheetNames.questions, language), questionColumns, questions, language);
}

const optionColumns: readonly ExportColumn<{ question: Question; option: QuestionOption }>[] = [
  {
    code: 'questionCode',
    heading: { ky: 'Суроонун коду', ru: 'Код вопроса', en: 'Code of the question' },
    of: ({ question }) => question.code,
  },
  { code: 'optionCode', heading: { ky: 'Жооптун коду', ru: 'Код ответа', en: 'Code of the answer' }, of: ({ option }) => option.code },
  { code: 'text', heading: { ky: 'Жооп', ru: 'Ответ', en: 'Answer' }, of: ({ option }, language) => inWords(option.text, language) },
  {
    code: 'isExclusive',
    heading: { ky: 'Башкалары менен белгиленбейт', ru: 'Не отмечается с другими', en: 'Not marked with others' },
    of: ({ option }) => option.isExclusive,
  },
];

function optionSheet({ questions }: FormVersion, language: Language): Table {
  const options = questions.flatMap((question) => question.options.map((option) => ({ question, option })));
  return exportSheet(inLanguage(sheetNames.options, language), optionColumns, options, language);
}
