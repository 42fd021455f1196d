import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { tryLockFile } from './embedded-postgres-lock.ts';

/**
 * Who uses the database: one locked file per hub, named `<pid>-<machine>-<uuid>`. A file that can be locked belongs to
 * a dead hub, so nothing is asked of process ids, which are used again.
 */
interface Holder {
  pid: number;
  /** Same for processes that see each other's processes, shared memory and 127.0.0.1. */
  machine: string;
}

export interface Hold {
  release(): void;
}

/** Registers this process as a user of the database. Call it under the folder's lock. */
export function takeHold(folder: string): Hold {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${process.pid}-${thisMachine()}-${randomUUID()}`);
  const lock = tryLockFile(path);
  if (!lock) throw new Error(`${path} is locked although it is new.`);
  return {
    release() {
      lock.release();
      rmSync(path, { force: true });
    },
  };
}

/** The living users of the database; the files of the dead are removed. Call it under the folder's lock. */
export function livingHolders(folder: string): Holder[] {
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const lock = tryLockFile(path);
    if (!lock) return [holderNamed(name)];
    lock.release();
    rmSync(path, { force: true });
    return [];
  });
}

function holderNamed(name: string): Holder {
  const [pid = '', machine = ''] = name.split('-');
  return { pid: Number(pid), machine };
}

/** Two containers may share a folder and a kernel, yet not see each other's processes: each is a machine of its own. */
export function thisMachine(): string {
  const parts = [
    hostname(),
    textOr('', () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    ...['pid', 'ipc', 'net'].map((kind) => textOr('', () => readlinkSync(`/proc/self/ns/${kind}`))),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}

/** Only Linux has these files; elsewhere the host's name alone tells machines apart. */
function textOr(otherwise: string, read: () => string): string {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
