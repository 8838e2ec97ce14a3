#!/usr/bin/env node
// Brings a Kafka broker for the tests into .cache/kafka/jars, as Maven resolves it from scripts/kafka/pom.xml.
// A second run is quick: it does nothing while the pom is the same.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pom = join(root, 'scripts/kafka/pom.xml');
const folder = join(root, '.cache/kafka');
const stampFile = join(folder, 'jars/installed-from');
const stamp = createHash('sha256').update(readFileSync(pom)).digest('hex');

if (readIfThere(stampFile) === stamp) {
  process.stdout.write('Kafka is in .cache/kafka already.\n');
} else {
  install();
}

function install() {
  process.stdout.write('Fetching the jars of Kafka with Maven into .cache/kafka.\n');
  // Into a folder beside it and a rename: an interrupted fetch must not look like a whole broker.
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
        ? 'Maven could not fetch Kafka; its reason is above.\n'
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
