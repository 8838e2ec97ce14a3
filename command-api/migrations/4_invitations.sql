-- Up Migration

-- To which address an invitation went, and the hash of its link's token. What becomes of it is told in the log.
create table auth.invitations (
  id uuid primary key,
  project_id uuid not null,
  address text not null,
  token_hash bytea not null unique,
  expires_at timestamptz not null,
  -- Who is accepting it: of two who use the link at once, one is registered.
  claimed_by uuid
);
create index invitations_by_project on auth.invitations (project_id, lower(address));
create index invitations_by_expiry on auth.invitations (expires_at);
