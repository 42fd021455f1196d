import { filled, type Words, words } from '../final-report/report-words.rules.ts';
import type { CandidateRule } from './inspection-candidate.rules.ts';
import type { PlanContent } from './plan-content.rules.ts';

export const ruleNames: Readonly<Record<CandidateRule, Words>> = {
  LOW_RANK: words('Сапаты боюнча төмөнкү орун', 'Низкое место по качеству', 'Low rank by quality'),
  BIG_DEVIATION: words('Ченемден чоң четтөө', 'Большое отклонение от нормы', 'Big deviation from the norm'),
  JUSTIFIED_COMPLAINTS: words('Негиздүү даттануулар', 'Обоснованные жалобы', 'Justified complaints'),
  NOTHING_FILED: words('Эч нерсе өткөрүлгөн эмес', 'Ничего не представлено', 'Nothing handed in'),
};

const ruleMeanings: Readonly<Record<CandidateRule, Words>> = {
  LOW_RANK: words(
    'объект боюнча сапаты эң төмөн {{lowest}} % муниципалитет; бааланган көрсөткүчтөрү {{coverage}} же андан көп',
    'самые низкие по качеству {{lowest}} % муниципалитетов объекта; оценённых показателей не меньше {{coverage}}',
    'the lowest {{lowest}} % of the municipalities of an object by quality, with {{coverage}} indicators judged or more',
  ),
  BIG_DEVIATION: words(
    'убакыт же акча чыгымы ченемден орточо {{deviation}} % же андан көп ашык, же ченем 0 болсо да бар',
    'затраты времени или денег в среднем больше нормы на {{deviation}} % и более или есть при норме 0',
    'time or money spent is on average {{deviation}} % or more over the norm, or there is some though the norm is 0',
  ),
  JUSTIFIED_COMPLAINTS: words(
    'негиздүү деп табылган даттануулар: {{complaints}} же андан көп',
    'жалоб, признанных обоснованными: {{complaints}} и более',
    'complaints found justified: {{complaints}} or more',
  ),
  NOTHING_FILED: words(
    'мөөнөттөн кийин да анкеталар да, отчет да өткөрүлгөн эмес',
    'и после срока не представлены ни анкеты, ни отчёт',
    'neither questionnaires nor the report were handed in, though the deadline has passed',
  ),
};

/** Ours: what a rule proposes, with the thresholds of the analysis method. */
export function ruleMeaning(rule: CandidateRule, thresholds: PlanContent['thresholds']): Words {
  const { lowestPart, minimumCoverage: coverage, deviationPercent: deviation, justifiedComplaints: complaints } = thresholds;
  return filled(ruleMeanings[rule], { lowest: Number((lowestPart * 100).toFixed(2)), coverage, deviation, complaints });
}

