import type { LocalizedText } from '../../shared/localized-text.ts';
import type { MethodParameters } from './analysis-method.rules.ts';

// ---- the method ----------------------------------------------------------------------------------------------------

/** What is told of a run, in the order of its rows. */
interface ToldRun {
  runId: string;
  year: number;
  kind: string;
  periodFrom: string;
  periodTo: string;
  referenceDay: string;
  startedAt: Date;
  finishedAt?: Date | null;
  methodVersion: number;
  pinnedRevisions: number;
  pinnedResponses: number;
  inputSha256?: string | null;
  resultSha256?: string | null;
}

const ofRun: Readonly<Record<keyof ToldRun, LocalizedText>> = {
  runId: { ky: 'Талдоонун белгиси', ru: 'Номер анализа', en: 'Id of the run' },
  year: { ky: 'Циклдин жылы', ru: 'Год цикла', en: 'Year of the cycle' },
  kind: { ky: 'Түрү', ru: 'Вид', en: 'Kind' },
  periodFrom: { ky: 'Мезгилдин биринчи күнү', ru: 'Первый день периода', en: 'First day of the period' },
  periodTo: { ky: 'Мезгилден кийинки күн', ru: 'День после периода', en: 'Day after the period' },
  referenceDay: {
    ky: 'Реестрлер жана даттануулар ушул күнгө карата окулат',
    ru: 'На этот день читаются реестры и жалобы',
    en: 'Registers and complaints are read as of this day',
  },
  startedAt: { ky: 'Башталган', ru: 'Начат', en: 'Started at' },
  finishedAt: { ky: 'Бүткөн', ru: 'Завершён', en: 'Finished at' },
  methodVersion: { ky: 'Методиканын версиясы', ru: 'Версия методики', en: 'Version of the method' },
  pinnedRevisions: { ky: 'Эсепке алынган өткөрүүлөр', ru: 'Учтённые представления', en: 'Submissions that it counts' },
  pinnedResponses: { ky: 'Эсепке алынган анкеталар', ru: 'Учтённые анкеты', en: 'Questionnaires that it counts' },
  inputSha256: { ky: 'Эсептелгендин SHA-256 суммасы', ru: 'SHA-256 исходного', en: 'SHA-256 of what was counted' },
  resultSha256: { ky: 'Жыйынтыктардын SHA-256 суммасы', ru: 'SHA-256 итогов', en: 'SHA-256 of the results' },
};

const ofMethod: Readonly<Record<keyof MethodParameters, LocalizedText>> = {
  formulas: { ky: 'Формулалардын версиясы', ru: 'Версия формул', en: 'Version of the formulas' },
  minimumSample: {
    ky: 'Жоопторго негизделген көрсөткүчтөр үчүн жооптордун эң аз саны',
    ru: 'Наименьшее число ответов для показателей по ответам',
    en: 'Fewest answers that an indicator of answers is judged on',
  },
  confidence: { ky: 'Уилсон аралыгынын ишенимдүүлүгү', ru: 'Надёжность интервала Уилсона', en: 'Confidence of the Wilson interval' },
  thresholds: { ky: 'Көрсөткүчкө жетүү чеги', ru: 'Порог достижения', en: 'Share from which the indicator is achieved' },
  territoryThreshold: {
    ky: 'Аймакта жана өлкөдө жеткен муниципалитеттердин үлүшүнүн чеги',
    ru: 'Порог доли муниципалитетов по региону и стране',
    en: 'Share of municipalities from which a region or the country achieves it',
  },
  procedure: {
    ky: '«Ооба» жана «жок» жоопторунун коддору',
    ru: 'Коды ответов «да» и «нет»',
    en: 'Codes that are a yes, and that are a no',
  },
  electronic: {
    ky: 'Жетиштүү деңгээл жана далилдин мөөнөтү, күн. Деңгээлдер: NONE, INFORMATION, FORM_DOWNLOAD, APPLICATION, FULL_CYCLE',
    ru: 'Достаточный уровень и срок доказательства в днях. Уровни: NONE, INFORMATION, FORM_DOWNLOAD, APPLICATION, FULL_CYCLE',
    en: 'Level that is enough, and days that its evidence holds. Levels: NONE, INFORMATION, FORM_DOWNLOAD, APPLICATION, FULL_CYCLE',
  },
  satisfiedFrom: { ky: 'Канааттануунун эң төмөнкү баасы', ru: 'Наименьшая оценка «удовлетворён»', en: 'Lowest point that is satisfied' },
  conversions: {
    ky: 'Бирдиктерди которуу: from бирдигиндеги сан factor менен көбөйтүлөт',
    ru: 'Перевод единиц: число в from умножается на factor',
    en: 'Conversions of units: an amount in from is multiplied by factor',
  },
  holidays: {
    ky: 'Ишемби менен жекшембиден тышкары жумушчу эмес күндөр: АА-КК ар жылы, же ЖЖЖЖ-АА-КК',
    ru: 'Нерабочие дни кроме суббот и воскресений: ММ-ДД ежегодно или ГГГГ-ММ-ДД',
    en: 'Days off besides Saturdays and Sundays: MM-DD every year, or YYYY-MM-DD',
  },
  problems: {
    ky: 'Канча түрү мүнөздүү; үлүшү канчага өссө актуалдуу',
    ru: 'Сколько видов типичны; рост доли, с которого проблема актуальна',
    en: 'How many kinds are typical; rise of the share that is topical',
  },
  ranking: {
    ky: 'Көрсөткүчтөрдүн салмагы жана жогорку сапаттын чеги',
    ru: 'Веса показателей и порог высокого качества',
    en: 'Weights of the indicators, and score from which quality is high',
  },
  demand: {
    ky: 'Талап жогору жана төмөн болгон бөлүктөр',
    ru: 'Доли услуг с высокой и низкой востребованностью',
    en: 'Parts of the services in high, and in low demand',
  },
  inspection: {
    ky: 'Текшерүүгө сунуштоонун шарттары',
    ru: 'Условия предложения к проверке',
    en: 'What proposes an inspection',
  },
  surveyGap: {
    ky: 'Анкета менен сурамжылоонун айырмасы качан олуттуу: аралыктын ишенимдүүлүгү жана эң аз айырма',
    ru: 'Когда расхождение анкет с опросом значимо: надёжность интервала и наименьшая разность',
    en: 'When a gap between questionnaires and surveys is significant: confidence of its interval, and smallest difference',
  },
};

