import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { type BusMessage, projectChannel } from '@ticketing/contracts/live.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Batch, Projection, Transaction } from '../engine/projection.ts';
import { projectBoards } from './board-projects.ts';
import { boardIndexes, boardTableNames, boardTables } from './board-tables.ts';
import { changeMessage, sameCommandFollows } from './live-change.ts';
import { isOfLink, loadRelated, relatedFacts } from './relation-messages.ts';
import { applyRemovals, loadRemovals, type RemovalTables, type Removed, withoutRemoved } from './removals.ts';
import { deleteRows, upsertRows } from './rows.ts';
import { applyToRow, openedRow } from './ticket-fold.ts';
import {
  cardColumns,
  cardOf,
  cardViewOf,
  factsOf,
  isNextOf,
  loadTicketRows,
  type TicketRow,
} from './ticket-row.ts';

const removalTables: RemovalTables = { removals: 'board_removals', tickets: 'cards' };

/** Projects with their columns, tags and companies, and a card for each ticket. */
export const board: Projection = {
  name: 'board',
  version: 3,
  schema: 'read_model',
  ordering: 'key',
  tables: boardTables,
  indexes: boardIndexes,
  tableNames: boardTableNames,
  categories: new Set(['project', 'ticket']),
  async project(batch, transaction) {
    const ofTickets = batch.events.filter(({ stream }) => stream.startsWith('ticket-'));
    const ofProjects = batch.events.filter(({ stream }) => !stream.startsWith('ticket-'));
    const messages = [
      ...(await projectBoards(ofProjects, transaction)),
      ...(await projectRemovals({ ...batch, events: ofProjects }, transaction)),
      ...(await projectCards({ ...batch, events: ofTickets }, transaction)),
    ];
    return inLogOrder(messages);
  },
};

/** Cards that lose their column or a tag are told anew: nobody's board has a ticket without a place. */
async function projectRemovals(
  { events, live }: Batch,
  transaction: Transaction,
): Promise<readonly BusMessage[]> {
  const removed = await applyRemovals(events, removalTables, transaction);
  const ids = removed.flatMap(({ ticketIds }) => ticketIds);
  if (!live || ids.length === 0) return [];
  const cards = await loadTicketRows<TicketRow>(transaction, 'cards', cardColumns, ids);
  return removed.flatMap(({ event, ticketIds }: Removed) =>
    ticketIds.flatMap((id) => {
      const card = cards.get(id);
      if (!card) return [];
      const audience = {
        kind: 'ticket',
        before: factsOf(card),
        after: factsOf(card),
        internal: false,
      } as const;
      const change = { entity: 'card', id, row: cardViewOf(card) } as const;
      return changeMessage(event, projectChannel(card.project_id), audience, change);
    }),
  );
}

async function projectCards(
  { events, live }: Batch,
  transaction: Transaction,
): Promise<readonly BusMessage[]> {
  if (events.length === 0) return [];
  const ids = [...new Set(events.map(({ stream }) => streamSubject(stream)))];
  const cards = await loadTicketRows<TicketRow>(transaction, 'cards', cardColumns, ids);
  if (live) await loadRelated(transaction, 'cards', cardColumns, events, cards);
  const notes = await loadInternalNotes(transaction, events);
  const removals = await loadRemovals(events, removalTables, transaction);
  const notesAdded = new Set<string>();
  const notesRemoved = new Set<string>();
  const changed = new Map<string, TicketRow>();
  const messages: BusMessage[] = [];
  /** Of the command at hand: what the ticket was before it, and whether only internal notes were touched. */
  let before: ReturnType<typeof factsOf> | null = null;
  let internalOnly = true;
  let linksOnly = true;
  let within = false;

  for (const [index, event] of events.entries()) {
    const id = streamSubject(event.stream);
    let card = cards.get(id);
    if (isNextOf(card, event)) {
      if (!within) {
        within = true;
        before = card ? factsOf(card) : null;
        internalOnly = true;
        linksOnly = true;
      }
      const internal = isInternal(event, notes);
      if (event.type === 'CommentPosted' && internal) {
        notes.add(event.data.commentId);
        notesAdded.add(event.data.commentId);
      }
      if (event.type === 'CommentRemoved' && internal) notesRemoved.add(event.data.commentId);
      if (!internal) internalOnly = false;
      if (!isOfLink(event)) linksOnly = false;
      if (event.type === 'TicketOpened') {
        card = cardOf(openedRow(event));
        cards.set(id, card);
      } else if (card) {
        applyToRow(card, event, internal);
      } else {
        throw new Error(`${event.stream} begins with ${event.type} instead of TicketOpened`);
      }
      withoutRemoved(card, removals);
      changed.set(id, card);
    }
    if (within && card && !sameCommandFollows(event, events[index + 1])) {
      within = false;
      if (live) {
        messages.push(
          changeMessage(
            event,
            projectChannel(card.project_id),
            {
              kind: 'ticket',
              before,
              after: factsOf(card),
              internal: internalOnly,
              ...relatedFacts(event, card, linksOnly, cards),
            },
            { entity: 'card', id, row: cardViewOf(card) },
          ),
        );
      }
    }
  }

  await upsertRows(transaction, 'cards', cardColumns, ['id'], [...changed.values()]);
  const noteRows = [...notesAdded].filter((id) => !notesRemoved.has(id)).map((id) => ({ comment_id: id }));
  await upsertRows(transaction, 'card_internal_notes', ['comment_id'], ['comment_id'], noteRows);
  const gone = [...notesRemoved].filter((id) => !notesAdded.has(id)).map((id) => ({ comment_id: id }));
  await deleteRows(transaction, 'card_internal_notes', ['comment_id'], gone);
  return messages;
}

function isInternal(event: RecordedEvent, notes: ReadonlySet<string>): boolean {
  switch (event.type) {
    case 'CommentPosted':
    case 'AttachmentAdded':
    case 'AttachmentRemoved':
      return event.data.visibility === 'internal';
    case 'CommentEdited':
    case 'CommentRemoved':
      return notes.has(event.data.commentId);
    default:
      return false;
  }
}

/** Which of the comments that the events edit or remove are internal notes. */
async function loadInternalNotes(
  transaction: Transaction,
  events: readonly RecordedEvent[],
): Promise<Set<string>> {
  const ids = events.flatMap((event) =>
    event.type === 'CommentEdited' || event.type === 'CommentRemoved' ? [event.data.commentId] : [],
  );
  if (ids.length === 0) return new Set();
  const found = await transaction.query<{ comment_id: string }>({
    name: 'card_internal_notes',
    text: 'select comment_id from card_internal_notes where comment_id = any($1::uuid[])',
    values: [ids],
  });
  return new Set(found.rows.map((row) => row.comment_id));
}

/** Projects and cards were folded one after the other; the bus hears of them in the order of the log. */
const inLogOrder = (messages: readonly BusMessage[]): BusMessage[] =>
  messages.toSorted((one, other) => Number(BigInt(one.position) - BigInt(other.position)));
