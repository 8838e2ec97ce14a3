-- Up Migration

-- Links to set a new password that were sent and not used yet. Who has the token's hash cannot make the token of it.
create table auth.password_resets (
  token_hash bytea primary key,
  user_id uuid not null,
  issued_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index password_resets_by_user on auth.password_resets (user_id, issued_at);
create index password_resets_by_expiry on auth.password_resets (expires_at);

-- Who may have an e-mail address, by a keyed hash of it. A row says no more than that their stream is worth asking, so
-- one too many does no harm.
create table auth.addresses (
  user_id uuid not null,
  address_hash bytea not null,
  remembered_at timestamptz not null default now(),
  primary key (user_id, address_hash)
);
create index addresses_by_hash on auth.addresses (address_hash);

-- Has a row when the addresses of the whole log are in the table above.
create table auth.addresses_gathered (
  once boolean primary key default true check (once),
  at timestamptz not null default now()
);
