import { PostgreSqlConnection, PostgreSqlDriver } from '@mikro-orm/postgresql';
import type { Driver, PostgresDialect } from 'kysely';
import type { PoolConfig } from 'pg';

/**
 * Gives the place of a lost connection back to the pool. kysely does so only when a transaction's rollback has succeeded, which on a
 * connection that the database has closed it never does: each transaction under way at a failover would take a place for good.
 */
class LastingConnection extends PostgreSqlConnection {
  override createKyselyDialect(overrides: PoolConfig): PostgresDialect {
    const dialect = super.createKyselyDialect(overrides);
    const createDriver = dialect.createDriver.bind(dialect);
    dialect.createDriver = () => releasing(createDriver(), (error) => this.logger.warn('info', `Nothing to roll back: ${error.message}`));
    return dialect;
  }
}

/** What cannot be rolled back is over with its connection, and the pool takes no connection back that is closed. */
function releasing(driver: Driver, tell: (error: Error) => void): Driver {
  const rollback = driver.rollbackTransaction.bind(driver);
  driver.rollbackTransaction = (connection) => rollback(connection).catch(tell);
  return driver;
}

/** PostgreSQL as the ORM drives it, outliving a database that closes its connections. */
export const LastingPostgreSqlDriver: typeof PostgreSqlDriver = class extends PostgreSqlDriver {
  protected override readonly connection = new LastingConnection(this.config);
};
