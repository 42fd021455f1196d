import { writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { hubSchema } from '../src/app.ts';

/** The contract as text: sorted, so that a change shows as itself. */
writeFileSync('schema/hub.graphql', `${printSchema(lexicographicSortSchema(await hubSchema()))}\n`);
