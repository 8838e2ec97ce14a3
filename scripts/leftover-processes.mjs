import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The running processes that were started with TICKETING_TEST_RUN=<mark>, and so by that test run,
 * whatever became of their parents. Seen on Linux only; elsewhere none are found.
 */
export function processesMarked(mark) {
  if (process.platform !== 'linux') {
    return [];
  }
  const found = [];
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) {
      continue;
    }
    try {
      if (readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`TICKETING_TEST_RUN=${mark}`)) {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        found.push({ pid, command });
      }
    } catch {
      // It ended while we looked, or it belongs to somebody else.
    }
  }
  return found;
}

/** Some need a moment to end after their owner: a database that writes its last pages, a watchdog. */
export async function waitForNone(mark, milliseconds) {
  const deadline = Date.now() + milliseconds;
  while (processesMarked(mark).length > 0 && Date.now() < deadline) {
    await sleep(100);
  }
}

export function endProcesses(processes) {
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended this instant.
    }
  }
}
