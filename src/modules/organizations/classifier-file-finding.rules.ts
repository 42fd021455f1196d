import type { LocalDate } from '../../shared/calendar.ts';
import type { Violation } from '../../shared/errors.ts';
import { finding, type Place } from './classifier-finding.rules.ts';

export function fileTooLarge(maxBytes: number): Violation {
  const megabytes = maxBytes / 1024 / 1024;
  return finding(
    'size',
    {},
    { ky: `Файл ${megabytes} МБдан чоң.`, ru: `Файл больше ${megabytes} МБ.`, en: `The file is larger than ${megabytes} MB.` },
    {
      ky: 'Классификаторду гана калтырыңыз: өлкөнүн бирдиктери бир нече жүз сапка батат.',
      ru: 'Оставьте только классификатор: единицы страны умещаются в несколько сот строк.',
      en: 'Leave only the classifier: the units of the country fit into some hundred rows.',
    },
  );
}

export function tooManyRows(maxRows: number): Violation {
  return finding(
    'size',
    {},
    { ky: `Файлда ${maxRows} саптан көп.`, ru: `В файле больше ${maxRows} строк.`, en: `The file has more than ${maxRows} rows.` },
    { ky: 'Бош жана ашыкча саптарды алып салыңыз.', ru: 'Уберите пустые и лишние строки.', en: 'Remove the blank and superfluous rows.' },
  );
}

export function brokenEncoding(row: number): Violation {
  return finding(
    'encoding',
    { row },
    { ky: 'Файл UTF-8 коддоосунда эмес.', ru: 'Файл не в кодировке UTF-8.', en: 'The file is not UTF-8.' },
    {
      ky: 'Excelде «CSV UTF-8 (ажыратуучу үтүр)» катары сактаңыз.',
      ru: 'В Excel сохраните как «CSV UTF-8 (разделитель — запятая)».',
      en: 'In Excel save it as "CSV UTF-8 (Comma delimited)".',
    },
  );
}

export function unreadableCsv(row: number): Violation {
  return finding(
    'csv',
    { row },
    { ky: 'Бул саптан ары CSV окулбайт.', ru: 'Начиная с этой строки CSV не читается.', en: 'From this row on the CSV cannot be read.' },
    {
      ky: 'Тырмакчалар жуп болушун, ичиндегиси эки жолу жазылышын текшериңиз.',
      ru: 'Проверьте, что кавычки парные, а внутри ячейки удвоены.',
      en: 'Check that quotes come in pairs and are doubled inside a cell.',
    },
  );
}

export function emptyFile(): Violation {
  return finding(
    'empty',
    {},
    { ky: 'Файлда бирдиктердин саптары жок.', ru: 'В файле нет строк с единицами.', en: 'The file has no rows of units.' },
    {
      ky: 'Биринчи сап — баш сап, андан кийин ар бир бирдикке бир сап.',
      ru: 'Первая строка — заголовок, далее по строке на единицу.',
      en: 'The first row is the header, then one row for each unit.',
    },
  );
}

export function missingColumn(column: string): Violation {
  return finding(
    'columns',
    { row: 1, column },
    { ky: `${column} мамычасы жок.`, ru: `Нет столбца ${column}.`, en: `The column ${column} is missing.` },
    {
      ky: 'Баш сапты docs/reference-import.md боюнча жазыңыз.',
      ru: 'Назовите столбцы, как в docs/reference-import.md.',
      en: 'Name the columns as docs/reference-import.md does.',
    },
  );
}

export function repeatedColumn(column: string): Violation {
  return finding(
    'columns',
    { row: 1, column },
    { ky: `${column} мамычасы эки жолу берилген.`, ru: `Столбец ${column} указан дважды.`, en: `The column ${column} is there twice.` },
    { ky: 'Бирин калтырыңыз.', ru: 'Оставьте один.', en: 'Leave one of them.' },
  );
}

export function ignoredColumn(column: string): Violation {
  return finding(
    'columns',
    { row: 1, column },
    {
      ky: `${column} мамычасы белгисиз, окулган жок.`,
      ru: `Столбец ${column} неизвестен и не прочитан.`,
      en: `The column ${column} is not known and was not read.`,
    },
    { ky: 'Аталышында ката жок экенин текшериңиз.', ru: 'Проверьте, нет ли в названии опечатки.', en: 'Check its name for a slip.' },
  );
}

export function surplusCells(row: number): Violation {
  return finding(
    'columns',
    { row },
    {
      ky: 'Сапта баш саптагыдан көп уяча бар.',
      ru: 'В строке больше ячеек, чем в заголовке.',
      en: 'The row has more cells than the header.',
    },
    {
      ky: 'Ичинде ажыратуучу бар текстти тырмакчага алыңыз.',
      ru: 'Текст, в котором есть разделитель, возьмите в кавычки.',
      en: 'Quote a text that contains the separator.',
    },
  );
}

// ---- cells ---------------------------------------------------------------------------------------------------------

