import { page } from './page.ts';

/** Who has not filed (R12), for the unit: how far each region is, and in one region whom to ring; where the digest of the overdue leads. */
export const filingPage = page({
  title: { ky: 'Анкеталарды жана отчетту ким өткөрө элек', ru: 'Кто не представил анкеты и отчёт' },
  needsPerson: true,
  operations: {
    years: '{ monitoringCycles(first: 10) { nodes { year } } }',
    progress:
      'query ($year: Int!) { monitoringCycle(year: $year) { filingProgress { region { code name } total filed accepted partiallyFiled overdue } } }',
    missing: `query ($year: Int!, $region: String, $after: String) { whoHasNotFiled(year: $year, regionCode: $region, first: 50, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { missingParts municipality { name soate }
    contact { name position email state } lastNotice { kind state sentAt dueAt skippedReason } } } }`,
  },
  script: `
const noticeWords = {
  QUEUED: [t('кезекте', 'в очереди'), ''], SENT: [t('жөнөтүлдү', 'отправлено'), 'good'], DEFERRED: [t('кийинкиге калды', 'отложено'), 'wait'],
  FAILED: [t('жеткен жок', 'не доставлено'), 'bad'], SKIPPED: [t('жөнөтүлгөн жок', 'не отправлялось'), 'wait'], ACKNOWLEDGED: [t('ырасталды', 'подтверждено'), 'good'],
};
const contactWords = { VERIFIED: null, UNVERIFIED: badge(t('ырастала элек', 'не подтверждён'), 'wait'), BOUNCING: badge(t('кат жетпейт', 'почта не доходит'), 'bad') };
const linkTo = (year, region) => '/filing?' + new URLSearchParams({ year, ...(region && { region }) });
const chosen = (text, href, isChosen) => el('a', { href, 'aria-current': isChosen && 'true' }, text);
const progressOf = (year, region) => (group) =>
  row(chosen(group.region?.name ?? '—', linkTo(year, group.region?.code), group.region?.code === region),
    [[el('progress', { max: group.total || 1, value: group.filed, 'aria-label': t('өткөрүлгөн үлүш', 'доля представленного') }), ' ', el('span', { class: 'nowrap' }, number(group.filed) + ' / ' + number(group.total))], number(group.accepted), number(group.partiallyFiled), group.overdue ? badge(number(group.overdue), 'bad') : number(0)]
      .map((cell, index) => (index ? right(cell) : el('td', {}, cell))));
const municipalityOf = ({ municipality, missingParts, contact, lastNotice }) =>
  row([municipality.name, ' ', el('small', {}, municipality.soate), el('div', {}, t('Жетишпейт: ', 'Не хватает: ') + missingParts.map((part) => partWords[part]).join(', '))], [
    contact ? [contact.name, contact.position && el('div', { class: 'quiet' }, contact.position), el('div', {}, el('a', { href: 'mailto:' + contact.email }, contact.email)), contactWords[contact.state]] : badge(t('байланыш жок', 'контакта нет'), 'bad'),
    lastNotice ? [badge(...noticeWords[lastNotice.state]), ' ', moment(lastNotice.sentAt ?? lastNotice.dueAt), el('div', { class: 'quiet' }, lastNotice.skippedReason)] : t('кат жок', 'писем не было'),
  ].map((cell) => el('td', {}, cell)));
const content = async () => {
  const years = (await ask('years')).monitoringCycles.nodes.map((cycle) => cycle.year);
  if (!years.length) return note('', t('Мониторинг цикли ачыла элек.', 'Цикл мониторинга ещё не открыт.'));
  const year = Number(asked('year')) || years[0], region = asked('region');
  const [{ monitoringCycle }, missing] = await Promise.all([ask('progress', { year }), all(async (after) => (await ask('missing', { year, region, after })).whoHasNotFiled)]);
  const groups = monitoringCycle?.filingProgress ?? [];
  const here = groups.find((group) => group.region?.code === region)?.region.name ?? t('Өлкө боюнча', 'По стране');
  return [
    el('nav', { 'aria-label': t('Жыл', 'Год') }, years.flatMap((each) => [chosen(String(each), linkTo(each), each === year), ' '])),
    el('h2', {}, t('Региондор боюнча', 'По регионам')),
    table(t('Региондор боюнча', 'По регионам'), [t('Регион', 'Регион'), t('Өткөрүлдү', 'Представлено'), t('Кабыл алынды', 'Принято'), t('Жарым-жартылай', 'Частично'), t('Мөөнөтү өттү', 'Просрочено')], groups.map(progressOf(year, region))),
    el('p', { class: 'quiet' }, t('Милдеттер боюнча саналды: ар бир объекттин эки бөлүгү.', 'Считаются обязательства: две части по каждому объекту.')),
    el('h2', {}, here + ': ' + number(missing.totalCount)),
    region && el('p', {}, el('a', { href: linkTo(year) }, t('Бүт өлкөнү көрсөтүү', 'Показать всю страну'))),
    missing.nodes.length ? table(here, [t('Муниципалитет', 'Муниципалитет'), t('Кимге чалуу керек', 'С кем связаться'), t('Акыркы кат', 'Последнее письмо')], missing.nodes.map(municipalityOf)) : note('good', t('Баары өткөрүштү.', 'Все представили.')),
    missing.nodes.length < missing.totalCount && el('p', { class: 'quiet' }, t('Көрсөтүлдү: ', 'Показано: ') + number(missing.nodes.length) + ' / ' + number(missing.totalCount) + t('. Регионду тандаңыз.', '. Выберите регион.')),
  ];
};
`,
});
