import { mergePresent, PRESENCE_LASTS_MS, type PresenceStore, type Present } from './presence.ts';

export type InMemoryPresence = {
  /** What one node of this process says and hears. */
  node(lastsMs?: number): PresenceStore;
};

/** Presence inside one process, with the same promises as on Redis. */
export function createInMemoryPresence(): InMemoryPresence {
  type Said = { readonly people: readonly Present[]; readonly until: number };
  const channels = new Map<string, Map<symbol, Said>>();
  const listeners = new Map<symbol, Set<(channel: string) => void>>();

  function say(node: symbol, channel: string, people: readonly Present[], lastsMs = 0): readonly Present[] {
    const now = performance.now();
    const said = channels.get(channel) ?? new Map<symbol, Said>();
    const before = said.get(node);
    for (const [other, { until }] of said) if (until <= now) said.delete(other);
    if (people.length > 0) said.set(node, { people, until: now + lastsMs });
    else said.delete(node);
    if (said.size > 0) channels.set(channel, said);
    else channels.delete(channel);
    if (textOf(before?.people ?? []) !== textOf(people)) {
      for (const [other, theirs] of listeners) {
        if (other !== node) for (const listener of theirs) listener(channel);
      }
    }
    return mergePresent([...said.values()].flatMap((one) => one.people));
  }

  return {
    node(lastsMs = PRESENCE_LASTS_MS) {
      const node = Symbol('node');
      return {
        say: async (channel, people) => say(node, channel, mergePresent(people), lastsMs),
        async onChange(listener) {
          const own = listeners.get(node) ?? new Set();
          listeners.set(node, own.add(listener));
          return {
            async stop() {
              own.delete(listener);
            },
          };
        },
        async close() {
          listeners.delete(node);
          for (const channel of [...channels.keys()]) say(node, channel, []);
        },
      };
    },
  };
}

const textOf = (people: readonly Present[]): string =>
  people.map(({ userId, typing }) => `${userId} ${typing.join()}`).join(';');
