import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { ChangeFrame, ChannelEvent } from './live-channels.ts';
import { isBefore } from './log-position.ts';

/** A read that says when a frame named something unknown to it. */
type Cached = { readonly incomplete: boolean };

/**
 * Keeps a cached read right by what its channel tells: a frame changes it, and it is read again when frames may be missing,
 * when it may not be seen any more, or when a frame named something that it does not know.
 *
 * @param how.patch the same object when the frame changes nothing
 */
export function followCached<Cache extends Cached>(
  queries: QueryClient,
  queryKey: QueryKey,
  event: ChannelEvent,
  how: {
    readonly positionOf: (cache: Cache) => string;
    readonly patch: (cache: Cache, frame: ChangeFrame) => Cache;
  },
): void {
  const cache = queries.getQueryData<Cache>(queryKey);
  if (cache === undefined) return;
  switch (event.type) {
    case 'subscribed':
      if (isBefore(how.positionOf(cache), event.position)) void queries.invalidateQueries({ queryKey });
      return;
    case 'refused':
      void queries.invalidateQueries({ queryKey });
      return;
    case 'change': {
      const next = how.patch(cache, event.frame);
      if (next === cache) return;
      queries.setQueryData(queryKey, next);
      if (next.incomplete && !cache.incomplete) void queries.invalidateQueries({ queryKey });
      return;
    }
    default:
      event satisfies never;
  }
}
