import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';

/** A file of the archive, and what it holds. */
export interface ArchivedFile {
  name: string;
  about: LocalizedText;
}

/** The files of every archive, in their order; what else its figures rest on comes after them. */
export const standingFiles = [
  {
    name: 'responses',
    about: {
      ky: 'Жооптор: ар бир анкета жана сурамжылоонун ар бир баракчасы бир сап. source мамычасын окуңуз: QUESTIONNAIRES — анкета, SURVEYS — баракча; аларды кошпоңуз. responses.xlsx — ушул эле таблицалар бир китепте.',
      ru: 'Ответы: каждая анкета и каждый лист опроса — строка. Читайте столбец source: QUESTIONNAIRES — анкета, SURVEYS — лист опроса; не складывайте их. responses.xlsx — те же таблицы одной книгой.',
      en: 'The answers, a row for each questionnaire and for each sheet of the surveys. Read the column `source`: QUESTIONNAIRES = a questionnaire, SURVEYS = a sheet; never add them up. responses.xlsx holds the same tables in one workbook.',
    },
  },
  {
    name: 'codebook',
    about: {
      ky: 'Ар бир файлдын ар бир мамычасы эмнени билдирет.',
      ru: 'Что означает каждый столбец каждого файла.',
      en: 'What each column of each file means.',
    },
  },
  {
    name: 'questions',
    about: {
      ky: 'Форманын ар бир версиясында ар бир суроо эмнени, кайсы бирдикте ченейт жана көрсөткүчкө негизби.',
      ru: 'Что и в каких единицах измеряет каждый вопрос каждой версии формы и основан ли на нём показатель.',
      en: 'What each question of each form version measures, in which unit, and whether an indicator rests on it.',
    },
  },
  {
    name: 'options',
    about: {
      ky: 'Жооптордун коддору жана алар билдирген көйгөйлөрдүн түрлөрү.',
      ru: 'Коды ответов и виды проблем, которые они означают.',
      en: 'Codes of answers, and the kinds of problems that they stand for.',
    },
  },
  {
    name: 'form-versions',
    about: { ky: 'Формалардын версиялары.', ru: 'Версии форм.', en: 'The form versions.' },
  },
  {
    name: 'notes',
    about: {
      ky: 'Санардан мурда эмнени билүү керек жана эмне жашырылган.',
      ru: 'Что нужно знать, прежде чем считать, и что скрыто.',
      en: 'What to know before counting, and what is withheld.',
    },
  },
] as const satisfies readonly ArchivedFile[];

const opening: LocalizedText = {
  ky: 'Жооптордун маалымат базасы. CSV: UTF-8, үтүр менен; биринчи сап — мамычалардын коддору, экинчиси — аталыштары. Бош уяча — маалымат жок, ал нөл эмес. Файлдардын SHA-256 суммасы SHA256SUMS файлында.',
  ru: 'База данных ответов. CSV: UTF-8, через запятую; первая строка — коды столбцов, вторая — их названия. Пустая ячейка — нет данных, это не ноль. SHA-256 файлов — в SHA256SUMS.',
  en: 'The database of answers. CSV: UTF-8, parted by commas; the first line gives the codes of the columns, the second their names. An empty cell = not known, never a zero. SHA256SUMS has the SHA-256 of each file.',
};

const titles: Readonly<Record<Language, string>> = { KY: 'Кыргызча', RU: 'По-русски', EN: 'In English' };

/** R-III.3: what is in the archive, in three languages. */
export function readme(files: readonly ArchivedFile[]): string {
  return (['KY', 'RU', 'EN'] as const)
    .map((language) => {
      const lines = files.map(({ name, about }) => `- ${name}.csv: ${inLanguage(about, language)}`);
      return [`# ${titles[language]}`, inLanguage(opening, language), lines.join('\n')].join('\n\n');
    })
    .join('\n\n')
    .concat('\n');
}
