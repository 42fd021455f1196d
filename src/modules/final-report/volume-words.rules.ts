import { type Words, words } from './report-words.rules.ts';

/** The nine months of the report, short enough to stand beneath an axis. */
export const monthNames: readonly Words[] = [
  words('янв.', 'янв.', 'Jan'),
  words('фев.', 'фев.', 'Feb'),
  words('мар.', 'мар.', 'Mar'),
  words('апр.', 'апр.', 'Apr'),
  words('май', 'май', 'May'),
  words('июн.', 'июн.', 'Jun'),
  words('июл.', 'июл.', 'Jul'),
  words('авг.', 'авг.', 'Aug'),
  words('сен.', 'сен.', 'Sep'),
];

/** What the charts by month say. */
export const monthWords = {
  untitled: words('Айлар боюнча көрсөтүлгөн саны', 'Оказано по месяцам', 'Deliveries by month'),
  title: words('Айлар боюнча көрсөтүлгөн саны: {{unit}}', 'Оказано по месяцам: {{unit}}', 'Deliveries by month: {{unit}}'),
  part: words('{{title}} ({{part}}/{{parts}})', '{{title}} ({{part}}/{{parts}})', '{{title}} ({{part}}/{{parts}})'),
  month: words('Ай', 'Месяц', 'Month'),
  source: words(
    'маалымат системалары: {{systems}}; {{source}}',
    'информационные системы: {{systems}}; {{source}}',
    'information systems: {{systems}}; {{source}}',
  ),
  noneKept: words(
    'талдоодо системалардын айлык сандары жок',
    'в анализе нет помесячных чисел информационных систем',
    'the analysis keeps no monthly counts of systems',
  ),
  notStated: words('системалар айтпаган', 'системы не сообщили', 'no system stated it'),
  preliminary: words(
    'алдын ала же толук эмес гана саны бар',
    'есть только предварительные или неполные числа',
    'only preliminary or incomplete counts',
  ),
  counts: words(
    'Эсепке кабыл алынган отчеттор (кварталдар боюнча) алынат; системалардын айлык сандары жыл ичиндеги жүрүштү гана көрсөтөт, талдоо учурунда белгилүү болгондой.',
    'В счёт идут принятые отчёты (по кварталам); помесячные числа систем показывают лишь ход года, какими они были известны ко времени анализа.',
    'What counts are the accepted reports, by quarter; monthly counts of systems only show the course of the year, as known at the time of the analysis.',
  ),
  coverage: words(
    'n – ай эсептелген муниципалитеттердин саны; Тизме боюнча баары: {{places}}. Эсептелбегени – нөл эмес: n ар башка болсо, айларды салыштырууга болбойт.',
    'n – в скольких муниципалитетах месяц посчитан; всего по Перечню: {{places}}. Непосчитанное – не ноль: где n разное, месяцы не сравнимы.',
    'n is in how many municipalities the month is counted; on the List there are {{places}}. What is not counted is not zero: where n differs, months do not compare.',
  ),
  leftOut: words(
    'Муниципалитеттин айы ({{left}}) кошулган жок: каналдардын бири боюнча саны алдын ала же кайтарылып алынган.',
    'Месяцы муниципалитетов ({{left}}) не сложены: в одном из каналов число предварительное или отозвано.',
    'Months of municipalities ({{left}}) are left out: in one of the channels the count is preliminary or was withdrawn.',
  ),
} as const satisfies Record<string, Words>;
