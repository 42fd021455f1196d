import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildSchema, findBreakingChanges, findDangerousChanges } from 'graphql';

/** Names what a change of schema/hub.graphql would break for clients, against a revision (main unless given). */
const { values } = parseArgs({ options: { against: { type: 'string', default: 'main' }, help: { type: 'boolean' } } });
if (values.help) {
  console.log(
    'npm run schema:diff [-- --against REVISION]\n  Fails if schema/hub.graphql breaks clients of the schema at REVISION (main unless given).',
  );
  process.exit(0);
}

const before = schemaAt(values.against);
const after = buildSchema(readFileSync('schema/hub.graphql', 'utf8'));
const breaking = findBreakingChanges(before, after);
for (const { description } of findDangerousChanges(before, after)) console.log(`worth a look: ${description}`);
for (const { description } of breaking) console.log(`BREAKING: ${description}`);
if (breaking.length === 0) console.log(`Nothing breaks for clients of the schema at ${values.against}.`);
process.exitCode = breaking.length === 0 ? 0 : 1;

function schemaAt(revision: string) {
  try {
    return buildSchema(
      execFileSync('git', ['show', `${revision}:schema/hub.graphql`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    console.error(`There is no schema/hub.graphql at the revision ${revision}: name another with --against.`);
    process.exit(2);
  }
}
