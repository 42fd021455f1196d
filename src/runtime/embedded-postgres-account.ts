import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, lstat, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The user that PostgreSQL runs as where that is not ourselves. */
export interface Account {
  uid: number;
  gid: number;
}

const nobody: Account = { uid: 65_534, gid: 65_534 };

/**
 * PostgreSQL refuses to run as root. A hub that is root runs it as the user who owns the cluster, or will own its
 * folder, so that an ordinary user's data stays that user's; where root owns both, as nobody.
 */
export async function accountFor(clusterFolder: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const folder of [clusterFolder, dirname(clusterFolder)]) {
    const owner = await stat(folder).catch(() => undefined);
    if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  }
  return nobody;
}

/** Gives a folder and all in it to the account; the folder itself last, so that a broken-off walk is done again. */
export async function giveTree(folder: string, account: Account): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chown(join(entry.parentPath, entry.name), account.uid, account.gid);
  }
  await chown(folder, account.uid, account.gid);
}

/** Whether the folder belongs to the user who must own it: the account, or ourselves. */
export async function isOwnedBy(folder: string, account: Account | undefined): Promise<boolean> {
  const wanted = account?.uid ?? process.getuid?.();
  return wanted === undefined || (await lstat(folder)).uid === wanted;
}

export interface ToolResult {
  /** The exit code, or undefined where the program could not be run or was ended by a signal. */
  code: number | undefined;
  /** What it printed, or why it could not be run. */
  output: string;
}

/**
 * Runs a program to its end as the account, in a session of its own (Ctrl-C at the terminal does not reach it) and with
 * an environment of our own (no PG* variable changes what it does).
 */
export async function runAs(account: Account | undefined, program: string, args: readonly string[], folder: string): Promise<ToolResult> {
  try {
    const child = spawn(program, args, {
      ...account,
      cwd: folder,
      detached: true,
      windowsHide: true,
      env: { LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code: code ?? undefined, output: output.trim() };
  } catch (error) {
    // Thrown at once or told later: no such program, or no right to run it as the account.
    return { code: undefined, output: String(error) };
  }
}
