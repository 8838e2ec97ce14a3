import type { Typing } from '@ticketing/contracts/live.ts';

/** One person on a channel: there, and perhaps writing something. */
export type Present = { readonly userId: string; readonly typing: readonly Typing[] };

/**
 * Who is on which channel, as all query-api nodes say it together. Nothing of it is kept: what a node says ends by
 * itself unless it is said again, so the people of a node that died are gone within seconds.
 */
export type PresenceStore = {
  /**
   * Says who is on a channel at this node, instead of what it said before, for the next `PRESENCE_LASTS_MS`.
   * @returns who is there at all nodes, each person once, by id
   */
  say(channel: string, people: readonly Present[]): Promise<readonly Present[]>;
  /** Tells of channels of which another node says something else now. */
  onChange(listener: (channel: string) => void): Promise<{ stop(): Promise<void> }>;
  close(): Promise<void>;
};

/** How long people are there by what was said of them once, in milliseconds. Nodes say it again every third of it. */
export const PRESENCE_LASTS_MS = 6_000;

/** The same people from several nodes, each once and with everything that they are writing, by id. */
export function mergePresent(people: readonly Present[]): readonly Present[] {
  const byId = new Map<string, Set<Typing>>();
  for (const { userId, typing } of people) {
    const merged = byId.get(userId) ?? new Set();
    for (const one of typing) merged.add(one);
    byId.set(userId, merged);
  }
  return [...byId]
    .map(([userId, typing]) => ({ userId, typing: [...typing].sort() }))
    .sort((one, other) => (one.userId < other.userId ? -1 : 1));
}
