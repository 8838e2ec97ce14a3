import { useQuery } from '@tanstack/react-query';
import { roomChannel } from '@ticketing/contracts/live.ts';
import type { PersonView } from '@ticketing/contracts/views.ts';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { isGone } from '../api-error.ts';
import { useKit } from '../kit.tsx';
import { isBefore } from '../log-position.ts';
import { timelineKey } from './room-keys.ts';
import { type ShownMessage, shownMessages } from './shown-messages.ts';
import { type FilePass, patchTimeline, type Timeline } from './timeline.ts';
import { timelineReads } from './timeline-reads.ts';

export type TimelineResult = {
  /** Oldest first, a part without gaps, with what this person has under way; undefined until it was read. */
  readonly messages: readonly ShownMessage[] | undefined;
  readonly people: ReadonlyMap<string, PersonView>;
  readonly passes: ReadonlyMap<string, FilePass>;
  readonly hasOlder: boolean;
  /** False when the newest message is among them. */
  readonly hasNewer: boolean;
  /** Which side is being read. */
  readonly reading: 'older' | 'newer' | null;
  readonly readOlder: () => void;
  readonly readNewer: () => void;
  /** @returns false when there is no such message, or it could not be read */
  readonly jumpTo: (messageId: string) => Promise<boolean>;
  readonly toEnd: () => Promise<void>;
  /** Reads back until so many messages are there. */
  readonly readBack: (count: number) => Promise<void>;
  /** Reads one message again, for passes of its files. */
  readonly readAgain: (messageId: string) => Promise<void>;
  readonly error: Error | null;
  readonly retry: () => void;
};

const NOBODY: ReadonlyMap<string, PersonView> = new Map();
const NO_PASSES: ReadonlyMap<string, FilePass> = new Map();

/**
 * A room's messages: read page by page, live from then on, exact again after a break, and with this tab's own changes
 * already in them. The room of a ticket has the ticket's id.
 */
export function useTimeline(roomId: string): TimelineResult {
  const kit = useKit();
  const { live, queries, outbox } = kit;
  const reads = useMemo(() => timelineReads(kit, roomId), [kit, roomId]);
  const query = useQuery({
    queryKey: timelineKey(roomId),
    staleTime: 0,
    refetchOnWindowFocus: false,
    structuralSharing: false,
    queryFn: ({ signal }) => reads.now(signal),
  });

  useEffect(
    () =>
      live.subscribe(roomChannel(roomId), (event) => {
        const queryKey = timelineKey(roomId);
        const line = queries.getQueryData<Timeline>(queryKey);
        if (line === undefined) return;
        if (event.type === 'change') {
          const next = patchTimeline(line, event.frame, outbox.isOwn);
          if (next !== line) queries.setQueryData(queryKey, next);
        } else if (event.type === 'refused' || isBefore(line.position, event.position)) {
          void queries.invalidateQueries({ queryKey });
        }
      }),
    [live, queries, outbox, roomId],
  );

  const sent = useSyncExternalStore(outbox.subscribe, () => outbox.list);
  const line = isGone(query.error) ? undefined : query.data;
  const messages = useMemo(() => (line === undefined ? undefined : shownMessages(line, sent)), [line, sent]);

  const asked = useRef(new Set<string>());
  useEffect(() => {
    for (const id of line?.unknown ?? []) {
      if (asked.current.has(id)) continue;
      asked.current.add(id);
      reads.again(id).catch(() => asked.current.delete(id));
    }
  }, [line?.unknown, reads]);

  const [reading, setReading] = useState<'older' | 'newer' | null>(null);
  const busy = useRef(false);
  const readSide = useCallback(
    async (side: 'older' | 'newer') => {
      if (busy.current) return;
      busy.current = true;
      setReading(side);
      // What failed is asked for again by the next scroll.
      await reads[side]().catch(() => undefined);
      busy.current = false;
      setReading(null);
    },
    [reads],
  );

  return {
    messages,
    people: line?.people ?? NOBODY,
    passes: line?.passes ?? NO_PASSES,
    hasOlder: (line?.olderCursor ?? null) !== null,
    hasNewer: (line?.newerCursor ?? null) !== null,
    reading,
    readOlder: useCallback(() => void readSide('older'), [readSide]),
    readNewer: useCallback(() => void readSide('newer'), [readSide]),
    jumpTo: useCallback(
      (messageId) =>
        reads.jumpTo(messageId).then(
          () => true,
          () => false,
        ),
      [reads],
    ),
    toEnd: useCallback(() => reads.toEnd().catch(() => undefined), [reads]),
    readBack: useCallback((count) => reads.back(count).catch(() => undefined), [reads]),
    readAgain: reads.again,
    error: query.error,
    retry: () => void query.refetch(),
  };
}
