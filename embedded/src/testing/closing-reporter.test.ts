import { expect, test } from 'vitest';
import { closingLines } from './closing-reporter.ts';
import { notRunMark } from './services.ts';

test('each program that is missing is named once, with its suites and how to get it', () => {
  const lines = closingLines([
    `platform/src/redis-bus.int.test.ts > the bus${notRunMark('redis')} > delivers`,
    `platform/src/redis-bus.int.test.ts > the bus${notRunMark('redis')} > keeps order`,
    `e2e/src/board.int.test.ts > two browsers${notRunMark('chromium')} > a dragged ticket`,
  ]);
  expect(lines).toEqual([
    'NOT RUN because redis-server is not installed:',
    '  platform/src/redis-bus.int.test.ts > the bus',
    '  Install redis-server so that it is on the PATH.',
    'NOT RUN because Chromium is not installed:',
    '  e2e/src/board.int.test.ts > two browsers',
    '  Install Chromium or Chrome, or set CHROMIUM_PATH to its program.',
  ]);
});

test('a test that was skipped for another reason names no program', () => {
  expect(closingLines(['domain/src/rank.test.ts > ranks > one day'])).toEqual([]);
});
