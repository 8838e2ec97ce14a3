import { join } from 'node:path';
import { pinnedNode, root } from './install.mjs';
import { runToEnd } from './run-child.mjs';

const tool = (path) => join(root, 'node_modules', path);
const biome = tool('@biomejs/biome/bin/biome');

const checks = [
  { name: 'types of the servers', args: [tool('typescript/bin/tsc'), '-p', join(root, 'tsconfig.json')] },
  {
    name: 'types of the web apps',
    args: [tool('typescript/bin/tsc'), '-p', join(root, 'tsconfig.web.json')],
  },
  { name: 'format, lint and import rule', args: [biome, 'check', '--error-on-warnings', root] },
  { name: 'build of the web apps', args: [join(root, 'embedded/src/build-web-apps.ts')] },
  { name: 'size of what the web apps load first', args: [tool('size-limit/bin.js'), '--silent'] },
];

/** Runs every check, also after one failed: who repairs one wants to see all. */
export async function check() {
  const results = [];
  for (const { name, args } of checks) {
    const passed = (await runToEnd(pinnedNode, args)) === 0;
    process.stdout.write(`${passed ? 'ok    ' : 'FAILED'} ${name}\n`);
    results.push({ name, passed });
  }
  return results;
}

export function format(args) {
  return runToEnd(pinnedNode, [biome, 'check', '--write', ...(args.length > 0 ? args : [root])]);
}
