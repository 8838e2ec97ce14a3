import { SettingsError } from '@ticketing/platform/settings.ts';
import type { Projection } from './engine/projection.ts';
import { RELAY_NAME } from './kafka/relay-notes.ts';

/**
 * What of all projections a process runs.
 * @param only names; all unless told. The relay to Kafka may be among them, although it is none of these
 * @throws SettingsError for a name that there is not
 */
export function chosen(
  all: readonly Projection[],
  only: readonly string[] | undefined,
): readonly Projection[] {
  if (only === undefined) return all;
  const known = [...all.map(({ name }) => name), RELAY_NAME];
  const unknown = only.filter((name) => !known.includes(name));
  if (only.length === 0 || unknown.length > 0) {
    const what = unknown.length > 0 ? `there is no ${unknown.join(', ')}` : 'nothing is named';
    throw new SettingsError(
      `PROJECTIONS: ${what}; name some of ${known.join(', ')}, or leave it out for all`,
    );
  }
  return all.filter(({ name }) => only.includes(name));
}

export const runsRelay = (only: readonly string[] | undefined): boolean => only?.includes(RELAY_NAME) ?? true;
