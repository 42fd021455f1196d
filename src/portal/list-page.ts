import { page } from './page.ts';

/** Where the link of the List's mail leads: the approved List as anyone may read it. Acknowledging it needs the ministry's portal. */
export const listPage = page({
  title: 'Мониторинг объектилеринин тизмеси / Перечень объектов мониторинга',
  body: `<h1>Мониторинг объектилеринин тизмеси</h1>
<p lang="ru">Перечень объектов мониторинга</p>
<output>…</output>
<ol></ol>`,
  script: `
const answer = document.querySelector('output'), list = document.querySelector('ol');
const query = 'query MonitoringList($id: ID!) { monitoringList(id: $id) { amendment approvedAt cycle { year } objects { code ky: name(lang: KY) ru: name(lang: RU) expectedResponses } } }';
ask(query, { id: location.pathname.split('/').pop() }).then(({ monitoringList }) => {
  answer.textContent = monitoringList.cycle.year + ' · № ' + (monitoringList.amendment + 1) + ' · ' + monitoringList.approvedAt.slice(0, 10);
  for (const { code, ky, ru, expectedResponses } of monitoringList.objects) {
    const item = document.createElement('li'), russian = document.createElement('small');
    item.textContent = code + ' ' + ky + (expectedResponses ? ' (' + expectedResponses + ')' : '');
    russian.textContent = ru; russian.lang = 'ru';
    item.append(document.createElement('br'), russian);
    list.append(item);
  }
}, (error) => { answer.textContent = error.message; });
`,
});
