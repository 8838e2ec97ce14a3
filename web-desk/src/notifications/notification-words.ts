import type { NotificationView } from '@ticketing/contracts/notifications.ts';
import { showDate } from '@ticketing/web-kit/show-time.ts';
import type { TFunction } from 'i18next';

/** What happened, as a sentence. */
export function notificationWords(t: TFunction, notification: NotificationView): string {
  const { kind, details, projectName } = notification;
  const actor = notification.actorName ?? t('person.unknown');
  const words = (key: string, gaps: Record<string, string | number> = {}) =>
    t(`desk.notifications.kind.${key}`, { actor, ...gaps });
  switch (kind) {
    case 'mentioned':
    case 'assigned':
    case 'commented':
      return words(kind);
    case 'review_asked':
      return words(details.reminder === true ? 'review_reminded' : 'review_asked');
    case 'review_given':
      return details.accepted === true
        ? words('review_accepted', { stars: Number(details.stars) })
        : words('review_rejected');
    case 'due_soon':
      return words('due_soon', { date: showDate(details.dueDate) });
    case 'invited':
      return words('invited', { project: projectName ?? '—' });
    case 'status_changed':
      return words('status_changed', { column: String(details.columnName ?? '—') });
    case 'chat':
      return words('chat', { count: typeof details.count === 'number' ? details.count : 1 });
    default:
      return kind satisfies never;
  }
}

/** Where the very thing stands that it tells of. */
export function notificationAddress({ ticketId, roomId, kind, details }: NotificationView): string {
  const comment = typeof details.commentId === 'string' ? `#comment-${details.commentId}` : '';
  if (ticketId !== null) return `/tickets/${ticketId}${kind === 'chat' ? '?talk=chat' : comment}`;
  return roomId === null ? '/' : `/rooms/${roomId}`;
}
