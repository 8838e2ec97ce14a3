-- Up Migration

-- One sign-in on one device: the family of its refresh tokens, and what the person recognises it by.
create table auth.sessions (
  id uuid primary key,
  user_id uuid not null,
  user_agent text not null default '',
  started_at timestamptz not null default now(),
  -- When its tokens were traded last.
  seen_at timestamptz not null default now(),
  ended_at timestamptz
);
create index sessions_by_user on auth.sessions (user_id) where ended_at is null;
create index sessions_by_end on auth.sessions (ended_at) where ended_at is not null;
create index sessions_by_seen on auth.sessions (seen_at);

insert into auth.sessions (id, user_id, started_at, seen_at)
select family, user_id, min(issued_at), max(issued_at)
from auth.refresh_tokens
group by family, user_id
having bool_or(revoked_at is null and used_at is null and expires_at > now());
