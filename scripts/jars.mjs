// Brings a program that comes as jars into .cache/<name>/jars, as Maven resolves it from scripts/<name>/pom.xml.
// A second run is quick: it does nothing while the pom is the same.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * @param {string} name of the folders
 * @param {string} called what people call it
 */
export function installJars(name, called) {
  const pom = join(root, 'scripts', name, 'pom.xml');
  const folder = join(root, '.cache', name);
  const stamp = createHash('sha256').update(readFileSync(pom)).digest('hex');
  if (readIfThere(join(folder, 'jars/installed-from')) === stamp) {
    process.stdout.write(`${called} is in .cache/${name} already.\n`);
    return;
  }
  process.stdout.write(`Fetching the jars of ${called} with Maven into .cache/${name}.\n`);
  // Into a folder beside it and a rename: an interrupted fetch must not look like a whole program.
  const unfinished = join(folder, 'jars-unfinished');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const maven = spawnSync(
    'mvn',
    [
      '--quiet',
      '--batch-mode',
      '--file',
      pom,
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${unfinished}`,
    ],
    { stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' },
  );
  if (maven.error !== undefined || maven.status !== 0) {
    process.stderr.write(
      maven.error === undefined
        ? `Maven could not fetch ${called}; its reason is above.\n`
        : 'Maven is not on the PATH. Install Maven and Java 17 or later, then run this again.\n',
    );
    process.exit(1);
  }
  writeFileSync(join(unfinished, 'installed-from'), stamp);
  rmSync(join(folder, 'jars'), { recursive: true, force: true });
  renameSync(unfinished, join(folder, 'jars'));
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
