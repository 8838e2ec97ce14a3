import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { inverseOf, type LinkType } from '@ticketing/contracts/kinds.ts';
import { type BusMessage, type Change, type TicketFacts, ticketChannel } from '@ticketing/contracts/live.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Transaction } from '../engine/projection.ts';
import { changeMessage } from './live-change.ts';
import { relatedViewOf } from './relation-messages.ts';
import { type DetailedTicketRow, factsOf } from './ticket-row.ts';

/** A ticket that hangs together with one that changes, as far as it takes to tell it so. */
type Neighbour = Pick<
  DetailedTicketRow,
  'id' | 'project_id' | 'reporter_id' | 'company_id' | 'assignee_ids' | 'parent_id' | 'links' | 'linked_ids'
>;
/** By the ticket that they are neighbours of. */
export type Neighbours = ReadonlyMap<string, readonly Neighbour[]>;
type Relation = Extract<Change, { entity: 'relation' }>['relation'];

/** More are not told: a parent of thousands would fill the bus, and whoever reads one of them has it. */
const TOLD_AT_MOST = 500;

/** Title, type, column, archive and company: what shows of a ticket where another one names it. */
export const showsElsewhere = (event: RecordedEvent): boolean => {
  switch (event.type) {
    case 'TicketRenamed':
    case 'TicketTypeChanged':
    case 'TicketCompanyChanged':
    case 'TicketArchived':
    case 'TicketRestored':
      return true;
    case 'TicketMoved':
      return event.data.columnId !== event.data.fromColumnId;
    default:
      return false;
  }
};

/** The parents, children and links' other ends of the tickets whose changes show there, as they stand before the batch. */
export async function loadNeighbours(
  transaction: Transaction,
  events: readonly RecordedEvent[],
  rows: ReadonlyMap<string, DetailedTicketRow>,
): Promise<Neighbours> {
  const ids = new Set(events.filter(showsElsewhere).map(({ stream }) => streamSubject(stream)));
  if (ids.size === 0) return new Map();
  const named = [...ids].flatMap((id) => {
    const row = rows.get(id);
    return row ? [...row.linked_ids, ...(row.parent_id === null ? [] : [row.parent_id])] : [];
  });
  const found = await transaction.query<Neighbour>({
    name: 'ticket_neighbours',
    text: `select id, project_id, reporter_id, company_id, assignee_ids, parent_id, links, linked_ids
           from tickets
           where parent_id = any($1::uuid[]) or (linked_ids <> '{}' and linked_ids && $1::uuid[]) or id = any($2::uuid[])
           limit ${TOLD_AT_MOST}`,
    values: [[...ids], named],
  });
  const neighbours = new Map<string, Neighbour[]>();
  const beside = (id: string, neighbour: Neighbour) => {
    if (!ids.has(id)) return;
    const known = neighbours.get(id);
    if (known) known.push(neighbour);
    else neighbours.set(id, [neighbour]);
  };
  const byId = new Map(found.rows.map((row) => [row.id, row]));
  for (const row of byId.values()) {
    for (const id of new Set([...row.linked_ids, ...(row.parent_id ? [row.parent_id] : [])])) beside(id, row);
  }
  for (const id of ids) {
    const row = rows.get(id);
    for (const otherId of row ? [...row.linked_ids, row.parent_id] : []) {
      const other = otherId === null ? undefined : byId.get(otherId);
      if (other) beside(id, other);
    }
  }
  return neighbours;
}

/**
 * What those who look at a ticket's neighbours are told of it: how it looks there now. Who saw it before its company
 * changed is told that it is gone, and whoever still sees it, that it is there.
 * @param before what the policy knew of the ticket before
 */
export function neighbourMessages(
  event: RecordedEvent,
  row: DetailedTicketRow,
  before: TicketFacts,
  neighbours: Neighbours,
  rows: ReadonlyMap<string, DetailedTicketRow>,
): BusMessage[] {
  const messages: BusMessage[] = [];
  const around = new Map((neighbours.get(row.id) ?? []).map((one) => [one.id, rows.get(one.id) ?? one]));
  for (const of of around.values()) {
    for (const relation of relationsTo(row, of)) {
      const facts = factsOf(of);
      const tell = (other: TicketFacts, view: Extract<Change, { entity: 'relation' }>['row']) =>
        messages.push(
          changeMessage(
            event,
            ticketChannel(of.id),
            { kind: 'ticket', before: facts, after: facts, internal: false, other },
            { entity: 'relation', id: row.id, ticketId: of.id, relation, row: view },
          ),
        );
      if (before.companyId !== row.company_id) tell(before, null);
      tell(factsOf(row), relatedViewOf(row));
    }
  }
  return messages;
}

/** What the ticket is to the other one, each way. */
function relationsTo(ticket: DetailedTicketRow, other: Neighbour): Relation[] {
  if (ticket.id === other.id) return [];
  const to = (links: readonly { link: LinkType; ticketId: string }[], id: string) =>
    links.filter(({ ticketId }) => ticketId === id).map(({ link }) => link);
  return [
    ...(other.parent_id === ticket.id ? (['parent'] as const) : []),
    ...(ticket.parent_id === other.id ? (['child'] as const) : []),
    ...to(other.links, ticket.id),
    ...to(ticket.links, other.id).map((link) => inverseOf[link]),
  ];
}
