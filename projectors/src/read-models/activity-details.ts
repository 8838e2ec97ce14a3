import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Transaction } from '../engine/projection.ts';
import { rowsById } from './rows.ts';

/** The name that an event gives to something which a ticket's events call by its id. */
export function nameIn(event: RecordedEvent): { id: string; name: string } | undefined {
  switch (event.type) {
    case 'UserRegistered':
    case 'UserProfileChanged':
      return { id: streamSubject(event.stream), name: event.data.displayName };
    case 'CompanyRegistered':
    case 'CompanyDetailsChanged':
      return { id: streamSubject(event.stream), name: event.data.name };
    case 'BoardColumnAdded':
    case 'BoardColumnChanged':
      return { id: event.data.columnId, name: event.data.name };
    case 'TagAdded':
    case 'TagChanged':
      return { id: event.data.tagId, name: event.data.name };
    case 'SubtaskAdded':
    case 'SubtaskChanged':
      return { id: event.data.subtaskId, name: event.data.title };
    default:
      return undefined;
  }
}

/** Which member of `details` names what an id member of the data stands for. */
const namesOf: Readonly<Record<string, string>> = {
  userId: 'userName',
  reporterId: 'reporterName',
  companyId: 'companyName',
  fromCompanyId: 'fromCompanyName',
  columnId: 'columnName',
  fromColumnId: 'fromColumnName',
  tagId: 'tagName',
  assigneeId: 'assigneeName',
  subtaskId: 'subtaskTitle',
};

/** Names as they stand before the batch, of everything that its events mention. */
export async function loadNames(
  transaction: Transaction,
  events: readonly RecordedEvent[],
): Promise<Map<string, string>> {
  const ids = new Set<string>();
  for (const { data, metadata } of events) {
    ids.add(metadata.actorId);
    for (const [member, value] of Object.entries(data)) {
      if (namesOf[member] !== undefined && typeof value === 'string') ids.add(value);
    }
  }
  type Named = { id: string; name: string };
  const named = await rowsById<Named>(transaction, 'activity_names', ['id', 'name'], [...ids]);
  return new Map([...named.values()].map(({ id, name }) => [id, name]));
}

/** A comment's text is left to the comments: there it can be edited and removed. */
export function detailsOf(event: RecordedEvent, names: ReadonlyMap<string, string>): Record<string, unknown> {
  const details: Record<string, unknown> = {};
  const isComment = event.type === 'CommentPosted' || event.type === 'CommentEdited';
  for (const [member, value] of Object.entries(event.data)) {
    if (isComment && member === 'body') continue;
    details[member] = value;
    const nameMember = namesOf[member];
    if (nameMember === undefined || typeof value !== 'string') continue;
    const name = names.get(value);
    if (name !== undefined) details[nameMember] = name;
  }
  return details;
}

/** The key of the other ticket, in the member that says what it was to this one. */
export function keyOf(event: RecordedEvent, key: string): Record<string, string> {
  if (event.type !== 'TicketParentChanged') return { ticketKey: key };
  return event.data.parentId === null ? { fromParentKey: key } : { parentKey: key };
}
