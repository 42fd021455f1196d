import type { LocalizedText } from '../../shared/localized-text.ts';
import type { IndicatorCode, ResultState } from '../indicators/indicator.rules.ts';
import type { Quadrant } from '../ranking/ranking.rules.ts';
import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';

/** A text in all three languages. */
export type Words = Required<LocalizedText> & { ru: string; en: string };

export const words = (ky: string, ru: string, en: string): Words => ({ ky, ru, en });

export const indicatorWords: Readonly<Record<IndicatorCode, Words>> = {
  PROCEDURE: words('Тартиптин стандартка шайкештиги', 'Соответствие порядка стандарту', 'Procedure as in the standard'),
  TIME: words('Убакыт чыгымдары', 'Затраты времени', 'Time'),
  COST: words('Каржылык чыгымдар', 'Финансовые затраты', 'Cost'),
  ELECTRONIC_FORM: words('Электрондук формада', 'Электронная форма', 'Electronic form'),
  ADMINISTRATIVE_REGULATION: words('Административдик регламент', 'Административный регламент', 'Administrative regulation'),
  INFORMATION: words('Кызмат жөнүндө маалымат', 'Информация об услуге', 'Information on the service'),
  SATISFACTION: words('Канааттануу', 'Удовлетворённость', 'Satisfaction'),
  COMPLAINTS: words('Негиздүү даттануулар жок', 'Нет обоснованных жалоб', 'No justified complaints'),
};

export const stateWords: Readonly<Record<ResultState, Words>> = {
  ACHIEVED: words('жетишилди', 'достигнут', 'achieved'),
  NOT_ACHIEVED: words('жетишилген жок', 'не достигнут', 'not achieved'),
  INCONCLUSIVE: words('аныкталбады', 'не определено', 'inconclusive'),
  NO_NORM: words('салыштырууга ылайыктуу ченем жок', 'нет сопоставимой нормы', 'no comparable norm'),
  NO_DATA: words('маалымат жок', 'нет данных', 'no data'),
  TOO_FEW: words('жооптор өтө аз', 'слишком мало ответов', 'too few answers'),
  NOT_APPLICABLE: words('колдонулбайт', 'неприменимо', 'not applicable'),
};

export const unitWords: Readonly<Record<MeasureUnit, Words>> = {
  WORKING_DAY: words('жумуш күнү', 'раб. дн.', 'working days'),
  DAY: words('күн', 'дн.', 'days'),
  HOUR: words('саат', 'ч', 'hours'),
  MINUTE: words('мүнөт', 'мин', 'minutes'),
  SOM: words('сом', 'сом', 'som'),
  VISIT: words('келүү', 'посещений', 'visits'),
  DOCUMENT: words('документ', 'документов', 'documents'),
  SHARE: words('%', '%', '%'),
  COUNT: words('даана', 'шт.', 'count'),
};

const countUnits: Readonly<Record<string, Words>> = {
  APPLICATION: words('кайрылуулар', 'обращения', 'applications'),
  SUBSCRIBER: words('абоненттер', 'абоненты', 'subscribers'),
  CUBIC_METRE: words('м³', 'м³', 'm³'),
  VISIT: words('келүүлөр', 'посещения', 'visits'),
};

/** What a service is counted in; a unit that nobody gave words stands as its code. */
export function countUnitWords(code: string): Words {
  return countUnits[code] ?? words(code, code, code);
}

export const quadrantWords: Readonly<Record<Quadrant, Words>> = {
  HIGH_QUALITY_HIGH_DEMAND: words(
    'сапат жогору, талап ортодон төмөн эмес',
    'качество высокое, спрос не ниже середины',
    'high quality, demand not below the middle',
  ),
  HIGH_QUALITY_LOW_DEMAND: words(
    'сапат жогору, талап ортодон төмөн',
    'качество высокое, спрос ниже середины',
    'high quality, demand below the middle',
  ),
  LOW_QUALITY_HIGH_DEMAND: words(
    'сапат төмөн, талап ортодон төмөн эмес',
    'качество низкое, спрос не ниже середины',
    'low quality, demand not below the middle',
  ),
  LOW_QUALITY_LOW_DEMAND: words(
    'сапат төмөн, талап ортодон төмөн',
    'качество низкое, спрос ниже середины',
    'low quality, demand below the middle',
  ),
};

