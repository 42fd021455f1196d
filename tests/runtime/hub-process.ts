import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { expect, vi } from 'vitest';

interface HubEvents {
  ready: boolean;
  url: string;
  adopted: boolean;
  port: number;
  acknowledged: number;
  stopped: string;
  message: string;
}

const repository = join(import.meta.dirname, '..', '..');

/** A process of `embedded-postgres.fixture.ts`. */
export class HubProcess {
  readonly events: Partial<HubEvents>[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly closed: Promise<unknown>;
  private ended = false;
  private errors = '';

  private constructor(private readonly child: ChildProcess) {
    // Not `exit`: the shell may end before the hub below it.
    this.closed = once(child, 'close').then(() => {
      this.ended = true;
      this.wake();
    });
    child.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.events.push(JSON.parse(line) as Partial<HubEvents>);
        this.wake();
      });
    }
  }

  /** In a process group of its own, below a shell, as npm would run it. */
  static spawn(dataDir: string): HubProcess {
    const fixture = join(import.meta.dirname, 'embedded-postgres.fixture.ts');
    const child = spawn('/bin/sh', ['-c', '"$0" --import tsx "$1" "$2"; exit $?', process.execPath, fixture, dataDir], {
      cwd: repository,
      detached: true,
    });
    return new HubProcess(child);
  }

  static async start(dataDir: string): Promise<HubProcess & { url: string; adopted: boolean; port: number }> {
    const hub = HubProcess.spawn(dataDir);
    const { url = '', adopted = false, port = 0 } = await hub.told((event) => event.ready === true);
    return Object.assign(hub, { url, adopted, port });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The ids of all rows whose commit it saw. */
  get acknowledged(): number[] {
    return this.events.flatMap(({ acknowledged }) => acknowledged ?? []);
  }

  async hasWritten(rows: number): Promise<void> {
    await this.told(() => this.acknowledged.length >= rows);
  }

  say(word: 'write' | 'stop'): void {
    this.child.stdin?.write(`${word}\n`);
  }

  /** Waits for an event; throws with what the process printed if it ends without it. */
  async told(matches: (event: Partial<HubEvents>) => boolean): Promise<Partial<HubEvents>> {
    for (;;) {
      const event = this.events.find(matches);
      if (event) return event;
      if (this.ended) throw new Error(`The process ended: ${this.errors}`);
      await new Promise<void>((resolve) => this.listeners.add(resolve));
    }
  }

  /** Says `stop` and gives what stop() answered. */
  async stop(): Promise<string | undefined> {
    this.say('stop');
    const { stopped } = await this.told((event) => event.stopped !== undefined);
    await this.closed;
    return stopped;
  }

  /** kill -9 for the process and all below it; returns when they are dead, locks and all. */
  async kill(): Promise<void> {
    const tree = this.tree();
    for (const pid of tree) signal(pid, 'SIGKILL');
    await this.closed;
    await vi.waitFor(() => expect(processes().filter(({ pid, zombie }) => tree.includes(pid) && !zombie)).toEqual([]), {
      timeout: 10_000,
    });
  }

  /** SIGTERM to the process group and to every process below, as a terminal, a supervisor or a script would. */
  terminate(): void {
    for (const pid of this.tree()) signal(pid, 'SIGTERM');
  }

  /** The process and its descendants. */
  tree(): number[] {
    const children = new Map<number, number[]>();
    for (const { pid, parent } of processes()) children.set(parent, [...(children.get(parent) ?? []), pid]);
    const below = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(below)];
    return below(this.pid);
  }

  private wake(): void {
    for (const listener of this.listeners) listener();
    this.listeners.clear();
  }
}

/** Sends the signal; a process that has ended by itself since it was listed needs none. */
function signal(pid: number, name: 'SIGKILL' | 'SIGTERM'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** All processes of the machine. */
export function processes(): { pid: number; parent: number; group: number; uid: number; zombie: boolean }[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,uid=,stat='], { encoding: 'utf8' });
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent, group, uid, state = ''] = line.trim().split(/\s+/);
      return {
        pid: Number(pid),
        parent: Number(parent),
        group: Number(group),
        uid: Number(uid),
        zombie: state.startsWith('Z'),
      };
    });
}
