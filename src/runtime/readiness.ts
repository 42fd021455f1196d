import type { Mailer } from '../kit/mail/mailer.ts';
import { type Orm, pendingMigrations } from './orm.ts';
import type { Worker } from './worker.ts';

/** What /health/ready answers. A migrated database stays so while the hub runs, so that is asked until then only. */
export function readinessOf(orm: Orm, worker: Worker, mailer: Mailer) {
  let isMigrated = false;
  return async () => {
    const database = await orm.checkConnection();
    if (database.ok && !isMigrated) isMigrated = (await pendingMigrations(orm)).length === 0;
    const checks = {
      database: database.ok ? 'ok' : 'the database does not answer',
      migrations: isMigrated
        ? 'ok'
        : database.ok
          ? 'the database is not migrated: run `npm run migrate`'
          : 'not known: the database does not answer',
      worker: worker.isRunning() ? 'ok' : 'the job worker does not run',
    };
    const ready = Object.values(checks).every((check) => check === 'ok');
    // A relay that is away stops no request: mails wait in the database.
    return { ready, checks: { ...checks, mail: mailer.pausedUntil() ? 'the mail relay does not answer: mails wait' : 'ok' } };
  };
}
