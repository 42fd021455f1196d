import { createHash } from 'node:crypto';
import { client } from './page-client.ts';
import { style } from './page-style.ts';

export interface Page {
  html: string;
  /** Content-Security-Policy: the page runs its own script and style and asks the hub's API, nothing else. */
  policy: string;
}

export interface PageParts {
  title: { ky: string; ru: string };
  /** Whether somebody must have signed in; anyone may read the others. */
  needsPerson: boolean;
  /** What it asks the API, by name. */
  operations: Record<string, string>;
  /** Its own script, which defines `content(viewer)`: what stands under the title. It has the words of `page-client.ts`. */
  script: string;
}

const hashOf = (source: string): string => `'sha256-${createHash('sha256').update(source).digest('base64')}'`;

const viewer = '{ viewer { roles onBehalfOf municipality { name } user { name } } }';

/** A page of the portal: a GraphQL client and nothing else. Its words are written by the script, in the reader's language. */
export function page({ title, needsPerson, operations, script }: PageParts): Page {
  const whole = `'use strict';
const operations = ${JSON.stringify({ viewer, ...operations })};
const title = ${JSON.stringify(title)}, needsPerson = ${needsPerson};
${client}
${script}
start();
`;
  const html = `<!doctype html>
<html lang="ky">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${title.ky} / ${title.ru}</title><style>${style}</style></head>
<body>
<header></header>
<main>
<h1>${title.ky}</h1>
<noscript><p class="note">JavaScript керек. / Нужен JavaScript.</p></noscript>
</main>
<script>${whole}</script>
</body></html>
`;
  const policy = `default-src 'none'; connect-src 'self'; script-src ${hashOf(whole)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return { html, policy };
}
