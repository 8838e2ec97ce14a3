/**
 * Tables of `reports`: the facts that every metric is made of, as times and not as verdicts, so that another service
 * target can be asked of any period. docs/reports.md says what each metric is. All times are business times.
 */
export const reportsTables = `
create table if not exists report_people (
  id uuid primary key,
  staff boolean not null,
  -- As in DashboardArranged; an empty list before it was arranged.
  dashboard jsonb not null,
  -- Revision of user-{id}.
  revision bigint not null
);

create table if not exists report_projects (
  id uuid primary key,
  -- {firstResponseHours, resolutionHours}, each by priority; an empty object without targets.
  service_targets jsonb not null,
  -- As in ScoringChanged; an empty list for the default.
  scoring jsonb not null,
  -- Revision of project-{id}.
  revision bigint not null
);

create table if not exists report_columns (
  id uuid primary key,
  project_id uuid not null,
  done boolean not null,
  -- The column that took its tickets when it was removed: who still puts a ticket into it means that one.
  tickets_to uuid
);

create table if not exists report_tickets (
  id uuid primary key,
  project_id uuid not null,
  company_id uuid,
  reporter_id uuid not null,
  assignee_ids uuid[] not null,
  column_id uuid not null,
  priority smallint not null,
  due_date date,
  opened_at timestamptz not null,
  -- It is in a done column.
  done boolean not null,
  -- Null while it is not archived.
  archived_at timestamptz,
  -- Since when an answer to its resolution is awaited.
  review_asked_at timestamptz,
  -- Rows of report_resolutions.
  resolutions integer not null,
  first_resolved_at timestamptz,
  -- Assignees when it was resolved first.
  first_resolver_ids uuid[] not null,
  -- The priority then; today's until then.
  resolution_priority smallint not null,
  -- Public words of staff who did not report it, in a comment or in the ticket's room.
  first_response_at timestamptz,
  first_responder_id uuid,
  -- The priority then; today's until then.
  response_priority smallint not null,
  -- Revision of ticket-{id}.
  revision bigint not null
);

-- Each time that a ticket entered the done columns.
create table if not exists report_resolutions (
  ticket_id uuid not null,
  -- Counted from 1.
  number integer not null,
  project_id uuid not null,
  company_id uuid,
  opened_at timestamptz not null,
  resolved_at timestamptz not null,
  assignee_ids uuid[] not null,
  -- When it left them again.
  reopened_at timestamptz,
  primary key (ticket_id, number)
);

-- What clients answered to a resolution.
create table if not exists report_ratings (
  ticket_id uuid not null,
  round integer not null,
  project_id uuid not null,
  company_id uuid,
  rated_at timestamptz not null,
  rated_by uuid not null,
  stars smallint not null,
  words text not null,
  -- Assignees when it was resolved last.
  assignee_ids uuid[] not null,
  primary key (ticket_id, round)
);

create table if not exists staff_reviews (
  id uuid primary key,
  project_id uuid not null,
  user_id uuid not null,
  reviewer_id uuid not null,
  period_from date not null,
  period_to date not null,
  stars smallint not null,
  words text not null,
  reviewed_at timestamptz not null
);

-- The projection itself finds a column's tickets when the column's meaning changes.
create index if not exists report_tickets_column on report_tickets (column_id);
`;

export const reportsIndexes = `
create index if not exists report_tickets_opened on report_tickets (project_id, opened_at);
create index if not exists report_tickets_resolved on report_tickets (project_id, first_resolved_at);
create index if not exists report_tickets_responded on report_tickets (project_id, first_response_at);
create index if not exists report_tickets_company on report_tickets (company_id, opened_at);
create index if not exists report_tickets_open on report_tickets (project_id, opened_at)
  where archived_at is null and not done;
create index if not exists report_tickets_review on report_tickets (project_id, review_asked_at)
  where review_asked_at is not null;
create index if not exists report_resolutions_resolved on report_resolutions (project_id, resolved_at);
create index if not exists report_resolutions_company on report_resolutions (company_id, resolved_at);
create index if not exists report_ratings_rated on report_ratings (project_id, rated_at);
create index if not exists report_ratings_company on report_ratings (company_id, rated_at);
create index if not exists staff_reviews_project on staff_reviews (project_id, reviewed_at desc, id desc);
`;

export const reportsTableNames = [
  'report_people',
  'report_projects',
  'report_columns',
  'report_tickets',
  'report_resolutions',
  'report_ratings',
  'staff_reviews',
];
