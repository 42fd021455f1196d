import type { MigrationObject } from '@mikro-orm/core';
import { Migration20261122201719 } from './Migration20261122201719.ts';

/** Every migration, in order. Nothing is scanned: what is not listed is not run. */
export const migrations: MigrationObject[] = [{ name: 'Migration20261122201719', class: Migration20261122201719 }];
