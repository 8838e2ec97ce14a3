/**
 * SQL of the columns that tell a ticket's card, the same wherever a read model keeps a ticket: on the board, by itself,
 * and as it was.
 */
export const ticketColumnsSql = `
  project_id uuid not null,
  key text not null,
  number integer not null,
  type text not null,
  title text not null,
  priority smallint not null,
  urgency smallint not null,
  importance smallint not null,
  column_id uuid not null,
  rank text collate "C" not null,
  reporter_id uuid not null,
  company_id uuid,
  assignee_ids uuid[] not null,
  tag_ids uuid[] not null,
  start_date date,
  due_date date,
  -- Public comments that were not removed.
  comment_count integer not null,
  archived boolean not null,
  -- How the latest round of its review stands; null when it was never asked for.
  review text,
  parent_id uuid,
  subtask_ids uuid[] not null,
  completed_subtask_ids uuid[] not null,
  -- Business times. An internal note, the parent and links do not move changed_at: not everybody who sees it sees them.
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  -- Of the last event of ticket-{id} that counts.
  revision bigint not null`;

/** SQL of what hangs together with a ticket and does not show on its card. */
export const ticketStructureSql = `
  -- In their order, in the shape of SubtaskView.
  subtasks jsonb not null,
  -- Those that stand in its own stream, with the tickets at their other ends.
  links jsonb not null,
  linked_ids uuid[] not null,
  follower_ids uuid[] not null`;
