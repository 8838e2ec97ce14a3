import type { NotificationView } from '@ticketing/contracts/notifications.ts';
import { type App, linkTo } from '@ticketing/platform/mail/links.ts';
import { oneLine } from '@ticketing/platform/mail/one-line.ts';

/** Where somebody chooses what they are told by e-mail. */
const wishes = { admin: '/settings/notifications', desk: '/profile' } as const satisfies Record<App, string>;

/**
 * What a mail says of a notification: who did what to which ticket, and where to look. What was written in a comment, a
 * message or a review is not in it: it is read where the policy is asked.
 */
export function notificationWords(told: NotificationView, app: App): { subject: string; text: string } {
  const sentence = oneLine(sentenceOf(told));
  const about = told.ticketKey === null ? '' : `[${told.ticketKey}] `;
  const title = told.ticketTitle === null ? [] : [`${told.ticketKey}: ${oneLine(told.ticketTitle)}`];
  return {
    subject: `${about}${sentence}`,
    text: [
      `${sentence}.`,
      ...title,
      linkTo(app, placeOf(told, app)),
      `To choose what you are told by e-mail: ${linkTo(app, wishes[app])}`,
    ].join('\n\n'),
  };
}

function sentenceOf({ kind, actorName, details, projectName, roomName }: NotificationView): string {
  const who = actorName ?? 'Somebody';
  switch (kind) {
    case 'assigned':
      return `${who} assigned this to you`;
    case 'mentioned':
      return `${who} mentioned you`;
    case 'commented':
      return `${who} commented`;
    case 'status_changed':
      return `${who} moved it to ${details.columnName ?? 'another column'}`;
    case 'due_soon':
      return `This is due on ${details.dueDate}`;
    case 'review_asked':
      return details.reminder === true
        ? 'Your review is still awaited'
        : `${who} asks whether this is done well`;
    case 'review_given':
      return details.accepted === true
        ? `${who} accepted the result with ${details.stars} of 5 stars`
        : `${who} sent it back to work`;
    case 'invited':
      return `${who} gave you a role in ${projectName ?? 'a project'}`;
    case 'chat':
      return roomName === null ? `${who} wrote to you` : `${who} wrote in ${roomName}`;
    default:
      return kind satisfies never;
  }
}

/** Where the very thing stands that it tells of. */
function placeOf(told: NotificationView, app: App): string {
  const { ticketId, ticketKey, roomId, kind, details } = told;
  const comment = typeof details.commentId === 'string' ? `#comment-${details.commentId}` : '';
  if (kind === 'chat' && roomId !== null) {
    if (app === 'desk') return ticketId === null ? `/rooms/${roomId}` : `/tickets/${ticketId}?talk=chat`;
    return typeof details.messageId === 'string'
      ? `/chat/${roomId}?message=${details.messageId}`
      : `/chat/${roomId}`;
  }
  if (ticketId !== null && app === 'desk') return `/tickets/${ticketId}${comment}`;
  const projectKey = ticketKey?.slice(0, ticketKey.lastIndexOf('-'));
  if (projectKey !== undefined) return `/projects/${projectKey}/tickets/${ticketKey}${comment}`;
  return kind === 'invited' && app === 'admin' ? '/projects' : '/';
}
