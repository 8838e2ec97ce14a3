import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { inverseOf } from '@ticketing/contracts/kinds.ts';
import { type BusMessage, type Change, type TicketFacts, ticketChannel } from '@ticketing/contracts/live.ts';
import type { RelatedTicketView } from '@ticketing/contracts/views.ts';
import type { Transaction } from '../engine/projection.ts';
import { changeMessage } from './live-change.ts';
import { factsOf, loadTicketRows, type TicketRow } from './ticket-row.ts';

type Relation = Extract<Change, { entity: 'relation' }>['relation'];

/** Tickets that events of other tickets tell of, or will: their parents, those they had, and the ends of new links. */
export async function loadRelated<Row extends TicketRow>(
  transaction: Transaction,
  table: 'cards' | 'tickets',
  columns: readonly (keyof Row & string)[],
  events: readonly RecordedEvent[],
  rows: Map<string, Row>,
): Promise<void> {
  const ids = new Set<string>();
  for (const { parent_id } of rows.values()) if (parent_id !== null) ids.add(parent_id);
  for (const event of events) {
    if (event.type === 'TicketParentChanged' && event.data.parentId !== null) ids.add(event.data.parentId);
    if (event.type === 'TicketLinked' || event.type === 'TicketUnlinked') ids.add(event.data.ticketId);
  }
  const lacking = [...ids].filter((id) => !rows.has(id));
  if (lacking.length === 0) return;
  for (const [id, row] of await loadTicketRows<Row>(transaction, table, columns, lacking)) rows.set(id, row);
}

type LinkEvent = Extract<RecordedEvent, { type: 'TicketLinked' | 'TicketUnlinked' }>;

export const isOfLink = (event: RecordedEvent): event is LinkEvent =>
  event.type === 'TicketLinked' || event.type === 'TicketUnlinked';

/**
 * Whom else the audience of a ticket's own row must see: the parent, to be told which it is, and, where nothing but a
 * link changed, the link's other end, to hear of it at all.
 */
export const relatedFacts = (
  event: RecordedEvent,
  row: TicketRow,
  linksOnly: boolean,
  rows: ReadonlyMap<string, TicketRow>,
) => ({
  parent: factsIn(rows, row.parent_id),
  ...(linksOnly && isOfLink(event) ? { other: factsIn(rows, event.data.ticketId) } : {}),
});

/** Who sees a ticket that a message tells of; `null`, which is nobody, where it is not known. */
const factsIn = (rows: ReadonlyMap<string, TicketRow>, id: string | null): TicketFacts | null => {
  const row = id === null ? undefined : rows.get(id);
  return row ? factsOf(row) : null;
};

/**
 * What both ends are told of a parent or a link that came or went; each end only to who may see the other one too.
 * @param parentBefore the ticket's parent before the event
 */
export function relationMessages(
  event: RecordedEvent,
  row: TicketRow,
  parentBefore: string | null,
  rows: ReadonlyMap<string, TicketRow>,
): BusMessage[] {
  const told = (of: TicketRow, relation: Relation, otherId: string, there: boolean): BusMessage[] => {
    const other = rows.get(otherId);
    if (!other) return [];
    const facts = factsOf(of);
    const audience = {
      kind: 'ticket',
      before: facts,
      after: facts,
      internal: false,
      other: factsOf(other),
    } as const;
    const view = there ? relatedViewOf(other) : null;
    const change = { entity: 'relation', id: otherId, ticketId: of.id, relation, row: view } as const;
    return [changeMessage(event, ticketChannel(of.id), audience, change)];
  };
  const both = (otherId: string, here: Relation, inverse: Relation, there: boolean): BusMessage[] => {
    const other = rows.get(otherId);
    return [...told(row, here, otherId, there), ...(other ? told(other, inverse, row.id, there) : [])];
  };
  switch (event.type) {
    case 'TicketParentChanged': {
      const { parentId } = event.data;
      if (parentId === parentBefore) return [];
      return [
        ...(parentBefore === null ? [] : both(parentBefore, 'parent', 'child', false)),
        ...(parentId === null ? [] : both(parentId, 'parent', 'child', true)),
      ];
    }
    case 'TicketLinked':
    case 'TicketUnlinked': {
      const { link, ticketId } = event.data;
      return both(ticketId, link, inverseOf[link], event.type === 'TicketLinked');
    }
    default:
      return [];
  }
}

/** What of a ticket shows where another one names it. */
export const relatedViewOf = (row: TicketRow): RelatedTicketView => ({
  id: row.id,
  projectId: row.project_id,
  key: row.key,
  type: row.type,
  title: row.title,
  columnId: row.column_id,
  archived: row.archived,
});
