#!/usr/bin/env node
// `npm start`, `npm test` and the others begin here, on whatever Node the machine has (20.19 or later):
// install what is missing, then run the target on the Node that the project pins.
import { join } from 'node:path';
import { check, format } from './check.mjs';
import { ensureInstalled, pinnedNode, root } from './install.mjs';
import { runToEnd } from './run-child.mjs';
import { test } from './test.mjs';

const source = (path) => join(root, path);
const script =
  (...paths) =>
  (args) =>
    runToEnd(pinnedNode, [...paths.map(source), ...args]);

const targets = {
  start: script('embedded/src/main.ts'),
  reset: script('embedded/src/reset.ts'),
  backup: script('embedded/src/backup/backup-main.ts'),
  restore: script('embedded/src/backup/restore-main.ts'),
  audit: script('embedded/src/with-parts.ts', 'audit-replay/src/main.ts'),
  import: script('embedded/src/with-parts.ts', 'importer/src/main.ts'),
  generate: script('embedded/src/with-parts.ts', 'importer/src/generate/main.ts'),
  superuser: script('embedded/src/with-parts.ts', 'command-api/src/found-superuser.ts'),
  fuzz: script('e2e/src/fuzz/main.ts'),
  screenshots: script('e2e/src/screenshots/main.ts'),
  contract: (args) => test(['embedded/src/event-node/contract', ...args]),
  chaos: script('e2e/src/chaos/main.ts'),
  'check-import': script('embedded/src/with-parts.ts', 'e2e/src/check-import.ts'),
  bench: script('bench/src/main.ts'),
  docs: script('embedded/src/documents/main.ts'),
  check: async () => ((await check()).every((one) => one.passed) ? 0 : 1),
  format,
  test,
};

const [name, ...args] = process.argv.slice(2);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`This is Node ${process.versions.node}. Install Node 20.19 or later and run the command again.`);
}
if (name === undefined || !Object.hasOwn(targets, name)) {
  fail(`Usage: node scripts/run.mjs ${Object.keys(targets).join('|')} [arguments]`);
}
try {
  await ensureInstalled();
  process.exitCode = await targets[name](args);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
