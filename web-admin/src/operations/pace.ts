import type { ProjectionView } from '@ticketing/contracts/operations-views.ts';

/** One look at the projections. `at`: milliseconds. */
export type Look = { readonly at: number; readonly items: readonly ProjectionView[] };

/** How far the furthest projection has come: what there is of the log, as far as it is known here. */
export const headOf = (items: readonly ProjectionView[]): bigint =>
  items.reduce((head, { position }) => (BigInt(position) > head ? BigInt(position) : head), -1n);

/** How many positions of the log a projection is behind the furthest one. */
export const lagOf = (item: ProjectionView, head: bigint): number => Number(head - BigInt(item.position));

/** Events a second between two looks; undefined with one look, or where the tables were begun anew in between. */
export function rateOf(name: string, before: Look | undefined, now: Look): number | undefined {
  const then = before?.items.find((item) => item.name === name);
  const item = now.items.find((each) => each.name === name);
  if (before === undefined || then === undefined || item === undefined || now.at <= before.at)
    return undefined;
  const applied = Number(BigInt(item.applied) - BigInt(then.applied));
  return applied < 0 ? undefined : (applied * 1_000) / (now.at - before.at);
}

export type State = 'parked' | 'leaderless' | 'behind' | 'current';

/** What is worst about it. A few positions behind is what it looks like while people work. */
export function stateOf(item: ProjectionView, head: bigint): State {
  if (item.parkedStreams.length > 0) return 'parked';
  if (!item.led) return 'leaderless';
  return lagOf(item, head) > A_MOMENT ? 'behind' : 'current';
}

const A_MOMENT = 100;
