import type { ChangeFrame } from '@ticketing/web-kit/live-channels.ts';
import type { LiveSocket } from '@ticketing/web-kit/live-socket.ts';
import { isBefore } from '@ticketing/web-kit/log-position.ts';

/** What is read once and kept right by frames, and how. */
export type ViewKind<Cache extends { readonly position: string; readonly incomplete: boolean }> = {
  readonly channel: string;
  /** Reads it; undefined when there is no such thing for this person. @throws when there is no answer */
  readonly read: () => Promise<{ readonly data: unknown; readonly position: string } | undefined>;
  readonly cache: (data: unknown, position: string, recent: readonly ChangeFrame[]) => Cache;
  /** The cache after a frame; undefined when the thing is gone for this person. */
  readonly patch: (cache: Cache, frame: ChangeFrame) => Cache | undefined;
  /** What must equal a read: everything that frames keep up, in an order of its own. */
  readonly shown: (cache: Cache) => unknown;
};

/** A view of one thing, as a tab of the app holds it: read once, then kept up by frames, read again when told. */
export type KeptView = {
  readonly channel: string;
  /** `undefined`: it is not there for this person. */
  shown(): unknown;
  /** What a read shows now, in the same form. @throws when there is no answer */
  read(): Promise<unknown>;
  /** Nothing is on its way: subscribed or refused, and what was to be read is read. */
  settled(): boolean;
  counts(): { readonly reads: number; readonly frames: number };
  close(): void;
};

/** Milliseconds between tries of a read that got no answer, and of a channel that was refused. */
const READ_AGAIN = 500;
const ASK_AGAIN = 2_000;

export function keepView<Cache extends { readonly position: string; readonly incomplete: boolean }>(
  live: LiveSocket,
  kind: ViewKind<Cache>,
): KeptView {
  const { channel } = kind;
  let cache: Cache | undefined;
  let reading: Promise<void> | undefined;
  let readWanted = false;
  let answered = false;
  let closed = false;
  let asking: NodeJS.Timeout | undefined;
  let unsubscribe: () => void = () => undefined;
  const counts = { reads: 0, frames: 0 };

  function wantRead(): void {
    readWanted = true;
    reading ??= readAll().finally(() => {
      reading = undefined;
    });
  }

  async function readAll(): Promise<void> {
    while (readWanted && !closed) {
      readWanted = false;
      try {
        const read = await kind.read();
        counts.reads++;
        cache = read && kind.cache(read.data, read.position, live.recent(channel));
      } catch {
        readWanted = true;
        await new Promise((again) => setTimeout(again, READ_AGAIN));
      }
    }
  }

  function listen(): void {
    answered = false;
    unsubscribe = live.subscribe(channel, (event) => {
      switch (event.type) {
        case 'subscribed':
          answered = true;
          if (cache === undefined || isBefore(cache.position, event.position)) wantRead();
          return;
        case 'refused':
          answered = true;
          cache = undefined;
          // It may be there again later, as when a role is given back: then somebody opens it again.
          clearTimeout(asking);
          asking = setTimeout(() => {
            unsubscribe();
            if (!closed) listen();
          }, ASK_AGAIN);
          return;
        case 'change':
          counts.frames++;
          if (cache === undefined) return;
          cache = kind.patch(cache, event.frame);
          if (cache?.incomplete && reading === undefined) wantRead();
          return;
        default:
          event satisfies never;
      }
    });
  }

  listen();
  return {
    channel,
    shown: () => cache && kind.shown(cache),
    async read() {
      const read = await kind.read();
      return read && kind.shown(kind.cache(read.data, read.position, []));
    },
    settled: () => answered && reading === undefined && live.status === 'online',
    counts: () => counts,
    close() {
      closed = true;
      clearTimeout(asking);
      unsubscribe();
    },
  };
}
