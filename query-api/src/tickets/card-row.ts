import type { TicketType } from '@ticketing/contracts/kinds.ts';
import type { CardView } from '@ticketing/contracts/views.ts';
import type { Viewer } from '@ticketing/domain/policy/policy.ts';
import { type Sql, sql } from '@ticketing/platform/sql.ts';
import { ticketsOfAllProjects } from './visible-tickets.ts';

/** The columns that `read_model.cards` and `read_model.tickets` have in common. */
export type CardRow = {
  id: string;
  project_id: string;
  key: string;
  number: number;
  // `CardView` names the four levels and the types; the columns hold what such an event said.
  type: TicketType;
  title: string;
  priority: CardView['priority'];
  urgency: CardView['urgency'];
  importance: CardView['importance'];
  column_id: string;
  rank: string;
  reporter_id: string;
  company_id: string | null;
  assignee_ids: string[];
  tag_ids: string[];
  start_date: string | null;
  due_date: string | null;
  comment_count: number;
  archived: boolean;
  /** `null` also where the viewer may not see the parent. */
  parent_id: string | null;
  subtask_count: number;
  subtasks_done: number;
  review: CardView['review'];
  opened_at: Date;
  changed_at: Date;
  revision: bigint;
};

/** The columns of a card (alias `c`) as this person may see them. */
export const cardColumnsFor = (
  viewer: Viewer,
): Sql => sql`c.id, c.project_id, c.key, c.number, c.type, c.title, c.priority, c.urgency,
  c.importance, c.column_id, c.rank, c.reporter_id, c.company_id, c.assignee_ids, c.tag_ids, c.start_date,
  c.due_date, c.comment_count, c.archived, ${visibleParent(viewer)} as parent_id,
  cardinality(c.subtask_ids) as subtask_count, cardinality(c.completed_subtask_ids) as subtasks_done, c.review, c.opened_at, c.changed_at, c.revision`;

const visibleParent = (viewer: Viewer): Sql =>
  viewer.superuser
    ? sql`c.parent_id`
    : sql`case when c.parent_id is not null then (select p.id from read_model.cards p
        where p.id = c.parent_id and ${ticketsOfAllProjects(viewer, 'ticket.see', sql`p`)}) end`;

export function cardViewOf(row: CardRow): CardView {
  return {
    id: row.id,
    projectId: row.project_id,
    key: row.key,
    number: row.number,
    type: row.type,
    title: row.title,
    priority: row.priority,
    urgency: row.urgency,
    importance: row.importance,
    columnId: row.column_id,
    rank: row.rank,
    reporterId: row.reporter_id,
    companyId: row.company_id,
    assigneeIds: row.assignee_ids,
    tagIds: row.tag_ids,
    startDate: row.start_date,
    dueDate: row.due_date,
    commentCount: row.comment_count,
    archived: row.archived,
    parentId: row.parent_id,
    subtaskCount: row.subtask_count,
    subtasksDone: row.subtasks_done,
    review: row.review,
    openedAt: row.opened_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    revision: String(row.revision),
  };
}
