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

export function finding(rule: string, place: Place, message: LocalizedText, hint: LocalizedText): Violation {
  return { code: 'RULE_VIOLATED', rule: `ours:classifier-${rule}`, ...place, message, hint };
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
