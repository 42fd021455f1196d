import type { MigrationObject } from '@mikro-orm/core';
import { Migration20261122200637 } from './Migration20261122200637.ts';
import { Migration20261123001139 } from './Migration20261123001139.ts';
import { Migration20261123005334 } from './Migration20261123005334.ts';
import { Migration20261123041402 } from './Migration20261123041402.ts';
import { Migration20261123052341 } from './Migration20261123052341.ts';

/** Every migration, in order. Nothing is scanned: what is not listed is not run. */
export const migrations: MigrationObject[] = [
  { name: 'Migration20261122200637', class: Migration20261122200637 },
  { name: 'Migration20261123001139', class: Migration20261123001139 },
  { name: 'Migration20261123005334', class: Migration20261123005334 },
  { name: 'Migration20261123041402', class: Migration20261123041402 },
  { name: 'Migration20261123052341', class: Migration20261123052341 },
];
