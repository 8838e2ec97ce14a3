import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The Node that the project runs on: the npm package `node` brings it. */
export const pinnedNode = join(
  root,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

const lockFile = join(root, 'package-lock.json');
const installedFile = join(root, 'node_modules/.package-lock.json');
const stampFile = join(root, 'node_modules/.installed-from');

/** Installs the dependencies when node_modules is missing or no longer what package-lock.json says. */
export async function ensureInstalled() {
  const lock = readFileSync(lockFile, 'utf8');
  const stamp = createHash('sha256').update(lock).digest('hex');
  if (existsSync(pinnedNode) && (readIfThere(stampFile) === stamp || isWhatLockSays(lock))) {
    return;
  }
  const why = existsSync(installedFile) ? 'package-lock.json has changed' : 'this is the first run';
  say(`Installing dependencies with npm, as ${why}. This takes a minute or two.`);
  const code = await npmInstall();
  if (code !== 0) {
    throw new Error(
      `npm could not install the dependencies (exit code ${code}); its reason is above. Check the network and the free disk space, then run the command again.`,
    );
  }
  if (!existsSync(pinnedNode)) {
    throw new Error(
      'npm installed the dependencies but did not run their install scripts, so the pinned Node is missing. Run "npm ci --ignore-scripts=false", then the command again.',
    );
  }
  writeFileSync(stampFile, stamp);
}

/** Somebody who ran `npm ci` or `npm install` by hand need not wait for it a second time. */
function isWhatLockSays(lockText) {
  const installedText = readIfThere(installedFile);
  if (installedText === undefined) {
    return false;
  }
  const installed = JSON.parse(installedText).packages;
  const wanted = JSON.parse(lockText).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) {
      return true; // the root and the workspaces themselves
    }
    const there = installed[path];
    return there === undefined ? isOptional(entry) : there.version === entry.version;
  });
}

function isOptional(entry) {
  return entry.optional === true || entry.devOptional === true || entry.peer === true;
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** npm says nothing while it downloads when its output is not a terminal, so we say that it goes on. */
async function npmInstall() {
  const started = Date.now();
  const progress = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    say(`  still installing after ${seconds} s`);
  }, 5000);
  const args = ['ci', '--no-progress', '--no-audit', '--no-fund'];
  // Under `npm start` the npm that runs us is the one to use; alone, the one on the PATH.
  const npm = process.env.npm_execpath;
  const child = npm?.endsWith('.js')
    ? spawn(process.execPath, [npm, ...args], options())
    : spawn('npm', args, { ...options(), shell: process.platform === 'win32' });
  try {
    return await new Promise((ended, failed) => {
      child.once('error', () =>
        failed(new Error('npm is not on the PATH. Install Node with npm, then run the command again.')),
      );
      child.once('exit', (code) => ended(code ?? 1));
    });
  } finally {
    clearInterval(progress);
  }
}

function options() {
  return { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] };
}

function say(sentence) {
  process.stdout.write(`${sentence}\n`);
}
