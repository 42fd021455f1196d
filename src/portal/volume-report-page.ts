import { page } from './page.ts';

const line = `quarter channel service { code name } notOfferedReason delivered { state value } observed { state value } observedMonths
    explanation discrepancy { difference isOverTolerance } remarks { text isResolved }`;

/** The nine-month report (R12), what is reported beside what sources state; where the mail about differences leads. */
export const volumeReportPage = page({
  title: { ky: 'Сандык көрсөткүчтөр отчету', ru: 'Отчёт о количественных показателях' },
  needsPerson: true,
  operations: {
    report: `query ($municipalityId: ID!, $year: Int!) { volumeReport(municipalityId: $municipalityId, year: $year) { periodFrom lockedAt checkCount
  checks { message hint path } municipality { name } total { value isComplete missing notOffered } differing: lines(first: 100, filter: { hasDiscrepancy: true }) { totalCount nodes { ${line} } } } }`,
    lines: `query ($municipalityId: ID!, $year: Int!, $after: String) { volumeReport(municipalityId: $municipalityId, year: $year) {
  lines(first: 100, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { ${line} } } } }`,
  },
  script: `
const headings = [t('Кызмат', 'Услуга'), t('Отчетто', 'В отчёте'), t('Булактарда', 'В источниках'), t('Айырма', 'Расхождение')];
const differenceOf = (discrepancy, explanation) => discrepancy && [
  el('strong', {}, signed(discrepancy.difference)), ' ',
  discrepancy.isOverTolerance ? badge(t('чектен ашты', 'сверх допуска'), 'bad') : badge(t('чектин ичинде', 'в пределах допуска')),
  discrepancy.isOverTolerance && !explanation && el('div', { class: 'quiet' }, t('түшүндүрүү же оңдоо керек', 'исправьте или поясните')),
];
const lineOf = ({ quarter, channel, service, delivered, observed, observedMonths, notOfferedReason, explanation, discrepancy, remarks }) =>
  row([el('strong', {}, quarterWords[quarter] + ', ' + channelWords[channel]), el('div', {}, service.name, ' ', el('small', {}, service.code))], [
    right([figure(delivered), notOfferedReason && el('div', { class: 'quiet' }, notOfferedReason)]),
    right([figure(observed), observed.state === 'MISSING' && observedMonths > 0 && el('div', { class: 'quiet' }, observedMonths + t(' / 3 ай бар', ' из 3 месяцев'))]),
    el('td', {}, differenceOf(discrepancy, explanation), explanation && el('div', { class: 'quiet' }, t('Түшүндүрмө: ', 'Пояснение: ') + explanation), remarks.filter(({ isResolved }) => !isResolved).map(({ text }) => el('div', {}, badge(t('эскертүү', 'замечание'), 'bad'), ' ', text))),
  ], discrepancy?.isOverTolerance && !explanation ? 'over' : '');
const tableOf = (label, lines) => table(label, headings, lines.map(lineOf));
const content = async () => {
  const which = { municipalityId: idAtEnd(2), year: Number(pathEnd()) };
  const { volumeReport: report } = await ask('report', which).catch((error) => {
    if (error.code === 'NOT_FOUND') return { volumeReport: null };
    throw error;
  });
  if (!report) return note('wait', t('Бул жылдын отчету баштала элек же ал башка мекеменики. Жогоруда ким катары киргениңизди текшериңиз.', 'Отчёт за этот год ещё не начат, или он другого органа. Проверьте выше, под кем вы вошли.'));
  const { municipality, lockedAt, total, checkCount, checks, differing } = report;
  const lines = await all(async (after) => (await ask('lines', { ...which, after })).volumeReport.lines);
  const every = t('Бардык саптар', 'Все строки'), different = t('Айырмалар', 'Расхождения');
  const lacking = [total.missing && t('маалымат жок саптар: ', 'строк без данных: ') + number(total.missing), total.notOffered && t('көрсөтүлбөгөн: ', 'не оказывается: ') + number(total.notOffered)].filter(Boolean).join(', ');
  return [
    el('p', { class: 'lead' }, municipality.name + ', ' + which.year + t(', тогуз ай', ', девять месяцев')),
    facts([t('Жалпы', 'Всего'), [total.value === null ? el('span', { class: 'absent' }, t('маалымат жок', 'нет данных')) : number(total.value), ' ', total.isComplete ? '' : badge(t('толук эмес', 'неполно'), 'wait'), lacking && el('div', { class: 'quiet' }, lacking)]],
      [t('Өзгөртүү', 'Изменение'), lockedAt ? [t('өткөрүлдү, жабык: ', 'представлен, закрыт: '), moment(lockedAt)] : t('ачык, өзгөртсө болот', 'открыт, можно изменить')]),
    checkCount > 0 && el('details', {}, el('summary', {}, t('Текшерүүдөн өтпөгөнү: ', 'Не прошло проверок: ') + number(checkCount)), problems(checks)),
    el('h2', {}, different),
    differing.nodes.length
      ? [el('p', {}, t('Өз журналдарыңыз менен салыштырып, отчетту оңдоңуз же айырманын себебин түшүндүрүңүз.', 'Сверьте со своими журналами: исправьте отчёт или поясните причину расхождения.')), tableOf(different, differing.nodes)]
      : el('p', {}, t('Салыштырылган сандар дал келет.', 'Сопоставленные цифры совпадают.')),
    el('h2', {}, every + ': ' + number(lines.totalCount)),
    tableOf(every, lines.nodes),
  ];
};
`,
});
