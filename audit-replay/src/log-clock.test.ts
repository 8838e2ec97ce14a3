import { describe, expect, it } from 'vitest';
import { AuditError } from './audit-error.ts';
import { readInstant, writeInstant } from './log-clock.ts';

describe('an instant on the command line', () => {
  it.each([
    ['2026-03-01T12:00Z', '2026-03-01T12:00:00.000Z'],
    ['2026-03-01T12:00:30Z', '2026-03-01T12:00:30.000Z'],
    ['2026-03-01T12:00:30.25Z', '2026-03-01T12:00:30.250Z'],
    ['2026-03-01T12:00:30.123456Z', '2026-03-01T12:00:30.123Z'],
    ['2026-03-01T16:00+04:00', '2026-03-01T12:00:00.000Z'],
    ['2026-03-01T16:00+0400', '2026-03-01T12:00:00.000Z'],
    ['2026-03-01T16:00+04', '2026-03-01T12:00:00.000Z'],
    ['2024-02-29T00:00z', '2024-02-29T00:00:00.000Z'],
    [' 2026-03-01T12:00Z ', '2026-03-01T12:00:00.000Z'],
  ])('may be written %s', (written, meant) => {
    expect(writeInstant(readInstant(written))).toBe(meant);
  });

  it.each([
    '2026-03-01',
    '2026-03-01T12:00',
    '2026-02-30T12:00Z',
    '2026-13-01T12:00Z',
    '2026-03-01T25:00Z',
    '01-03-2026 12:00',
    'yesterday',
    '',
  ])('is refused as "%s" with a sentence that shows a right one', (written) => {
    const read = () => readInstant(written);
    expect(read).toThrow(AuditError);
    expect(read).toThrow(/is not an instant.*2026-03-01T12:00Z/);
  });
});
