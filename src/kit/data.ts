import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

/** The package's root, whether the hub runs from src or from dist: the nearest folder above that has a package.json. */
function packageRoot(from: string): string {
  try {
    readFileSync(join(from, 'package.json'));
    return from;
  } catch {
    return packageRoot(dirname(from));
  }
}

const root = packageRoot(dirname(fileURLToPath(import.meta.url)));

/** A file of the product's own `data/` folder. */
export function dataFile(path: string): string {
  return join(root, 'data', path);
}

/** The rows of a CSV file with a header line, as text; an empty cell is ''. */
export function readCsv<Column extends string = string>(path: string): Record<Column, string>[] {
  return parse<Record<Column, string>>(readFileSync(path, 'utf8'), { columns: true, bom: true, skip_empty_lines: true });
}

export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
