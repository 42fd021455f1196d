import { randomUUID } from 'node:crypto';

import { Client } from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the run's own server, as its superuser. */
    databaseUrl: string;
  }
}

/** Migrated and seeded once per run; nobody may be connected to it while it is copied. */
export const templateDatabase = 'hub_template';

export interface TestDatabase {
  url: string;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

/** A database of the caller's own with the hub's schema and seeds, about 0.1 s. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${process.env['VITEST_POOL_ID'] ?? '0'}_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${name} template ${templateDatabase}`);
  const url = new URL(inject('databaseUrl'));
  url.pathname = name;
  return { url: url.href, drop: () => administer(`drop database if exists ${name} with (force)`) };
}

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject('databaseUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
