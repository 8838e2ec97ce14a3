import { expect, test } from 'vitest';
import { explainFailure } from './explain-failure.ts';

const failed = { dataDir: '/data/postgres', host: '127.0.0.1', port: 54320 };

// Each output was printed by PostgreSQL 18.4 on the machine and situation that the test names.
test('a disk that fills up while the folder is made', () => {
  const output = [
    'running bootstrap script ... 2026-11-22 17:22:03.111 UTC [11150] FATAL:  could not write to file "pg_wal/xlogtemp.11150": No space left on device',
    'child process exited with exit code 1',
    'initdb: removing data directory "/data/postgres/cluster-unfinished"',
  ].join('\n');
  const error = explainFailure({ ...failed, output });
  expect(error.message).toBe('The disk that holds /data/postgres is full, so PostgreSQL cannot start.');
  expect(error.hint).toContain('DATA_DIR');
});

test('a port that was taken between our look and the start of the server', () => {
  const output = [
    '2026-11-22 17:22:03.111 UTC [1] LOG:  could not bind IPv4 address "127.0.0.1": Address already in use',
    '2026-11-22 17:22:03.111 UTC [1] FATAL:  could not create any TCP/IP sockets',
  ].join('\n');
  expect(explainFailure({ ...failed, output }).message).toContain('Port 54320 on 127.0.0.1');
});

test('a log that was cut off where no checkpoint can be found', () => {
  const output = [
    '2026-11-22 17:22:03.111 UTC [1] LOG:  invalid primary checkpoint record',
    '2026-11-22 17:22:03.111 UTC [1] PANIC:  could not locate a valid checkpoint record at 0/1A2B3C8',
  ].join('\n');
  expect(explainFailure({ ...failed, output }).message).toBe(
    'The data folder /data/postgres is damaged: PostgreSQL says "could not locate a valid checkpoint record at 0/1A2B3C8".',
  );
});

test('a system that cannot run the program', () => {
  const output = 'postgres: error while loading shared libraries: libpq.so.5: cannot open shared object file';
  expect(explainFailure({ ...failed, output }).hint).toContain('DATABASE_URL');
});

test('anything else is passed on in its own words', () => {
  expect(explainFailure({ ...failed, output: 'something unheard of' }).message).toBe(
    'PostgreSQL did not start: something unheard of.',
  );
});