/** What the plan itself says. `{{name}}` is put in by `filled`. */
export const planWords = {
  title: words(
    '{{year}}-жылга муниципалдык кызмат көрсөтүүнүн сапатын текшерүү планы',
    'План проверок качества муниципальных услуг на {{year}} год',
    'Plan of quality inspections of municipal services for {{year}}',
  ),
  state: words('Абалы', 'Состояние', 'State'),
  preparation: words('Түзүүчү', 'Составитель', 'Prepared by'),
  consent: words('Жетекчинин макулдугу', 'Согласие руководителя', "The head's consent"),
  noConsent: words('азырынча берилген эмес', 'ещё не дано', 'not given yet'),
  noName: words('аты көрсөтүлгөн эмес', 'имя не указано', 'no name given'),
  onBehalf: words('{{name}} (ордуна: {{head}})', '{{name}} (за: {{head}})', '{{name}} (for: {{head}})'),
  basis: words('Негизи', 'Основание', 'Basis'),
  report: words(
    '{{year}}-жылдын жыйынтыктоочу доклады, {{revision}}-редакция',
    'итоговый доклад за {{year}} год, редакция {{revision}}',
    'the final report for {{year}}, revision {{revision}}',
  ),
  count: words('Тандалган текшерүүлөр', 'Выбрано проверок', 'Inspections picked'),
  ofProposed: words(
    '{{picked}} (сунушталган талапкерлер: {{proposed}})',
    '{{picked}} (предложено кандидатов: {{proposed}})',
    '{{picked}} (candidates proposed: {{proposed}})',
  ),
  remarks: words(
    'Жетекчинин эскертүүлөрү, {{day}} кайтарылган',
    'Замечания руководителя, возвращено {{day}}',
    'Remarks of the head, returned on {{day}}',
  ),
  requirements: words('Жобонун талаптары', 'Требования Положения', 'What the regulation requires'),
  onReport: words(
    'Кийинки календардык жылга, жыйынтыктоочу докладдын негизинде түзүлөт',
    'Составляется на следующий календарный год на основе итогового доклада',
    'Is drawn up for the next calendar year on the basis of the final report',
  ),
  withConsent: words(
    'Ыйгарым укуктуу мамлекеттик органдын жетекчисинин макулдугу менен',
    'С согласия руководителя уполномоченного государственного органа',
    'With the consent of the head of the authorised state body',
  ),
  inTime: words('30-ноябрга чейинки мөөнөттө', 'В срок до 30 ноября', 'By 30 November'),
  deadline: words('мөөнөтү, ушул күнгө чейин: {{day}}', 'срок: до {{day}}', 'due before {{day}}'),
  byIndicators: words(
    'Текшерүү объектилери көрсөткүчтөрдү талдоо жана баалоо боюнча аныкталат',
    'Объекты проверок определяются анализом и оценкой показателей',
    'The objects of inspections are determined by analysis and assessment of the indicators',
  ),
  inspections: words('Текшерүүлөр', 'Проверки', 'Inspections'),
  inspectionsOf: words(
    '{{year}}-жылдын {{number}}-кварталындагы текшерүүлөр',
    'Проверки в {{number}}-м квартале {{year}} года',
    'Inspections in quarter {{number}} of {{year}}',
  ),
  nothingPicked: words('Бир да текшерүү тандалган эмес.', 'Не выбрано ни одной проверки.', 'No inspection is picked.'),
  rule: words('Тандоо эрежеси', 'Правило отбора', 'Rule'),
  meaning: words('Кимди сунуштайт', 'Кого предлагает', 'What it proposes'),
  where: words('Муниципалитет жана аткаруучу', 'Муниципалитет и исполнитель', 'Municipality and provider'),
  ground: words('Негиздеме', 'Основание', 'Grounds'),
  note: words('Эскертме', 'Примечание', 'Note'),
  noProvider: words('аткаруучу көрсөтүлгөн эмес', 'исполнитель не указан', 'no provider entered'),
  regionAndDistrict: words('Аймак, район', 'Область, район', 'Region, district'),
  candidates: words('Талапкерлер', 'Кандидаты', 'Candidates'),
  noCandidates: words(
    'Эрежелер боюнча бир да талапкер сунушталган эмес.',
    'По правилам не предложен ни один кандидат.',
    'The rules propose no candidate.',
  ),
  byRule: words('Эрежелер боюнча талапкерлер', 'Кандидаты по правилам', 'Candidates by rule'),
  byObject: words('Объектилер боюнча талапкерлер', 'Кандидаты по объектам', 'Candidates by object'),
  proposed: words('Сунушталды', 'Предложено', 'Proposed'),
  picked: words('Тандалды', 'Выбрано', 'Picked'),
  others: words('Тандалбаган талапкерлер', 'Не выбранные кандидаты', 'Candidates that are not picked'),
  othersWhy: words(
    'Талапкер эмне үчүн тандалбаганы жазылбайт; таблицада ал кайсы эреже боюнча сунушталганы берилген. Объектилердин коддору — жогорку таблицада.',
    'Почему кандидат не выбран, не записывается; в таблице — по какому правилу он предложен. Коды объектов — в таблице выше.',
    'Why a candidate is not picked is not recorded; the table gives the rule that proposed it. The codes of the objects are in the table above.',
  ),
  allPicked: words('Бардык талапкерлер тандалган.', 'Выбраны все кандидаты.', 'Every candidate is picked.'),
  ruleAndObjects: words('Эреже: объектилер', 'Правило: объекты', 'Rule: objects'),
  everyObject: words('бардык объектилер', 'все объекты', 'all objects'),
  judged: words('{{number}} {{indicator}}: {{state}}', '{{number}} {{indicator}}: {{state}}', '{{number}} {{indicator}}: {{state}}'),
  share: words('{{value}}\u00a0% туура келет', 'соответствует {{value}}\u00a0%', '{{value}}\u00a0% conform'),
  threshold: words('чеги {{value}}\u00a0%', 'порог {{value}}\u00a0%', 'threshold {{value}}\u00a0%'),
  norm: words('ченеми {{norm}}', 'норма {{norm}}', 'norm {{norm}}'),
  actual: words(
    'иш жүзүндө орточо {{mean}}, эң көбү {{max}} {{unit}}',
    'фактически в среднем {{mean}}, самое большее {{max}} {{unit}}',
    'actually {{mean}} on average, {{max}} {{unit}} at most',
  ),
  perThousand: words('1000 көрсөтүлгөн кызматка {{value}}', 'на 1000 оказанных услуг {{value}}', '{{value}} per 1,000 deliveries'),
} as const satisfies Record<string, Words>;
