import { runCommand } from '../../src/commands.ts';

/** The hub as a process of its own, to be killed. */
process.exitCode = await runCommand(['start']);
