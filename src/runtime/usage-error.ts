/** All that is wrong with a command's arguments, in one error. */
export class UsageError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The command is not right:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'UsageError';
  }
}
