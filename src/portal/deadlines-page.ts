import { page } from './page.ts';

/** What falls due (R9, R11, R12, R-III.2 to R-III.6): passed and undone first, then what comes; where the unit's reminders lead. */
export const deadlinesPage = page({
  title: { ky: 'Мониторингдин мөөнөттөрү', ru: 'Сроки мониторинга' },
  needsPerson: true,
  operations: {
    deadlines: `{ upcomingDeadlines(withinDays: 366) { kind quarter dueAt daysLeft requirement responsibleRole }
  monitoringCycles(first: 3) { nodes { year list { id } } } }`,
  },
  script: `
const left = (days) => days < 0 ? badge(t('мөөнөтү өттү', 'срок истёк'), 'bad') : days === 0 ? badge(t('бүгүн', 'сегодня'), 'bad') : badge(days + t(' күн калды', ' дн. осталось'), days < 8 ? 'wait' : '');
const headings = [t('Эмне', 'Что'), t('Акыркы күн', 'Последний день'), t('Ким, негиз', 'Кто, основание')];
const lineOf = ({ kind, quarter, dueAt, daysLeft, requirement, responsibleRole }) =>
  row([deadlineWords[kind] ?? kind, quarter ? ', ' + quarterWords[quarter] : ''], [[dayOf(dueAt), el('div', {}, left(daysLeft))], [responsibleRole === 'PROVIDER' ? t('ар бир муниципалитет', 'каждый муниципалитет') : t('жооптуу бөлүм', 'ответственное подразделение'), el('div', { class: 'quiet' }, requirement)]].map((cell) => el('td', {}, cell)));
const section = (text, deadlines) => [el('h2', {}, text), table(text, headings, deadlines.map(lineOf))];
const content = async () => {
  const { upcomingDeadlines: unmet, monitoringCycles } = await ask('deadlines');
  const late = unmet.filter(({ daysLeft }) => daysLeft < 0);
  const coming = unmet.slice(late.length);
  return [
    late.length > 0 && section(t('Өтүп кетти, али аткарыла элек', 'Прошли и ещё не выполнены'), late),
    coming.length ? section(t('Алдыда', 'Предстоят'), coming) : note('good', t('Жакынкы жылда мөөнөт жок.', 'В ближайший год сроков нет.')),
    el('p', { class: 'quiet' }, t('Күндөр Бишкек убактысы боюнча, күндүн аягына чейин.', 'Дни по времени Бишкека, до конца дня.')),
    monitoringCycles.nodes.map(({ year, list }) => list && el('p', {}, el('a', { href: '/lists/' + list.id }, year + ': ' + t('мониторинг объектилеринин тизмеси', 'перечень объектов мониторинга')))),
  ];
};
`,
});
