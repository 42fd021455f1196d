/**
 * Migrations that a database may know under another name: for some hours the first two had these, and made the same tables. Both were
 * run, or the database is not known by them.
 */
export const renamed: readonly (readonly [before: string, name: string])[] = [
  ['Migration20261122204803', 'Migration20261122200637'],
  ['Migration20261122225440', 'Migration20261123001139'],
];