export function badCode(place: Place, value: string): Violation {
  const isSpreadsheetNumber = /e\+?\d/i.test(value);
  return finding(
    'code',
    place,
    { ky: `«${value}» СОАТЕ коду эмес.`, ru: `«${value}» — не код СОАТЕ.`, en: `"${value}" is not a SOATE code.` },
    isSpreadsheetNumber
      ? {
          ky: 'Excel кодду санга айланткан: мамычанын форматын «Текст» кылып, коддорду кайра киргизиңиз.',
          ru: 'Excel превратил код в число: задайте столбцу формат «Текст» и внесите коды заново.',
          en: 'Excel has made a number of it: format the column as text and enter the codes again.',
        }
      : { ky: '14 сан, өлкө үчүн 417.', ru: '14 цифр, для страны 417.', en: '14 digits, or 417 for the country.' },
  );
}

export function unknownValue(place: Place, value: string, known: readonly string[]): Violation {
  const list = known.join(', ');
  return finding(
    'value',
    place,
    { ky: `«${value}» белгисиз маани.`, ru: `Неизвестное значение «${value}».`, en: `"${value}" is not known here.` },
    { ky: `Булардын бири: ${list}.`, ru: `Одно из: ${list}.`, en: `One of: ${list}.` },
  );
}

export function badDate(place: Place, value: string): Violation {
  return finding(
    'date',
    place,
    { ky: `«${value}» чыныгы күн эмес.`, ru: `«${value}» — не настоящая дата.`, en: `"${value}" is not a real day.` },
    { ky: 'жжжж-аа-кк, мисалы 2025-01-01.', ru: 'гггг-мм-дд, например 2025-01-01.', en: 'yyyy-MM-dd, as 2025-01-01.' },
  );
}

export function dateAfterFile(place: Place, inForceFrom: LocalDate): Violation {
  return finding(
    'date',
    place,
    {
      ky: `Күн классификатор күчүнө кирген күндөн (${inForceFrom}) кийин.`,
      ru: `Дата позже дня, с которого действует классификатор (${inForceFrom}).`,
      en: `The day is after the day from which the classifier is in force (${inForceFrom}).`,
    },
    {
      ky: 'Кийинки өзгөрүүлөрдү ошол күндүн классификатору менен жүктөңүз.',
      ru: 'Более поздние изменения загрузите классификатором того дня.',
      en: 'Load later changes with the classifier of their day.',
    },
  );
}

export function dateOnSame(place: Place): Violation {
  return finding(
    'date',
    place,
    {
      ky: 'SAME бирдиги өзгөрбөйт, күнү болбойт.',
      ru: 'Единица SAME не меняется, и даты у неё нет.',
      en: 'A unit that is SAME does not change, so it has no day.',
    },
    {
      ky: 'Уячаны бош калтырыңыз же change маанисин жазыңыз.',
      ru: 'Оставьте ячейку пустой или укажите change.',
      en: 'Leave the cell empty, or say in change what happened.',
    },
  );
}

export function formulaCell(place: Place): Violation {
  return finding(
    'formula',
    place,
    { ky: 'Уяча формула сыяктуу башталат.', ru: 'Ячейка начинается как формула.', en: 'The cell begins like a formula.' },
    {
      ky: '= + - @ белгиси менен башталган уячаны мааниси менен алмаштырыңыз.',
      ru: 'Замените ячейку, начинающуюся с = + - @, её значением.',
      en: 'Replace a cell that begins with = + - @ by its value.',
    },
  );
}

export function damagedText(place: Place): Violation {
  return finding(
    'text',
    place,
    { ky: 'Текст бузулган же өтө узун.', ru: 'Текст повреждён или слишком длинный.', en: 'The text is damaged or too long.' },
    {
      ky: 'Башкаруучу жана «�» белгилерин алып салыңыз; эң көп 200 белги.',
      ru: 'Уберите управляющие знаки и «�»; не больше 200 знаков.',
      en: 'Remove control characters and "�"; at most 200 characters.',
    },
  );
}

export function latinInCyrillic(place: Place, letters: string): Violation {
  return finding(
    'look-alike',
    place,
    {
      ky: `Кирилл текстинде латын тамгалары: ${letters}.`,
      ru: `Латинские буквы в кириллице: ${letters}.`,
      en: `Latin letters in a Cyrillic text: ${letters}.`,
    },
    {
      ky: 'Окшош кирилл тамгалары менен алмаштырыңыз: издөө аларды таппайт.',
      ru: 'Замените похожими кириллическими: поиск их не найдёт.',
      en: 'Replace them by the Cyrillic ones that look alike: a search does not find them.',
    },
  );
}

export function incompleteAct(column: string): Violation {
  return finding(
    'act',
    { column },
    {
      ky: `Актынын маалыматы туура эмес: ${column}.`,
      ru: `Неверные сведения об акте: ${column}.`,
      en: `The act is not told rightly: ${column}.`,
    },
    {
      ky: 'Түрү, номери, чыныгы күнү, аталышы керек; шилтеме https:// менен башталат.',
      ru: 'Нужны вид, номер, настоящая дата, название; ссылка начинается с https://.',
      en: 'Kind, number, a real day and the title are needed; the address begins with https://.',
    },
  );
}
