import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { Ctx } from './kit/ctx.ts';
import { inTransaction } from './kit/transaction.ts';
import { maxFileBytes } from './modules/organizations/classifier-file.rules.ts';
import { type ClassifierReport, importClassifier } from './modules/organizations/classifier.service.ts';
import type { ChangeLine, ImportCounts } from './modules/organizations/import-plan.rules.ts';
import { UsageError } from './runtime/usage-error.ts';
import { dayOf, isLocalDate } from './shared/calendar.ts';
import type { Violation } from './shared/errors.ts';
import type { LegalAct } from './shared/legal-act.ts';
import { inLanguage, type Language, languages, type LocalizedText } from './shared/localized-text.ts';

/** Opens the hub's database for one piece of work, with a context named after the act, and closes it after. */
type OpenHub = (action: string, work: (ctx: Ctx) => Promise<number>) => Promise<number>;

export const referenceImportUsage =
  'npm run reference:import -- FILE [--dry-run] [--in-force-from DAY] --act-kind KIND --act-number NUMBER --act-date DAY --act-title TITLE [--act-title-ru TITLE] [--act-url URL] [--lang ky|ru|en]';
export const referenceImportAbout =
  'Loads a newer classifier of administrative units, whole or not at all. --dry-run only tells what it would change, and needs no act.\n  DAY is yyyy-MM-dd; the classifier is in force from today unless --in-force-from says otherwise.';

const options = {
  'in-force-from': { type: 'string' },
  'act-kind': { type: 'string' },
  'act-number': { type: 'string' },
  'act-date': { type: 'string' },
  'act-title': { type: 'string' },
  'act-title-ru': { type: 'string' },
  'act-url': { type: 'string' },
  lang: { type: 'string', default: 'en' },
  'dry-run': { type: 'boolean', default: false },
} as const;
const actOptions = ['act-kind', 'act-number', 'act-date', 'act-title'] as const;

/** Imports a classifier from a file; 0 when it fits (and is loaded, unless the run is dry), 1 when it does not and nothing changed. */
export async function referenceImport(args: string[], open: OpenHub, say: (text: string) => void): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const language = languages.find((known) => known === values.lang.toUpperCase());
  const problems = [
    ...(positionals.length === 1 ? [] : ['name one file: npm run reference:import -- FILE …']),
    ...(values['dry-run']
      ? []
      : actOptions.filter((name) => !values[name]?.trim()).map((name) => `--${name} is required, unless the run is dry`)),
    ...(['in-force-from', 'act-date'] as const)
      .filter((name) => values[name] && !isLocalDate(values[name]))
      .map((name) => `--${name} must be a real day, yyyy-MM-dd`),
    ...(language ? [] : ['--lang must be ky, ru or en']),
  ];
  if (problems.length > 0 || !language) throw new UsageError(problems);
  const file = await contentOf(positionals[0] ?? '');
  return open('importClassifier', async (ctx) => {
    const inForceFrom = values['in-force-from'] ?? dayOf(ctx.now);
    const input = { file, inForceFrom, act: actOf(values), isDryRun: values['dry-run'] };
    const report = await inTransaction(ctx, (inner) => importClassifier(inner, input));
    say(reportText(report, language, input.isDryRun));
    return report.violations.length === 0 ? 0 : 1;
  });
}

function actOf(values: { [Option in keyof typeof options]?: string | boolean }): LegalAct {
  const told = (name: keyof typeof options): string | null => (typeof values[name] === 'string' ? values[name].trim() : null);
  return {
    kind: told('act-kind') ?? '',
    number: told('act-number') ?? '',
    adoptedOn: told('act-date') ?? '',
    title: { ky: told('act-title') ?? '', ru: told('act-title-ru') },
    url: told('act-url'),
  };
}

/** The file's bytes, one more at most than an import takes: it then says itself that there are too many. */
async function contentOf(path: string): Promise<Uint8Array> {
  try {
    return await buffer(createReadStream(path, { end: maxFileBytes }));
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new UsageError([`the file ${path} cannot be read (${String(error.code)})`]);
    throw error;
  }
}

// ---- what is printed -----------------------------------------------------------------------------------------------

const mostShown = 100;

const countWords: Record<keyof ImportCounts, string> = {
  confirmed: 'municipalities confirmed',
  named: 'units whose names are verified or completed',
  moved: 'units that follow their parent to its successor',
  renamed: 'units renamed',
  new: 'new units',
  merged: 'units made or enlarged by merging',
  split: 'units split',
  recoded: 'units with a new code',
  abolished: 'units abolished without a successor',
  ended: 'units that end in all',
  begun: 'units that begin in all',
  successions: 'successions between municipalities',
};

function reportText(report: ClassifierReport, language: Language, isDryRun: boolean): string {
  const { violations, warnings, rowCount, inForceFrom, sha256 } = report;
  const head = `${rowCount} rows, in force from ${inForceFrom}, SHA-256 ${sha256}`;
  const warned = shown(warnings, (warning) => `  warning  ${violationLine(warning, language)}`);
  if (violations.length > 0) {
    const wrong = shown(violations, (violation) => `  ${violationLine(violation, language)}`);
    return [
      head,
      ...warned,
      `${violations.length} ${violations.length === 1 ? 'thing is' : 'things are'} wrong; nothing was changed:`,
      ...wrong,
    ].join('\n');
  }
  if (report.hasNothingToDo) return [head, ...warned, 'Nothing to do: the division is as the file has it.'].join('\n');
  const changes = shown(report.changes, (line) => `  ${changeText(line, language)}`);
  return [
    head,
    ...warned,
    isDryRun ? 'Dry run: nothing was changed. The import would be:' : 'Imported:',
    ...countLines(report.counts),
    ...changes,
  ].join('\n');
}

function countLines(counts: ImportCounts): string[] {
  return Object.entries(countWords).map(([name, words]) => `${String(counts[name as keyof ImportCounts]).padStart(6)}  ${words}`);
}

function shown<T>(all: readonly T[], lineOf: (one: T) => string): string[] {
  const rest = all.length - mostShown;
  return [...all.slice(0, mostShown).map(lineOf), ...(rest > 0 ? [`  … and ${rest} more`] : [])];
}

function violationLine({ row, column, rule, message, hint }: Violation, language: Language): string {
  const where = [row === undefined ? undefined : `row ${row}`, column].filter((part) => part !== undefined).join(', ');
  const words = [message, hint].filter((text) => text !== undefined).map((text) => inLanguage(text, language));
  return `${where ? `${where}: ` : ''}${words.join(' ')} [${rule ?? ''}]`;
}

function changeText({ change, on, from, to }: ChangeLine, language: Language): string {
  const list = (units: readonly { code: string; name: LocalizedText }[]): string =>
    units.map(({ code, name }) => `${code} ${inLanguage(name, language)}`).join(' + ');
  return [`${on} ${change}`, list(from), to.length > 0 ? `> ${list(to)}` : ''].filter((part) => part !== '').join('  ');
}
