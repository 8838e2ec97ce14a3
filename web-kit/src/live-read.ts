import {
  hashKey,
  type Query,
  type QueryClient,
  type QueryKey,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import { useKit } from './kit.tsx';
import type { LiveSocket } from './live-socket.ts';
import { isBefore } from './log-position.ts';

/** Milliseconds for which a read waits for its channels to be opened: what is read after that misses nothing. */
const PATIENCE = 100;

/**
 * A read that the frames of these channels keep right. A channel that was opened while the read was on its way begins later
 * than the read ends: what changed in between is in neither, and it is read once more. So that this seldom happens, the
 * channels are opened first where that takes no time.
 *
 * @param read answers with the log position that it is true for
 */
export async function liveRead<Answer extends { readonly position: string }>(
  live: Pick<LiveSocket, 'since' | 'subscribe' | 'status'>,
  channels: readonly string[],
  read: () => Promise<Answer>,
): Promise<Answer> {
  if (live.status === 'online') await Promise.all(channels.map((channel) => opened(live, channel)));
  const answer = await read();
  const missed = channels.some((channel) => {
    const since = live.since(channel);
    return since !== undefined && isBefore(answer.position, since);
  });
  return missed ? read() : answer;
}

/** When the channel is open or refused, or that takes too long. */
function opened(live: Pick<LiveSocket, 'since' | 'subscribe'>, channel: string): Promise<void> {
  if (live.since(channel) !== undefined) return Promise.resolve();
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer);
      leave();
      done();
    };
    const timer = setTimeout(end, PATIENCE);
    const leave = live.subscribe(channel, end);
  });
}

/** Reads again what has changed. A first read that is still on its way may have set out before that: it is given up. */
export async function readAfresh(
  queries: QueryClient,
  queryKey: QueryKey,
  which: (query: Query) => boolean = () => true,
): Promise<void> {
  const first = (query: Query) => query.state.data === undefined && which(query);
  await queries.cancelQueries({ queryKey, predicate: first }, { silent: true });
  await queries.invalidateQueries({ queryKey, predicate: which });
}

/** Milliseconds before a read that lacked something is made again. */
const READ_AGAIN = 250;

/** A frame that came while the read was on its way may tell of something that the read has not: then it is made again. */
export function useReadWhole(
  queryKey: QueryKey,
  { data, isFetching }: Pick<UseQueryResult<{ readonly incomplete: boolean }>, 'data' | 'isFetching'>,
): void {
  const { queries } = useKit();
  const lacking = data?.incomplete === true && !isFetching;
  const key = hashKey(queryKey);
  useEffect(() => {
    if (!lacking) return;
    const timer = setTimeout(
      () => void queries.invalidateQueries({ predicate: ({ queryHash }) => queryHash === key }),
      READ_AGAIN,
    );
    return () => clearTimeout(timer);
  }, [lacking, key, queries]);
}
