import { listMessages } from '@ticketing/contracts/endpoints/rooms.ts';
import { roomChannel } from '@ticketing/contracts/live.ts';
import type { Kit } from '../kit.tsx';
import { liveRead } from '../live-read.ts';
import { timelineKey } from './room-keys.ts';
import {
  type MessagePage,
  type Timeline,
  timelineOf,
  withNewerPage,
  withOlderPage,
  withReadAgain,
} from './timeline.ts';

/** Messages of a page that is read for the first time, and of one that is read along the way. */
const FIRST_PAGE = 60;
const PAGE = 100;
/** Of a page and the number of pages that are read again at once after a break. */
const AGAIN_PAGE = 200;
const AGAIN_PAGES = 5;
/** Pages that are read back at once to where somebody had stopped reading. */
const BACK_PAGES = 20;

/** Reads of one room's timeline, each laid into what is kept of it. */
export function timelineReads(kit: Kit, roomId: string) {
  const { api, live, queries, outbox } = kit;
  const queryKey = timelineKey(roomId);
  const context = () => ({ recent: live.recent(roomChannel(roomId)), isOwn: outbox.isOwn });
  type Query = { limit: number; before?: string; after?: string; around?: string };
  const read = (query: Query, signal?: AbortSignal) =>
    api.read(listMessages, { params: { id: roomId }, query, ...(signal && { signal }) });
  const kept = () => queries.getQueryData<Timeline>(queryKey);
  const lay = (change: (line: Timeline) => Timeline) =>
    queries.setQueryData<Timeline>(queryKey, (line) => line && change(line));

  const newest = async (limit: number, signal?: AbortSignal): Promise<Timeline> => {
    const { data, position } = await liveRead(live, [roomChannel(roomId)], () => read({ limit }, signal));
    return timelineOf(roomId, data, position, context());
  };
  const around = async (messageId: string, limit: number, signal?: AbortSignal): Promise<Timeline> => {
    const { data, position } = await liveRead(live, [roomChannel(roomId)], () =>
      read({ limit, around: messageId }, signal),
    );
    return timelineOf(roomId, data, position, context());
  };

  const older = async (limit = PAGE): Promise<void> => {
    const cursor = kept()?.olderCursor ?? null;
    if (cursor === null) return;
    const { data, position } = await read({ limit, before: cursor });
    lay((line) => (line.olderCursor === cursor ? withOlderPage(line, data, position, context()) : line));
  };

  return {
    /**
     * The timeline as it is now: the newest page at first, later as much as is kept of it. Of very much the oldest part
     * is let go; it comes again as one scrolls there.
     */
    async now(signal: AbortSignal): Promise<Timeline> {
      const before = kept();
      const first = before?.entries.at(0)?.message.id;
      if (before === undefined || first === undefined) return newest(FIRST_PAGE, signal);
      if (before.newerCursor !== null) {
        const middle = before.entries[Math.floor(before.entries.length / 2)]?.message.id ?? first;
        return withCommandsOf(before, await around(middle, AGAIN_PAGE, signal));
      }
      let line = await newest(AGAIN_PAGE, signal);
      for (let pages = 1; pages < AGAIN_PAGES && line.olderCursor !== null; pages++) {
        if (line.entries.some(({ message }) => message.id === first)) break;
        const { data, position } = await read({ limit: AGAIN_PAGE, before: line.olderCursor }, signal);
        line = withOlderPage(line, data, position, context());
      }
      return withCommandsOf(before, line);
    },

    older,

    /** Reads back until so many messages are kept, or as far as is sensible at once. */
    async back(count: number): Promise<void> {
      for (let pages = 0; pages < BACK_PAGES; pages++) {
        const line = kept();
        if (line === undefined || line.olderCursor === null || line.entries.length > count) return;
        await older(AGAIN_PAGE);
      }
    },

    async newer(): Promise<void> {
      const cursor = kept()?.newerCursor ?? null;
      if (cursor === null) return;
      const { data, position } = await read({ limit: PAGE, after: cursor });
      lay((line) => (line.newerCursor === cursor ? withNewerPage(line, data, position, context()) : line));
    },

    /** Makes the part around a message the one that is kept. @throws ApiError `unknown_message` */
    async jumpTo(messageId: string): Promise<void> {
      if (kept()?.entries.some(({ message }) => message.id === messageId)) return;
      await queries.cancelQueries({ queryKey });
      const line = await around(messageId, PAGE);
      queries.setQueryData<Timeline>(queryKey, (before) => withCommandsOf(before, line));
    },

    /** Makes the newest part the one that is kept. */
    async toEnd(): Promise<void> {
      if (kept()?.newerCursor === null) return;
      await queries.cancelQueries({ queryKey });
      const line = await newest(FIRST_PAGE);
      queries.setQueryData<Timeline>(queryKey, (before) => withCommandsOf(before, line));
    },

    /** Reads one message again: for passes of its files, and for people whom it names. */
    async again(messageId: string): Promise<void> {
      const { data, position } = await read({ limit: 1, around: messageId });
      const page: MessagePage = data;
      lay((line) => withReadAgain(line, page, position, context()));
    },
  };
}

export type TimelineReads = ReturnType<typeof timelineReads>;

/** What had come of this tab's commands stays known when the timeline is read anew. */
function withCommandsOf(before: Timeline | undefined, line: Timeline): Timeline {
  if (before === undefined || before.commands.size === 0) return line;
  return { ...line, commands: new Set([...before.commands, ...line.commands]) };
}
