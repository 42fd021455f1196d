import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { loadConfig, settings } from '../src/runtime/config.ts';

const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');

/** What the file says of each setting: the comment, then the commented-out line with the default. */
const documented = [...example.matchAll(/^# (.+)\n#([A-Z][A-Z_]*)=(.*)$/gm)].map(([, about, name, value]) => ({ about, name, value }));

function defaultOf(form: (typeof settings)[keyof typeof settings]['form']): string {
  const { data } = form.safeParse(undefined);
  return data === undefined ? '' : String(data);
}

test('.env.example documents every setting, in order, in its own words and with its default', () => {
  const declared = Object.entries(settings).map(([name, { about, form }]) => ({ about, name, value: defaultOf(form) }));
  expect(documented).toEqual(declared);
});

test('nothing in .env.example takes effect before it is taken out of its comment', () => {
  expect(parseEnv(example)).toEqual({});
});

test('with every line of .env.example taken out of its comment, the settings are the defaults', () => {
  const environment = parseEnv(example.replaceAll(/^#(?=[A-Z][A-Z_]*=)/gm, ''));
  expect(Object.keys(environment).toSorted()).toEqual(Object.keys(settings).toSorted());
  expect(loadConfig(environment)).toEqual(loadConfig({}));
});
