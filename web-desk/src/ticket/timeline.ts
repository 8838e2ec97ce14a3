import type { ActivityView, AttachmentView, CommentView, TicketView } from '@ticketing/contracts/views.ts';

/** What is told of one event: a key of the desk's words (`desk.ticket.event.*`) with what stands in its gaps. */
export type EventWords = { readonly key: string; readonly gaps: Readonly<Record<string, string>> };

export type TimelineEntry =
  | { readonly kind: 'comment'; readonly id: string; readonly at: string; readonly comment: CommentView }
  /** Files that somebody put on the ticket itself, after it was opened. */
  | {
      readonly kind: 'files';
      readonly id: string;
      readonly at: string;
      readonly files: readonly AttachmentView[];
    }
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

/** The ticket's own files that it was opened with. */
export const firstFiles = ({
  attachments,
  openedAt,
}: Pick<TicketView, 'attachments' | 'openedAt'>): readonly AttachmentView[] =>
  attachments.filter(
    ({ commentId, addedAt }) => commentId === null && Date.parse(addedAt) === Date.parse(openedAt),
  );

/** The ticket's own files that came later; what one person put there at one instant is one entry. */
function laterFiles(ticket: Pick<TicketView, 'attachments' | 'openedAt'>): readonly TimelineEntry[] {
  const first = new Set(firstFiles(ticket));
  const groups = new Map<string, AttachmentView[]>();
  for (const file of ticket.attachments) {
    if (file.commentId !== null || first.has(file)) continue;
    const group = `${file.addedById} ${file.addedAt}`;
    groups.set(group, [...(groups.get(group) ?? []), file]);
  }
  return [...groups].map(([group, files]) => ({
    kind: 'files',
    id: `files ${group}`,
    at: files[0]?.addedAt ?? ticket.openedAt,
    files,
  }));
}

/** At one instant: what was done, then what was brought, then what was said about it. */
const order: Readonly<Record<TimelineEntry['kind'], number>> = { event: 0, files: 1, comment: 2 };

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
  ticket: Pick<TicketView, 'comments' | 'description' | 'attachments' | 'openedAt'>,
  activities: readonly ActivityView[],
): readonly TimelineEntry[] {
  const { comments, description } = ticket;
  const entries: TimelineEntry[] = [...laterFiles(ticket)];
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
    if (left.kind !== right.kind) return order[left.kind] - order[right.kind];
    return Number(revisions.get(left.id) ?? 0) - Number(revisions.get(right.id) ?? 0);
  });
}
