import { createHash } from 'node:crypto';

export interface Page {
  html: string;
  /** Content-Security-Policy: the page runs its own script and style and asks the hub's API, nothing else. */
  policy: string;
}

const style = `
body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff; }
button { font: inherit; padding: .75rem 1.25rem; color: #fff; background: #0b57a4; border: 0; border-radius: .375rem; }
button:disabled { opacity: .5; } output { display: block; margin-top: 1rem; } li { margin: .25rem 0; } small { color: #555; }
`;

const hashOf = (source: string): string => `'sha256-${createHash('sha256').update(source).digest('base64')}'`;

/** A page of the portal: a GraphQL client and nothing else. `ask(query, variables)` is there for its script. */
export function page({ title, body, script }: { title: string; body: string; script: string }): Page {
  const whole = `
const ask = async (query, variables) => {
  const response = await fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', 'accept-language': 'ky' }, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await response.json();
  if (errors) throw new Error([errors[0].message, errors[0].extensions.hint].filter(Boolean).join(' '));
  return data;
};
${script}`;
  const html = `<!doctype html>
<html lang="ky">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${style}</style></head>
<body>
${body}
<noscript>JavaScript керек. / Нужен JavaScript.</noscript>
<script>${whole}</script>
</body></html>
`;
  const policy = `default-src 'none'; connect-src 'self'; script-src ${hashOf(whole)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return { html, policy };
}
