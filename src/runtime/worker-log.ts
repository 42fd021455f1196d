import { Logger as QueueLogger } from 'graphile-worker';
import type { Logger } from './log.ts';

/** The job queue's own lines, in the hub's log: errors and warnings as they are, the rest only when debugging. */
export function quietLogger(log: Logger): QueueLogger {
  return new QueueLogger(() => (level, message) => {
    if (level === 'error') log.error(message);
    else if (level === 'warning') log.warn(message);
    else log.debug(message);
  });
}
