import { type QueryClient, useQuery } from '@tanstack/react-query';
import { countUnreadMessages, getRoom, listRooms } from '@ticketing/contracts/endpoints/rooms.ts';
import { meChannel } from '@ticketing/contracts/live.ts';
import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { isGone } from '../api-error.ts';
import { type Kit, useKit } from '../kit.tsx';
import { liveRead, useReadWhole } from '../live-read.ts';
import { isBefore } from '../log-position.ts';
import { roomsKey, unreadKey } from './room-keys.ts';
import {
  patchRooms,
  patchUnread,
  type RoomsCache,
  roomsCache,
  type UnreadCache,
  unreadCache,
  withRooms,
} from './rooms-cache.ts';

const PAGE = 50;

export type RoomsResult = {
  /** The one last written in first; undefined until they were read. */
  readonly rooms: readonly ReadRoomView[] | undefined;
  /** Reads older ones; undefined when there are none. */
  readonly more: (() => void) | undefined;
  readonly reading: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
};

/** One's own rooms: live. */
export function useRooms(myId: string): RoomsResult {
  const kit = useKit();
  const { api, live, queries } = kit;
  const channel = meChannel(myId);
  const query = useQuery({
    queryKey: roomsKey,
    staleTime: 0,
    refetchOnWindowFocus: false,
    structuralSharing: false,
    queryFn: async ({ signal }) => {
      const { data, position } = await liveRead(live, [channel], () =>
        api.read(listRooms, { query: { limit: PAGE }, signal }),
      );
      return roomsCache(data, position, live.recent(channel));
    },
  });

  useEffect(
    () =>
      live.subscribe(channel, (event) => {
        const cache = queries.getQueryData<RoomsCache>(roomsKey);
        if (cache === undefined) return;
        if (event.type === 'change') {
          const next = patchRooms(cache, event.frame);
          if (next !== cache) queries.setQueryData(roomsKey, next);
        } else if (event.type === 'refused' || isBefore(cache.position, event.position)) {
          void queries.invalidateQueries({ queryKey: roomsKey });
        }
      }),
    [live, queries, channel],
  );

  const cache = query.data;
  const unknown = useMemo(() => [...(cache?.unknown ?? [])].sort().join(' '), [cache]);
  useEffect(() => {
    if (unknown !== '') void readUnknown(kit, channel, unknown.split(' '));
  }, [kit, channel, unknown]);

  const [reading, setReading] = useState(false);
  const cursor = cache?.nextCursor ?? null;
  const readMore = useCallback(async () => {
    if (cursor === null) return;
    setReading(true);
    try {
      const { data, position } = await api.read(listRooms, { query: { limit: PAGE, cursor } });
      queries.setQueryData<RoomsCache>(
        roomsKey,
        (now) => now && withRooms(now, data.items, position, live.recent(channel), data.nextCursor),
      );
    } catch {
      // The button is still there.
    } finally {
      setReading(false);
    }
  }, [api, live, queries, channel, cursor]);

  const rooms = useMemo(() => cache?.rooms.map(({ room }) => room), [cache]);
  return {
    rooms,
    more: cursor === null ? undefined : () => void readMore(),
    reading,
    error: query.error,
    retry: () => void query.refetch(),
  };
}

/** Reads rooms that a frame told of; one that is not there any more is nothing to tell. */
async function readUnknown(
  { api, live, queries }: Kit,
  channel: string,
  ids: readonly string[],
): Promise<void> {
  for (const id of ids) {
    try {
      const { data, position } = await api.read(getRoom, { params: { id } });
      // A ticket's room is among one's rooms once somebody wrote there.
      const listed = data.kind !== 'ticket' || data.lastMessage !== null;
      queries.setQueryData<RoomsCache>(
        roomsKey,
        (now) => now && withRooms(forget(now, id), listed ? [data] : [], position, live.recent(channel)),
      );
    } catch (error) {
      if (isGone(error)) queries.setQueryData<RoomsCache>(roomsKey, (now) => now && forget(now, id));
    }
  }
}

const forget = (cache: RoomsCache, id: string): RoomsCache => ({
  ...cache,
  unknown: new Set([...cache.unknown].filter((other) => other !== id)),
});

/** How many messages one has not read, in how many rooms: live. Zero until it was counted. */
export function useUnreadMessages(myId: string): { readonly messages: number; readonly rooms: number } {
  const { api, live, queries } = useKit();
  const channel = meChannel(myId);
  const query = useQuery({
    queryKey: unreadKey,
    staleTime: 60_000,
    structuralSharing: false,
    queryFn: async ({ signal }) => {
      const { data, position } = await liveRead(live, [channel], () =>
        api.read(countUnreadMessages, { signal }),
      );
      return unreadCache(data, position, live.recent(channel));
    },
  });
  useEffect(() => live.subscribe(channel, followUnread(queries)), [live, queries, channel]);
  useReadWhole(unreadKey, query);
  const inSight = useRoomsInSight();
  const { messages = 0, rooms = 0, byRoom } = query.data ?? {};
  const read = [...inSight].map((id) => byRoom?.get(id) ?? 0).filter((unread) => unread > 0);
  return { messages: messages - read.reduce((sum, each) => sum + each, 0), rooms: rooms - read.length };
}

/** Rooms whose end this person has before them: nothing in them is unread for longer than a moment. */
export function useRoomsInSight(): ReadonlySet<string> {
  const { roomsInSight } = useKit();
  return useSyncExternalStore(roomsInSight.subscribe, () => roomsInSight.ids);
}

const followUnread =
  (queries: QueryClient): Parameters<Kit['live']['subscribe']>[1] =>
  (event) => {
    const cache = queries.getQueryData<UnreadCache>(unreadKey);
    if (cache === undefined) return;
    if (event.type === 'change') {
      const next = patchUnread(cache, event.frame);
      if (next === cache) return;
      queries.setQueryData(unreadKey, next);
      if (next.incomplete && !cache.incomplete) void queries.invalidateQueries({ queryKey: unreadKey });
    } else if (event.type === 'refused' || isBefore(cache.position, event.position)) {
      void queries.invalidateQueries({ queryKey: unreadKey });
    }
  };
