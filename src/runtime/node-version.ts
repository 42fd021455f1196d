const needed = 24;

/** What is wrong with the Node that runs the hub, and what to do; the hub's own comes as a dependency. */
export function nodeProblem(version: string = process.versions.node): string | undefined {
  const major = Number(version.split('.')[0]);
  if (major >= needed) return undefined;
  return `The hub runs on Node ${needed} or later, and this is ${version}. Start it with "npm start" or "npx": Node ${needed} comes with "npm ci".`;
}
