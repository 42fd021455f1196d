import { words } from './page-words.ts';

/**
 * What the scripts of all pages share, in the browser: signing in, asking the API, and pieces to build pages from. The token is kept
 * for this tab alone (sessionStorage); it comes by hand or behind a `#`, so that it reaches no log. Everything is put in as text,
 * never as HTML.
 */
export const client = `
const language = sessionStorage.getItem('language') ?? (navigator.language.startsWith('ru') ? 'ru' : 'ky');
const t = (ky, ru) => (language === 'ru' ? ru : ky);
${words}
const [header, main] = ['header', 'main'].map((name) => document.querySelector(name));
document.documentElement.lang = language;
document.title = title[language];
if (location.hash.startsWith('#token=')) {
  sessionStorage.setItem('token', decodeURIComponent(location.hash.slice(7)));
  history.replaceState(null, '', location.pathname + location.search);
}

// ---- the API

const ask = async (name, variables) => {
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json', 'accept-language': language };
  const token = sessionStorage.getItem('token');
  if (token) headers.authorization = 'Bearer ' + token;
  const body = JSON.stringify({ query: operations[name], variables });
  const answer = await fetch('/graphql', { method: 'POST', headers, body }).then((response) => response.json()).catch(() => null);
  if (!answer) throw new Error(t('Хаб жооп берген жок. Байланышты текшерип, кайра аракет кылыңыз.', 'Хаб не ответил. Проверьте связь и попробуйте ещё раз.'));
  const [error] = answer.errors ?? [];
  if (error) throw Object.assign(new Error(error.message), error.extensions);
  return answer.data;
};
/** All pages of a connection, at most ten. */
const all = async (next) => {
  const nodes = [];
  let page = await next(null);
  for (let count = 1; ; count++) {
    nodes.push(...page.nodes);
    if (!page.pageInfo.hasNextPage || count === 10) return { nodes, totalCount: page.totalCount };
    page = await next(page.pageInfo.endCursor);
  }
};
/** A version 4 UUID; crypto.randomUUID is not there on plain http. */
const newKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};
const pathEnd = (fromEnd = 1) => decodeURIComponent(location.pathname.split('/').at(-fromEnd));
/** The id at a place of the address, counted from its end; what is none is a page that is not there. */
const idAtEnd = (fromEnd) => {
  const id = pathEnd(fromEnd);
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return id;
  return found(null);
};
const asked = (name) => new URLSearchParams(location.search).get(name);

// ---- pieces

const el = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false && child !== ''));
  return element;
};
const note = (tone, ...children) => el('div', { class: 'note ' + tone, role: tone === 'bad' ? 'alert' : 'status' }, ...children);
const badge = (text, tone) => el('span', { class: 'badge ' + (tone ?? '') }, text);
const facts = (...pairs) => el('dl', {}, pairs.filter((pair) => pair && ![null, undefined, false].includes(pair[1])).map(([term, value]) => [el('dt', {}, term), el('dd', {}, value)]));
const table = (label, headings, rows) =>
  el('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': label }, el('table', {}, el('thead', {}, el('tr', {}, headings.map((text, index) => el('th', { scope: 'col', class: rows[0]?.cells[index].className }, text)))), el('tbody', {}, rows)));
const row = (head, cells, tone) => el('tr', { class: tone }, el('th', { scope: 'row' }, head), cells.map((cell) => (cell instanceof Element && cell.tagName === 'TD' ? cell : el('td', {}, cell ?? ''))));

const number = (value) => new Intl.NumberFormat('ru').format(value);
/** Missing and not offered are never shown as 0. */
const figure = ({ state, value }) =>
  state === 'VALUE' ? number(value) : el('span', { class: 'absent' }, state === 'NOT_OFFERED' ? t('көрсөтүлбөйт', 'не оказывается') : t('маалымат жок', 'нет данных'));
const signed = (value) => (value > 0 ? '+' : value < 0 ? '−' : '') + number(Math.abs(value));
const right = (content) => el('td', { class: 'figure' }, content);

const day = (date) => el('time', { datetime: date }, date.split('-').reverse().join('.'));
const clock = new Intl.DateTimeFormat('ru', { timeZone: 'Asia/Bishkek', day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' });
const moment = (instant) => el('time', { datetime: instant }, clock.format(new Date(instant)));
const dayOf = (instant) => el('time', { datetime: instant }, clock.format(new Date(instant)).slice(0, 10));

const place = (path) => path.map((step) => placeWords[step] ?? step).join(' › ');
const problems = (violations) =>
  el('ul', {}, violations.map(({ message, hint, path }) => el('li', {}, path?.length ? el('strong', {}, place(path) + ': ') : null, message, hint ? el('div', { class: 'quiet' }, hint) : null)));
/** What can be done next. What only others may do is left out; \`buttons\` are for what this page can do itself. */
const nextSteps = (actions, buttons) => {
  const mine = actions.filter(({ isAllowed, refusal }) => isAllowed || refusal?.code !== 'FORBIDDEN');
  const said = ({ mutation, isAllowed, refusal }) =>
    el('li', {}, el('strong', {}, actionWords[mutation] ?? mutation), ' ', buttons?.[mutation] ?? (isAllowed ? el('div', { class: 'quiet' }, t('Өз тутумуңуздан же министрликтин порталынан (API: ', 'В своей системе или на портале министерства (API: ') + mutation + ').') : [badge(t('азыр болбойт', 'сейчас нельзя')), el('div', { class: 'quiet' }, refusal.message, ' ', refusal.hint)]));
  return [el('h2', {}, t('Эми эмне кылса болот', 'Что можно сделать')), mine.length ? el('ul', {}, mine.map(said)) : el('p', {}, t('Азыр сизден эч нерсе талап кылынбайт.', 'Сейчас от вас ничего не требуется.'))];
};

// ---- who one is

const signOut = () => {
  sessionStorage.removeItem('token');
  start();
};
const signIn = () => {
  const input = el('input', { type: 'password', id: 'token', autocomplete: 'off', spellcheck: 'false', required: true });
  const enter = (event) => {
    event.preventDefault();
    sessionStorage.setItem('token', input.value.trim().replace(/^Bearer +/i, ''));
    start();
  };
  return el('form', { class: 'card', submit: enter },
    el('h2', {}, t('Кирүү', 'Вход')),
    el('p', {}, t('Бул бөлүк сиздин мекеме үчүн. Кирүү белгисин (токенди) министрликтин порталынан алыңыз.', 'Этот раздел — для вашего органа. Получите токен доступа на портале министерства.')),
    el('label', { for: 'token' }, t('Кирүү белгиси (токен)', 'Токен доступа')), input,
    el('p', { class: 'quiet' }, t('Белги ушул өтмөктө гана сакталат, аны жапканда өчөт.', 'Токен хранится только в этой вкладке и исчезнет, когда вы её закроете.')),
    el('p', { class: 'quiet' }, t('Сыноо хабында аны оператор берет: ', 'На пробном хабе его выдаёт оператор: '), el('code', {}, 'npm run token -- --role PROVIDER --municipality …')),
    el('button', {}, t('Кирүү', 'Войти')));
};
const frame = (viewer) => {
  const is = (...roles) => viewer?.roles.some((role) => roles.includes(role));
  const places = [
    ['/obligations', t('Милдеттер', 'Обязательства'), is('PROVIDER')],
    ['/filing', t('Өткөрүүлөр', 'Представления'), is('ANALYST', 'HEAD')],
    ['/deadlines', t('Мөөнөттөр', 'Сроки'), is('PROVIDER', 'ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY')],
    ['/receipts', t('Дүмүрчөктү текшерүү', 'Проверка квитанции'), true],
  ];
  const other = language === 'ru' ? ['ky', 'Кыргызча'] : ['ru', 'Русский'];
  const turn = () => {
    sessionStorage.setItem('language', other[0]);
    location.reload();
  };
  const name = viewer && [viewer.user?.name, viewer.roles.map((role) => roleWords[role] ?? role).join(', '), viewer.municipality?.name, viewer.onBehalfOf && t('ордуна: ', 'за: ') + viewer.onBehalfOf].filter(Boolean).join(' · ');
  header.replaceChildren(
    el('nav', { 'aria-label': t('Бөлүмдөр', 'Разделы') }, places.filter(([, , isShown]) => isShown).map(([href, text]) => el('a', { href, 'aria-current': location.pathname === href && 'page' }, text))),
    el('div', { class: 'who' }, viewer && [el('span', {}, name), el('button', { class: 'plain', type: 'button', click: signOut }, t('Чыгуу', 'Выйти'))],
      el('button', { class: 'plain', type: 'button', lang: other[0], click: turn }, other[1])));
};

// ---- the page

const refusalOf = ({ code, message, hint, violations, violationCount }) => {
  const advice = {
    FORBIDDEN: t('Чыгып, башка белги менен кириңиз же администраторго кайрылыңыз.', 'Выйдите и войдите с другим токеном или обратитесь к администратору.'),
    NOT_FOUND: sessionStorage.getItem('token')
      ? t('Шилтеме туура эмес же жазуу башка мекеменики. Жогоруда ким катары киргениңизди текшериңиз.', 'Ссылка неверна или запись принадлежит другому органу. Проверьте выше, под кем вы вошли.')
      : t('Шилтеме туура эмес же жазуу баарына ачык эмес: кирип көрүңүз.', 'Ссылка неверна или запись открыта не всем: попробуйте войти.'),
  }[code];
  return note('bad', el('strong', {}, message), hint && code !== 'NOT_FOUND' ? el('p', {}, hint) : null, violations?.length > 1 ? problems(violations) : null,
    violationCount > violations?.length && el('p', {}, t('Баары: ', 'Всего: ') + number(violationCount)), advice ? el('p', {}, advice) : null,
    code === 'NOT_FOUND' && el('p', {}, el('a', { href: '/obligations' }, t('Милдеттериңизге өтүү', 'Перейти к обязательствам'))));
};
const found = (thing) => {
  if (!thing) throw Object.assign(new Error(t('Мындай барак жок же ал сиздики эмес.', 'Такой страницы нет, или она не ваша.')), { code: 'NOT_FOUND' });
  return thing;
};
const start = async (said) => {
  const heading = el('h1', { tabindex: '-1' }, title[language]);
  const show = (...content) => main.replaceChildren(heading, ...[said, content].flat(3).filter(Boolean));
  main.replaceChildren(heading, el('p', { role: 'status' }, t('Жүктөлүүдө…', 'Загружается…')));
  try {
    const viewer = sessionStorage.getItem('token') ? (await ask('viewer')).viewer : null;
    frame(viewer);
    show(viewer || !needsPerson ? await content(viewer) : signIn());
  } catch (error) {
    if (error.code === 'UNAUTHENTICATED' && sessionStorage.getItem('token')) {
      sessionStorage.removeItem('token');
      return start(note('wait', t('Кирүү белгисинин мөөнөтү өттү же ал жараксыз. Жаңысын алып, кайра кириңиз: ушул барак ачылат.', 'Токен недействителен или истёк. Получите новый и войдите снова: откроется эта же страница.')));
    }
    if (!header.hasChildNodes()) frame(null);
    show(refusalOf(error), error.code === 'NOT_FOUND' && !sessionStorage.getItem('token') && signIn());
  }
};
/** Does an act after a question, and shows the page anew with what came of it. */
const act = async (button, question, name, input, done) => {
  if (question && !confirm(question)) return;
  button.disabled = true;
  try {
    await ask(name, { input: { ...input, idempotencyKey: newKey() } });
    await start(note('good', done));
  } catch (error) {
    await start(refusalOf(error));
  }
};
`;
