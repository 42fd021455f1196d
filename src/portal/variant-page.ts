import { page } from './page.ts';

const question = 'text type isRequired isCore help options { code text }';

/** A changed questionnaire (R10): question by question beside the common one, and the decision with its reason. */
export const variantPage = page({
  title: { ky: 'Анкетага өзгөртүүлөр', ru: 'Изменённая анкета' },
  needsPerson: true,
  operations: {
    variant: `query ($id: ID!) { questionnaireVariant(id: $id) { state reason proposedAt decidedAt decisionReason decidedBy { role } provider { name }
  services { code name } base { number } differences { code change base { ${question} } proposed { ${question} } }
  availableActions { mutation isAllowed refusal { code message hint } } } }`,
  },
  script: `
const decisionWords = {
  PROPOSED: [t('сунушталды, чечим күтүлүүдө', 'предложено, ждёт решения'), 'wait'], CONSENTED: [t('макулдук берилди', 'согласовано'), 'good'],
  REFUSED: [t('баш тартылды', 'отказано'), 'bad'], WITHDRAWN: [t('кайра алынды', 'отозвано'), ''],
};
const changeWords = { ADDED: [t('кошулду', 'добавлен'), 'good'], REMOVED: [t('алынды', 'убран'), 'bad'], CHANGED: [t('өзгөрдү', 'изменён'), 'wait'], SAME: [t('өзгөргөн жок', 'без изменений'), ''] };
const typeWords = {
  BOOLEAN: t('ооба же жок', 'да или нет'), CHOICE: t('бир жооп', 'один ответ'), MULTI_CHOICE: t('бир нече жооп', 'несколько ответов'), MONEY: t('сумма', 'сумма'),
  NUMBER: t('сан', 'число'), SCALE_1_5: t('1ден 5ке чейин баа', 'оценка от 1 до 5'), TEXT: t('текст', 'текст'),
};
const said = ({ text, type, isRequired, help, options }) => [
  text, el('div', { class: 'quiet' }, [typeWords[type], isRequired && t('милдеттүү', 'обязательный')].filter(Boolean).join(', '), help && el('div', {}, help)),
  options.length > 0 && el('div', { class: 'quiet' }, options.map((option) => option.text).join(' · ')),
];
const differenceOf = ({ code, change, base, proposed }) =>
  el('li', { class: 'card' }, el('p', {}, badge(...changeWords[change]), ' ', (proposed ?? base).isCore && badge(t('өзөктүү суроо', 'основной вопрос')), ' ', el('code', {}, code)),
    change === 'SAME' ? said(proposed) : [base && el('p', {}, el('small', {}, t('Эле: ', 'Было: ')), el('del', {}, said(base))), proposed && el('p', {}, el('small', {}, t('Болот: ', 'Станет: ')), el('ins', {}, said(proposed)))]);
const content = async () => {
  const variant = found((await ask('variant', { id: idAtEnd() })).questionnaireVariant);
  const { state, reason, proposedAt, decidedAt, decisionReason, decidedBy, provider, services, base, differences, availableActions } = variant;
  const changed = differences.filter(({ change }) => change !== 'SAME'), same = differences.filter(({ change }) => change === 'SAME');
  return [
    note(decisionWords[state][1], el('strong', {}, decisionWords[state][0]), decidedAt ? [' · ', moment(decidedAt), decidedBy ? ' · ' + (roleWords[decidedBy.role] ?? decidedBy.role) : ''] : '', decisionReason ? el('p', {}, t('Себеби: ', 'Причина: ') + decisionReason) : ''),
    facts([t('Аткаруучу', 'Исполнитель'), provider.name], [t('Кызматтар', 'Услуги'), services.map(({ code, name }) => el('div', {}, name, ' ', el('small', {}, code)))], [t('Негизги анкета', 'Исходная анкета'), '№ ' + base.number], [t('Сунушталган', 'Предложено'), moment(proposedAt)], [t('Эмне үчүн', 'Зачем'), reason]),
    el('h2', {}, t('Өзгөргөн суроолор: ', 'Изменённые вопросы: ') + changed.length),
    el('ul', { class: 'bare' }, changed.map(differenceOf)),
    same.length > 0 && el('details', {}, el('summary', {}, t('Өзгөрбөгөн суроолор: ', 'Вопросы без изменений: ') + same.length), el('ul', { class: 'bare' }, same.map(differenceOf))),
    nextSteps(availableActions),
  ];
};
`,
});
