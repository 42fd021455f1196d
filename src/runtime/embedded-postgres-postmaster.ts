import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A running PostgreSQL server, as its lock file tells. */
export interface Postmaster {
  pid: number;
  /** Undefined for a moment while it starts. */
  port: number | undefined;
}

/** The server that runs on a cluster's folder, if one does; it may still be starting or already stopping. */
export async function findPostmaster(folder: string): Promise<Postmaster | undefined> {
  const named = await readPidFile(folder);
  return named && (await isPostmasterOf(named.pid, folder)) ? named : undefined;
}

/**
 * Removes a lock file whose number another process has by now (after a reboot, in a container), or a zombie still has:
 * PostgreSQL takes either for a living server and refuses to start. A true one it still notices by its shared memory.
 */
export async function removeFalsePidFile(folder: string): Promise<void> {
  const named = await readPidFile(folder);
  if (named && isAlive(named.pid) && !(await isPostmasterOf(named.pid, folder))) await rm(pidFileIn(folder), { force: true });
}

async function readPidFile(folder: string): Promise<Postmaster | undefined> {
  const text = await readFile(pidFileIn(folder), 'utf8').catch(() => '');
  // Lines: pid, folder, start time, port, ...
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]) || undefined } : undefined;
}

function pidFileIn(folder: string): string {
  return join(folder, 'postmaster.pid');
}

/** Whether a process is the server of a folder: alive, no zombie, and not a later process with the same number. */
export async function isPostmasterOf(pid: number, folder: string): Promise<boolean> {
  if (process.platform !== 'linux') return isAlive(pid);
  try {
    // A server works in its folder; a zombie works nowhere.
    const [workplace, cluster] = await Promise.all([stat(`/proc/${pid}/cwd`), stat(folder)]);
    return workplace.dev === cluster.dev && workplace.ino === cluster.ino;
  } catch (error) {
    if (codeOf(error) !== 'EACCES' && codeOf(error) !== 'EPERM') return false;
    // Root without CAP_SYS_PTRACE, as in a container, is not shown where another user's process works.
    return isLivingPostgres(pid);
  }
}

async function isLivingPostgres(pid: number): Promise<boolean> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // `1234 (postgres) S ...`; Z and X are dead.
  return /^\d+ \(postgres\) [^ZX]/.test(line);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
