import type { NotificationView } from '@ticketing/contracts/notifications.ts';
import { showDate } from '@ticketing/web-kit/show-time.ts';
import type { TFunction } from 'i18next';

/** What happened, as a phrase that stands behind the actor's name. */
export function notificationWords(t: TFunction, { kind, details, roomName }: NotificationView): string {
  const text = (name: string): string => (typeof details[name] === 'string' ? String(details[name]) : '—');
  switch (kind) {
    case 'mentioned':
    case 'assigned':
    case 'commented':
      return t(`inbox.kind.${kind}`);
    case 'review_asked':
      return t(details.reminder === true ? 'inbox.kind.review_reminded' : 'inbox.kind.review_asked');
    case 'review_given':
      return details.accepted === true
        ? t('inbox.kind.review_accepted', { stars: Number(details.stars) })
        : t('inbox.kind.review_rejected');
    case 'due_soon':
      return t('inbox.kind.due_soon', { date: showDate(details.dueDate) });
    case 'invited':
      return t('inbox.kind.invited', { role: t(`role.${text('role')}`) });
    case 'status_changed':
      return t('inbox.kind.status_changed', {
        column: text('columnName'),
        from: text('fromColumnName'),
      });
    case 'chat': {
      const count = typeof details.count === 'number' ? details.count : 1;
      // A room of two has no name.
      if (roomName === null) return t('inbox.kind.direct', { count });
      return t(details.mentioned === true ? 'inbox.kind.chatMention' : 'inbox.kind.chat', {
        count,
        room: roomName,
      });
    }
    default:
      return kind satisfies never;
  }
}

/** Address of the very thing that it tells of. */
export function notificationAddress(notification: NotificationView): string {
  const { kind, ticketKey, roomId, details } = notification;
  const message = typeof details.messageId === 'string' ? `?message=${details.messageId}` : '';
  if (kind === 'chat' && roomId !== null) return `/chat/${roomId}${message}`;
  if (ticketKey === null) return '/projects';
  const project = ticketKey.slice(0, ticketKey.lastIndexOf('-'));
  const comment = typeof details.commentId === 'string' ? `#comment-${details.commentId}` : '';
  return `/projects/${project}/tickets/${ticketKey}${comment}`;
}

/** Days with what was told on them, in the order of the list. @param at instants in ISO 8601 */
export function byDay<T extends { readonly at: string }>(items: readonly T[]): { day: string; items: T[] }[] {
  const days: { day: string; items: T[] }[] = [];
  for (const item of items) {
    const day = dayOf(new Date(item.at));
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days;
}

/** The day here on which an instant is. */
function dayOf(instant: Date): string {
  return new Date(Date.UTC(instant.getFullYear(), instant.getMonth(), instant.getDate()))
    .toISOString()
    .slice(0, 10);
}
