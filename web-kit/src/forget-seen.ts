import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { isBefore } from './log-position.ts';
import type { Known } from './pending-commands.ts';

/** Milliseconds between two looks. */
const LOOK_AGAIN = 20_000;

/**
 * Lets go of an answered command once every screen that could show it has it: while the connection is away none has, and
 * what was let go too early would jump back to how it was.
 *
 * @param keys of the queries that could show it, by their first parts
 */
export function forgetSeen(
  queries: QueryClient,
  keys: readonly QueryKey[],
  { commandId, position }: { readonly commandId: string; readonly position: string },
  forget: () => void,
): void {
  setTimeout(() => {
    const caches = keys.flatMap((queryKey) => queries.getQueriesData<Known>({ queryKey, type: 'active' }));
    const seen = caches.every(
      ([, cache]) =>
        cache === undefined || cache.commands.has(commandId) || !isBefore(cache.position, position),
    );
    if (seen) forget();
    else forgetSeen(queries, keys, { commandId, position }, forget);
  }, LOOK_AGAIN);
}
