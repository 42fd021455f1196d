import { inLanguage, type Language, type LocalizedText } from '../shared/localized-text.ts';
import { inlineSources } from './explorer.ts';

interface Link {
  readonly href: string;
  readonly text: LocalizedText;
}

const title: LocalizedText = {
  ky: 'Муниципалдык кызмат көрсөтүүлөрдүн сапатынын хабы',
  ru: 'Хаб качества муниципальных услуг',
  en: 'Municipal service quality hub',
};
const summary: LocalizedText = {
  ky: 'Бул — Кыргыз Республикасында муниципалдык кызмат көрсөтүүлөрдүн сапатына мониторинг жүргүзүүнүн GraphQL хабы. Ал «Түндүк» маалымат алмашуу тутумуна туташат. Бул барак программалар жана аларды түзгөндөр үчүн.',
  ru: 'Это GraphQL-хаб мониторинга качества муниципальных услуг Кыргызской Республики, подключённый к системе обмена данными «Түндүк». Страница предназначена для программ и их авторов.',
  en: 'This is the GraphQL hub for monitoring the quality of municipal services of the Kyrgyz Republic, connected to the Tunduk data exchange. The page is for programs and those who write them.',
};
const texts = {
  explorer: { ky: 'API изилдегич', ru: 'Обозреватель API', en: 'API explorer' },
  graphql: {
    ky: 'GraphQL дареги: POST /graphql',
    ru: 'Адрес GraphQL: POST /graphql',
    en: 'The GraphQL address: POST /graphql',
  },
  schema: { ky: 'API схемасы (SDL)', ru: 'Схема API (SDL)', en: 'The schema of the API (SDL)' },
  live: { ky: 'Хаб иштеп жатабы', ru: 'Работает ли хаб', en: 'Is the hub alive' },
  ready: { ky: 'Хаб кабыл алууга даярбы', ru: 'Готов ли хаб принимать запросы', en: 'Is the hub ready' },
  people: { ky: 'Адамдар үчүн барактар', ru: 'Страницы для людей', en: 'Pages for people' },
  obligations: { ky: 'Муниципалитеттин милдеттери', ru: 'Обязательства муниципалитета', en: 'What a municipality owes' },
  filing: { ky: 'Ким өткөрө элек', ru: 'Кто не представил', en: 'Who has not filed' },
  deadlines: { ky: 'Мониторингдин мөөнөттөрү', ru: 'Сроки мониторинга', en: 'Deadlines of the monitoring' },
  receipts: { ky: 'Дүмүрчөктү текшерүү', ru: 'Проверка квитанции', en: 'Is a receipt genuine' },
} as const satisfies Record<string, LocalizedText>;

const style = `
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff; }
a { color: #0b57a4; } li { margin: .4rem 0; } nav { text-align: right; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #161616; } a { color: #8ec7ff; } }
`;

/** The pages of the portal that need no id. */
const pages = ['obligations', 'filing', 'deadlines', 'receipts'] as const;

function linksOf(options: { explorer: boolean; introspection: boolean }): readonly Link[] {
  return [
    ...(options.explorer ? [{ href: '/explorer', text: texts.explorer }] : []),
    ...(options.introspection ? [{ href: '/schema.graphql', text: texts.schema }] : []),
    { href: '/health/live', text: texts.live },
    { href: '/health/ready', text: texts.ready },
  ];
}

/** The page at the hub's root: what this is and where to go. All of it is our own text, so nothing needs escaping. */
export function indexPage(language: Language, options: { explorer: boolean; introspection: boolean }): { html: string; policy: string } {
  const item = ({ href, text }: Link): string => `<li><a href="${href}">${inLanguage(text, language)}</a></li>`;
  const items = linksOf(options).map(item);
  const forPeople = pages.map((name) => item({ href: `/${name}`, text: texts[name] }));
  const html = `<!doctype html>
<html lang="${language.toLowerCase()}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${inLanguage(title, language)}</title><style>${style}</style></head>
<body>
<nav><a href="/?lang=ky" lang="ky">Кыргызча</a> · <a href="/?lang=ru" lang="ru">Русский</a> · <a href="/?lang=en" lang="en">English</a></nav>
<h1>${inLanguage(title, language)}</h1>
<p>${inLanguage(summary, language)}</p>
<ul>
<li>${inLanguage(texts.graphql, language)}</li>
${items.join('\n')}
</ul>
<h2>${inLanguage(texts.people, language)}</h2>
<ul>
${forPeople.join('\n')}
</ul>
</body></html>
`;
  const policy = `default-src 'none'; style-src ${inlineSources(html, 'style')}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return { html, policy };
}
