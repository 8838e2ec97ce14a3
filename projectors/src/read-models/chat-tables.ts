/**
 * Tables of `chat`: rooms, who takes part and how far they have read, and each room's timeline. What a ticket's own events
 * tell in its room (its status, people, dates) stands in the same timeline, told here and nowhere in the log again.
 */
export const chatTables = `
-- A ticket's room has the ticket's id and a row as soon as the ticket is opened.
create table if not exists chat_rooms (
  id uuid primary key,
  -- 'direct', 'group' or 'ticket'.
  kind text not null,
  name text,
  -- What the policy asks for: of a ticket's room the ticket's; otherwise the company within which people meet.
  project_id uuid,
  reporter_id uuid,
  company_id uuid,
  assignee_ids uuid[] not null,
  opener_id uuid,
  opened_at timestamptz not null,
  -- Of the last message by a person, and its place in the log; of the opening before there is one.
  active_at timestamptz not null,
  active_position bigint not null,
  -- Messages by people, numbered from 1; removed ones keep their number.
  last_number integer not null,
  last_message_id uuid,
  -- Of chat-{id}; -1 while it has no event.
  revision bigint not null,
  -- Of ticket-{id}; -1 where the room is not a ticket's.
  ticket_revision bigint not null
);

create table if not exists chat_participants (
  room_id uuid not null,
  user_id uuid not null,
  -- They have read up to this number: what was there when they came counts as read.
  read_number integer not null,
  read_message_id uuid,
  -- Messages after that, without removed ones. Nobody's own: who writes has read what was there.
  unread integer not null,
  primary key (room_id, user_id)
);

create table if not exists chat_messages (
  id uuid primary key,
  room_id uuid not null,
  -- Its place in the timeline: where its event stands in the log.
  position bigint not null,
  -- Null for what the ticket tells.
  number integer,
  author_id uuid not null,
  body text not null,
  reply_to_id uuid,
  -- A list of {fileId, name, contentType, size, digest}.
  files jsonb not null,
  -- A list of {reaction, userIds}, in the order of first use.
  reactions jsonb not null,
  -- Type and data of a ticket's event, with column names of the time; null for what a person wrote.
  event_type text,
  details jsonb,
  posted_at timestamptz not null,
  edited_at timestamptz,
  removed boolean not null
);

-- Names of board columns as they are now: a ticket's events call columns by id.
create table if not exists chat_columns (
  id uuid primary key,
  name text not null
);

-- Asked whenever somebody has read a part of what is new.
create index if not exists chat_messages_removed on chat_messages (room_id, number) where removed;
`;

export const chatIndexes = `
create index if not exists chat_messages_timeline on chat_messages (room_id, position, id);
-- Which message a file came with.
create index if not exists chat_messages_files on chat_messages using gin (files jsonb_path_ops)
  where files <> '[]';
create index if not exists chat_participants_user on chat_participants (user_id);
`;

export const chatTableNames = ['chat_rooms', 'chat_participants', 'chat_messages', 'chat_columns'];
