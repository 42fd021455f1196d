import { page } from './page.ts';

/** What a municipality owes (R12): overdue first, what is missing, until when; where reminders lead. */
export const obligationsPage = page({
  title: { ky: 'Муниципалитеттин милдеттери', ru: 'Обязательства муниципалитета' },
  needsPerson: true,
  operations: {
    obligations: `query ($after: String, $isEnded: Boolean) { myObligations(filter: { isEnded: $isEnded }, first: 100, after: $after) { totalCount pageInfo { hasNextPage endCursor }
  nodes { part status timeliness dueAt endedAt endReason responses municipality { name } cycle { year } object { code name expectedResponses } submission { id }
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
const endWords = { REMOVED: t('Тизмеден алынды: ', 'снято с Перечня: '), SUCCEEDED: t('укук мураскерине өттү: ', 'перешло к преемнику: ') };
const lineOf = (obligation) => {
  const { object, part, status, timeliness, responses, dueAt, endedAt, endReason } = obligation;
  const count = part === 'QUESTIONNAIRES' && object.expectedResponses ? el('div', {}, (responses ?? t('бир да анкета жок', 'ни одной анкеты')) + ' / ' + object.expectedResponses) : null;
  const lateness = timeliness === 'OVERDUE' ? badge(t('мөөнөтү өттү', 'просрочено'), 'bad') : timeliness === 'LATE' ? badge(t('кечигип', 'с опозданием'), 'wait') : null;
  return row([object.name, ' ', el('small', {}, object.code), el('div', { class: 'quiet' }, partWords[part])], [[count, badge(...statusWords[status]), ' ', lateness], [dayOf(dueAt), el('div', { class: 'quiet' }, endedAt ? [endWords[endReason], dayOf(endedAt)] : deferred(obligation))]].map((cell) => el('td', {}, cell)));
};
const headings = [t('Объект, бөлүк', 'Объект, часть'), t('Абалы', 'Состояние'), t('Мөөнөтү', 'Срок')];
const card = (obligations) => {
  const [{ submission, cycle, municipality }] = obligations;
  const open = obligations.filter(isOpen), rest = obligations.filter((each) => !isOpen(each));
  const asked = obligations.filter(({ endedAt }) => !endedAt);
  const overdue = open.filter(({ timeliness }) => timeliness === 'OVERDUE').length;
  const parts = [...new Set(open.map(({ part }) => partWords[part]))].join(', ');
  const heading = cycle.year + ' · ' + municipality.name;
  return el('section', { class: 'card' },
    el('h2', {}, heading),
    open.length
      ? note(overdue ? 'bad' : 'wait', el('strong', {}, overdue ? t('Мөөнөтү өттү. ', 'Срок истёк. ') : ''), t('Өткөрүлө элек: ', 'Ещё не представлено: ') + parts + ' (' + open.length + ' / ' + asked.length + '). ', t('Мөөнөтү: ', 'Срок: '), dayOf(open[0].dueAt), '.', overdue ? el('p', {}, t('Маалымат мөөнөттөн кийин да кабыл алынат, кечигүү белгиси менен.', 'Данные принимаются и после срока, с отметкой об опоздании.')) : null)
      : note('good', asked.length ? t('Баары өткөрүлдү. Рахмат!', 'Всё представлено. Спасибо!') : t('Эми эч нерсе талап кылынбайт.', 'Больше ничего не требуется.')),
    submission && el('p', {}, el('a', { href: '/submissions/' + submission.id }, t('Эмне жетишпейт жана кантип өткөрүү керек', 'Чего не хватает и как представить'))),
    open.length > 0 && table(heading, headings, open.map(lineOf)),
    rest.length > 0 && el('details', { open: asked.length < obligations.length }, el('summary', {}, t('Өткөрүлгөндөр жана аяктагандар: ', 'Представленные и завершённые: ') + rest.length), table(heading, headings, rest.map(lineOf))));
};
const content = async (viewer) => {
  const isMinistry = !viewer.roles.includes('PROVIDER');
  const listed = (isEnded) => async (after) => (await ask('obligations', { after, isEnded })).myObligations;
  const { nodes: going, totalCount } = isMinistry ? await listed(false)(null) : await all(listed(false));
  const nodes = isMinistry ? going : [...going, ...(await all(listed(true))).nodes];
  const groups = [...Map.groupBy(nodes, ({ submission, cycle }) => submission?.id ?? cycle.year).values()];
  return [
    isMinistry && note('', t('Бул барак муниципалитеттер үчүн. ', 'Эта страница для муниципалитетов. '), el('a', { href: '/filing' }, t('Өлкө боюнча ким өткөрө элек', 'Кто не представил по стране'))),
    groups.length ? groups.map(card) : note('good', t('Азыр милдеттер жок: Тизме бекитилгенде алар ушул жерде пайда болот.', 'Обязательств сейчас нет: они появятся здесь, когда будет утверждён Перечень.')),
    going.length < totalCount && el('p', { class: 'quiet' }, t('Көрсөтүлдү: ', 'Показано: ') + number(going.length) + ' / ' + number(totalCount)),
  ];
};
`,
});
