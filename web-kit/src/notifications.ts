import { type InfiniteData, type QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import {
  countUnreadNotifications,
  listNotifications,
  readAllNotifications,
  readNotification,
} from '@ticketing/contracts/endpoints/notifications.ts';
import { meChannel } from '@ticketing/contracts/live.ts';
import type { NotificationView } from '@ticketing/contracts/notifications.ts';
import { useEffect, useMemo } from 'react';
import { type Kit, useKit } from './kit.tsx';
import type { ChangeFrame } from './live-channels.ts';
import { isBefore } from './log-position.ts';

const LIST = 'notifications';
const UNREAD = ['unread-notifications'] as const;

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
  const query = useQuery({
    queryKey: UNREAD,
    queryFn: async ({ signal }) => (await api.call(countUnreadNotifications, { signal })).unread,
  });
  useEffect(
    () =>
      live.subscribe(meChannel(userId), (event) => {
        if (event.type === 'change') follow(queries, event.frame);
        else readAgain(queries);
      }),
    [live, queries, userId],
  );
  return query.data ?? 0;
}

function readAgain(queries: QueryClient): void {
  void queries.invalidateQueries({ queryKey: UNREAD });
  void queries.invalidateQueries({ queryKey: [LIST] });
}

function follow(queries: QueryClient, frame: ChangeFrame): void {
  const { change } = frame;
  if (change.entity === 'inbox') queries.setQueryData(UNREAD, change.row.unread);
  if (change.entity !== 'inbox' && change.entity !== 'notification') return;
  for (const unread of [false, true]) {
    queries.setQueryData<Notifications>(
      [LIST, unread],
      (list) => list && patchNotifications(list, frame, unread),
    );
  }
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
  if (change.entity === 'inbox') {
    const { readUpTo } = change.row;
    return readUpTo === null ? list : withAllRead(list, readUpTo, new Date().toISOString(), onlyUnread);
  }
  if (change.entity !== 'notification') return list;
  const { id, row } = change;
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
  const { api } = useKit();
  return useInfiniteQuery({
    queryKey: [LIST, onlyUnread],
    structuralSharing: false,
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }): Promise<NotificationsPage> => {
      const { data, position } = await api.read(listNotifications, {
        query: {
          limit: 40,
          unread: onlyUnread ? 'true' : 'false',
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        signal,
      });
      return { ...data, position };
    },
    getNextPageParam: (page: NotificationsPage) => page.nextCursor ?? undefined,
  });
}

/** Milliseconds that marking everything as read can be taken back: so long it is not sent. */
const READ_ALL_HELD = 8_000;

export type NotificationCommands = ReturnType<typeof notificationCommands>;

/** Marks as read: it shows at once, and is read again when the server refuses. */
function notificationCommands({ api, queries }: Kit) {
  const patch = (change: (list: Notifications, onlyUnread: boolean) => Notifications) => {
    for (const unread of [false, true]) {
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
      const shown = queries.getQueryData<Notifications>([LIST, false])?.pages[0];
      const upTo = shown?.position;
      const readAt = new Date().toISOString();
      const before = queries.getQueriesData<Notifications>({ queryKey: [LIST] });
      const unread = queries.getQueryData<number>(UNREAD);
      if (upTo !== undefined) patch((list, onlyUnread) => withAllRead(list, upTo, readAt, onlyUnread));
      queries.setQueryData(UNREAD, 0);
      const send = () => {
        window.removeEventListener('pagehide', send);
        clearTimeout(timer);
        api
          .call(readAllNotifications, { body: upTo === undefined ? {} : { upTo } })
          .catch(() => undefined)
          .finally(() => readAgain(queries));
      };
      const timer = setTimeout(send, READ_ALL_HELD);
      // Who leaves the page meant what they did.
      window.addEventListener('pagehide', send);
      return () => {
        window.removeEventListener('pagehide', send);
        clearTimeout(timer);
        for (const [key, data] of before) queries.setQueryData(key, data);
        queries.setQueryData(UNREAD, unread);
        readAgain(queries);
      };
    },
  };
}

export function useNotificationCommands(): NotificationCommands {
  const kit = useKit();
  return useMemo(() => notificationCommands(kit), [kit]);
}
