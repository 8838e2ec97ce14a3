import { removalsTable } from './removals.ts';
import { ticketColumnsSql } from './ticket-columns.ts';

/**
 * Tables of `board`: projects with their columns, tags and companies, and a card for each ticket. Lists of
 * tickets are read from `cards` too. Board order is `order by rank, id`; `rank` sorts by bytes.
 */
export const boardTables = `
create table if not exists projects (
  id uuid primary key,
  key text not null,
  name text not null,
  description text not null,
  -- False: the installation's default holds. True: archive_after_hours does, where null means never.
  has_archiving_policy boolean not null,
  archive_after_hours integer,
  lead_id uuid,
  due_date_before_done boolean not null,
  limits_enforced boolean not null,
  archived boolean not null,
  -- Revision of project-{id}.
  revision bigint not null
);

create table if not exists board_columns (
  id uuid primary key,
  project_id uuid not null,
  name text not null,
  colour text not null,
  category text not null,
  rank text collate "C" not null,
  -- How many tickets it should hold; null without a limit.
  minimum integer,
  maximum integer,
  -- The columns that it may be left for; null: any.
  leads_to uuid[]
);

create table if not exists tags (
  id uuid primary key,
  project_id uuid not null,
  name text not null,
  colour text not null,
  member_ids uuid[] not null
);

create table if not exists project_companies (
  project_id uuid not null,
  company_id uuid not null,
  primary key (project_id, company_id)
);

create table if not exists cards (
  id uuid primary key,${ticketColumnsSql}
);

-- Which comments do not count in comment_count: an event that removes a comment names it by its id alone.
create table if not exists card_internal_notes (
  comment_id uuid primary key
);
${removalsTable('board_removals')}`;

export const boardIndexes = `
create index if not exists projects_key on projects (key);
create index if not exists board_columns_project on board_columns (project_id, rank, id);
create index if not exists tags_project on tags (project_id, name);
create index if not exists project_companies_company on project_companies (company_id);
create index if not exists cards_board on cards (project_id, column_id, rank, id) where not archived;
create index if not exists cards_key on cards (key);
create index if not exists cards_project_changed on cards (project_id, changed_at desc, id desc);
create index if not exists cards_changed on cards (changed_at desc, id desc);
create index if not exists cards_company on cards (company_id) where company_id is not null;
create index if not exists cards_reporter on cards (reporter_id);
create index if not exists cards_opened on cards (opened_at, id);
create index if not exists cards_project_number on cards (project_id, number, id);
create index if not exists cards_priority on cards (priority, id);
create index if not exists cards_due on cards (coalesce(due_date, 'infinity'), id);
create index if not exists cards_due_back on cards (coalesce(due_date, '-infinity'), id);
create index if not exists cards_title on cards (lower(title), id);
create index if not exists cards_days on cards using gist (
  daterange(
    least(coalesce(start_date, due_date), coalesce(due_date, start_date)),
    greatest(coalesce(start_date, due_date), coalesce(due_date, start_date)), '[]')
) where start_date is not null or due_date is not null;
create index if not exists cards_board_company on cards (project_id, company_id) where not archived;
create index if not exists cards_board_reporter on cards (project_id, reporter_id) where not archived;
create index if not exists cards_tags on cards using gin (tag_ids);
create index if not exists cards_parent on cards (parent_id) where parent_id is not null;
create index if not exists cards_assignees on cards using gin (assignee_ids);
`;

export const boardTableNames = [
  'projects',
  'board_columns',
  'tags',
  'project_companies',
  'cards',
  'card_internal_notes',
  'board_removals',
];
