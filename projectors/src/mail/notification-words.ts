import type { Language } from '@ticketing/contracts/kinds.ts';
import type { NotificationView } from '@ticketing/contracts/notifications.ts';
import { type App, linkTo } from '@ticketing/platform/mail/links.ts';
import { oneLine } from '@ticketing/platform/mail/one-line.ts';
import { type NotificationSentences, sentencesIn } from './notification-sentences.ts';

/** Where somebody chooses what they are told by e-mail. */
const wishes = { admin: '/settings/notifications', desk: '/profile' } as const satisfies Record<App, string>;

/**
 * What a mail says of a notification: who did what to which ticket, and where to look. What was written in a comment, a
 * message or a review is not in it: it is read where the policy is asked.
 */
export function notificationWords(
  told: NotificationView,
  app: App,
  language: Language,
): { subject: string; text: string } {
  const words = sentencesIn(language);
  const sentence = oneLine(sentenceOf(told, words));
  const about = told.ticketKey === null ? '' : `[${told.ticketKey}] `;
  const title = told.ticketTitle === null ? [] : [`${told.ticketKey}: ${oneLine(told.ticketTitle)}`];
  return {
    subject: `${about}${sentence}`,
    text: [
      /[.?]$/.test(sentence) ? sentence : `${sentence}.`,
      ...title,
      linkTo(app, placeOf(told, app)),
      `${words.wishes} ${linkTo(app, wishes[app])}`,
    ].join('\n\n'),
  };
}

function sentenceOf(
  { kind, actorName, details, projectName, roomName }: NotificationView,
  words: NotificationSentences,
): string {
  const who = actorName ?? words.somebody;
  switch (kind) {
    case 'assigned':
      return words.assigned(who);
    case 'mentioned':
      return words.mentioned(who);
    case 'commented':
      return words.commented(who);
    case 'status_changed':
      return words.moved(who, typeof details.columnName === 'string' ? details.columnName : undefined);
    case 'due_soon':
      return words.dueSoon(String(details.dueDate));
    case 'review_asked':
      return details.reminder === true ? words.reviewReminded : words.reviewAsked(who);
    case 'review_given':
      return details.accepted === true ? words.accepted(who, Number(details.stars)) : words.sentBack(who);
    case 'invited':
      return words.invited(who, projectName);
    case 'chat':
      return words.wrote(who, roomName);
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
