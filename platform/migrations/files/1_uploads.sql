-- Up Migration
create schema if not exists files;

-- Content that may be in the blob store. The row is there before the content is, so that none is ever forgotten.
create table files.blobs (
  -- SHA-256 in hexadecimal.
  digest text primary key,
  size bigint not null,
  -- When it last came in.
  received_at timestamptz not null default now()
);

-- What people sent. Who may see it is decided by what it is attached to; until then it is its owner's.
create table files.uploads (
  id uuid primary key,
  owner_id uuid not null,
  name text not null,
  content_type text not null,
  size bigint not null,
  digest text not null references files.blobs (digest),
  uploaded_at timestamptz not null default now(),
  -- When a command last asked for it: what it attaches may be in the log only a moment later.
  claimed_at timestamptz,
  -- Found to be attached to nothing: no command gets it any more, and it goes unless the log turns out to name it.
  doomed_at timestamptz
);
create index uploads_by_digest on files.uploads (digest);
create index uploads_by_time on files.uploads (uploaded_at);
create index uploads_doomed on files.uploads (doomed_at) where doomed_at is not null;
