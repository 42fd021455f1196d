import type { MigrationObject } from '@mikro-orm/core';

/** Every migration, in order. Nothing is scanned: what is not listed is not run. */
export const migrations: MigrationObject[] = [];
