import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { LinkType } from '@ticketing/contracts/kinds.ts';
import type { SubtaskView } from '@ticketing/contracts/views.ts';

/** What of a ticket's structure its card keeps. */
export type CardStructure = {
  parent_id: string | null;
  /** Sorted. An event that removes a subtask does not say whether it was there and completed. */
  subtask_ids: string[];
  completed_subtask_ids: string[];
};

/** A link in the stream of the ticket that blocks, causes or duplicates. */
export type LinkRow = { link: LinkType; ticketId: string };

export type StructureDetails = {
  /** In the order in which they are shown. */
  subtasks: SubtaskView[];
  links: LinkRow[];
  /** The other ends of `links`, each once: what finds the links from there. */
  linked_ids: string[];
  follower_ids: string[];
};

export const cardStructureColumns = ['parent_id', 'subtask_ids', 'completed_subtask_ids'] as const;
export const structureColumns = ['subtasks', 'links', 'linked_ids', 'follower_ids'] as const;

export const openedCardStructure = (): CardStructure => ({
  parent_id: null,
  subtask_ids: [],
  completed_subtask_ids: [],
});
export const openedStructure = (): StructureDetails => ({
  subtasks: [],
  links: [],
  linked_ids: [],
  follower_ids: [],
});

type StructureEventType =
  | 'TicketParentChanged'
  | 'TicketLinked'
  | 'TicketUnlinked'
  | 'SubtaskAdded'
  | 'SubtaskChanged'
  | 'SubtaskCompleted'
  | 'SubtaskReopened'
  | 'SubtaskMoved'
  | 'SubtaskRemoved'
  | 'TicketFollowed'
  | 'TicketUnfollowed'
  | 'type';
export type StructureEvent = Extract<RecordedEvent, { type: StructureEventType }>;

/** True for what tells of another ticket, which not everybody who sees this one may know of. */
export const tellsOfAnother = (event: RecordedEvent): boolean =>
  event.type === 'TicketParentChanged' || event.type === 'TicketLinked' || event.type === 'TicketUnlinked';

/**
 * Applies an event to the structure of a ticket's row, and to its details where the row has them. An event about what is
 * not there changes nothing: as of some instant the log may tell an end before its beginning.
 */
export function applyToStructure(
  row: CardStructure & Partial<StructureDetails>,
  event: StructureEvent,
): void {
  switch (event.type) {
    case 'TicketParentChanged':
      row.parent_id = event.data.parentId;
      return;
    case 'TicketLinked':
    case 'TicketUnlinked':
      if (row.links) applyToLinks(row, row.links, event);
      return;
    case 'TicketFollowed':
    case 'TicketUnfollowed':
      if (row.follower_ids) {
        const others = row.follower_ids.filter((id) => id !== event.data.userId);
        const had = others.length < row.follower_ids.length;
        if (event.type === 'TicketUnfollowed') row.follower_ids = others;
        else if (!had) row.follower_ids = [...others, event.data.userId];
      }
      return;
    default:
      applyToSubtaskIds(row, event);
      if (row.subtasks) row.subtasks = subtasksAfter(row.subtasks, event);
  }
}

function applyToLinks(
  row: Partial<StructureDetails>,
  links: readonly LinkRow[],
  event: Extract<StructureEvent, { type: 'TicketLinked' | 'TicketUnlinked' }>,
): void {
  const { link, ticketId } = event.data;
  const is = (one: LinkRow) => one.link === link && one.ticketId === ticketId;
  if (event.type === 'TicketUnlinked') row.links = links.filter((one) => !is(one));
  else if (!links.some(is)) row.links = [...links, { link, ticketId }];
  row.linked_ids = [...new Set((row.links ?? []).map((one) => one.ticketId))];
}

type SubtaskEvent = Extract<StructureEvent, { data: { subtaskId: string } }>;

function applyToSubtaskIds(row: CardStructure, event: SubtaskEvent): void {
  const { subtaskId } = event.data;
  const without = (ids: string[]) => (ids.includes(subtaskId) ? ids.filter((id) => id !== subtaskId) : ids);
  switch (event.type) {
    case 'SubtaskAdded':
      row.subtask_ids = [...without(row.subtask_ids), subtaskId].sort();
      row.completed_subtask_ids = without(row.completed_subtask_ids);
      return;
    case 'SubtaskCompleted':
      if (row.subtask_ids.includes(subtaskId)) {
        row.completed_subtask_ids = [...without(row.completed_subtask_ids), subtaskId].sort();
      }
      return;
    case 'SubtaskReopened':
      row.completed_subtask_ids = without(row.completed_subtask_ids);
      return;
    case 'SubtaskRemoved':
      row.subtask_ids = without(row.subtask_ids);
      row.completed_subtask_ids = without(row.completed_subtask_ids);
      return;
    case 'SubtaskChanged':
    case 'SubtaskMoved':
      return;
    default:
      event satisfies never;
  }
}

function subtasksAfter(subtasks: readonly SubtaskView[], event: SubtaskEvent): SubtaskView[] {
  const { subtaskId } = event.data;
  const changed = (change: Partial<SubtaskView>) =>
    subtasks.map((subtask) => (subtask.id === subtaskId ? { ...subtask, ...change } : subtask));
  const others = () => subtasks.filter(({ id }) => id !== subtaskId);
  switch (event.type) {
    case 'SubtaskAdded': {
      const { title, assigneeId, rank } = event.data;
      return [...others(), { id: subtaskId, title, assigneeId, completed: false, rank }].sort(byRank);
    }
    case 'SubtaskChanged':
      return changed({ title: event.data.title, assigneeId: event.data.assigneeId });
    case 'SubtaskCompleted':
      return changed({ completed: true });
    case 'SubtaskReopened':
      return changed({ completed: false });
    case 'SubtaskMoved':
      return changed({ rank: event.data.rank }).sort(byRank);
    case 'SubtaskRemoved':
      return others();
    default:
      return event satisfies never;
  }
}

/** By the bytes of the ranks, and then of the ids. */
function byRank(one: SubtaskView, other: SubtaskView): number {
  if (one.rank !== other.rank) return one.rank < other.rank ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}
