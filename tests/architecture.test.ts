import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import config from '../.dependency-cruiser.mjs';

// A cruise that parses nothing finds nothing wrong, so what was seen is asserted first.
const { output } = await cruise(
  ['src', 'integrations'],
  { ruleSet: { forbidden: config.forbidden as never }, validate: true, ...(config.options as object) },
  undefined,
  {
    tsConfig: extractTSConfig('./tsconfig.json'),
  },
);
const { modules, summary } = output as ICruiseResult;
const ours = modules.filter(({ source }) => /^(src|integrations)\/.*\.ts$/.test(source));
const files = ['src', 'integrations']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }))
  .filter((name) => name.endsWith('.ts'));

describe('what may import what', () => {
  it('was looked at in every file of the product', () => {
    expect(ours.length).toBe(files.length);
    expect(ours.flatMap(({ dependencies }) => dependencies).length).toBeGreaterThan(files.length);
  });

  it('holds everywhere', () => {
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  });
});

describe('a module', () => {
  const folders = readdirSync('src/modules', { withFileTypes: true }).filter((entry) => entry.isDirectory());

  it.each(folders.map(({ name }) => name))('%s is listed in modules/index.ts', async (name) => {
    const { modules: listed } = await import('../src/modules/index.ts');
    expect(listed.map((module) => module.name)).toContain(name);
  });
});
