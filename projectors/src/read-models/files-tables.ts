/**
 * Tables of `files`: what is and was attached to tickets, and every file that the log names. Nothing is ever deleted
 * from them: what was attached can be asked for as of then, and the content of a file that history names is kept.
 */
export const filesTables = `
-- One row for each time that a file was attached.
create table if not exists attachments (
  ticket_id uuid not null,
  file_id uuid not null,
  -- Revision of ticket-{id} that attached it.
  added_revision bigint not null,
  name text not null,
  content_type text not null,
  size bigint not null,
  digest text not null,
  -- The comment that it came with.
  comment_id uuid,
  -- 'public' or 'internal'.
  visibility text not null,
  added_by uuid not null,
  -- Business times.
  added_at timestamptz not null,
  removed_at timestamptz,
  removed_revision bigint,
  primary key (ticket_id, file_id, added_revision)
);

-- Of tickets, messages and companies, also those that were taken away since.
create table if not exists file_references (
  file_id uuid not null,
  digest text not null,
  primary key (file_id, digest)
);
`;

export const filesIndexes = `
create index if not exists file_references_digest on file_references (digest);
`;

export const filesTableNames = ['attachments', 'file_references'];
