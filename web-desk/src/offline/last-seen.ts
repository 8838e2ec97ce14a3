import {
  type DehydratedState,
  dehydrate,
  hydrate,
  type QueryClient,
  type QueryKey,
} from '@tanstack/react-query';
import { subjectOf } from '@ticketing/web-kit/access-token.ts';
import type { Kit } from '@ticketing/web-kit/kit.tsx';
import { forgetFilesOfOthers } from '@ticketing/web-kit/uploads/chosen-files.ts';
import { del, get, keys, set } from 'idb-keyval';

/** Milliseconds after an answer before it is kept, so that many at once are kept together. */
const PAUSE = 1_500;
/** Tickets that are kept, the latest seen. */
const TICKETS = 40;
const PREFIX = 'last-seen ';
/** What makes up the pages that open without a connection. */
const kept: ReadonlySet<unknown> = new Set(['me', 'projects', 'board', 'ticket', 'history', 'tickets']);

type Queries = DehydratedState['queries'];
type LastSeen = { readonly at: number; readonly queries: Queries };

const personOf = ({ tokens }: Kit): string | null => {
  const stored = tokens.read();
  return stored === null ? null : (subjectOf(stored.access) ?? null);
};

const isKept = (key: QueryKey): boolean => kept.has(key[0]);
const isOfTicket = ({ queryKey }: Queries[number]): boolean =>
  queryKey[0] === 'ticket' || queryKey[0] === 'history';

/** When the server last answered, in milliseconds since 1970; 0 before it ever did. */
let heardAt = 0;
export const lastHeard = (): number => heardAt;

/**
 * What the person saw last on this device stands there again when the desk opens, and is kept from now on. It is kept
 * under their id and removed when they sign out or somebody else signs in. A device that keeps nothing goes without.
 */
export async function keepLastSeen(kit: Kit): Promise<void> {
  const person = personOf(kit);
  await forgetOthers(person);
  if (person !== null) await bringBack(kit.queries, person);

  let pause: ReturnType<typeof setTimeout> | undefined;
  kit.queries.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success' || !isKept(event.query.queryKey)) return;
    if (!event.action.manual) heardAt = Math.max(heardAt, event.query.state.dataUpdatedAt);
    clearTimeout(pause);
    pause = setTimeout(() => void keep(kit), PAUSE);
  });
  kit.tokens.onChange(() => {
    if (kit.tokens.hasEnded()) return;
    clearTimeout(pause);
    void forgetOthers(personOf(kit));
  });
}

async function bringBack(queries: QueryClient, person: string): Promise<void> {
  try {
    const seen = await get<LastSeen>(PREFIX + person);
    if (seen === undefined) return;
    heardAt = seen.at;
    hydrate(
      queries,
      { mutations: [], queries: seen.queries.map(asOld) },
      { defaultOptions: { queries: { gcTime: Number.POSITIVE_INFINITY } } },
    );
  } catch {
    // What cannot be read is read from the server.
  }
}

/** What was brought back is shown at once, and read again by the first page that needs it, however young it is. */
export const asOld = (query: Queries[number]): Queries[number] => ({
  ...query,
  state: { ...query.state, isInvalidated: true },
});

async function keep(kit: Kit): Promise<void> {
  const person = personOf(kit);
  if (person === null) return;
  try {
    const now = dehydrate(kit.queries, {
      shouldDehydrateQuery: ({ queryKey, state }) => state.status === 'success' && isKept(queryKey),
    }).queries;
    const before = (await get<LastSeen>(PREFIX + person))?.queries ?? [];
    // The person may have left while that was read.
    if (personOf(kit) !== person) return;
    await set(PREFIX + person, { at: heardAt, queries: withEarlierTickets(now, before) } satisfies LastSeen);
  } catch {
    // A device that is full, or forbids it, keeps nothing.
  }
}

/** What is open now, and the tickets that were open before, as far as there is room. */
export function withEarlierTickets(now: Queries, before: Queries): Queries {
  const known = new Set(now.map(({ queryHash }) => queryHash));
  const earlier = before.filter((query) => isOfTicket(query) && !known.has(query.queryHash));
  const tickets = [...now.filter(isOfTicket), ...earlier]
    .toSorted((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt)
    // Of each ticket there are two: itself and its history.
    .slice(0, TICKETS * 2);
  return [...now.filter((query) => !isOfTicket(query)), ...tickets];
}

async function forgetOthers(person: string | null): Promise<void> {
  void forgetFilesOfOthers(person);
  try {
    for (const key of await keys<string>()) {
      if (key.startsWith(PREFIX) && key !== PREFIX + person) await del(key);
    }
  } catch {
    // Nothing could be kept either.
  }
}
