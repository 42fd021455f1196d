import { assertNodeVersion } from './runtime/node-version.ts';

assertNodeVersion();
const { runCommand } = await import('./commands.ts');
process.exitCode = await runCommand(process.argv.slice(2));
