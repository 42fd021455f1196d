import { Logger as QueueLogger } from 'graphile-worker';
import type { Logger as CronLogger } from 'node-cron';
import type { Logger } from './log.ts';

/** The job queue's own lines, in the hub's log: errors and warnings as they are, the rest only when debugging. */
export function quietLogger(log: Logger): QueueLogger {
  return new QueueLogger(() => (level, message) => {
    if (level === 'error') log.error(message);
    else if (level === 'warning') log.warn(message);
    else log.debug(message);
  });
}

/** The cron library's lines, in the hub's log: a coordinator that failed is an error of the database, and the next slot asks again. */
export function cronLogger(log: Logger): CronLogger {
  return {
    info: (message) => log.debug(message),
    debug: (message) => log.debug(String(message)),
    warn: (message) => log.warn(message),
    error: (message, err) => log.error({ err: err ?? message }, String(message)),
  };
}
