import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { crashesIn } from './judge-crashes.ts';

/** The chaos suite believes this, so it is shown what Node prints. */
const printed = (code: string) =>
  spawnSync(process.execPath, ['--eval', code], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  }).stderr;

test.each([
  ['is thrown', `setTimeout(() => { throw new TypeError('of nobody') })`],
  ['is a promise’s', `Promise.reject(Object.assign(new TypeError('of nobody'), { code: 'EPIPE' }))`],
])('an error that nobody catches and that %s is a crash', (_, code) => {
  const text = `--- started\n{"level":30,"msg":"all is well"}\n${printed(code)}--- started\n`;
  expect(crashesIn(text)).toEqual([expect.stringMatching(/^TypeError: of nobody \| at /)]);
});

test('an error that is told, and an end with a code, are none', () => {
  expect(crashesIn(printed(`console.error(new Error('Redis does not answer')); process.exit(1)`))).toEqual(
    [],
  );
});
