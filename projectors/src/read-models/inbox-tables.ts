/**
 * Tables of `inbox`: what each person was told, and what must be known of tickets, people and rooms to say whom an
 * event concerns and what they may hear of. Other read models know most of that too, but at positions of their own.
 */
export const inboxTables = `
create table if not exists notifications (
  -- Derived from the command, the stream and the person: what one command does to one thing is told to somebody once.
  id uuid primary key,
  user_id uuid not null,
  kind text not null,
  project_id uuid,
  ticket_id uuid,
  room_id uuid,
  actor_id uuid not null,
  -- Ids and figures for the words; no text.
  details jsonb not null,
  -- True for what tells of an internal note.
  internal boolean not null,
  -- As the person wished when it happened. What is told in neither way has no row.
  in_app boolean not null,
  by_email boolean not null,
  -- Business time.
  at timestamptz not null,
  recorded_at timestamptz not null,
  -- Of the event that caused it; for unread messages of one room, of the last.
  position bigint not null,
  read_at timestamptz
);
create index if not exists notifications_unread on notifications (user_id, position) where read_at is null;
create index if not exists notifications_unread_in_room on notifications (room_id) where kind = 'chat' and read_at is null;

create table if not exists inbox_tickets (
  id uuid primary key,
  project_id uuid not null,
  key text not null,
  title text not null,
  reporter_id uuid not null,
  company_id uuid,
  assignee_ids uuid[] not null,
  follower_ids uuid[] not null,
  -- Who is mentioned in the description.
  mentioned_ids uuid[] not null,
  revision bigint not null
);

-- Comments that are internal or mention somebody: what an event that edits one does not say.
create table if not exists inbox_comments (
  id uuid primary key,
  internal boolean not null,
  mentioned_ids uuid[] not null
);

create table if not exists inbox_people (
  id uuid primary key,
  active boolean not null,
  staff boolean not null,
  superuser boolean not null,
  preferences jsonb not null,
  revision bigint not null
);

create table if not exists inbox_companies (
  id uuid primary key,
  admin_ids uuid[] not null,
  user_ids uuid[] not null,
  revision bigint not null
);

-- By project: person → role.
create table if not exists inbox_roles (
  id uuid primary key,
  roles jsonb not null,
  revision bigint not null
);

create table if not exists inbox_rooms (
  id uuid primary key,
  kind text not null,
  name text,
  ticket_id uuid,
  -- Within which its people meet; null for a room of staff alone, and for a ticket's.
  company_id uuid,
  participant_ids uuid[] not null,
  last_message_id uuid,
  revision bigint not null
);

-- Today's names of people, columns and projects.
create table if not exists inbox_names (
  id uuid primary key,
  name text not null
);
`;

export const inboxIndexes = `
create index if not exists notifications_of_person on notifications (user_id, position, id) where in_app;
create index if not exists notifications_to_mail on notifications (recorded_at) where by_email and read_at is null;
`;

export const inboxTableNames = [
  'notifications',
  'inbox_tickets',
  'inbox_comments',
  'inbox_people',
  'inbox_companies',
  'inbox_roles',
  'inbox_rooms',
  'inbox_names',
];
