import { page } from './page.ts';

/** What a municipality owes (R12): overdue first, what is missing, until when; where reminders lead. */
export const obligationsPage = page({
  title: { ky: 'Муниципалитеттин милдеттери', ru: 'Обязательства муниципалитета' },
  needsPerson: true,
  operations: {
    obligations: `query ($after: String) { myObligations(first: 100, after: $after) { totalCount pageInfo { hasNextPage endCursor }
  nodes { part status timeliness dueAt endedAt responses municipality { name } cycle { year } object { code name expectedResponses } submission { id }
    deferral { state requestedUntil grantedUntil } } } }`,
  },
  script: `
const statusWords = {
  DUE: [t('өткөрүлө элек', 'не представлено'), 'wait'], PARTIALLY_FILED: [t('жарым-жартылай өткөрүлдү', 'представлено частично'), 'wait'],
  RETURNED: stateWords.RETURNED, FILED: stateWords.SUBMITTED, ACCEPTED: stateWords.ACCEPTED,
};
const isOpen = ({ status, endedAt }) => !endedAt && ['DUE', 'PARTIALLY_FILED', 'RETURNED'].includes(status);
const deferred = ({ deferral }) => deferral && {
  REQUESTED: [t('кийинкиге калтыруу суралды: ', 'запрошена отсрочка до '), day(deferral.requestedUntil)],
  GRANTED: [t('эскертмелер токтотулду: ', 'напоминания отложены до '), day(deferral.grantedUntil ?? deferral.requestedUntil)],
  REFUSED: [t('кийинкиге калтыруудан баш тартылды', 'в отсрочке отказано')],
}[deferral.state];
const lineOf = (obligation) => {
  const { object, part, status, timeliness, responses, dueAt } = obligation;
  const count = part === 'QUESTIONNAIRES' && object.expectedResponses ? el('div', {}, (responses ?? t('бир да анкета жок', 'ни одной анкеты')) + ' / ' + object.expectedResponses) : null;
  const lateness = timeliness === 'OVERDUE' ? badge(t('мөөнөтү өттү', 'просрочено'), 'bad') : timeliness === 'LATE' ? badge(t('кечигип', 'с опозданием'), 'wait') : null;
  return row([object.name, ' ', el('small', {}, object.code), el('div', { class: 'quiet' }, partWords[part])], [[count, badge(...statusWords[status]), ' ', lateness], [dayOf(dueAt), el('div', { class: 'quiet' }, deferred(obligation))]].map((cell) => el('td', {}, cell)));
};
const headings = [t('Объект, бөлүк', 'Объект, часть'), t('Абалы', 'Состояние'), t('Мөөнөтү', 'Срок')];
const card = (obligations) => {
  const [{ submission, cycle, municipality }] = obligations;
  const open = obligations.filter(isOpen), rest = obligations.filter((each) => !isOpen(each));
  const overdue = open.filter(({ timeliness }) => timeliness === 'OVERDUE').length;
  const parts = [...new Set(open.map(({ part }) => partWords[part]))].join(', ');
  const heading = cycle.year + ' · ' + municipality.name;
  return el('section', { class: 'card' },
    el('h2', {}, heading),
    open.length
      ? note(overdue ? 'bad' : 'wait', el('strong', {}, overdue ? t('Мөөнөтү өттү. ', 'Срок истёк. ') : ''), t('Өткөрүлө элек: ', 'Ещё не представлено: ') + parts + ' (' + open.length + ' / ' + obligations.length + '). ', t('Мөөнөтү: ', 'Срок: '), dayOf(open[0].dueAt), '.', overdue ? el('p', {}, t('Маалымат мөөнөттөн кийин да кабыл алынат, кечигүү белгиси менен.', 'Данные принимаются и после срока, с отметкой об опоздании.')) : null)
      : note('good', t('Баары өткөрүлдү. Рахмат!', 'Всё представлено. Спасибо!')),
    submission && el('p', {}, el('a', { href: '/submissions/' + submission.id }, t('Эмне жетишпейт жана кантип өткөрүү керек', 'Чего не хватает и как представить'))),
    open.length > 0 && table(heading, headings, open.map(lineOf)),
    rest.length > 0 && el('details', {}, el('summary', {}, t('Өткөрүлгөндөр жана аяктагандар: ', 'Представленные и завершённые: ') + rest.length), table(heading, headings, rest.map(lineOf))));
};
const content = async (viewer) => {
  const isMinistry = !viewer.roles.includes('PROVIDER');
  const next = async (after) => (await ask('obligations', { after })).myObligations;
  const { nodes, totalCount } = isMinistry ? await next(null) : await all(next);
  const groups = [...Map.groupBy(nodes, ({ submission, cycle }) => submission?.id ?? cycle.year).values()];
  return [
    isMinistry && note('', t('Бул барак муниципалитеттер үчүн. ', 'Эта страница для муниципалитетов. '), el('a', { href: '/filing' }, t('Өлкө боюнча ким өткөрө элек', 'Кто не представил по стране'))),
    groups.length ? groups.map(card) : note('good', t('Азыр милдеттер жок: Тизме бекитилгенде алар ушул жерде пайда болот.', 'Обязательств сейчас нет: они появятся здесь, когда будет утверждён Перечень.')),
    nodes.length < totalCount && el('p', { class: 'quiet' }, t('Көрсөтүлдү: ', 'Показано: ') + number(nodes.length) + ' / ' + number(totalCount)),
  ];
};
`,
});
