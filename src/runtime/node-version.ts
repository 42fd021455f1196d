const needed = 24;

/** The hub's own Node comes as a dependency; a stranger's older one is told what to do instead of failing oddly. */
export function assertNodeVersion(version: string = process.versions.node): void {
  const major = Number(version.split('.')[0]);
  if (major >= needed) return;
  throw new Error(
    `The hub runs on Node ${needed} or later, and this is ${version}. Start it with "npm start" or "npx": Node ${needed} comes with "npm ci".`,
  );
}
