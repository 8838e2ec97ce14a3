import { useQuery } from '@tanstack/react-query';
import { getRoom } from '@ticketing/contracts/endpoints/rooms.ts';
import { meChannel, roomChannel } from '@ticketing/contracts/live.ts';
import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import { useEffect } from 'react';
import { isGone } from '../api-error.ts';
import { followCached } from '../follow-cached.ts';
import { useKit } from '../kit.tsx';
import type { ChannelEvent } from '../live-channels.ts';
import { liveRead, useReadWhole } from '../live-read.ts';
import { roomKey } from './room-keys.ts';
import { patchRoom, type RoomCache, roomCache } from './rooms-cache.ts';

export type RoomResult = {
  readonly room: ReadRoomView | undefined;
  /** A frame said that the viewer may not see it any more. */
  readonly gone: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
};

/** One room with its people, how far each has read, and what the viewer may do there: live. */
export function useRoom(roomId: string | undefined, myId: string): RoomResult {
  const { api, live, queries } = useKit();
  const query = useQuery({
    queryKey: roomKey(roomId ?? ''),
    enabled: roomId !== undefined,
    staleTime: 0,
    refetchOnWindowFocus: false,
    structuralSharing: false,
    queryFn: async ({ signal }) => {
      const id = roomId ?? '';
      const { data, position } = await liveRead(live, [roomChannel(id), meChannel(myId)], () =>
        api.read(getRoom, { params: { id }, signal }),
      );
      return roomCache(data, position, live.recent(roomChannel(id)));
    },
  });

  useEffect(() => {
    if (roomId === undefined) return;
    const follow = (event: ChannelEvent) =>
      followCached<RoomCache>(queries, roomKey(roomId), event, {
        positionOf: (cache) => cache.asOf,
        patch: patchRoom,
      });
    const stops = [live.subscribe(roomChannel(roomId), follow), live.subscribe(meChannel(myId), follow)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [roomId, myId, live, queries]);

  useReadWhole(roomKey(roomId ?? ''), query);

  const cache = isGone(query.error) ? undefined : query.data;
  return {
    room: cache?.room,
    gone: cache?.gone ?? false,
    error: query.error,
    retry: () => void query.refetch(),
  };
}
