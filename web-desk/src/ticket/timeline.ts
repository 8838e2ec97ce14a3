import type { ActivityView, CommentView, TicketView } from '@ticketing/contracts/views.ts';

/** What is told of one event: a key of the desk's words (`desk.ticket.event.*`) with what stands in its gaps. */
export type EventWords = { readonly key: string; readonly gaps: Readonly<Record<string, string>> };

export type TimelineEntry =
  | { readonly kind: 'comment'; readonly id: string; readonly at: string; readonly comment: CommentView }
  | { readonly kind: 'event'; readonly id: string; readonly at: string; readonly words: EventWords };

const text = (details: ActivityView['details'], name: string): string | null => {
  const value = details[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

/**
 * The event in a client's words, or null when it says nothing to a client: comments are shown themselves, a new
 * place inside a column is the staff's order of work, tags are the staff's drawers.
 */
export function eventWords(activity: ActivityView): EventWords | null {
  const { details, actorName: actor } = activity;
  const words = (key: string, gaps: Record<string, string> = {}): EventWords => ({
    key: `desk.ticket.event.${key}`,
    gaps: { actor, ...gaps },
  });
  switch (activity.type) {
    case 'TicketOpened':
      return words('opened');
    case 'TicketMoved': {
      const column = text(details, 'columnName');
      if (column === null || text(details, 'columnId') === text(details, 'fromColumnId')) return null;
      return words('moved', { column });
    }
    case 'TicketAssigned': {
      const person = text(details, 'userName');
      return person === null ? null : words('assigned', { person });
    }
    case 'TicketUnassigned': {
      const person = text(details, 'userName');
      return person === null ? null : words('unassigned', { person });
    }
    case 'TicketRenamed': {
      const title = text(details, 'title');
      return title === null ? null : words('renamed', { title });
    }
    case 'TicketDescribed':
      return words('described');
    case 'TicketScheduled': {
      const date = text(details, 'dueDate');
      return date === null ? words('unscheduled') : words('scheduled', { date });
    }
    case 'TicketArchived': {
      if (text(details, 'reason') === 'done') return words('archivedWhenDone');
      const why = text(details, 'words');
      return why === null ? words('archived') : words('archivedBecause', { words: why });
    }
    case 'TicketRestored':
      return words('restored');
    case 'ResolutionProposed':
      return words('proposed');
    case 'ResolutionWithdrawn':
      return words('withdrawn');
    case 'ResolutionAccepted':
      return words('accepted', { stars: String(details.stars) });
    case 'ResolutionRejected': {
      const reason = text(details, 'reason');
      return reason === null ? null : words('rejected', { reason });
    }
    case 'AttachmentAdded': {
      const name = text(details, 'name');
      // What came with a message is shown there.
      return name === null || text(details, 'commentId') !== null ? null : words('attached', { name });
    }
    case 'AttachmentRemoved': {
      const name = text(details, 'name');
      return name === null ? null : words('detached', { name });
    }
    case 'RemoteAssistOffered':
      return words(text(details, 'remoteAssistId') === null ? 'remoteTakenBack' : 'remoteOffered');
    default:
      return null;
  }
}

/** What comes with a move of the ticket and says more than the move. */
const tellsOfMove: ReadonlySet<string> = new Set([
  'ResolutionProposed',
  'ResolutionWithdrawn',
  'ResolutionRejected',
]);

/**
 * Comments and events as one conversation, oldest first. That the ticket was opened is told by its description, which
 * stands above it all, where there is one. Both are in order already by themselves; at the same
 * instant the event comes first, because a person says something about what was done.
 */
export function timeline(
  { comments, description }: Pick<TicketView, 'comments' | 'description'>,
  activities: readonly ActivityView[],
): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  const told = new Set(activities.filter(({ type }) => tellsOfMove.has(type)).map(({ at }) => at));
  for (const activity of activities) {
    if (activity.type === 'TicketOpened' && description !== '') continue;
    if (activity.type === 'TicketMoved' && told.has(activity.at)) continue;
    const words = eventWords(activity);
    if (words !== null) entries.push({ kind: 'event', id: activity.id, at: activity.at, words });
  }
  for (const comment of comments)
    entries.push({ kind: 'comment', id: comment.id, at: comment.postedAt, comment });
  const revisions = new Map(activities.map((activity) => [activity.id, activity.revision]));
  return entries.sort((left, right) => {
    const apart = Date.parse(left.at) - Date.parse(right.at);
    if (apart !== 0) return apart;
    if (left.kind !== right.kind) return left.kind === 'event' ? -1 : 1;
    return Number(revisions.get(left.id) ?? 0) - Number(revisions.get(right.id) ?? 0);
  });
}
