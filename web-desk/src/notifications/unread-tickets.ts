import { useNotificationCommands, useNotifications } from '@ticketing/web-kit/notifications.ts';
import { useEffect, useMemo } from 'react';

/** Ids of the tickets about which the person was told something that they have not read. */
export function useUnreadTickets(): ReadonlySet<string> {
  const { data } = useNotifications(true);
  return useMemo(
    () => new Set(data?.pages.flatMap((page) => page.items.flatMap(({ ticketId }) => ticketId ?? []))),
    [data],
  );
}

/** Who looks at a ticket has read what they were told about it. What is said in its chat is read there. */
export function useReadOnSight(ticketId: string): void {
  const { data } = useNotifications(true);
  const commands = useNotificationCommands();
  useEffect(() => {
    if (document.visibilityState !== 'visible') return;
    for (const page of data?.pages ?? []) {
      for (const item of page.items) {
        if (item.ticketId === ticketId && item.kind !== 'chat') commands.read(item);
      }
    }
  }, [data, ticketId, commands]);
}