/** A run and its method, a row for each value: names of nested ones are parted by dots, plain lists by semicolons. */
export function runFacts(run: ToldRun, parameters: MethodParameters): { parameter: string; value: string; meaning: LocalizedText }[] {
  const facts = Object.entries(ofRun).map(([parameter, meaning]) => ({
    parameter,
    value: shown(run[parameter as keyof ToldRun]),
    meaning,
  }));
  const method = Object.entries(ofMethod).flatMap(([name, meaning]) =>
    leaves(name, parameters[name as keyof MethodParameters]).map(([parameter, value]) => ({ parameter, value, meaning })),
  );
  return [...facts, ...method];
}

function shown(value: string | number | Date | null | undefined): string {
  return value instanceof Date ? value.toISOString() : String(value ?? '');
}

function leaves(name: string, value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[name, String(value)]];
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return [[name, value.join(';')]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(`${name}.${key}`, inner));
}

// ---- how figures are computed --------------------------------------------------------------------------------------

/** A figure of the report, the query that gives it, and how it is computed from the columns of the archive. */
interface ExplainedFigure {
  figure: string;
  requirement: string;
  query: string;
  formula: LocalizedText;
}

const results = 'analysisRun(id) { results { nodes';

/** Formulas v1, for whoever computes them anew. */
export const figures: readonly ExplainedFigure[] = [
  {
    figure: 'ANSWERS',
    requirement: 'R-III.1',
    query: 'analysisRun(id) { pinnedResponses }',
    formula: {
      ky: 'responses.csv: source = QUESTIONNAIRES саптары. Объектинин жооптору: serviceCode — objects.csv боюнча анын кызматы, municipalityId — places.csv боюнча анын муниципалитети. Жооп — questions.csv боюнча ушул formVersionId версиясында measures ошол чен болгон жана isPrimary = true суроонун мамычасында. Аймактын жана өлкөнүн саны — жооптордун баары чогуу, орточолордун орточосу эмес. Комплекстин ар бир кызматы drillDown ичинде өзүнчө да эсептелет.',
      ru: 'responses.csv: строки с source = QUESTIONNAIRES. Ответы по объекту: serviceCode — его услуга по objects.csv, municipalityId — его муниципалитет по places.csv. Ответ стоит в столбце вопроса, у которого по questions.csv в версии formVersionId нужный measures и isPrimary = true. По региону и стране считаются все ответы вместе, средние не усредняются. Каждая услуга комплекса считается в drillDown и отдельно.',
      en: 'responses.csv: rows with source = QUESTIONNAIRES. Answers on an object: serviceCode is a service of it by objects.csv, municipalityId a municipality of it by places.csv. The answer is in the column of the question that in version formVersionId, by questions.csv, has the measure in question and isPrimary = true. A region and the country take all answers together, never a mean of means. Each service of a complex is also counted by itself, in drillDown.',
    },
  },
  {
    figure: 'PROCEDURE',
    requirement: 'R-II.1',
    query: `${results} { share n noAnswer leftOut interval state } } }`,
    formula: {
      ky: 'PROCEDURE_FOLLOWED. n = procedure.yes жана procedure.no жоопторунун саны; share = yes / n. Башка коддор («билбейм») — leftOut, NO_ANSWER — noAnswer. Чеги — thresholds.PROCEDURE.',
      ru: 'PROCEDURE_FOLLOWED. n = число ответов из procedure.yes и procedure.no; share = yes / n. Прочие коды («не знаю») — leftOut, NO_ANSWER — noAnswer. Порог — thresholds.PROCEDURE.',
      en: 'PROCEDURE_FOLLOWED. n = answers among procedure.yes and procedure.no; share = yes / n. Other codes ("don\'t know") are leftOut, NO_ANSWER is noAnswer. Threshold: thresholds.PROCEDURE.',
    },
  },
  {
    figure: 'TIME',
    requirement: 'R-II.2',
    query: `${results} { share n noAnswer leftOut interval state } } }`,
    formula: {
      ky: 'provision = ON_REQUEST кызматтар; TIME_SPENT. Ченем — norms.csv: PROCESSING_TIME, normBasis бош, servedOn (жок болсо filedOn) күнү күчүндө турган редакциядан: муниципалитеттин өзүнүкү, ал жок болсо улуттук. Бирдиги башка болсо conversions боюнча которулат; которулбаса же суроонун basis уячасы толук болсо, ченем жок. Суроо DAY, ченем WORKING_DAY болсо: servedOn минус өйдө тегеректелген TIME_SPENT (эң көбү 3660) күндөн кийинки servedOn күнүнө чейинки жумушчу күндөр. share = ченемден ашпагандар / n; n = ченеми барлар + мөөнөтү өткөн күтүүчүлөр. Күтүүчү: servedOn бош, appliedOn бар, TIME_SPENT уячасы бош; appliedOn күнүнөн filedOn күнүнө чейин ченемден көп өтсө (DAY, WORKING_DAY; HOUR = (күн - 1) × 24, MINUTE = (күн - 1) × 1440) — мөөнөтү өткөн. leftOut — ченемсиз жооптор жана калган күтүүчүлөр. n = 0 болуп, жооптор бар же referenceDay күнү ченем жок болсо — NO_NORM.',
      ru: 'Услуги с provision = ON_REQUEST; TIME_SPENT. Норматив — norms.csv: PROCESSING_TIME с пустым normBasis в редакции, действующей на servedOn (нет — на filedOn): своя редакция муниципалитета, нет её — национальная. Другая единица переводится по conversions; не переводится или у вопроса заполнен basis — норматива нет. Вопрос в DAY, норматив в WORKING_DAY: рабочие дни после дня servedOn минус TIME_SPENT (вверх до целого, не больше 3660) по servedOn включительно. share = не больше норматива / n; n = сравнённые + ждущие дольше норматива. Ждёт: servedOn пуст, appliedOn есть, ячейка TIME_SPENT пуста; дольше — если с appliedOn по filedOn прошло больше норматива (DAY, WORKING_DAY; HOUR = (дней - 1) × 24, MINUTE = (дней - 1) × 1440). leftOut — ответы без норматива и прочие ждущие. n = 0 и есть ответы или на referenceDay нет норматива — NO_NORM.',
      en: "Services with provision = ON_REQUEST; TIME_SPENT. The norm: norms.csv, PROCESSING_TIME with an empty normBasis, of the redaction in force on servedOn (on filedOn where that is empty): the municipality's own, otherwise the national one. Another unit is converted by conversions; if that cannot be, or the question has a basis, there is no norm. A question in DAY against a norm in WORKING_DAY: working days after the day servedOn less TIME_SPENT (rounded up, at most 3660), until and with servedOn. share = not over the norm / n; n = compared + overdue. Waiting: servedOn is empty, appliedOn is not, and the cell of TIME_SPENT is empty; overdue if from appliedOn to filedOn more has passed than the norm (DAY, WORKING_DAY; HOUR = (days - 1) x 24, MINUTE = (days - 1) x 1440). leftOut = answers without a norm, and others who wait. n = 0 with answers, or without a norm on referenceDay: NO_NORM.",
    },
  },
  {
    figure: 'COST',
    requirement: 'R-II.3',
    query: `${results} { share n noAnswer leftOut interval state } } }`,
    formula: {
      ky: 'TIME сыяктуу: COST_PAID жана FEE; күтүүчүлөр жана жумушчу күндөр жок.',
      ru: 'Как TIME: COST_PAID и FEE; без ждущих и рабочих дней.',
      en: 'As TIME: COST_PAID and FEE; nobody waits, and there are no working days.',
    },
  },
  {
    figure: 'COMPARISON',
    requirement: 'R-III.1.1, R-III.1.3, R-III.1.4',
    query: `${results} { comparison { actual expectation meanDeviation maximumDeviation endToEndMean endToEndNorm } } } }`,
    formula: {
      ky: 'actual: TIME_SPENT (COST_PAID) маанилеринин n, sum, min, max, mean, median саны, салыштырылган бирдигинде; бирдиктер бир нече болсо — ченем менен көбүрөөк салыштырылганы. expectation: ошол эле жооптордун TIME_EXPECTED (COST_EXPECTED) мааниси, бирдиги бирдей болсо. Четтөө = факт − ченем: орточосу signed жана absolute; percent = 100 × четтөөлөрдүн суммасы / ченемдердин суммасы. maximumDeviation — белгисиз эң чоңу, тең болсо оңу. endToEnd — комплекстин кызматтарынын орточолорунун (ченемдеринин) суммасы.',
      ru: 'actual: n, sum, min, max, mean, median значений TIME_SPENT (COST_PAID) в единице сравнения; единиц несколько — та, в которой больше сравнений. expectation: TIME_EXPECTED (COST_EXPECTED) тех же ответов в той же единице. Отклонение = факт − норматив: среднее signed и absolute; percent = 100 × сумма отклонений / сумма нормативов. maximumDeviation — наибольшее без знака, из равных положительное. endToEnd — сумма средних (нормативов) услуг комплекса.',
      en: 'actual: n, sum, min, max, mean and median of TIME_SPENT (COST_PAID), in the unit of comparison; of several units the one with most comparisons. expectation: TIME_EXPECTED (COST_EXPECTED) of the same answers, in the same unit. Deviation = actual less norm: mean, signed and absolute; percent = 100 x sum of deviations / sum of norms. maximumDeviation: greatest without its sign, of equals the positive one. endToEnd: sum of the means (norms) of the services of a complex.',
    },
  },
  {
    figure: 'ELECTRONIC_FORM',
    requirement: 'R-II.4',
    query: `${results} { share n state } } }`,
    formula: {
      ky: 'offers.csv, referenceDay күнү күчүндөгүлөр. Кызмат ооба: electronicLevel ≥ electronic.level жана electronicCheckedOn акыркы electronic.evidenceDays күндө, referenceDay кирет. Жок: деңгээли белгилүү сунуштардын баары андан төмөн. Калганы белгисиз. Объекти: бир «жок» — NOT_ACHIEVED; баары «ооба» — ACHIEVED; болбосо NO_DATA. n = кызматтардын саны.',
      ru: 'offers.csv, действующие на referenceDay. Услуга «да»: electronicLevel ≥ electronic.level, и electronicCheckedOn в последние electronic.evidenceDays дней по referenceDay включительно. «Нет»: у всех предложений с известным уровнем он ниже. Иначе неизвестно. Объект: одно «нет» — NOT_ACHIEVED; все «да» — ACHIEVED; иначе NO_DATA. n = число услуг.',
      en: 'offers.csv, those in force on referenceDay. A service is a yes: electronicLevel ≥ electronic.level, and electronicCheckedOn within the last electronic.evidenceDays days, referenceDay included. A no: every offer whose level is known is below. Otherwise unknown. An object: one no = NOT_ACHIEVED; all yes = ACHIEVED; otherwise NO_DATA. n = its services.',
    },
  },
  {
    figure: 'ADMINISTRATIVE_REGULATION',
    requirement: 'R-II.5',
    query: `${results} { share n state } } }`,
    formula: {
      ky: 'ELECTRONIC_FORM сыяктуу: ооба — hasRegulation; жок — регламенти жок жана confirmedForYear = цикл жылы.',
      ru: 'Как ELECTRONIC_FORM: «да» — hasRegulation; «нет» — его нет и confirmedForYear = год цикла.',
      en: 'As ELECTRONIC_FORM: yes = hasRegulation; no = it has none, and confirmedForYear = year of the cycle.',
    },
  },
  {
    figure: 'INFORMATION',
    requirement: 'R-II.6',
    query: `${results} { share n state } } }`,
    formula: {
      ky: 'ELECTRONIC_FORM сыяктуу: ооба — бардык сунуштарда чогуу MASS_MEDIA, PUBLIC_PLACE, NOTICE_BOARD үчөө тең referenceDay күнүнө чейин текшерилген; жок — бири же экөө бар, же confirmedForYear = цикл жылы.',
      ru: 'Как ELECTRONIC_FORM: «да» — по всем предложениям вместе есть MASS_MEDIA, PUBLIC_PLACE и NOTICE_BOARD, проверенные не позже referenceDay; «нет» — есть один или два, либо confirmedForYear = год цикла.',
      en: 'As ELECTRONIC_FORM: yes = MASS_MEDIA, PUBLIC_PLACE and NOTICE_BOARD over all offers together, checked by referenceDay; no = one or two of them, or confirmedForYear = year of the cycle.',
    },
  },
  {
    figure: 'SATISFACTION',
    requirement: 'R-II.7',
    query: `${results} { share n noAnswer leftOut interval state drillDown } } }`,
    formula: {
      ky: 'RESPONDENT_KIND = PERSON; SATISFACTION_QUALITY жана SATISFACTION_AVAILABILITY өзүнчө: share = satisfiedFrom жана андан жогору баалар / баалар. Экөөнүн начары чечет: NOT_ACHIEVED, NO_DATA, TOO_FEW, INCONCLUSIVE, ACHIEVED; тең болсо үлүшү азы. Башкалар (уюмдар, жамааттар) drillDown ичинде жанында. leftOut — ким экенин айтпагандар.',
      ru: 'RESPONDENT_KIND = PERSON; SATISFACTION_QUALITY и SATISFACTION_AVAILABILITY отдельно: share = оценок не ниже satisfiedFrom / оценок. Решает худшее из двух: NOT_ACHIEVED, NO_DATA, TOO_FEW, INCONCLUSIVE, ACHIEVED; при равных — меньшая доля. Прочие (организации, сообщества) рядом, в drillDown. leftOut — не сказавшие, кто они.',
      en: 'RESPONDENT_KIND = PERSON; SATISFACTION_QUALITY and SATISFACTION_AVAILABILITY each: share = points of satisfiedFrom or more / points. The worse of the two decides: NOT_ACHIEVED, NO_DATA, TOO_FEW, INCONCLUSIVE, ACHIEVED; of equals the lower share. Others (organisations, communities) stand beside in drillDown. leftOut = who did not say who they are.',
    },
  },
  {
    figure: 'COMPLAINTS',
    requirement: 'R-II.8',
    query: `${results} { justifiedComplaints justifiedPerThousand state } } }`,
    formula: {
      ky: 'complaints.csv: referenceDay күнүнө чейин түшкөн, объектинин кызматтары боюнча. Негиздүүсү бар — NOT_ACHIEVED. Болбосо мезгилде startedAt күнүнө чейин бүткөн кварталдардын биринде муниципалитеттин бир да даттануусу да (кайсы кызмат болбосун), no-complaints.csv сабы да жок болсо же бир да квартал бүтө элек болсо — NO_DATA (муниципалитет бар болгон кварталдар гана). Болбосо карала элеги бар — INCONCLUSIVE, жок — ACHIEVED. justifiedPerThousand = 1000 × негиздүүлөр / көрсөтүлгөндөр (volumes.csv), бардык саны белгилүү болсо; негиздүүсү жок, бирок NO_DATA себеби бар муниципалитет болсо, эсептелбейт.',
      ru: 'complaints.csv: поступившие не позже referenceDay по услугам объекта. Есть обоснованная — NOT_ACHIEVED. Иначе, если за какой-либо квартал периода, истёкший ко дню startedAt, у муниципалитета нет ни жалобы (по любой услуге), ни строки в no-complaints.csv либо ни один квартал ещё не истёк, — NO_DATA (только кварталы, когда он существовал). Иначе есть нерассмотренная — INCONCLUSIVE, нет — ACHIEVED. justifiedPerThousand = 1000 × обоснованные / оказано (volumes.csv), если известны все числа; если обоснованных нет, а у какого-либо муниципалитета есть причина NO_DATA, не вычисляется.',
      en: 'complaints.csv: received by referenceDay on services of the object. One that is JUSTIFIED = NOT_ACHIEVED. Otherwise NO_DATA if for a quarter of the period that was over by the day of startedAt the municipality has neither a complaint (on any service) nor a row in no-complaints.csv, or if no quarter was over (quarters in which it existed). Otherwise INCONCLUSIVE if one is not examined, else ACHIEVED. justifiedPerThousand = 1000 x justified / delivered (volumes.csv), where all figures are known; not computed where none is justified and a municipality has a quarter that makes it NO_DATA.',
    },
  },
  {
    figure: 'STATE',
    requirement: 'R-II',
    query: `${results} { state share threshold interval } } }`,
    formula: {
      ky: 'R-II.1, 2, 3, 7: n = 0 — NO_DATA; n < minimumSample — TOO_FEW; болбосо Уилсон аралыгы: p = үлүш, z — нормалдуу бөлүштүрүүнүн 0,5 + confidence / 2 квантили; (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n); 0до төмөнкү чеги 0, nде жогоркусу 1. Төмөнкү чеги ≥ чек — ACHIEVED; жогоркусу < чек — NOT_ACHIEVED; болбосо INCONCLUSIVE. Эч бир кызматы ON_REQUEST болбосо TIME, COST — NOT_APPLICABLE.',
      ru: 'R-II.1, 2, 3, 7: n = 0 — NO_DATA; n < minimumSample — TOO_FEW; иначе интервал Уилсона: p = доля, z — квантиль 0,5 + confidence / 2 нормального распределения; (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n); при 0 нижняя граница 0, при n верхняя 1. Нижняя ≥ порога — ACHIEVED; верхняя < порога — NOT_ACHIEVED; иначе INCONCLUSIVE. Если ни одна услуга не ON_REQUEST, TIME и COST — NOT_APPLICABLE.',
      en: 'R-II.1, 2, 3, 7: n = 0 = NO_DATA; n < minimumSample = TOO_FEW; otherwise the Wilson interval: p = share, z = the quantile 0.5 + confidence / 2 of the normal distribution; (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n); at 0 the lower bound is 0, at n the upper is 1. Lower ≥ threshold = ACHIEVED; upper < threshold = NOT_ACHIEVED; otherwise INCONCLUSIVE. Where no service is ON_REQUEST, TIME and COST are NOT_APPLICABLE.',
    },
  },
  {
    figure: 'TERRITORY',
    requirement: 'R-II.4, R-II.5, R-II.6, R-II.8',
    query: `${results} { share n state } } }`,
    formula: {
      ky: 'Аймак жана өлкө: n = ACHIEVED жана NOT_ACHIEVED муниципалитеттер; share = ACHIEVED / n. Белгисиздер (INCONCLUSIVE, NO_DATA, NO_NORM, TOO_FEW) экөөнүн бири болушу мүмкүн: ACHIEVED / баары менен (ACHIEVED + белгисиз) / баары аралыгы territoryThreshold менен салыштырылат. n = 0 — NO_DATA.',
      ru: 'Регион и страна: n = муниципалитеты ACHIEVED и NOT_ACHIEVED; share = ACHIEVED / n. Неизвестные (INCONCLUSIVE, NO_DATA, NO_NORM, TOO_FEW) могут быть любыми: с territoryThreshold сравнивается интервал от ACHIEVED / все до (ACHIEVED + неизвестные) / все. n = 0 — NO_DATA.',
      en: 'A region and the country: n = municipalities ACHIEVED and NOT_ACHIEVED; share = ACHIEVED / n. The unknown (INCONCLUSIVE, NO_DATA, NO_NORM, TOO_FEW) could be either: the interval from ACHIEVED / all to (ACHIEVED + unknown) / all is compared with territoryThreshold. n = 0 = NO_DATA.',
    },
  },
  {
    figure: 'SURVEYS',
    requirement: 'R10',
    query: `${results} { drillDown { code share n interval } } } }`,
    formula: {
      ky: 'source = SURVEYS саптары, ошол эле формулалар менен; drillDown ичинде SURVEYS коду менен жанында, эч качан кошулбайт.',
      ru: 'Строки с source = SURVEYS по тем же формулам; рядом, в drillDown с кодом SURVEYS, и никогда не складываются.',
      en: 'Rows with source = SURVEYS by the same formulas; beside, in drillDown under the code SURVEYS, and never pooled.',
    },
  },
  {
    figure: 'SURVEY_COMPARISONS',
    requirement: 'R10, R-III.1',
    query: `${results} { surveyComparisons { code questionnaires { share n interval } surveys { share n interval } difference differenceInterval state } } } }`,
    formula: {
      ky: 'source = SURVEYS саптарында n > 0 болгон ар бир суроо: PROCEDURE, TIME, COST; R-II.7де PERSONS_QUALITY жана PERSONS_AVAILABILITY (RESPONDENT_KIND = PERSON). questionnaires (1) жана surveys (2): ар бир кызмат менен муниципалитеттин i түгөйүндө, ар бир source өзүнчө, жогорку формулалардын h (share алымы) жана n саны; n₁ > 0 жана n₂ > 0 болгон түгөйлөр гана алынат. Түгөйдүн салмагы экөөндө бирдей: w = n₁n₂ / (n₁ + n₂), W = Σw. Ар бир source үчүн: көрсөтүлгөн n = Σnᵢ; share p = Σ(w·hᵢ/nᵢ) / W; interval — Уилсон аралыгы (confidence), анда n ордуна m = W² / Σ(w²/nᵢ); көрсөтүлгөн n < minimumSample болсо экөө тең жок. Көрсөтүлгөн эки n санынын кичүүсү 0 — NO_DATA, < minimumSample — TOO_FEW; анда айырма жок. Болбосо difference d = p₁ − p₂, үтүрдөн кийин 12 белгиге тегеректелген. differenceInterval — Ньюкомб аралыгы: p жана m боюнча Уилсон чектери l, u surveyGap.confidence менен; d − √((p₁ − l₁)² + (u₂ − p₂)²) … d + √((u₁ − p₁)² + (p₂ − l₂)²). Ага 0 кирбесе жана |d| ≥ surveyGap.leastDifference болсо — GAP; болбосо NO_GAP.',
      ru: 'Каждый вопрос, у которого по строкам source = SURVEYS n > 0: PROCEDURE, TIME, COST; по R-II.7 PERSONS_QUALITY и PERSONS_AVAILABILITY (RESPONDENT_KIND = PERSON). questionnaires (1) и surveys (2): в каждой паре i из услуги и муниципалитета, по каждому source отдельно, h (числитель share) и n из формул выше; берутся только пары, где n₁ > 0 и n₂ > 0. Вес пары в обоих один: w = n₁n₂ / (n₁ + n₂), W = Σw. По каждому source: показанное n = Σnᵢ; share p = Σ(w·hᵢ/nᵢ) / W; interval — интервал Уилсона (confidence), где вместо n стоит m = W² / Σ(w²/nᵢ); при показанном n < minimumSample обоих нет. Меньшее из двух показанных n: 0 — NO_DATA, < minimumSample — TOO_FEW; тогда разности нет. Иначе difference d = p₁ − p₂, до 12 знаков после запятой. differenceInterval — интервал Ньюкомба: по p и m границы Уилсона l, u при surveyGap.confidence; d − √((p₁ − l₁)² + (u₂ − p₂)²) … d + √((u₁ − p₁)² + (p₂ − l₂)²). Если 0 в него не входит и |d| ≥ surveyGap.leastDifference — GAP; иначе NO_GAP.',
      en: "Each question of which n > 0 by the rows with source = SURVEYS: PROCEDURE, TIME, COST; of R-II.7 PERSONS_QUALITY and PERSONS_AVAILABILITY (RESPONDENT_KIND = PERSON). questionnaires (1) and surveys (2): in each pair i of a service and a municipality, of each source by itself, h (the numerator of share) and n of the formulas above; only pairs with n₁ > 0 and n₂ > 0 are taken. A pair weighs the same in both: w = n₁n₂ / (n₁ + n₂), W = Σw. Of each source: the n shown = Σnᵢ; share p = Σ(w·hᵢ/nᵢ) / W; interval = the Wilson interval (confidence) with m = W² / Σ(w²/nᵢ) for its n; neither where the n shown < minimumSample. The lesser n shown of the two: 0 = NO_DATA, < minimumSample = TOO_FEW; then there is no difference. Otherwise difference d = p₁ − p₂, to 12 decimals. differenceInterval = Newcombe's interval: of p and m the Wilson bounds l, u at surveyGap.confidence; d − √((p₁ − l₁)² + (u₂ − p₂)²) … d + √((u₁ − p₁)² + (p₂ − l₂)²). GAP = 0 is not in it and |d| ≥ surveyGap.leastDifference; otherwise NO_GAP.",
    },
  },
  {
    figure: 'ACHIEVEMENT',
    requirement: 'R-III.2.3',
    query: 'analysisRun(id) { achievement(groupBy) { indicator achieved notAchieved inconclusive noNorm noData tooFew notApplicable } }',
    formula: {
      ky: 'Муниципалитеттердин жыйынтыктары абалы боюнча саналат: объектилер боюнча, places.csv аймактары боюнча же баары чогуу. Жылдар боюнча динамика — ошол жылдардын базаларынан.',
      ru: 'Итоги муниципалитетов считаются по состояниям: по объектам, по регионам из places.csv или все вместе. Динамика по годам — из баз тех лет.',
      en: 'Results of municipalities counted by state: by object, by region of places.csv, or all together. Dynamics over years come from the databases of those years.',
    },
  },
  {
    figure: 'COVERAGE',
    requirement: 'R-III.1, R-III.2.1',
    query: 'analysisRun(id) { pinnedRevisions }',
    formula: {
      ky: 'Өткөрүшү керек: places.csv муниципалитеттери. Өткөргөн: accepted.csv боюнча QUESTIONNAIRES жана VOLUME_REPORT бөлүктөрү. Объектинин аткаруучулары: offers.csv, referenceDay күнү күчүндөгүлөр.',
      ru: 'Должны представить: муниципалитеты из places.csv. Представили: части QUESTIONNAIRES и VOLUME_REPORT из accepted.csv. Исполнители объекта: offers.csv, действующие на referenceDay.',
      en: 'Due: the municipalities of places.csv. Filed: the parts QUESTIONNAIRES and VOLUME_REPORT of accepted.csv. Providers of an object: offers.csv, those in force on referenceDay.',
    },
  },
  {
    figure: 'PROBLEMS',
    requirement: 'R-III.1.2, R-III.2.4',
    query: 'analysisRun(id) { problems(serviceId, municipalityId) { nodes { category { code } mentions share isTypical } } }',
    formula: {
      ky: 'Түрү аталган анкеталардын саны: measures = PROBLEM суроосунун белгиленген жообунда options.csv боюнча problemCategoryCode, же problem-tags.csv сабы; бир анкета бир түргө бир жолу. share = аталган / анкеталар. isTypical: эң көп аталган problems.typical түр жана акыркысы менен теңдер. isTopical: мурунку мезгилдин базасындагы үлүштөн problems.topicalRise же андан көпкө өскөн.',
      ru: 'Число анкет, где назван вид: у отмеченного ответа на вопрос с measures = PROBLEM по options.csv есть problemCategoryCode, либо есть строка problem-tags.csv; одна анкета — один раз на вид. share = названо / анкет. isTypical: problems.typical самых частых и равные последнему из них. isTopical: доля выросла на problems.topicalRise или больше против базы прошлого периода.',
      en: 'Questionnaires that mention a kind: an option marked in a question with measures = PROBLEM has the problemCategoryCode by options.csv, or problem-tags.csv has a row; once per questionnaire and kind. share = mentions / questionnaires. isTypical: the problems.typical most frequent, and those as frequent as the last of them. isTopical: the share has risen by problems.topicalRise or more against the database of the period before.',
    },
  },
  {
    figure: 'DEMAND',
    requirement: 'R-III.1.6',
    query: 'analysisRun(id) { ranking(by: DEMAND) { entries { nodes { rank deliveries deliveriesPerThousand demandLevel } } } }',
    formula: {
      ky: 'Кызмат боюнча volumes.csv: state = VALUE саптарынын суммасы, places.csv муниципалитеттеринде, ON_REQUEST гана; сабы жок муниципалитет — бир missing. 1000 тургунга: саны бар муниципалитеттердин баарынын population мааниси белгилүү болсо. Бирдей countUnit ичинде гана салыштырылат: жогорку demand.high бөлүгү HIGH, төмөнкү demand.low — LOW.',
      ru: 'По услуге: сумма строк volumes.csv с state = VALUE в муниципалитетах из places.csv, только ON_REQUEST; муниципалитет без строк — одно missing. На 1000 жителей — если population известно у всех, где есть число. Сравнивается только внутри одного countUnit: верхняя часть demand.high — HIGH, нижняя demand.low — LOW.',
      en: 'Of a service: the sum of rows of volumes.csv with state = VALUE in the municipalities of places.csv, ON_REQUEST alone; a municipality without rows = one missing. Per 1,000 residents where population is known of all that have a figure. Compared within one countUnit alone: the upper part demand.high is HIGH, the lower part demand.low LOW.',
    },
  },
  {
    figure: 'MONTHS',
    requirement: 'R-III.3',
    query: 'finalReport(year) { charts { code series { label points { value n gap } } } }',
    formula: {
      ky: 'MONTHS диаграммалары: months.csv боюнча value = delivered, n = municipalities. Сабы жок ай — системалар айтпаган, delivered бош — алдын ала гана саны бар. Эсепке volumes.csv алынат; айлар жанында гана турат.',
      ru: 'Диаграммы MONTHS: по months.csv value = delivered, n = municipalities. Месяц без строки — системы не сообщили, пустой delivered — есть только предварительное число. В счёт идёт volumes.csv; месяцы стоят лишь рядом.',
      en: 'Charts MONTHS: by months.csv value = delivered, n = municipalities. A month without a row: no system stated it; an empty delivered: only preliminary counts. What counts is volumes.csv; months only stand beside.',
    },
  },
  {
    figure: 'QUALITY',
    requirement: 'R-III.2.2',
    query: 'analysisRun(id) { ranking(by: QUALITY) { entries { nodes { rank band qualityScore qualityInterval coverage n } } } }',
    formula: {
      ky: 'Өлкө боюнча сегиз көрсөткүчтүн салмактуу (ranking.weights) орточосу: ACHIEVED 1, NOT_ACHIEVED 0, INCONCLUSIVE жана NO_NORM 0,5 (аралыгы 0дөн 1ге); R-II.4, 5, 6, 8 — share (аралыгы TERRITORY сыяктуу), ал жок болсо эсепке кирбейт; калган абалдар эсепке кирбейт. coverage — эсепке киргендердин саны. n < minimumSample болсо рангы жок. Тилке аралыгы тилкенин мыктысынан толук төмөн биринчи кызматтан башталат.',
      ru: 'Взвешенное (ranking.weights) среднее восьми показателей по стране: ACHIEVED 1, NOT_ACHIEVED 0, INCONCLUSIVE и NO_NORM 0,5 (интервал от 0 до 1); R-II.4, 5, 6, 8 — share (интервал как в TERRITORY), без него не входят; прочие состояния не входят. coverage — сколько вошло. При n < minimumSample ранга нет. Новая полоса начинается с первой услуги, чей интервал целиком ниже интервала лучшей в полосе.',
      en: 'The weighted (ranking.weights) mean of the eight indicators over the country: ACHIEVED 1, NOT_ACHIEVED 0, INCONCLUSIVE and NO_NORM 0.5 (interval 0 to 1); R-II.4, 5, 6, 8 their share (interval as in TERRITORY), left out without one; other states are left out. coverage = how many are in. With n < minimumSample there is no rank. A band begins with the first service whose interval lies wholly below that of the best of the band.',
    },
  },
];
