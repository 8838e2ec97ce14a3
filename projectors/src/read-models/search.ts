import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { RoomKind } from '@ticketing/contracts/kinds.ts';
import { isVocabulary, type SearchWord, searchWords, wordGrams } from '@ticketing/contracts/search-words.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Projection, Transaction } from '../engine/projection.ts';
import { rowsById, upsertRows, withoutNew } from './rows.ts';
import { searchIndexes, searchTableNames, searchTables } from './search-tables.ts';
import { searchVector } from './search-vector.ts';
import { excluding, including, instant } from './ticket-row.ts';

type DocumentRow = {
  id: string;
  kind: 'ticket' | 'comment' | 'message';
  ticket_id: string | null;
  room_id: string | null;
  author_id: string | null;
  internal: boolean;
  key: string;
  title: string;
  body: string;
  /** ISO 8601. */
  at: string;
  revision: number;
  removed: boolean;
};

type RoomRow = {
  id: string;
  kind: RoomKind;
  ticket_id: string | null;
  company_id: string | null;
  participant_ids: string[];
  revision: number;
};

const loadedColumns = [
  'id',
  'kind',
  'ticket_id',
  'room_id',
  'author_id',
  'internal',
  'key',
  'title',
  'body',
  'at',
  'revision',
  'removed',
] as const satisfies readonly (keyof DocumentRow)[];
const roomColumns = ['id', 'kind', 'ticket_id', 'company_id', 'participant_ids', 'revision'] as const;

/** What can be searched: tickets, comments and chat messages. */
export const search: Projection = {
  name: 'search',
  version: 2,
  schema: 'read_model',
  ordering: 'key',
  gatherMs: 50,
  tables: searchTables,
  indexes: searchIndexes,
  tableNames: searchTableNames,
  categories: new Set(['ticket', 'chat']),
  async project({ events }, transaction) {
    const documents = new Documents(await loadDocuments(transaction, events));
    const rooms = await loadRooms(transaction, events);
    const roomsChanged = new Set<RoomRow>();
    for (const event of events) {
      const room = applyToRoom(rooms, event);
      if (room) roomsChanged.add(room);
      applyToDocuments(documents, rooms, event);
    }
    await upsertRows(transaction, 'search_rooms', roomColumns, ['id'], [...roomsChanged]);
    await documents.write(transaction);
    return [];
  },
};

/**
 * Most events of the log change no text. So documents do not follow every revision of their streams: each remembers
 * the last event that changed it, and one that is not after it changes nothing.
 */
class Documents {
  readonly #rows: Map<string, DocumentRow>;
  readonly #changed = new Set<DocumentRow>();
  readonly #words = new Map<string, SearchWord[]>();
  readonly #vocabulary = new Set<string>();

  constructor(rows: Map<string, DocumentRow>) {
    this.#rows = rows;
  }

  add(row: DocumentRow): void {
    if (this.#rows.has(row.id)) return;
    this.#rows.set(row.id, row);
    this.#changed.add(row);
    this.#learn(row.title);
    this.#learn(row.body);
  }

  change(id: string, event: RecordedEvent, texts: Partial<Pick<DocumentRow, 'title' | 'body'>>): void {
    const row = this.#next(id, event);
    if (!row) return;
    Object.assign(row, texts);
    for (const text of Object.values(texts)) this.#learn(text);
  }

  remove(id: string, event: RecordedEvent): void {
    const row = this.#next(id, event);
    if (row) Object.assign(row, { removed: true, body: '' });
  }

  #next(id: string, event: RecordedEvent): DocumentRow | undefined {
    const row = this.#rows.get(id);
    if (!row) throw new Error(`there is no document ${id} for ${event.type} of ${event.stream}`);
    if (Number(event.revision) <= row.revision) return undefined;
    row.revision = Number(event.revision);
    this.#changed.add(row);
    return row;
  }

  /** Also a text that the same batch replaces: the vocabulary must not depend on how the log was cut into batches. */
  #learn(text: string): void {
    for (const { word } of this.#wordsOf(text)) if (isVocabulary(word)) this.#vocabulary.add(word);
  }

