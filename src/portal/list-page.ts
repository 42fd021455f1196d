import { page } from './page.ts';

/** Where the link of the List's mail leads: anyone reads the approved List; a municipality that signs in acknowledges it here (R9). */
export const listPage = page({
  title: { ky: 'Мониторинг объектилеринин тизмеси', ru: 'Перечень объектов мониторинга' },
  needsPerson: false,
  operations: {
    list: `query ($id: ID!) { monitoringList(id: $id) { id amendment approvedAt cycle { year }
  objects { code name expectedResponses } } }`,
    acknowledge:
      'mutation ($input: AcknowledgeMonitoringListInput!) { acknowledgeMonitoringList(input: $input) { proofOfNotice { acknowledgedAt } } }',
  },
  script: `
const receipt = (viewer, listId) => {
  if (!viewer) return [el('h2', {}, t('Таанышканыңызды ырастаңыз', 'Подтвердите ознакомление')), signIn()];
  if (!viewer.roles.includes('PROVIDER')) return null;
  const done = t('Ырасталды: муниципалитет Тизме менен таанышты.', 'Подтверждено: муниципалитет ознакомлен с Перечнем.');
  const button = el('button', { type: 'button', click: () => act(button, null, 'acknowledge', { listId }, done) }, actionWords.acknowledgeMonitoringList);
  return el('p', {}, button);
};
const content = async (viewer) => {
  const list = found((await ask('list', { id: idAtEnd() })).monitoringList);
  const { amendment, approvedAt, cycle, objects, id } = list;
  const item = ({ code, name, expectedResponses }) =>
    el('li', {}, name, ' ', el('small', {}, code, expectedResponses ? t(' · анкета: ', ' · анкет: ') + number(expectedResponses) : ''));
  return [
    facts([t('Жыл', 'Год'), cycle.year], [t('Редакция', 'Редакция'), amendment + 1], [t('Бекитилген', 'Утверждён'), approvedAt ? dayOf(approvedAt) : badge(t('али бекитиле элек', 'ещё не утверждён'), 'wait')]),
    el('ol', {}, objects.map(item)),
    approvedAt && receipt(viewer, id),
  ];
};
`,
});
