import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { Script } from 'node:vm';
import { buildSchema, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noticeNames } from '../../src/kit/mail/notice-texts.ts';
import { samplePayloads } from '../../src/kit/mail/sample-payloads.ts';
import { pages } from '../../src/portal/index.ts';
import { startHub, type TestHub } from '../support/hub.ts';

const id = '01900000-0000-7000-8000-000000000000';

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const scriptOf = (html: string): string => /<script>([^]*?)<\/script>/.exec(html)?.[1] ?? '';

describe.each(Object.keys(pages))('the page %s', (path) => {
  const open = async () => {
    const response = await fetch(`${hub.url}${path.replaceAll(/:\w+/g, id)}`);
    return { response, html: await response.text() };
  };

  it('runs only its own script and style', async () => {
    const { response, html } = await open();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(response.status).toBe(200);
    for (const element of ['script', 'style']) {
      const source = new RegExp(`<${element}>([^]*?)</${element}>`).exec(html)?.[1] ?? '';
      expect(policy).toContain(`${element}-src 'sha256-${createHash('sha256').update(source).digest('base64')}'`);
    }
    expect(policy).toContain("default-src 'none'");
    expect(html.replace(scriptOf(html), ''), 'what the policy would refuse').not.toMatch(/ on\w+=| style=| src=/);
    expect(scriptOf(html)).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|localStorage|console\./);
    expect(() => new Script(scriptOf(html))).not.toThrow();
  });

  it('asks what the API answers', async () => {
    const schema = buildSchema(await readFile('schema/hub.graphql', 'utf8'));
    const [, operations = '{}'] = /^const operations = (.*);$/m.exec(scriptOf((await open()).html)) ?? [];
    const documents = Object.values(JSON.parse(operations) as Record<string, string>);
    expect(documents.length).toBeGreaterThan(1);
    expect(documents.flatMap((document) => validate(schema, parse(document)))).toEqual([]);
  });
});

/** Every link that the code of a module gives to a notice, with a value for each of its places. */
async function linksInCode(): Promise<string[]> {
  const files = (await readdir('src/modules', { recursive: true })).filter((name) => /\.(service|notices)\.ts$/.test(name));
  const sources = await Promise.all(files.map((name) => readFile(`src/modules/${name}`, 'utf8')));
  return sources.flatMap((source) =>
    [...source.matchAll(/\blink: (.*)$/gm)].flatMap(([, value = '']) =>
      [...value.matchAll(/(['`])(\/.*?)\1/g)].map(([, , path = '']) => path),
    ),
  );
}
const filled = (path: string): string => path.replaceAll(/\$\{\w*\.?(\w+)\}/g, (_place, name: string) => (name === 'year' ? '2026' : id));

describe('every link that a mail can carry leads to a page', () => {
  it('those that the modules give', async () => {
    const links = [...new Set(await linksInCode())];
    expect(links.length, 'they were found').toBeGreaterThan(7);
    const statuses = await Promise.all(links.map(async (link) => [link, (await fetch(`${hub.url}${filled(link)}`)).status]));
    expect(statuses).toEqual(links.map((link) => [link, 200]));
    expect(links, 'the index is for programs').not.toContain('/');
  });

  it('those of the previews, which are the same', async () => {
    const paths = (await linksInCode()).map((link) => new URL(filled(link), hub.url).pathname);
    for (const name of noticeNames) {
      const { link } = samplePayloads[name];
      if (typeof link === 'string') expect(paths, name).toContain(new URL(link).pathname);
    }
  });
});