  #wordsOf(text: string): SearchWord[] {
    const known = this.#words.get(text);
    if (known) return known;
    const words = searchWords(text);
    this.#words.set(text, words);
    return words;
  }

  #rowOf(row: DocumentRow): DocumentRow & { words: string } {
    const { kind, key, title, body } = row;
    const words =
      kind === 'ticket'
        ? searchVector([
            ['A', this.#wordsOf(key)],
            ['A', this.#wordsOf(title)],
            ['B', this.#wordsOf(body)],
          ])
        : searchVector([['C', this.#wordsOf(body)]]);
    return { ...row, words };
  }

  async write(transaction: Transaction): Promise<void> {
    if (this.#changed.size === 0) return;
    const all = [...loadedColumns, 'words'];
    const rows = [...this.#changed].map((row) => this.#rowOf(row));
    const left = await withoutNew(transaction, 'search_documents', all, ['id'], rows);
    const columns = all.join(', ');
    const set = ['title', 'body', 'words', 'revision', 'removed'];
    await transaction.query({
      name: 'upsert_search_documents',
      text: `insert into search_documents as kept (${columns})
             select ${columns} from json_populate_recordset(null::search_documents, $1::json)
             on conflict (id) do update set ${set.map((column) => `${column} = excluded.${column}`).join(', ')}
             where kept.revision < excluded.revision`,
      values: [JSON.stringify(left)],
    });
    await addToVocabulary(transaction, [...this.#vocabulary]);
  }
}

/** Nearly all words are known already, and looking them up costs less than inserting them in vain. */
async function addToVocabulary(transaction: Transaction, words: readonly string[]): Promise<void> {
  if (words.length === 0) return;
  const found = await transaction.query<{ word: string }>({
    name: 'search_vocabulary_new',
    text: `select asked.word from unnest($1::text[]) as asked (word)
           where not exists (select 1 from search_vocabulary v where v.word = asked.word collate "C")`,
    values: [words],
  });
  const rows = found.rows.map(({ word }) => ({ word, grams: wordGrams(word) }));
  await upsertRows(transaction, 'search_vocabulary', ['word', 'grams'], ['word'], rows);
}

function applyToDocuments(
  documents: Documents,
  rooms: ReadonlyMap<string, RoomRow>,
  event: RecordedEvent,
): void {
  const subject = streamSubject(event.stream);
  const made = {
    author_id: event.metadata.actorId,
    internal: false,
    key: '',
    title: '',
    at: instant(event.metadata.at),
    revision: Number(event.revision),
    removed: false,
  };
  switch (event.type) {
    case 'TicketOpened': {
      const { key, title, description: body } = event.data;
      const place = { id: subject, kind: 'ticket', ticket_id: subject, room_id: null } as const;
      documents.add({ ...made, ...place, author_id: null, key, title, body });
      return;
    }
    case 'TicketRenamed':
      documents.change(subject, event, { title: event.data.title });
      return;
    case 'TicketDescribed':
      documents.change(subject, event, { body: event.data.description });
      return;
    case 'CommentPosted': {
      const { commentId: id, body, visibility } = event.data;
      const internal = visibility === 'internal';
      documents.add({ ...made, id, kind: 'comment', ticket_id: subject, room_id: null, internal, body });
      return;
    }
    case 'CommentEdited':
      documents.change(event.data.commentId, event, { body: event.data.body });
      return;
    case 'CommentRemoved':
      documents.remove(event.data.commentId, event);
      return;
    case 'MessagePosted': {
      const { messageId: id, body } = event.data;
      const ticket_id = rooms.get(subject)?.ticket_id ?? null;
      documents.add({ ...made, id, kind: 'message', ticket_id, room_id: subject, body });
      return;
    }
    case 'MessageEdited':
      documents.change(event.data.messageId, event, { body: event.data.body });
      return;
    case 'MessageRemoved':
      documents.remove(event.data.messageId, event);
      return;
    default:
    // Everything else on a ticket or in a room changes nothing that is searched.
  }
}

/** @returns the room when the event changed it */
function applyToRoom(rooms: Map<string, RoomRow>, event: RecordedEvent): RoomRow | undefined {
  const id = streamSubject(event.stream);
  const revision = Number(event.revision);
  const room = rooms.get(id);
  switch (event.type) {
    case 'ChatRoomOpened': {
      if (room) return undefined;
      const { kind, ticketId, companyId } = event.data;
      const place = { ticket_id: ticketId, company_id: companyId };
      const opened = { id, kind, ...place, participant_ids: [], revision };
      rooms.set(id, opened);
      return opened;
    }
    case 'ParticipantJoined':
    case 'ParticipantLeft': {
      if (!room) throw new Error(`${event.stream} begins with ${event.type} instead of ChatRoomOpened`);
      if (revision <= room.revision) return undefined;
      room.revision = revision;
      const joined = event.type === 'ParticipantJoined';
      room.participant_ids = (joined ? including : excluding)(room.participant_ids, event.data.userId);
      return room;
    }
    default:
      return undefined;
  }
}

/** The documents that the events change; those that they add are not there yet, or were seen and change nothing. */
async function loadDocuments(
  transaction: Transaction,
  events: readonly RecordedEvent[],
): Promise<Map<string, DocumentRow>> {
  const added = new Set<string>();
  const ids = new Set<string>();
  const touched = (id: string) => added.has(id) || ids.add(id);
  for (const event of events) {
    switch (event.type) {
      case 'TicketOpened':
        added.add(streamSubject(event.stream));
        break;
      case 'CommentPosted':
        added.add(event.data.commentId);
        break;
      case 'MessagePosted':
        added.add(event.data.messageId);
        break;
      case 'TicketRenamed':
      case 'TicketDescribed':
        touched(streamSubject(event.stream));
        break;
      case 'CommentEdited':
      case 'CommentRemoved':
        touched(event.data.commentId);
        break;
      case 'MessageEdited':
      case 'MessageRemoved':
        touched(event.data.messageId);
        break;
      default:
    }
  }
  type Stored = Omit<DocumentRow, 'at' | 'revision'> & { id: string; at: Date; revision: bigint };
  const stored = await rowsById<Stored>(transaction, 'search_documents', loadedColumns, [...ids]);
  return new Map(
    [...stored.values()].map((row) => [
      row.id,
      { ...row, at: row.at.toISOString(), revision: Number(row.revision) },
    ]),
  );
}

async function loadRooms(
  transaction: Transaction,
  events: readonly RecordedEvent[],
): Promise<Map<string, RoomRow>> {
  const ids = events
    .filter(({ stream }) => stream.startsWith('chat-'))
    .map(({ stream }) => streamSubject(stream));
  type Stored = Omit<RoomRow, 'revision'> & { id: string; revision: bigint };
  const stored = await rowsById<Stored>(transaction, 'search_rooms', roomColumns, [...new Set(ids)]);
  return new Map([...stored.values()].map((row) => [row.id, { ...row, revision: Number(row.revision) }]));
}
