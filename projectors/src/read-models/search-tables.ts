/**
 * Tables of `search`: one document for each ticket, comment and chat message, and every word that a text ever had.
 * Who may see a ticket's documents is asked of its card; a room's are for its participants.
 *
 * The words are folded and split by `contracts/src/search-words.ts`: an index made by PostgreSQL's parsers or by
 * pg_trgm would depend on the extensions and the locale of the database, and with the locale C, which the embedded
 * one has, pg_trgm keeps no letter outside ASCII. Parts of words and misspelled words are looked up in the vocabulary,
 * which is small, and then searched for as the whole words that they stand for: an index of the three-letter groups
 * of every text would be many times as large, and as slow to write.
 */
export const searchTables = `
create table if not exists search_documents (
  -- Of the ticket, the comment or the message.
  id uuid primary key,
  -- 'ticket', 'comment' or 'message'.
  kind text not null,
  -- What it belongs to; null for a message of a room that is no ticket's.
  ticket_id uuid,
  -- Of a message.
  room_id uuid,
  -- Null for a ticket: its card says who reported it.
  author_id uuid,
  internal boolean not null,
  -- Key and title of a ticket; empty otherwise.
  key text not null,
  title text not null,
  body text not null,
  -- Business time of the ticket's opening, the comment or the message.
  at timestamptz not null,
  words tsvector not null,
  -- Of the last event of its stream that changed it.
  revision bigint not null,
  -- What was removed is found no more, and stays known as removed.
  removed boolean not null
);

create table if not exists search_rooms (
  id uuid primary key,
  -- 'direct', 'group' or 'ticket'.
  kind text not null,
  ticket_id uuid,
  -- Within which its people meet; null for a room of staff alone, and for a ticket's.
  company_id uuid,
  participant_ids uuid[] not null,
  -- Of the last event of chat-{id} that changed it.
  revision bigint not null
);

create table if not exists search_vocabulary (
  word text collate "C" primary key,
  -- Its groups of three characters, between marks of its beginning and end.
  grams text[] not null
);
`;

export const searchIndexes = `
create index if not exists search_documents_words on search_documents using gin (words);
create index if not exists search_documents_recent on search_documents (at desc, id desc);
create index if not exists search_documents_ticket on search_documents (ticket_id);
create index if not exists search_documents_room on search_documents (room_id) where ticket_id is null;
create index if not exists search_rooms_participants on search_rooms using gin (participant_ids);
create index if not exists search_vocabulary_grams on search_vocabulary using gin (grams);
`;

export const searchTableNames = ['search_documents', 'search_rooms', 'search_vocabulary'];
