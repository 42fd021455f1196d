import { describe, expect, test } from 'vitest';
import { codeValue, dayValue, type NoticePayload } from '../../src/kit/mail/notice-payload.ts';
import { noticeNames, noticeTexts, type NoticeName, type NoticeTexts } from '../../src/kit/mail/notice-texts.ts';
import { renderNotice } from '../../src/kit/mail/render-notice.ts';
import { samplePayloads, sender } from './sample-payloads.ts';

const render = (name: NoticeName, changes: NoticePayload = {}, languages: readonly ('KY' | 'RU')[] = ['KY', 'RU']) =>
  renderNotice({
    texts: noticeTexts(name),
    payload: { ...samplePayloads[name], ...changes },
    languages: languages as readonly ['KY' | 'RU', ...('KY' | 'RU')[]],
    sender,
  });

/** What a reader of the HTML page sees, near enough to look for words in. */
const seen = (html: string) =>
  html
    .replace(/[\s\S]*<\/head>/, '')
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');

describe.each(noticeNames)('%s', (name) => {
  test('leaves nothing unresolved in either language or part', async () => {
    for (const languages of [['KY', 'RU'], ['KY'], ['RU']] as const) {
      const { subject, text, html } = await render(name, {}, languages);
      for (const part of [subject, text, seen(html)]) {
        expect(part).not.toMatch(/\{\{|\}\}|\$t\(|undefined|null|NaN|\[object|<%|[\ue000\ue001]/);
      }
    }
  });

  test('says the same in plain text and in HTML', async () => {
    const { text, html } = await render(name);
    const page = seen(html);
    const lines = text.split('\n').filter((line) => line && !/^-+$/.test(line) && !line.includes('https://'));
    for (const line of lines) expect(page).toContain(line.replaceAll(/\s+/g, ' '));
  });

  test('has a subject of one line and at most 70 characters', async () => {
    for (const language of ['KY', 'RU'] as const) {
      const { subject } = await render(name, {}, [language]);
      expect(subject).not.toMatch(/\p{Cc}/u);
      expect([...subject].length).toBeLessThanOrEqual(70);
    }
  });

  test('says that its words are a sample', async () => {
    const { text, html } = await render(name);
    for (const words of ['Үлгү: расмий документ эмес', 'Образец: не официальный документ']) {
      expect(text).toContain(words);
      expect(seen(html)).toContain(words);
    }
  });
});

describe('the languages of a letter', () => {
  test('Kyrgyz comes first and gives the subject; Russian stands beneath a divider under its own heading', async () => {
    const { subject, text, html } = await render('list-notified');
    expect(subject).toBe('2026-жылга мониторинг объектилеринин тизмеси бекитилди');
    const [ky = '', ru = ''] = text.split(/\n-{20,}\n/);
    expect(ky).toMatch(/^Урматтуу Айгүл Өмүрова!\n\n/);
    expect(ky).toContain('Кара-Кулжа айыл өкмөтү: Тизмеде 21 объект бар.');
    expect(ky).toContain('мөөнөтү: 20-октябрь 2026-ж.');
    expect(ru).toMatch(/^\nУтверждён перечень объектов мониторинга на 2026 год\n\nЗдравствуйте, Айгүл Өмүрова!\n/);
    expect(ru).toContain('Кара-Кульджинский айыл окмоту: в Перечне 21 объект.');
    expect(ru).toContain('девять месяцев: 20 октября 2026 г.');
    expect(html.indexOf('Здравствуйте')).toBeGreaterThan(html.indexOf('Урматтуу'));
    expect(html.indexOf('border-top:solid 3px')).toBeGreaterThan(html.indexOf('Урматтуу'));
    expect(html.indexOf('border-top:solid 3px')).toBeLessThan(html.indexOf('Здравствуйте'));
  });

  test('every text of the HTML page says which language it is in', async () => {
    const { html } = await render('list-notified');
    expect(html).toMatch(/<html lang="ky"/);
    expect(html).toMatch(/<div lang="ky">Урматтуу Айгүл/);
    expect(html).toMatch(/<div lang="ru">Здравствуйте, Айгүл/);
    expect(html).toMatch(/<span lang="ru">Пожалуйста, ознакомьтесь/);
  });

  test('a contact may have one language alone', async () => {
    const { subject, text, html } = await render('list-notified', {}, ['RU']);
    expect(subject).toBe('Утверждён перечень объектов мониторинга на 2026 год');
    expect(text).toMatch(/^Здравствуйте, Айгүл Өмүрова!/);
    expect(text).not.toContain('Урматтуу');
    expect(html).not.toContain('lang="ky"');
    expect(html).not.toContain('border-top:solid 3px');
  });

  test('without a name the letter greets colleagues', async () => {
    const { text } = await render('list-notified', { contactName: '' });
    expect(text).toMatch(/^Урматтуу кесиптештер!/);
    expect(text).toContain('Уважаемые коллеги!');
  });

  test('the page loads nothing from anywhere', async () => {
    const { html } = await render('list-notified');
    expect(html).not.toMatch(/<img|<link|<script|@import|url\(/i);
    expect(html).toContain('width=device-width');
  });

  test('Outlook sees balanced conditional comments', async () => {
    const { html } = await render('list-notified');
    expect(html.match(/<!--\[if/g)?.length).toBe(html.match(/<!\[endif\]/g)?.length);
  });
});

describe('plural forms', () => {
  test.each([
    [1, 'мөөнөткө 1 күн калды', 'до срока остался 1 день'],
    [2, 'мөөнөткө 2 күн калды', 'до срока осталось 2 дня'],
    [5, 'мөөнөткө 5 күн калды', 'до срока осталось 5 дней'],
    [11, 'мөөнөткө 11 күн калды', 'до срока осталось 11 дней'],
    [21, 'мөөнөткө 21 күн калды', 'до срока остался 21 день'],
    [30, 'мөөнөткө 30 күн калды', 'до срока осталось 30 дней'],
  ])('%i days left', async (count, ky, ru) => {
    expect((await render('submission-reminder', { count }, ['KY'])).subject).toBe(`Эскертүү: ${ky}`);
    expect((await render('submission-reminder', { count }, ['RU'])).subject).toBe(`Напоминание: ${ru}`);
  });

  test.each([
    [1, 'Анкеталардын саны: 1', 'Принята 1 анкета'],
    [2, 'Анкеталардын саны: 2', 'Приняты 2 анкеты'],
    [5, 'Анкеталардын саны: 5', 'Принято 5 анкет'],
    [21, 'Анкеталардын саны: 21', 'Принята 21 анкета'],
    [0, 'Анкеталардын саны: 0', 'Принято 0 анкет'],
  ])('a nested text takes its form by the same count: %i', async (count, ky, ru) => {
    const { text } = await render('submission-received', { count });
    expect(text).toContain(`. ${ky}.`);
    expect(text).toContain(`. ${ru}.`);
  });

  test('the day itself has words of its own and no number', async () => {
    const { subject, text } = await render('submission-reminder', { count: 0 });
    expect(subject).toBe('Эскертүү: бүгүн - акыркы күн');
    expect(text).toContain('мөөнөтү бүгүн бүтөт.');
    expect(text).toContain('истекает сегодня.');
    expect(text).not.toContain('0 күн');
    expect(text).not.toContain('0 дней');
  });
});

describe('codes choose texts', () => {
  test('of the notice itself', async () => {
    const { text } = await render('submission-reminder', { missingPart: codeValue('VOLUME_REPORT') });
    expect(text).toContain('азырынча жок: сандык көрсөткүчтөр отчету.');
    expect(text).toContain('пока не представлено - отчёт о количественных показателях.');
  });

  test('of the terms', async () => {
    const { subject, text } = await render('unit-deadline', { deadlineKind: codeValue('INSPECTION_PLAN') });
    expect(subject).toBe('3 күн калды: Текшерүү планын түзүү');
    expect(text).toContain('Не завершено: Составление плана проверок.');
  });

  test('a code without a text is a fault, not a gap in the letter', async () => {
    await expect(render('submission-reminder', { missingPart: codeValue('ANYTHING') })).rejects.toThrow('missing.ANYTHING');
  });

  test('nothing but a code may choose a text', async () => {
    await expect(render('submission-reminder', { missingPart: codeValue('BOTH), $t(common:greeting') })).rejects.toThrow('not a code');
    await expect(render('submission-reminder', { missingPart: 'BOTH' })).rejects.toThrow('missing.');
  });
});

describe('a payload that does not fit', () => {
  test('lacks a value', async () => {
    const { approvedOn: _, ...incomplete } = samplePayloads['list-notified'];
    await expect(renderNotice({ texts: noticeTexts('list-notified'), payload: incomplete, languages: ['KY'], sender })).rejects.toThrow(
      '{{approvedOn}}',
    );
  });

  test('has a count that is no number', async () => {
    await expect(render('list-notified', { count: '21' })).rejects.toThrow('count must be a number');
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://x.kg/a', '//x.kg/a', 'x', '', 'https://ours.kg@theirs.example/'])(
    'has the link %j',
    async (link) => {
      await expect(render('list-notified', { link })).rejects.toThrow('http or https');
    },
  );
});

describe('what a person typed stays a text', () => {
  const typed = '<img src=x onerror=alert(1)> & "q" \'a\' {{link}} {{count}} $t(objects) $t(missing.{{missingPart}}) <%= it %>';

  test('in plain text, letter for letter', async () => {
    const { text } = await render('submission-returned', { firstRemark: typed, contactName: typed });
    expect(text).toContain(`Биринчи эскертүү: ${typed}\n`);
    expect(text).toContain(`Первое замечание: ${typed}\n`);
    expect(text).toContain(`Урматтуу ${typed}!`);
  });

  test('in HTML, escaped', async () => {
    const { html } = await render('submission-returned', { firstRemark: typed });
    expect(html).not.toContain('<img');
    expect(html).toContain(
      'Биринчи эскертүү: &lt;img src=x onerror=alert(1)&gt; &amp; &quot;q&quot; &#39;a&#39; {{link}} {{count}} $t(objects) $t(missing.{{missingPart}}) &lt;%= it %&gt;<',
    );
  });

  test('beside a nested text, which is still resolved', async () => {
    const { text } = await render('list-notified', { municipality: 'X $t(subject' });
    expect(text).toContain('X $t(subject: Тизмеде 21 объект бар.');
    const marked = await render('list-notified', { municipality: '\ue000link\ue001' });
    expect(marked.text).toContain('\ue000link\ue001: Тизмеде 21 объект бар.');
  });

  test('in a subject it is one line, so no header can be added', async () => {
    const { subject } = await render('connector-failing', { sourceName: 'Булак\r\nBcc: evil@theirs.example\u0000' });
    expect(subject).toBe('Маалымат булагы иштебей жатат: Булак Bcc: evil@theirs.example');
  });

  test('it makes no paragraphs, does not turn the reading direction, and ends', async () => {
    const { text } = await render('submission-returned', {
      firstRemark: `a\n\n----------------------------------------\n\n\u202eb\u2066\ud800${'ө'.repeat(5_000)}`,
    });
    const remark = text.split('\n').find((line) => line.startsWith('Биринчи эскертүү')) ?? '';
    expect(remark).toMatch(/^Биринчи эскертүү: a -{40} b\ufffdө+…$/);
    expect([...remark].length).toBe('Биринчи эскертүү: '.length + 1_000);
  });

  test('in a link it cannot leave the attribute', async () => {
    const { html } = await render('list-notified', { link: 'https://hub.example.kg/?q="><script>alert(1)</script>' });
    expect(html).not.toContain('<script');
    expect(html).toContain('href="https://hub.example.kg/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"');
  });
});

test('a list of lines keeps its lines, in the language of the letter', async () => {
  const { text, html } = await render('submission-overdue-digest');
  expect(text).toContain('\nОш облусу: 2 (анкеталар: 2, отчет: 1)\nНарын облусу: 1 (анкеталар: 0, отчет: 1)\n');
  expect(text).toContain('\nОшская область: 2 (анкеты: 2, отчёт: 1)\nНарынская область: 1 (анкеты: 0, отчёт: 1)\n');
  expect(html).toContain('Ош облусу: 2 (анкеталар: 2, отчет: 1)<br>Нарын облусу: 1 (анкеталар: 0, отчет: 1)');
});

test('a payload may wait as JSON and says the same afterwards', async () => {
  const payload = JSON.parse(JSON.stringify(samplePayloads['submission-received'])) as NoticePayload;
  const request = { texts: noticeTexts('submission-received'), languages: ['KY', 'RU'], sender } as const;
  expect(await renderNotice({ ...request, payload })).toEqual(
    await renderNotice({ ...request, payload: samplePayloads['submission-received'] }),
  );
});

test('words that were approved are not marked as a sample, and a letter needs no action', async () => {
  const texts: NoticeTexts = {
    sample: false,
    ky: { subject: 'Күн: {{day}}', body: ['Бүгүн.'] },
    ru: { subject: 'День: {{day}}', body: ['Сегодня.'] },
  };
  const { subject, text, html } = await renderNotice({
    texts,
    payload: { day: dayValue('2026-10-20') },
    languages: ['KY', 'RU'],
    sender,
  });
  expect(subject).toBe('Күн: 20-октябрь 2026-ж.');
  expect(text).not.toContain('Үлгү');
  expect(html).not.toContain('href=');
});
