import type { LocalDate } from '../../shared/calendar.ts';
import type { Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';

/** What was found in a classifier: violations refuse it, warnings are told and nothing more. */
export interface Findings {
  violations: Violation[];
  warnings: Violation[];
}

/** Where in the file: the row as a spreadsheet counts it (the header is row 1) and the column by its name. */
export interface Place {
  row?: number;
  column?: string;
}

function finding(rule: string, place: Place, message: LocalizedText, hint: LocalizedText): Violation {
  return { code: 'RULE_VIOLATED', rule: `ours:classifier-${rule}`, ...place, message, hint };
}

// ---- the file ------------------------------------------------------------------------------------------------------

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

export function emptyCell(place: Place): Violation {
  return finding(
    'required',
    place,
    { ky: 'Бул уяча милдеттүү.', ru: 'Эта ячейка обязательна.', en: 'This cell is required.' },
    {
      ky: 'Жаңы бирдикке деңгээл, жогорку бирдик, кыргызча жана орусча аталыш керек.',
      ru: 'Новой единице нужны уровень, вышестоящая единица, кыргызское и русское названия.',
      en: 'A unit that begins needs its level, its parent and its names in Kyrgyz and Russian.',
    },
  );
}

// ---- the division --------------------------------------------------------------------------------------------------

export function newerLoaded(newest: LocalDate): Violation {
  return finding(
    'newer-loaded',
    {},
    {
      ky: `Хабда ${newest} күнүнөн болгон жаңыраак бөлүнүш бар.`,
      ru: `В хабе уже есть более новое деление, с ${newest}.`,
      en: `The hub has a newer division already, of ${newest}.`,
    },
    {
      ky: 'Классификаторлорду күндөрү боюнча ирети менен жүктөңүз; --in-force-from текшериңиз.',
      ru: 'Загружайте классификаторы по порядку дат; проверьте --in-force-from.',
      en: 'Load classifiers in the order of their days; check --in-force-from.',
    },
  );
}

export function repeatedCode(place: Place, code: string, firstRow: number): Violation {
  return finding(
    'duplicate',
    place,
    { ky: `${code} ${firstRow}-сапта бар.`, ru: `${code} уже есть в строке ${firstRow}.`, en: `${code} is in row ${firstRow} already.` },
    {
      ky: 'Бир күнү бир код бир бирдикти билдирет; жоюлган бирдикке ABOLISHED жазыңыз.',
      ru: 'В один день код означает одну единицу; упразднённой дайте ABOLISHED.',
      en: 'On one day a code means one unit; give an abolished one ABOLISHED.',
    },
  );
}

export function unknownUnit(place: Place, code: string): Violation {
  return finding(
    'unknown-unit',
    place,
    {
      ky: `Хабда ${code} коду менен күчүндөгү бирдик жок.`,
      ru: `В хабе нет действующей единицы с кодом ${code}.`,
      en: `The hub has no unit in force with the code ${code}.`,
    },
    {
      ky: 'Жаңы бирдик — NEW; коду өзгөрсө — RECODE жана эски коду predecessors мамычасында.',
      ru: 'Новая единица — NEW; сменился код — RECODE и прежний код в predecessors.',
      en: 'A new unit is NEW; if its code changed, RECODE with the old code in predecessors.',
    },
  );
}

export function unknownPredecessor(place: Place, code: string, eve: LocalDate): Violation {
  return finding(
    'predecessor',
    place,
    {
      ky: `${eve} күнү ${code} коду менен бирдик болгон эмес.`,
      ru: `На ${eve} единицы с кодом ${code} не было.`,
      en: `On ${eve} there was no unit with the code ${code}.`,
    },
    {
      ky: 'predecessors — өзгөрүүнүн алдындагы күнгө карата коддор.',
      ru: 'В predecessors коды на канун изменения.',
      en: 'predecessors holds the codes of the eve of the change.',
    },
  );
}

export function beforeUnitBegan(place: Place, code: string, validFrom: LocalDate): Violation {
  return finding(
    'date',
    place,
    {
      ky: `${code} бирдиги ${validFrom} күнү гана түзүлгөн.`,
      ru: `Единица ${code} образована только ${validFrom}.`,
      en: `The unit ${code} began only on ${validFrom}.`,
    },
    {
      ky: 'Өзгөрүү күнү ал күндөн кийин болушу керек.',
      ru: 'День изменения должен быть позже.',
      en: 'The day of the change must come after it.',
    },
  );
}

export function endsOnAnotherDay(place: Place, code: string, validTo: LocalDate): Violation {
  return finding(
    'date',
    place,
    {
      ky: `${code} бирдиги ${validTo} күнү жоюлган.`,
      ru: `Единица ${code} уже прекращена ${validTo}.`,
      en: `The unit ${code} has ended on ${validTo} already.`,
    },
    {
      ky: 'valid_from мамычасына ошол күндү жазыңыз же файлды текшериңиз.',
      ru: 'Укажите этот день в valid_from или проверьте файл.',
      en: 'Give that day in valid_from, or check the file.',
    },
  );
}

export function contradiction(place: Place, code: string, otherRow: number): Violation {
  return finding(
    'contradiction',
    place,
    {
      ky: `${code} менен болгон өзгөрүү ${otherRow}-сапка каршы келет.`,
      ru: `Изменение единицы ${code} противоречит строке ${otherRow}.`,
      en: `What happens to ${code} contradicts row ${otherRow}.`,
    },
    {
      ky: 'Бирдик же калат, же бир жолу кошулат, өзгөрөт, жоюлат; бөлүнсө бардык бөлүктөрү SPLIT.',
      ru: 'Единица либо остаётся, либо один раз присоединена, изменена или упразднена; при разделении все части — SPLIT.',
      en: 'A unit goes on, or is once merged, changed or abolished; if it is split, all its parts are SPLIT.',
    },
  );
}

export function wrongPredecessorCount(place: Place, needed: LocalizedText): Violation {
  return finding(
    'predecessors',
    place,
    {
      ky: `Мурунку бирдиктердин саны туура эмес: ${needed.ky}.`,
      ru: `Неверное число предшественников: ${needed.ru}.`,
      en: `The number of predecessors is wrong: ${needed.en}.`,
    },
    {
      ky: 'predecessors мамычасындагы коддорду боштук же | менен ажыратыңыз.',
      ru: 'Коды в predecessors разделяйте пробелом или |.',
      en: 'Separate the codes in predecessors by a space or |.',
    },
  );
}

export function loneSplit(place: Place, code: string): Violation {
  return finding(
    'split',
    place,
    {
      ky: `${code} бир гана бөлүккө «бөлүнгөн».`,
      ru: `${code} «разделена» только на одну часть.`,
      en: `${code} is "split" into one part only.`,
    },
    {
      ky: 'Бардык бөлүктөрүн SPLIT кылыңыз, эски кодун сактаганын да.',
      ru: 'Укажите SPLIT у всех частей, и у той, что сохранила код.',
      en: 'Give SPLIT to all its parts, the one that keeps the code as well.',
    },
  );
}

export function splitOnTwoDays(place: Place, code: string, otherRow: number): Violation {
  return finding(
    'split',
    place,
    {
      ky: `${code} бөлүктөрүнүн күндөрү ар башка (${otherRow}-сап).`,
      ru: `У частей ${code} разные даты (строка ${otherRow}).`,
      en: `The parts of ${code} begin on different days (row ${otherRow}).`,
    },
    { ky: 'Бардык бөлүктөргө бир күн бериңиз.', ru: 'Дайте всем частям один день.', en: 'Give all the parts one day.' },
  );
}

export function missingUnit(code: string, name: string): Violation {
  return finding(
    'missing-unit',
    { column: 'code' },
    {
      ky: `${code} (${name}) күчүндө, бирок файлда жок.`,
      ru: `${code} (${name}) действует, но в файле её нет.`,
      en: `${code} (${name}) is in force but not in the file.`,
    },
    {
      ky: 'Файл толук классификатор: бирдикти кошуңуз, predecessors мамычасына жазыңыз же ABOLISHED кылыңыз.',
      ru: 'Файл — полный классификатор: добавьте единицу, укажите в predecessors или дайте ABOLISHED.',
      en: 'The file is the whole classifier: add the unit, name it as a predecessor, or list it as ABOLISHED.',
    },
  );
}

export function codeStillInUse(place: Place, code: string, name: string): Violation {
  return finding(
    'code-in-use',
    place,
    {
      ky: `Ал күнү ${code} кодун «${name}» алып турат.`,
      ru: `В этот день код ${code} занят: «${name}».`,
      en: `On that day the code ${code} is that of "${name}".`,
    },
    {
      ky: 'Код кайра колдонулса, эски бирдик кимдир бирөөнүн predecessors мамычасында же ABOLISHED болсун.',
      ru: 'Если код отдан другой единице, прежнюю укажите в predecessors или дайте ей ABOLISHED.',
      en: 'If the code was given to another unit, name the old one as a predecessor or list it as ABOLISHED.',
    },
  );
}

export function otherUnit(place: Place, before: string, now: string): Violation {
  return finding(
    'other-unit',
    place,
    {
      ky: `Бул код «${before}» дегенди билдирген, файлда «${now}».`,
      ru: `Этот код означал «${before}», а в файле «${now}».`,
      en: `This code meant "${before}", and the file says "${now}".`,
    },
    {
      ky: 'Аталышы өзгөрсө — RENAME; код башка бирдикке берилсе — анын өзгөрүүсү, эскиси predecessors же ABOLISHED.',
      ru: 'Переименована — RENAME; код отдан другой единице — её вид изменения, а прежняя в predecessors или ABOLISHED.',
      en: 'If renamed, RENAME; if the code was given to another unit, its own change, the old unit a predecessor or ABOLISHED.',
    },
  );
}

export function nameKept(place: Place, stored: string, given: string): Violation {
  return finding(
    'name-kept',
    place,
    {
      ky: `Ырасталган «${stored}» калтырылды, файлда «${given}».`,
      ru: `Оставлено подтверждённое «${stored}», в файле «${given}».`,
      en: `The verified "${stored}" was kept; the file says "${given}".`,
    },
    {
      ky: 'Расмий түрдө өзгөртүлсө, change мамычасына RENAME жазыңыз.',
      ru: 'Если переименована официально, укажите RENAME.',
      en: 'If it was renamed officially, say RENAME in change.',
    },
  );
}

export function otherLevel(place: Place, stored: string, given: string): Violation {
  return finding(
    'level',
    place,
    {
      ky: `Хабда деңгээли ${stored}, файлда ${given}.`,
      ru: `В хабе уровень ${stored}, в файле ${given}.`,
      en: `Its level is ${stored} in the hub and ${given} in the file.`,
    },
    {
      ky: 'Статусу өзгөрсө — RENAME, коду да өзгөрсө — RECODE.',
      ru: 'Сменился статус — RENAME, а если и код — RECODE.',
      en: 'If its status changed, RENAME; with its code, RECODE.',
    },
  );
}

export function otherParent(place: Place, stored: string, given: string): Violation {
  return finding(
    'parent',
    place,
    {
      ky: `Хабда ал ${stored} курамында, файлда ${given}.`,
      ru: `В хабе она входит в ${stored}, в файле в ${given}.`,
      en: `It lies in ${stored} in the hub and in ${given} in the file.`,
    },
    {
      ky: 'Башка бирдикке өтсө — RENAME же RECODE; ошондо эски орду тарыхта калат.',
      ru: 'Перешла в другую — RENAME или RECODE: прежнее место останется в истории.',
      en: 'If it moved, RENAME or RECODE: its old place then stays in the history.',
    },
  );
}

export function unknownParent(place: Place, code: string): Violation {
  return finding(
    'parent',
    place,
    {
      ky: `${code} жогорку бирдиги жаңы бөлүнүштө жок.`,
      ru: `Вышестоящей единицы ${code} нет в новом делении.`,
      en: `The parent ${code} is not in the new division.`,
    },
    {
      ky: 'parent_code — жаңы бөлүнүштүн коду; ал дагы файлда болушу керек.',
      ru: 'parent_code — код в новом делении; она тоже должна быть в файле.',
      en: 'parent_code is a code of the new division, and must be in the file itself.',
    },
  );
}

export function parentOutOfOrder(place: Place, level: string, parentLevel: string | null, allowed: readonly string[]): Violation {
  const inside = parentLevel ?? '—';
  const list = allowed.length === 0 ? '—' : allowed.join(', ');
  return finding(
    'parent-level',
    place,
    {
      ky: `${level} ${inside} курамында боло албайт.`,
      ru: `${level} не может входить в ${inside}.`,
      en: `${level} cannot lie in ${inside}.`,
    },
    { ky: `Жогорку бирдиги: ${list}.`, ru: `Вышестоящая: ${list}.`, en: `Its parent is one of: ${list}.` },
  );
}

export function municipalityEnded(place: Place, validTo: LocalDate): Violation {
  return finding(
    'municipality-ended',
    place,
    {
      ky: `Бирдик бар, бирок анын ЖӨБ органы ${validTo} күнү жоюлган деп жазылган.`,
      ru: `Единица есть, но её орган МСУ записан прекращённым ${validTo}.`,
      en: `The unit goes on, but its municipality was recorded as ended on ${validTo}.`,
    },
    {
      ky: 'Ырасталган жок. Кол менен жазылган кайра түзүүнү текшериңиз.',
      ru: 'Не подтверждён. Проверьте внесённое вручную преобразование.',
      en: 'It was not confirmed. Check the succession that was recorded by hand.',
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
