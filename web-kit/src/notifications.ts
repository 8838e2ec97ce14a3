import {
  type InfiniteData,
  type QueryClient,
  skipToken,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import {
  countUnreadNotifications,
  listNotifications,
  readAllNotifications,
  readNotification,
} from '@ticketing/contracts/endpoints/notifications.ts';
import { meChannel } from '@ticketing/contracts/live.ts';
import type { NotificationView } from '@ticketing/contracts/notifications.ts';
import { useCallback, useEffect, useLayoutEffect, useMemo } from 'react';
import { type Kit, useKit } from './kit.tsx';
import type { ChangeFrame } from './live-channels.ts';
import { liveRead } from './live-read.ts';
import { isBefore, later } from './log-position.ts';
import { useMe } from './session.tsx';

const LIST = 'notifications';
const UNREAD = ['unread-notifications'] as const;
const HELD = ['held-read-all'] as const;
const lists = [false, true];

export type NotificationsPage = {
  readonly items: readonly NotificationView[];
  readonly nextCursor: string | null;
  /** Log position that the page is true for. */
  readonly position: string;
};
export type Notifications = InfiniteData<NotificationsPage, string | undefined>;

/** How many notifications the person has not read, up to 100: live. Keeps the lists below right as well. */
export function useUnreadNotifications(userId: string): number {
  const { api, live, queries } = useKit();
  const channel = meChannel(userId);
  const query = useQuery({
    queryKey: UNREAD,
    queryFn: async ({ signal }) => {
      const { data, position } = await liveRead(live, [channel], () =>
        api.read(countUnreadNotifications, { signal }),
      );
      return unreadNow(data.unread, position, live.recent(channel));
    },
  });
  useEffect(
    () =>
      live.subscribe(channel, (event) => {
        if (event.type === 'change') follow(queries, event.frame);
        else void readAgain(queries);
      }),
    [live, queries, channel],
  );
  const held = useHeldReadAll();
  return Math.max(0, (query.data ?? 0) - (held?.unread ?? 0));
}

/** How many are unread after the frames that came while they were counted. @param position that the count is true for */
export function unreadNow(counted: number, position: string, recent: readonly ChangeFrame[]): number {
  return recent.reduce(
    (unread, { change, position: at }) =>
      change.entity === 'inbox' && isBefore(position, at) ? change.row.unread : unread,
    counted,
  );
}

async function readAgain(queries: QueryClient): Promise<void> {
  await Promise.all([UNREAD, [LIST]].map((queryKey) => queries.invalidateQueries({ queryKey })));
}

function follow(queries: QueryClient, frame: ChangeFrame): void {
  if (frame.change.entity === 'inbox') queries.setQueryData(UNREAD, frame.change.row.unread);
  for (const unread of lists) layInto(queries, unread, [frame]);
}

function layInto(queries: QueryClient, onlyUnread: boolean, frames: readonly ChangeFrame[]): void {
  const list = queries.getQueryData<Notifications>([LIST, onlyUnread]);
  if (list === undefined) return;
  const next = frames.reduce((before, frame) => patchNotifications(before, frame, onlyUnread), list);
  if (next !== list) queries.setQueryData([LIST, onlyUnread], next);
}

/** Lays what came while pages were on their way into the list that they make up now. */
function layRecent(queries: QueryClient, onlyUnread: boolean, recent: readonly ChangeFrame[]): void {
  const readAt = queries.getQueryData<Notifications>([LIST, onlyUnread])?.pages[0]?.position;
  if (readAt === undefined) return;
  layInto(
    queries,
    onlyUnread,
    recent.filter(({ position }) => isBefore(readAt, position)),
  );
}

/**
 * The list after a frame, the newest first: what is new comes in front, what is gone leaves, and everything up to where
 * it was all read is read.
 * @param onlyUnread the list is of what is not read
 */
export function patchNotifications(
  list: Notifications,
  frame: ChangeFrame,
  onlyUnread: boolean,
): Notifications {
  const { change } = frame;
  switch (change.entity) {
    case 'inbox': {
      const { readUpTo } = change.row;
      return readUpTo === null ? list : withAllRead(list, readUpTo, new Date().toISOString(), onlyUnread);
    }
    case 'notification':
      return withNotification(list, change, onlyUnread);
    default:
      return list;
  }
}

function withNotification(
  list: Notifications,
  { id, row }: Extract<ChangeFrame['change'], { entity: 'notification' }>,
  onlyUnread: boolean,
): Notifications {
  const pages = list.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.id !== id) }));
  const [first, ...rest] = pages;
  if (first === undefined || row === null || (onlyUnread && row.readAt !== null)) return { ...list, pages };
  const known = list.pages.findIndex((page) => page.items.some((item) => item.id === id));
  const place = known < 0 ? 0 : known;
  const into = pages[place] ?? first;
  const at = into.items.findIndex((item) => isBefore(item.position, row.position));
  const index = at < 0 ? into.items.length : at;
  const items = [...into.items.slice(0, index), row, ...into.items.slice(index)];
  return {
    ...list,
    pages:
      place === 0
        ? [{ ...first, items }, ...rest]
        : pages.map((page) => (page === into ? { ...page, items } : page)),
  };
}

