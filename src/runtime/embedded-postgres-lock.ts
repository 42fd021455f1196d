import { chownSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 50;
const noticeAfterMs = 3_000;
const giveUpAfterMs = 10 * 60_000;
const sqliteBusy = 5;

/** A lock on a file. The kernel drops it when the process ends, however it ends: there is no stale lock to judge. */
interface FileLock {
  release(): void;
}

/**
 * Locks a file, or returns undefined while another process, or another caller in this one, holds it.
 *
 * Node has no flock. SQLite's exclusive transaction is the same thing (fcntl on POSIX, LockFileEx on Windows) and also
 * keeps two holders within one process apart. Never open such a file by other means: closing it would drop the lock.
 */
export function tryLockFile(path: string): FileLock | undefined {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw new Error(`Cannot lock ${path}: ${String(error)}`, { cause: error });
  }
  giveToOwnerOfFolder(path);
  return { release: () => database.close() };
}

/** Does the work while holding the lock; waits for it as long as its holder lives, at most ten minutes. */
export async function withFileLock<T>(path: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  const lock = await lockFile(path, onWait);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

async function lockFile(path: string, onWait: () => void): Promise<FileLock> {
  let told = false;
  for (let waitedMs = 0; waitedMs < giveUpAfterMs; waitedMs += pollMs) {
    const lock = tryLockFile(path);
    if (lock) return lock;
    if (waitedMs >= noticeAfterMs && !told) {
      told = true;
      onWait();
    }
    await sleep(pollMs);
  }
  throw new Error(`Another process has held ${path} for ten minutes. End the hub that hangs, then start again.`);
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy;
}

/** A file that root made in somebody's folder must not lock its owner out later. */
function giveToOwnerOfFolder(path: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(path));
  chownSync(path, uid, gid);
}
