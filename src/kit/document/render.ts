import { fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DocumentModel } from './document.rules.ts';

export type DocumentFormat = 'PDF' | 'DOCX' | 'HTML';

/** What goes to the child and what comes back. */
export interface RenderTask {
  readonly model: DocumentModel;
  readonly format: DocumentFormat;
}
export type RenderAnswer = { readonly document: Uint8Array } | { readonly failure: string };

const longestMs = 10 * 60_000;
const mostHeapMb = 2048;

// Types are taken off by Node itself, so that the same file runs from the source and, compiled, from `dist`.
const childFile = fileURLToPath(new URL(`./render-child${extname(import.meta.url)}`, import.meta.url));

let last: Promise<unknown> = Promise.resolve();

/**
 * Renders a document in a process of its own, one at a time: a report holds the processor for a minute and needs up to a gigabyte and
 * a half, while the hub must go on answering. The process gets the model, no environment, and is killed when it takes too
 * long or `signal` is aborted.
 */
export async function renderDocument(
  model: DocumentModel,
  format: DocumentFormat,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Buffer> {
  const mine = last.then(() => inChild({ model, format }, signal));
  last = mine.catch(() => undefined);
  return signal ? Promise.race([mine, abortOf(signal)]) : mine;
}

/** Who waits in the queue is told of an abort at once. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const tell = () => reject(signal.reason as Error);
    if (signal.aborted) tell();
    else signal.addEventListener('abort', tell, { once: true });
  });
}

/** Ends when the process has ended, so that the next one finds the memory free. */
function inChild(task: RenderTask, signal: AbortSignal | undefined): Promise<Buffer> {
  signal?.throwIfAborted();
  const child = fork(childFile, [], {
    env: {},
    execArgv: [`--max-old-space-size=${mostHeapMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    timeout: longestMs,
    killSignal: 'SIGKILL',
    ...(signal ? { signal } : {}),
  });
  return new Promise((resolve, reject) => {
    let answer: RenderAnswer | undefined;
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-4000)));
    child.on('message', (message: RenderAnswer) => (answer = message));
    child.on('error', (error) => {
      // A process that was killed by an abort still has to end; one that never started has not.
      if (child.pid === undefined) reject(error);
    });
    child.on('close', (code, killedBy) => {
      if (signal?.aborted) reject(signal.reason as Error);
      else if (answer && 'document' in answer) resolve(Buffer.from(answer.document));
      else
        reject(
          new Error(
            `The document was not rendered as ${task.format}: ${answer?.failure ?? `the process ended by ${killedBy ?? code}. ${said.trim()}`}`,
          ),
        );
    });
    child.send(task, (error) => {
      if (error) said += `${error.message}\n`;
    });
  });
}
