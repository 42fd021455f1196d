/**
 * Enters the optional packages of other platforms that a registry does not carry: npm 11 leaves them out of the lock file that it
 * writes, and `npm ci` then refuses the file. Run after a change of dependencies: node scripts/complete-lock.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';

const path = 'package-lock.json';
const lock = JSON.parse(readFileSync(path, 'utf8'));
const { packages } = lock;
const platform = /(android|darwin|freebsd|linux|openharmony|win32|windows)(?:-(arm64|arm|x64|ia32|ppc64|riscv64|s390x))?/;
const exact = /^\d+\.\d+\.\d+[\w.-]*$/;
let added = 0;

for (const [parent, entry] of Object.entries({ ...packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (!exact.test(version) || packages[place] || packages[`${parent}/node_modules/${name}`]) continue;
    const [, os, cpu] = platform.exec(name) ?? [];
    packages[place] = {
      version,
      ...(cpu && { cpu: [cpu] }),
      ...(entry.dev && { dev: true }),
      optional: true,
      ...(os && { os: [os === 'windows' ? 'win32' : os] }),
    };
    added += 1;
  }
}

lock.packages = Object.fromEntries(Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} packages of other platforms entered`);
