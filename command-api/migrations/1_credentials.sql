-- Up Migration
create schema if not exists auth;

-- Passwords and sessions live here and never in events.
create table auth.credentials (
  user_id uuid primary key,
  password_hash text not null,
  changed_at timestamptz not null default now()
);

create table auth.refresh_tokens (
  token_hash bytea primary key,
  family uuid not null,
  user_id uuid not null,
  issued_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index refresh_tokens_by_family on auth.refresh_tokens (family);
create index refresh_tokens_by_user on auth.refresh_tokens (user_id) where revoked_at is null;
