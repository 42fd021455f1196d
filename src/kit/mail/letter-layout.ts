import { Eta } from 'eta/core';
import type { Letter } from './letter.ts';

const ink = '#1f2933';
const quietInk = '#52606d';
const accent = '#0b5fa5';

// MJML makes the tables that mail programs need; what stands in <% %> is left to eta, which escapes every value.
const layout = `
<mjml lang="<%= it.letters[0].lang %>" dir="ltr">
  <mj-head>
    <mj-title><%= it.letters[0].subject %></mj-title>
    <mj-preview><%= it.letters[0].paragraphs[0].join(' ') %></mj-preview>
    <mj-attributes>
      <mj-all font-family="Arial, Helvetica, sans-serif" />
      <mj-section padding="0" background-color="#ffffff" />
      <mj-text font-size="16px" line-height="24px" color="${ink}" padding="0 20px 12px" />
      <mj-button background-color="${accent}" color="#ffffff" border-radius="6px" font-size="16px" font-weight="bold"
        line-height="22px" inner-padding="13px 20px" padding="8px 20px 8px" width="100%" />
    </mj-attributes>
  </mj-head>
  <mj-body background-color="#edf0f3">
    <mj-raw><% it.letters.forEach((letter, index) => { %></mj-raw>
    <mj-section>
      <mj-column>
        <mj-raw><% if (index > 0) { %></mj-raw>
        <mj-divider border-color="${accent}" border-width="3px" padding="0" />
        <mj-raw><% } %></mj-raw>
        <mj-text font-size="20px" line-height="26px" font-weight="bold" padding="24px 20px 16px">
          <div lang="<%= letter.lang %>"><%= letter.subject %></div>
        </mj-text>
        <mj-text><div lang="<%= letter.lang %>"><%= letter.greeting %></div></mj-text>
        <mj-raw><% letter.paragraphs.forEach((lines) => { %></mj-raw>
        <mj-text>
          <div lang="<%= letter.lang %>"><% lines.forEach((line, at) => { %><% if (at > 0) { %><br><% } %><%= line %><% }) %></div>
        </mj-text>
        <mj-raw><% }) %><% if (letter.action) { %></mj-raw>
        <mj-button href="<%= letter.action.href %>"><span lang="<%= letter.lang %>"><%= letter.action.label %></span></mj-button>
        <mj-text font-size="13px" line-height="18px" color="${quietInk}">
          <a href="<%= letter.action.href %>" style="color:${accent}"><%= letter.action.href %></a>
        </mj-text>
        <mj-raw><% } %></mj-raw>
        <mj-text font-size="14px" line-height="20px" color="${quietInk}" padding="8px 20px 24px">
          <div lang="<%= letter.lang %>"><% letter.footer.forEach((line, at) => { %><% if (at > 0) { %><br><% } %><%= line %><% }) %></div>
        </mj-text>
      </mj-column>
    </mj-section>
    <mj-raw><% }) %></mj-raw>
  </mj-body>
</mjml>`;

type Layout = (letters: readonly Letter[]) => string;
let compiled: Promise<Layout> | undefined;

/** The letters beneath each other as one HTML page that loads nothing from anywhere. */
export async function layOutHtml(letters: readonly Letter[]): Promise<string> {
  compiled ??= compileLayout();
  return (await compiled)(letters);
}

async function compileLayout(): Promise<Layout> {
  // Half a second and 90 MB that only a process which writes letters should pay.
  const { default: mjml } = await import('mjml');
  const { html, errors } = await mjml(layout, { fonts: {}, validationLevel: 'strict', keepComments: false });
  if (errors.length > 0) throw new Error(`The letter's layout is wrong: ${errors.map((each) => each.formattedMessage).join('; ')}`);
  const eta = new Eta();
  const template = eta.compile(html.trim());
  return (letters) => eta.render(template, { letters: letters.map(forTemplate) });
}

function forTemplate(letter: Letter) {
  return {
    ...letter,
    lang: letter.language.toLowerCase(),
    paragraphs: letter.paragraphs.map((paragraph) => paragraph.split('\n')),
  };
}

const divider = '-'.repeat(40);

/** The letters beneath each other as plain text. A second language opens with its own subject, for the header has only the first's. */
export function layOutText(letters: readonly Letter[]): string {
  return `${letters.map((letter, index) => (index === 0 ? textOf(letter) : `${letter.subject}\n\n${textOf(letter)}`)).join(`\n\n${divider}\n\n`)}\n`;
}

function textOf({ greeting, paragraphs, action, footer }: Letter): string {
  return [greeting, ...paragraphs, ...(action ? [action.sentence] : []), footer.join('\n')].join('\n\n');
}
