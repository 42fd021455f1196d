import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { prelude } from '../migrations/prelude.ts';
import { entities } from '../src/app.ts';
import { startEmbeddedPostgres } from '../src/runtime/embedded-postgres.ts';
import { connectOrm } from '../src/runtime/orm.ts';

/** Writes the migration that brings the last snapshot to what the entities say, and enters it in migrations/index.ts. */
const room = await mkdtemp(join(tmpdir(), 'hub-migration-'));
const database = await startEmbeddedPostgres({ dataDir: room });
const client = new pg.Client({ connectionString: database.url });
await client.connect();
for (const statement of prelude) await client.query(statement);
await client.end();
const isFirst = !(await readdir('migrations')).some((file) => file.startsWith('Migration'));
const orm = await connectOrm({
  url: database.url,
  entities,
  poolSize: 2,
  statementTimeoutMs: 0,
  applicationName: 'hub-migration',
  usesSnapshot: true,
});
try {
  const { fileName } = await orm.migrator.create(undefined, false, isFirst);
  if (!fileName) console.log('Nothing to migrate: the entities are as the last snapshot says.');
  else await enter(fileName.replace(/\.ts$/, ''));
} finally {
  await orm.close(true);
  await database.stop();
  await rm(room, { recursive: true, force: true });
}

async function enter(name: string): Promise<void> {
  if (isFirst) await restOnPrelude(`migrations/${name}.ts`);
  const names = (await readdir('migrations')).filter((file) => /^Migration\d+\.ts$/.test(file)).map((file) => file.replace('.ts', ''));
  const imports = names.toSorted().map((each) => `import { ${each} } from './${each}.ts';`);
  const entries = names.toSorted().map((each) => `  { name: '${each}', class: ${each} },`);
  const index = [
    "import type { MigrationObject } from '@mikro-orm/core';",
    ...imports,
    '',
    '/** Every migration, in order. Nothing is scanned: what is not listed is not run. */',
    'export const migrations: MigrationObject[] = [',
    ...entries,
    '];',
    '',
  ];
  await writeFile('migrations/index.ts', index.join('\n'));
  console.log(`Wrote migrations/${name}.ts. Read it before you commit it.`);
}

/** The first migration makes what the tables rest on before it makes the tables. */
async function restOnPrelude(path: string): Promise<void> {
  const migration = await readFile(path, 'utf8');
  const up = /(override (?:async )?up\(\)[^{]*\{\n)/;
  await writeFile(
    path,
    `import { prelude } from './prelude.ts';\n${migration.replace(up, '$1    for (const statement of prelude) this.addSql(statement);\n\n')}`,
  );
}
