import { createHash, randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { readFileSync } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, readFile, readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, parse, relative } from 'node:path';

import type { Account } from './embedded-postgres-account.ts';
import { runAs } from './embedded-postgres-account.ts';

/** PostgreSQL as it lies in a folder with `bin`, `lib` and `share`. */
export interface PostgresBinaries {
  folder: string;
  /** Of the npm package: `18.4.0-beta.17`. */
  packageVersion: string;
  /** `18`: only a cluster of this version can be opened. */
  majorVersion: string;
}

/** The full path of a program of PostgreSQL. */
export function programIn(binaries: PostgresBinaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(binaries.folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/**
 * The binaries that npm installed for this platform (`linux-x64`, `darwin-arm64`, `windows-x64` …).
 * Throws, naming the platform and what to do, where there are none.
 */
export function findPostgresBinaries(platform = thisPlatform()): PostgresBinaries {
  const packageName = `@embedded-postgres/${platform}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(packageName);
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}: the optional npm package ${packageName} is not installed. ` +
        'Run npm ci again without --omit=optional; if there is no such package, install PostgreSQL 15 or later and set DATABASE_URL.',
    );
  }
  const packageFolder = dirname(dirname(entry));
  const packageVersion = versionIn(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  return { folder: join(packageFolder, 'native'), packageVersion, majorVersion: packageVersion.split('.')[0] ?? '' };
}

/**
 * The binaries, where the account can run them. An account other than ours may have no way into our folders (a checkout
 * under a home with mode 0700): it gets a copy in a system folder, made once per version.
 */
export async function runnableBinaries(
  account: Account | undefined,
  log: (message: string) => void,
  installed = findPostgresBinaries(),
): Promise<PostgresBinaries> {
  await linkLibraries(installed.folder);
  const failure = await whyNotRunnable(installed, account);
  if (failure === undefined) return installed;
  if (!account) throw new Error(`The embedded PostgreSQL does not run on this system (${thisPlatform()}): ${failure}`);

  const failures = [failure];
  const { lines } = await listingOf(installed.folder);
  const hash = createHash('sha256')
    .update([installed.packageVersion, ...lines].join('\n'))
    .digest('hex')
    .slice(0, 12);
  for (const base of systemFolders()) {
    try {
      const folder = join(base, `municipal-service-quality-hub-postgres-${installed.packageVersion}-${hash}`);
      if (await provideCopy(installed.folder, folder))
        log(`Copied the PostgreSQL programs to ${folder}, where uid ${account.uid} can run them.`);
      const copy = { ...installed, folder };
      const copyFailure = await whyNotRunnable(copy, account);
      if (copyFailure === undefined) return copy;
      failures.push(copyFailure);
    } catch (error) {
      failures.push(String(error));
    }
  }
  throw new Error(
    `As root, the embedded PostgreSQL runs as uid ${account.uid}, which cannot run its programs: ${failures.join('; ')}. ` +
      'Start the hub as an ordinary user, or set DATABASE_URL.',
  );
}

function thisPlatform(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
}

function versionIn(packageJson: string): string {
  const { version } = JSON.parse(packageJson) as { version: string };
  return version;
}

/** A cache folder first: what lies in tmp is removed after days without use, under a running server's feet. */
function systemFolders(): string[] {
  return ['/var/cache', tmpdir()];
}

async function whyNotRunnable(binaries: PostgresBinaries, account: Account | undefined): Promise<string | undefined> {
  const program = programIn(binaries, 'postgres');
  const { code, output } = await runAs(account, program, ['--version'], parse(program).root);
  return code === 0 ? undefined : output || `${program} ended with ${code ?? 'a signal'}`;
}

/** npm packs no links, so the package lists them; its install script makes them, unless scripts were refused. */
async function linkLibraries(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    // A link that exists is the usual case; one that cannot be made shows when the program does not run.
    await symlink(basename(source), join(dirname(folder), target)).catch(() => undefined);
  }
}

/**
 * Makes sure that the folder is a whole copy which nobody but root can have changed; true if it had to be made.
 * Made aside and renamed, so that a half-made copy is never seen; two starters may do it at once.
 */
async function provideCopy(from: string, to: string): Promise<boolean> {
  if (await isTrustedCopy(from, to)) return false;
  const aside = `${to}-${randomUUID()}`;
  await copyReadable(from, join(aside, 'new'));
  await chmod(aside, 0o755);
  await rename(to, join(aside, 'old')).catch(() => undefined);
  // Losing to another starter is as good as winning.
  await rename(join(aside, 'new'), to).catch(() => undefined);
  await rm(aside, { recursive: true, force: true });
  if (!(await isTrustedCopy(from, to))) throw new Error(`${to} is not a copy that only root can have written`);
  return true;
}

async function isTrustedCopy(from: string, to: string): Promise<boolean> {
  try {
    const [original, copy] = await Promise.all([listingOf(from), listingOf(to)]);
    return copy.writtenByRootOnly && copy.lines.join('\n') === original.lines.join('\n');
  } catch {
    return false;
  }
}

/** Every entry of a tree as a line (kind, path, size or target), and whether root alone can have written them all. */
async function listingOf(folder: string): Promise<{ lines: string[]; writtenByRootOnly: boolean }> {
  const paths = [folder];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    paths.push(join(entry.parentPath, entry.name));
  }
  const lines: string[] = [];
  let writtenByRootOnly = true;
  for (const path of paths.toSorted()) {
    const stats = await lstat(path);
    writtenByRootOnly &&= isWrittenByRootOnly(stats);
    lines.push(`${relative(folder, path)}\t${await lineOf(path, stats)}`);
  }
  return { lines, writtenByRootOnly };
}

async function lineOf(path: string, stats: Stats): Promise<string> {
  if (stats.isSymbolicLink()) return `link ${await readlink(path)}`;
  if (stats.isDirectory()) return 'folder';
  return `${isProgram(stats) ? 'program' : 'file'} ${stats.size}`;
}

function isProgram(stats: Stats): boolean {
  return (stats.mode & 0o100) !== 0;
}

function isWrittenByRootOnly(stats: Stats): boolean {
  // A link's own mode says nothing; its folder decides.
  return stats.uid === 0 && (stats.isSymbolicLink() || (stats.mode & 0o022) === 0);
}

/** Copies a tree so that everyone can read it, whatever our umask. */
async function copyReadable(from: string, to: string): Promise<void> {
  const stats = await lstat(from);
  if (stats.isSymbolicLink()) return symlink(await readlink(from), to);
  if (!stats.isDirectory()) {
    await copyFile(from, to);
    return chmod(to, isProgram(stats) ? 0o755 : 0o644);
  }
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const name of await readdir(from)) await copyReadable(join(from, name), join(to, name));
}
