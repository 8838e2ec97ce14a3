-- Up Migration
create schema if not exists mail;

-- Every mail that was ever queued, by an id that derives from its cause: the row stays when the mail is done, so
-- that one cause never sends two. What it said and to which address does not stay.
create table mail.outbox (
  id uuid primary key,
  kind text not null,
  cause_id text not null,
  -- To a person, at the address that they have when it is sent, or to an address.
  user_id uuid,
  address text,
  subject text not null,
  -- Null once nobody needs it any more: it may hold a link that opens something.
  body text,
  html text,
  -- After this the mail is of no use and is not sent.
  good_until timestamptz,
  status text not null default 'waiting' check (status in ('waiting', 'sent', 'failed', 'dropped')),
  attempts integer not null default 0,
  last_error text,
  queued_at timestamptz not null default now(),
  next_attempt_at timestamptz not null default now(),
  settled_at timestamptz
);
create index outbox_by_time on mail.outbox (queued_at desc, id desc);
create index outbox_by_status on mail.outbox (status, queued_at desc, id desc);
create index outbox_undone on mail.outbox (good_until) where body is not null;
