import { expect, test } from 'vitest';
import { createLog } from './log.ts';

test('an error of the database is logged without what stood in the row', () => {
  const written: string[] = [];
  const log = createLog('test', 'info', { write: (line) => void written.push(line) });
  const error = Object.assign(new Error('null value in column "revision" violates not-null constraint'), {
    code: '23502',
    table: 'users',
    detail: 'Failing row contains (anna, anna@example.com, null).',
    where: 'COPY users, line 1: "anna"',
    client: { activeQuery: { values: ['anna@example.com'] } },
  });
  log.error({ err: error }, 'a request failed');
  expect(written.join()).toContain('23502');
  expect(written.join()).toContain('not-null constraint');
  expect(written.join()).not.toContain('anna');
});