/** The position up to which everything is in the list: of the read, or of what came since. */
function shownUpTo(page: NotificationsPage | undefined): string | undefined {
  const [newest] = page?.items ?? [];
  return newest === undefined ? page?.position : later(page?.position ?? newest.position, newest.position);
}

/** Everything that was caused up to a position is read. */
function withAllRead(list: Notifications, upTo: string, readAt: string, onlyUnread: boolean): Notifications {
  const isRead = (item: NotificationView) => !isBefore(upTo, item.position);
  return {
    ...list,
    pages: list.pages.map((page) => ({
      ...page,
      items: onlyUnread
        ? page.items.filter((item) => !isRead(item))
        : page.items.map((item) => (isRead(item) && item.readAt === null ? { ...item, readAt } : item)),
    })),
  };
}

/** What the person was told, newest first, page by page; live while `useUnreadNotifications` is in use. */
export function useNotifications(onlyUnread: boolean) {
  const { api, live, queries } = useKit();
  const channel = meChannel(useMe().id);
  const held = useHeldReadAll();
  const query = useInfiniteQuery({
    queryKey: [LIST, onlyUnread],
    structuralSharing: false,
    select: useCallback(
      (list: Notifications) =>
        held?.upTo === undefined ? list : withAllRead(list, held.upTo, held.readAt, onlyUnread),
      [held, onlyUnread],
    ),
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }): Promise<NotificationsPage> => {
      const query = {
        limit: 40,
        unread: onlyUnread ? ('true' as const) : ('false' as const),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      };
      const { data, position } = await liveRead(live, [channel], () =>
        api.read(listNotifications, { query, signal }),
      );
      return { ...data, position };
    },
    getNextPageParam: (page: NotificationsPage) => page.nextCursor ?? undefined,
  });

  const { isFetching } = query;
  useLayoutEffect(() => {
    if (!isFetching) layRecent(queries, onlyUnread, live.recent(channel));
  }, [isFetching, onlyUnread, live, queries, channel]);
  return query;
}

/** Milliseconds that marking everything as read can be taken back: so long it is not sent. */
const READ_ALL_HELD = 8_000;

/** Everything is marked as read, and not sent yet: it can be taken back. Until then it is laid over what is read. */
type HeldReadAll = {
  /** The position up to which; undefined before the list was read. */
  readonly upTo: string | undefined;
  /** ISO 8601. */
  readonly readAt: string;
  /** How many were unread. */
  readonly unread: number;
  readonly send: () => void;
};

const useHeldReadAll = (): HeldReadAll | null =>
  useQuery<HeldReadAll | null>({ queryKey: HELD, queryFn: skipToken, initialData: null }).data ?? null;

export type NotificationCommands = ReturnType<typeof notificationCommands>;

/** Marks as read: it shows at once, and is read again when the server refuses. */
function notificationCommands({ api, queries }: Kit) {
  const patch = (change: (list: Notifications, onlyUnread: boolean) => Notifications) => {
    for (const unread of lists) {
      queries.setQueryData<Notifications>([LIST, unread], (list) => list && change(list, unread));
    }
  };
  return {
    read(notification: NotificationView): void {
      if (notification.readAt !== null) return;
      const readAt = new Date().toISOString();
      patch((list, onlyUnread) => ({
        ...list,
        pages: list.pages.map((page) => ({
          ...page,
          items: onlyUnread
            ? page.items.filter(({ id }) => id !== notification.id)
            : page.items.map((item) => (item.id === notification.id ? { ...item, readAt } : item)),
        })),
      }));
      queries.setQueryData<number>(UNREAD, (unread) => unread && Math.max(0, unread - 1));
      api
        .call(readNotification, { params: { id: notification.id } })
        .then(() => queries.invalidateQueries({ queryKey: UNREAD }))
        .catch(() => readAgain(queries));
    },
    /** @returns takes it back, as long as it is held */
    readAll(): () => void {
      // What was held before can no longer be taken back.
      queries.getQueryData<HeldReadAll | null>(HELD)?.send();
      const upTo = shownUpTo(queries.getQueryData<Notifications>([LIST, false])?.pages[0]);
      const unread = queries.getQueryData<number>(UNREAD) ?? 0;
      const stop = () => {
        window.removeEventListener('pagehide', send);
        clearTimeout(timer);
      };
      const isHeld = () => queries.getQueryData<HeldReadAll | null>(HELD)?.send === send;
      const giveUp = () => {
        if (isHeld()) queries.setQueryData(HELD, null);
      };
      const send = () => {
        stop();
        // Another person is here.
        if (!isHeld()) return;
        api
          .call(readAllNotifications, { body: upTo === undefined ? {} : { upTo } })
          .catch(() => undefined)
          .then(() => readAgain(queries))
          .finally(giveUp);
      };
      const timer = setTimeout(send, READ_ALL_HELD);
      // Who leaves the page meant what they did.
      window.addEventListener('pagehide', send);
      const held: HeldReadAll = { upTo, readAt: new Date().toISOString(), unread, send };
      queries.setQueryData(HELD, held);
      return () => {
        stop();
        giveUp();
      };
    },
  };
}

export function useNotificationCommands(): NotificationCommands {
  const kit = useKit();
  return useMemo(() => notificationCommands(kit), [kit]);
}
