import { page } from './page.ts';

/** A source of volumes: how it is, why, what to do, and its last pulls; where the alarm of a failing source leads. */
export const sourcePage = page({
  title: { ky: 'Маалымат булагы', ru: 'Источник данных' },
  needsPerson: true,
  operations: {
    source: `query ($id: ID!) { volumeSource(id: $id) { code name health healthReason { message hint } lastGoodPullAt nextSlotAt breaker protocol providerId serviceCode
  runs(first: 20) { nodes { state mode queuedAt finishedAt periodFrom periodTo fetched stored unchanged quarantined withdrawn fault { code message hint detail xroadId isRetried } } }
  availableActions { mutation isAllowed refusal { code message hint } } } }`,
  },
  script: `
const healthWords = {
  HEALTHY: [t('иштейт', 'работает'), 'good'], LATE: [t('кечигүүдө', 'опаздывает'), 'wait'], FAILING: [t('ката берүүдө', 'сбои'), 'bad'],
  MISCONFIGURED: [t('туура эмес жөндөлгөн', 'неверно настроен'), 'bad'], PAUSED: [t('токтотулган', 'приостановлен'), 'wait'],
};
const unread = [t('али окула элек', 'ещё не читался'), 'wait'];
const runWords = { COMMITTED: [t('сакталды', 'сохранён'), 'good'], FAILED: [t('ишке ашкан жок', 'не удался'), 'bad'], QUEUED: [t('кезекте', 'в очереди'), ''], RUNNING: [t('жүрүүдө', 'идёт'), ''] };
const modeWords = { FULL: t('толук', 'полностью'), CHANGES: t('өзгөрүүлөр', 'изменения') };
/** The last day of a period whose end is exclusive. */
const eve = (date) => new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
const runOf = ({ state, mode, queuedAt, finishedAt, periodFrom, periodTo, fetched, stored, unchanged, quarantined, withdrawn, fault }) =>
  row(moment(finishedAt ?? queuedAt), [
    [badge(...runWords[state]), ' ', el('div', { class: 'quiet' }, modeWords[mode], periodFrom && [' · ', day(periodFrom), ' – ', periodTo && day(eve(periodTo))])],
    fault
      ? [fault.message, el('div', { class: 'quiet' }, fault.hint, fault.isRetried && ' ' + t('Кайра аракет кылынат.', 'Будет повторён.')), el('code', {}, [fault.code, fault.detail, fault.xroadId].filter(Boolean).join(' · '))]
      : state === 'COMMITTED' ? t('алынды ', 'получено ') + number(fetched) + t(', жаңы ', ', новых ') + number(stored) + t(', өзгөрүүсүз ', ', без изменений ') + number(unchanged) + t(', карантинде ', ', в карантине ') + number(quarantined) + t(', кайра алынды ', ', отозвано ') + number(withdrawn) : '',
  ].map((cell) => el('td', {}, cell)));
const content = async () => {
  const source = found((await ask('source', { id: idAtEnd() })).volumeSource);
  const { code, name, health, healthReason, lastGoodPullAt, nextSlotAt, breaker, protocol, providerId, serviceCode, runs, availableActions } = source;
  const last = t('Акыркы сурамдар', 'Последние запросы');
  const [word, tone] = health === 'HEALTHY' && !lastGoodPullAt ? unread : healthWords[health];
  return [
    el('p', { class: 'lead' }, name + ' ', el('small', {}, code)),
    note(tone, el('strong', {}, word), healthReason ? [el('p', {}, healthReason.message), healthReason.hint && el('p', {}, healthReason.hint)] : ''),
    facts([t('Акыркы ийгиликтүү', 'Последний успешный'), lastGoodPullAt ? moment(lastGoodPullAt) : el('span', { class: 'absent' }, t('болгон эмес', 'не было'))], nextSlotAt && [t('Кийинки', 'Следующий'), moment(nextSlotAt)],
      breaker !== 'CLOSED' && [t('Чакыруулар', 'Вызовы'), t('убактылуу токтотулду: булак жооп бербейт', 'временно остановлены: источник не отвечает')],
      [t('Дареги', 'Адрес'), el('code', {}, providerId.join('/') + '/' + serviceCode)], [t('Протокол', 'Протокол'), protocol]),
    lastGoodPullAt && health !== 'HEALTHY' && el('p', { class: 'quiet' }, t('Көрсөтүлгөн сандар ошол күнкү абалы боюнча.', 'Цифры показаны по состоянию на эту дату.')),
    el('h2', {}, last), runs.nodes.length ? table(last, [t('Убактысы', 'Время'), t('Абалы', 'Состояние'), t('Жыйынтык', 'Итог')], runs.nodes.map(runOf)) : el('p', {}, t('Сурам боло элек.', 'Запросов ещё не было.')),
    nextSteps(availableActions),
  ];
};
`,
});
