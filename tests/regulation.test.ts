import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync('docs/regulation.md', 'utf8');
const requirement = /\bR(?:-II\.\d|-III\.\d(?:\.\d)?|\d{1,2})\b/g;

interface Row {
  id: string;
  cells: string[];
}

/** The rows of the table under a heading. */
function rowsUnder(heading: string): Row[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| R'));
  return lines.map((line) => {
    const [id = '', ...cells] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    return { id, cells };
  });
}

const kept = rowsUnder('Kept today');
const planned = rowsUnder('Nothing to build');
const quoted = (cell: string | undefined): string[] => [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);

const places = [...kept, ...planned].flatMap(({ cells }) => cells.flatMap(quoted)).filter((text) => /\.ts:\w+$/.test(text));

/** Whether a file declares a function, constant or class of that name. */
function declares(place: string): boolean {
  const [file = '', name = ''] = place.split(':');
  const path = `src/modules/${file}`;
  return existsSync(path) && new RegExp(`^export (?:async )?(?:function|const|class) ${name}\\b`, 'm').test(readFileSync(path, 'utf8'));
}

function citedIn(path: string): Set<string> {
  return new Set(readFileSync(path, 'utf8').match(requirement));
}

/** The rules and services, with the requirements that each cites. */
const citing = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:rules|service)\.ts$/.test(file))
  .map((file) => ({ file, cited: citedIn(`src/${file}`) }));

describe('docs/regulation.md', () => {
  it('names code and a test for every requirement that it says is kept', () => {
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.filter(({ cells: [, code, test] }) => quoted(code).length === 0 || quoted(test).length === 0)).toEqual([]);
  });

  it('names only functions that exist', () => {
    expect(places.length).toBeGreaterThan(kept.length);
    expect(places.filter((place) => !declares(place))).toEqual([]);
  });

  it('names only tests that exist', () => {
    const tests = kept.flatMap(({ cells }) => quoted(cells.at(-1)));
    expect(tests.filter((test) => !existsSync(`tests/modules/${test}`))).toEqual([]);
  });

  it('says of no requirement both that it is kept and that there is nothing to build', () => {
    const keptIds = new Set(kept.map(({ id }) => id));
    expect(planned.filter(({ id }) => keptIds.has(id))).toEqual([]);
  });

  it('has every paragraph of the regulation in one of its tables', () => {
    const paragraphs = [
      ...Array.from({ length: 13 }, (_, index) => `R${index + 1}`),
      ...Array.from({ length: 8 }, (_, index) => `R-II.${index + 1}`),
      ...Array.from({ length: 6 }, (_, index) => `R-III.1.${index + 1}`),
      ...Array.from({ length: 5 }, (_, index) => `R-III.${index + 2}`),
    ];
    const ids = new Set([...kept, ...planned].map(({ id }) => id));
    expect(paragraphs.filter((paragraph) => !ids.has(paragraph))).toEqual([]);
  });

  it('has a row for every requirement that a rule or a service cites', () => {
    const ids = new Set([...kept, ...planned].map(({ id }) => id));
    const unknown = citing.flatMap(({ file, cited }) => [...cited].filter((id) => !ids.has(id)).map((id) => `${file}: ${id}`));
    expect(citing.flatMap(({ cited }) => [...cited]).length).toBeGreaterThan(0);
    expect(unknown).toEqual([]);
  });

  it('sends whoever reads of a requirement to code that cites it', () => {
    const cites = (place: string, id: string): boolean => citedIn(`src/modules/${place.split(':')[0]}`).has(id);
    const astray = kept.filter(({ id, cells: [, code] }) => !quoted(code).some((place) => cites(place, id)));
    expect(astray).toEqual([]);
  });
});