/** What the report itself says. `{{name}}` is put in by `filled`. */
export const reportWords = {
  title: words(
    '{{year}}-жылдагы муниципалдык кызматтардын сапатын мониторингдөөнүн жыйынтыктоочу доклады',
    'Итоговый доклад о мониторинге качества муниципальных услуг за {{year}} год',
    'Final report on the monitoring of the quality of municipal services in {{year}}',
  ),
  noAuthor: words('Жооптуу аткаруучу', 'Ответственный исполнитель', 'The responsible executor'),
  revision: words('Редакция', 'Редакция', 'Revision'),
  run: words('Талдоо', 'Анализ', 'Analysis'),
  method: words('Методика', 'Методика', 'Method'),
  referenceDay: words('Реестрлер төмөнкү күнгө', 'Реестры на дату', 'Registers as of'),
  counted: words('Эсептелген жооптор', 'Учтено ответов', 'Answers counted'),
  source: words(
    'талдоо {{run}}, методика {{method}}; суроо: {{query}}',
    'анализ {{run}}, методика {{method}}; запрос: {{query}}',
    'analysis {{run}}, method {{method}}; query: {{query}}',
  ),
  contents: words('Докладда эмне бар', 'Что содержит доклад', 'What the report contains'),
  coverage: words('Кабыл алынган маалыматтын камтылышы', 'Охват принятыми данными', 'Coverage by accepted data'),
  due: words('өткөрүүгө милдеттүү', 'обязаны представить', 'due'),
  questionnaires: words('анкеталар эсептелди', 'анкеты учтены', 'questionnaires counted'),
  reports: words('отчеттор эсептелди', 'отчёты учтены', 'reports counted'),
  region: words('Аймак', 'Область', 'Region'),
  object: words('Мониторингдин объектиси', 'Объект мониторинга', 'Object of monitoring'),
  code: words('Коду', 'Код', 'Code'),
  municipality: words('Муниципалитет', 'Муниципалитет', 'Municipality'),
  municipalities: words('Муниципалитеттер', 'Муниципалитетов', 'Municipalities'),
  inMunicipalities: words('муниципалитет', 'муниципалитетов', 'municipalities'),
  withProvider: words('Аткаруучусу көрсөтүлгөн', 'С указанным исполнителем', 'With a provider entered'),
  provider: words('Жооптуу аткаруучу', 'Ответственный исполнитель', 'Responsible provider'),
  everyObject: words('Тизменин бардык объектилери', 'все объекты Перечня', 'all objects of the List'),
  howMany: words('Саны', 'Число', 'Count'),
  district: words('Район', 'Район', 'District'),
  soate: words('СОАТЕ', 'СОАТЕ', 'SOATE'),
  merged: words(
    '{{name}} (талдоо күнүнө кайра түзүлгөн)',
    '{{name}} (преобразован ко дню анализа)',
    '{{name}} (merged by the day of the analysis)',
  ),
  objectsTable: words('Мониторингдин объектилери', 'Объекты мониторинга', 'Objects of monitoring'),
  providersTable: words(
    'Муниципалитеттер боюнча жооптуу аткаруучулар',
    'Ответственные исполнители по муниципалитетам',
    'Responsible providers by municipality',
  ),
  noProvidersTable: words(
    'Аткаруучусу көрсөтүлбөгөн муниципалитеттер',
    'Муниципалитеты, где исполнитель не указан',
    'Municipalities where no provider is entered',
  ),
  quality: words('Кызматтардын сапаты', 'Качество услуг', 'Quality of services'),
  qualityScore: words('сапат баасы', 'оценка качества', 'quality score'),
  service: words('Кызмат', 'Услуга', 'Service'),
  rank: words('Орду', 'Место', 'Rank'),
  band: words('Топ', 'Группа', 'Band'),
  coverageOfEight: words('Сегизден көрсөткүч', 'Показателей из восьми', 'Indicators of eight'),
  answers: words('Жооптор', 'Ответов', 'Answers'),
  unranked: words('Орун берилбеген кызматтар', 'Услуги без места', 'Services without a rank'),
  reason: words('Себеби', 'Причина', 'Reason'),
  demand: words('Кызматтардын талап кылынышы', 'Востребованность услуг', 'Demand for services'),
  demandOf: words('Талап кылынышы: {{unit}}', 'Востребованность: {{unit}}', 'Demand: {{unit}}'),
  deliveries: words('көрсөтүлгөн саны', 'оказано', 'deliveries'),
  perThousand: words('1000 тургунга', 'На 1000 жителей', 'Per 1,000 residents'),
  demandLevel: words('Деңгээли', 'Уровень', 'Level'),
  unit: words('Бирдиги', 'Единица', 'Unit'),
  HIGH: words('жогору', 'высокий', 'high'),
  MEDIUM: words('орточо', 'средний', 'medium'),
  LOW: words('төмөн', 'низкий', 'low'),
  quadrant: words('Сапат жана талап', 'Качество и востребованность', 'Quality and demand'),
  demandRatio: words('Талап, топтун ортосуна карата', 'Спрос к середине своей группы', 'Demand against the middle of its group'),
  times: words('эсе', 'раз', 'times'),
  noneToCompare: words(
    'бирдиги боюнча жалгыз же баары бирдей, салыштырууга эч нерсе жок',
    'одна в своей единице или все равны, сравнивать не с чем',
    'alone in its unit or all are equal, there is nothing to compare',
  ),
  quadrantLines: words(
    'Талаптын сызыгы (1 эсе) – бир бирдикте эсептелген кызматтардын ортосу (медианасы); сапаттын сызыгы – {{quality}} %. Сызыктагы белги жогорку жагына кирет. Деңгээл (жогору, орточо, төмөн) ошол эле кызматтарды үч бөлүккө бөлөт, ошондуктан орточосу сызыктын эки жагында тең болот.',
    'Линия спроса (1 раз) – середина (медиана) услуг, считаемых в одной единице; линия качества – {{quality}} %. Точка на линии относится к верхней стороне. Уровень (высокий, средний, низкий) делит те же услуги на три части, поэтому средний бывает по обе стороны линии.',
    'The line of demand (1 time) is the middle (median) of the services counted in the same unit; the line of quality is {{quality}} %. A point on a line belongs to the upper side. The level (high, medium, low) divides the same services into three parts, so medium lies on both sides of the line.',
  ),
  levels: words(
    'Деңгээл бир бирдикте эсептелген кызматтардын ичинен: жогорку {{high}} % – жогору, төмөнкү {{low}} % – төмөн. Бирдиги боюнча жалгыз же баары бирдей болсо, деңгээли жок.',
    'Уровень – среди услуг, считаемых в одной единице: верхние {{high}} % – высокий, нижние {{low}} % – низкий. У единственной в своей единице, и где все равны, уровня нет.',
    'The level is among the services counted in the same unit: the upper {{high}} % are high, the lower {{low}} % low. One that is alone in its unit, or where all are equal, has none.',
  ),
  noMiddle: words('тобунун ортосу нөл', 'середина группы — ноль', 'the middle of its group is zero'),
  indicator: words('Көрсөткүч', 'Показатель', 'Indicator'),
  achievement: words(
    'Көрсөткүчтөргө жетишүү: муниципалитеттердин жыйынтыктары',
    'Достижение показателей: результаты муниципалитетов',
    'Achievement: results of municipalities',
  ),
  achievementOfObjects: words('Өлкө боюнча жыйынтыктар', 'Результаты по стране', 'Results over the country'),
  results: words('жыйынтык', 'результатов', 'results'),
  regions: words(
    'Аймактар боюнча жетишилген көрсөткүчтөрдүн үлүшү',
    'Доля достигнутых показателей по областям',
    'Share of indicators achieved, by region',
  ),
  achievedShare: words('жетишилген үлүш', 'доля достигнутых', 'share achieved'),
  nothingJudged: words('бааланган жыйынтык жок', 'нет оценённых результатов', 'nothing was judged'),
  satisfaction: words('Жарандардын канааттануусу', 'Удовлетворённость граждан', 'Satisfaction of citizens'),
  satisfiedShare: words('канааттангандардын үлүшү', 'доля удовлетворённых', 'share satisfied'),
  timeDeviation: words('Убакыттын ченемден орточо четтөөсү', 'Среднее отклонение времени от нормы', 'Mean deviation of time from the norm'),
  costDeviation: words('Чыгымдын ченемден орточо четтөөсү', 'Среднее отклонение затрат от нормы', 'Mean deviation of cost from the norm'),
  meanDeviation: words('орточо четтөө', 'среднее отклонение', 'mean deviation'),
  zeroNorm: words(
    'ченем нөлгө барабар, пайыз эсептелбейт',
    'норма равна нулю, процент не считается',
    'the norm is zero, a percentage has no meaning',
  ),
  changedNorm: words('салыштыруу мүмкүн эмес', 'сравнение невозможно', 'not comparable'),
  norm: words('Ченем', 'Норма', 'Norm'),
  minimum: words('Мин.', 'Мин.', 'Min.'),
  mean: words('Орточо', 'Среднее', 'Mean'),
  maximum: words('Макс.', 'Макс.', 'Max.'),
  maximumDeviation: words('Эң чоң четтөө', 'Наибольшее отклонение', 'Greatest deviation'),
  expectation: words('Күтүү (орточо)', 'Ожидание (среднее)', 'Expectation (mean)'),
  timeNorms: words('Убакыт: ченемдер жана иш жүзүндө', 'Время: нормы и факт', 'Time: norms and actual'),
  costNorms: words('Чыгым: ченемдер жана иш жүзүндө', 'Затраты: нормы и факт', 'Cost: norms and actual'),
  withoutNorm: words(
    'Салыштырууга ылайыктуу ченеми жок көрсөткүчтөр',
    'Показатели без сопоставимой нормы',
    'Indicators without a comparable norm',
  ),
  everyNorm: words('Мындай көрсөткүч жок.', 'Таких показателей нет.', 'There is none.'),
  problems: words('Жооптордо айтылган көйгөйлөр', 'Проблемы, названные в ответах', 'Problems named in the answers'),
  problem: words('Көйгөй', 'Проблема', 'Problem'),
  shareOfAnswers: words('жооптордун үлүшү', 'доля ответов', 'share of answers'),
  mentions: words('Айтылган', 'Упоминаний', 'Mentions'),
  typical: words('типтүү', 'типичная', 'typical'),
  topical: words('актуалдуу', 'актуальная', 'topical'),
  kind: words('Түрү', 'Вид', 'Kind'),
  noProblems: words('Эч бир жоопто көйгөй айтылган эмес.', 'Ни в одном ответе проблем не названо.', 'No answer names a problem.'),
  topicalUnknown: words(
    'Мурунку жылдын талдоосу жок: кайсы көйгөй актуалдуу экенин айтуу мүмкүн эмес.',
    'Анализа прошлого года нет: нельзя сказать, какие проблемы актуальны.',
    'There is no analysis of the year before: nobody can tell which problems are topical.',
  ),
  dynamics: words(
    'Жетишилген көрсөткүчтөрдүн үлүшү жылдар боюнча',
    'Доля достигнутых показателей по годам',
    'Share of indicators achieved, by year',
  ),
  yearCategory: words('Жыл', 'Год', 'Year'),
  noRun: words('ал жылы чыгарылган талдоо жок', 'за этот год нет выпущенного анализа', 'no analysis was issued for the year'),
  noYearBefore: words(
    'Мурунку жылдын чыгарылган талдоосу жок: салыштырууга азырынча эч нерсе жок.',
    'За прошлые годы нет выпущенного анализа: сравнивать пока не с чем.',
    'No analysis of an earlier year was issued: there is nothing to compare with yet.',
  ),
  volumesOf: words('Кварталдар боюнча көрсөтүлгөн саны: {{unit}}', 'Оказано по кварталам: {{unit}}', 'Deliveries by quarter: {{unit}}'),
  quarter: words('{{number}}-квартал', '{{number}}-й квартал', 'Quarter {{number}}'),
  notStated: words('көрсөтүлгөн эмес', 'не указано', 'not stated'),
  incomplete: words('Суммада {{missing}} сан жетишпейт.', 'В сумме не хватает чисел: {{missing}}.', 'The sum lacks {{missing}} figures.'),
  noData: words('Маалымат жок', 'Нет данных', 'No data'),
  nothingCounted: words(
    'Талдоодо бир дагы жооп эсептелген эмес: жооптордон чыгуучу көрсөткүчтөр бааланган жок.',
    'В анализе не учтено ни одного ответа: показатели по ответам не оценены.',
    'The analysis counts no answer: indicators that rest on answers are not judged.',
  ),
  fewCounted: words(
    'Жооптор аз ({{n}}): {{least}} жооптон аз болгон көрсөткүчтөр бааланбайт.',
    'Ответов мало ({{n}}): показатели с числом ответов меньше {{least}} не оцениваются.',
    'There are few answers ({{n}}): indicators with fewer than {{least}} are not judged.',
  ),
  appendix: words('Тиркеме: жооптордун маалымат базалары', 'Приложение: базы данных ответов', 'Appendix: databases of the answers'),
  appendixText: words(
    'Жооптордун маалымат базалары докладга өзүнчө файлдар менен тиркелет: толугу — ведомстволор аралык аракеттешүүгө жооптуу органга, жеке маалыматсызы — баарына (CSV, XLSX, коддор китеби, SHA-256).',
    'Базы данных ответов прилагаются к докладу отдельными файлами: полная — органу межведомственного взаимодействия, обезличенная — всем (CSV, XLSX, кодификатор, SHA-256).',
    'The databases of the answers are annexed in files of their own: the full one for the body of inter-agency interaction, the de-identified one for everybody (CSV, XLSX, codebook, SHA-256).',
  ),
} as const satisfies Record<string, Words>;

/** Puts values into the `{{places}}` of a text, in one pass: braces in a value stay what they are. */
export function filled(text: Words, values: Readonly<Record<string, string | number | LocalizedText>>): Words {
  const put = (one: string, language: 'ky' | 'ru' | 'en'): string =>
    one.replaceAll(/\{\{(\w+)\}\}/gu, (_, name: string) => {
      const value = values[name] ?? '';
      return typeof value === 'object' ? (value[language] ?? value.ky) : String(value);
    });
  return words(put(text.ky, 'ky'), put(text.ru, 'ru'), put(text.en, 'en'));
}

/** A municipality by its name, and that it has become part of another since, where it has. */
export function municipalityName({ municipality, isMerged }: { municipality: LocalizedText; isMerged: boolean }): LocalizedText {
  return isMerged ? filled(reportWords.merged, { name: municipality }) : municipality;
}

/** A text that is the same in every language. */
export function asIs(text: string): Words {
  return words(text, text, text);
}
