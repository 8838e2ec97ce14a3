import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import { howToGet, type Service, servicePrograms, servicesAreRequired } from './required-service.ts';

/**
 * Says at the end, where nobody overlooks it, which suites did not run and what would make them run. Writes
 * the counts to the file that TICKETING_TEST_RESULT names, for the closing line of `npm test`.
 */
export class ClosingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const skipped = modules.flatMap((module) =>
      [...module.children.allTests('skipped')].map((test) => `${module.relativeModuleId} > ${test.fullName}`),
    );
    const lines = closingLines(skipped);
    if (lines.length > 0) {
      process.stdout.write(`${framed(lines).join('\n')}\n`);
    }
    const forbidden = servicesAreRequired() ? skipped : [];
    if (forbidden.length > 0) {
      process.stdout.write(
        `REQUIRE_SERVICES=1 allows no skipped test, and these were skipped:\n${forbidden.join('\n')}\n`,
      );
      process.exitCode = 1;
    }
    const file = process.env.TICKETING_TEST_RESULT;
    if (file !== undefined) {
      const counts = countResults(modules, skipped.length);
      const failed = counts.failed + unhandledErrors.length + forbidden.length;
      writeFileSync(file, JSON.stringify({ ...counts, failed }));
    }
  }
}

function countResults(modules: readonly TestModule[], skipped: number) {
  let passed = 0;
  let failed = 0;
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      passed += state === 'passed' ? 1 : 0;
      // A test that never finished (its process died) is as bad as one that failed.
      failed += state === 'failed' || state === 'pending' ? 1 : 0;
    }
    failed += module.errors().length; // the file could not be loaded, or a hook outside of tests failed
  }
  return { passed, failed, skipped };
}

const mark = /^(.*?) \[not run: (redis|chromium|kafka|s3) is missing\]/;

/** Which suites did not run for which program, from the full names of the skipped tests. */
export function closingLines(skippedTests: readonly string[]): string[] {
  const suites = new Map<Service, Set<string>>();
  for (const test of skippedTests) {
    const [, suite, service] = mark.exec(test) ?? [];
    if (suite !== undefined && isService(service)) {
      suites.set(service, (suites.get(service) ?? new Set()).add(suite));
    }
  }
  return [...suites].flatMap(([service, names]) => [
    `NOT RUN because ${servicePrograms[service]} is not installed:`,
    ...[...names].map((name) => `  ${name}`),
    `  ${howToGet[service]}`,
  ]);
}

function isService(name: string | undefined): name is Service {
  return name !== undefined && Object.hasOwn(servicePrograms, name);
}

function framed(lines: readonly string[]): string[] {
  const width = Math.max(...lines.map((line) => line.length));
  const edge = '*'.repeat(width + 4);
  return ['', edge, ...lines.map((line) => `* ${line.padEnd(width)} *`), edge, ''];
}
