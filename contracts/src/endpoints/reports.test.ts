import { expect, test } from 'vitest';
import { getKpis } from './reports.ts';

test('a time zone is one that has a name of its own, and nothing else is one', () => {
  const zoneOf = (timeZone: string) => getKpis.query.safeParse({ timeZone }).data?.timeZone;
  expect(zoneOf('Asia/Tbilisi')).toBe('Asia/Tbilisi');
  expect(zoneOf('utc')).toBe('UTC');
  expect(zoneOf('AET')).toBe('Australia/Sydney');
  for (const none of ['', '+04:00', 'Mars/Phobos', "UTC'; select 1", '\0']) {
    expect(zoneOf(none), none).toBeUndefined();
  }
  expect(getKpis.query.parse({}).timeZone).toBe('UTC');
});
