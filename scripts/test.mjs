import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from './check.mjs';
import { pinnedNode, root } from './install.mjs';
import { endProcesses, processesMarked, waitForNone } from './leftover-processes.mjs';
import { runToEnd } from './run-child.mjs';

/**
 * Checks, then tests, then looks whether a process was left behind. With arguments (`npm test -- <path>`)
 * only the tests they name run, without the checks.
 */
export async function test(args) {
  const checks = args.length === 0 ? await check() : [];
  const folder = mkdtempSync(join(tmpdir(), 'ticketing-test-run-'));
  const resultFile = join(folder, 'result.json');
  const mark = randomUUID();
  const env = {
    ...process.env,
    ...temporaryFolderOf(folder),
    TICKETING_TEST_RUN: mark,
    TICKETING_TEST_RESULT: resultFile,
  };
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const code = await runToEnd(pinnedNode, [vitest, 'run', '--root', root, ...args], { env });
  const counts = readResult(resultFile);
  const failures = checks.filter(({ passed }) => !passed).map(({ name }) => `Check failed: ${name}.`);
  failures.push(...(await leftovers(mark)));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  if (code !== 0 && counts.failed === 0) {
    failures.push(`The test run itself failed with exit code ${code}; the reason is above.`);
  }
  for (const sentence of failures) {
    process.stderr.write(`${sentence}\n`);
  }
  const failed = counts.failed + failures.length;
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  process.stdout.write(`${counts.passed} passed, ${failed} failed${skipped}\n`);
  return failed === 0 && counts.passed > 0 ? 0 : 1;
}

/**
 * The tests keep their temporary files in one folder, so that a run that was cut off leaves none either.
 * Open to enter: started as root, PostgreSQL runs as another user and has its data below.
 */
function temporaryFolderOf(folder) {
  const files = join(folder, 'files');
  mkdirSync(files);
  chmodSync(folder, 0o711);
  chmodSync(files, 0o711);
  return process.platform === 'win32' ? { TEMP: files, TMP: files } : { TMPDIR: files };
}

function readResult(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }; // it ended before it counted
  }
}

/** One sentence for each process of the test run that outlives it; they are ended. */
async function leftovers(mark) {
  await waitForNone(mark, 10_000);
  const left = processesMarked(mark);
  endProcesses(left);
  return left.map(({ pid, command }) => `The tests left the process ${pid} running (now ended): ${command}`);
}
