import type { MigrationObject } from '@mikro-orm/core';
import { Migration20261122204803 } from './Migration20261122204803.ts';
import { Migration20261122225440 } from './Migration20261122225440.ts';

/** Every migration, in order. Nothing is scanned: what is not listed is not run. */
export const migrations: MigrationObject[] = [
  { name: 'Migration20261122204803', class: Migration20261122204803 },
  { name: 'Migration20261122225440', class: Migration20261122225440 },
];
