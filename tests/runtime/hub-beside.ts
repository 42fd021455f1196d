import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Starts a process of `hub-beside.fixture.ts` on a database, and returns when it is ready. The environment is the hub's settings. */
export async function startBeside(databaseUrl: string, settings: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/runtime/hub-beside.fixture.ts', databaseUrl], {
    env: { PATH: process.env['PATH'], PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = once(child.stdout, 'data');
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the hub ended with ${String(code)} before it was ready`)));
  ended.catch(() => undefined);
  await Promise.race([ready, ended]);
  return child;
}

export async function end(hub: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  const ended = once(hub, 'exit');
  hub.kill(signal);
  const [code] = (await ended) as [number | null];
  return code;
}
