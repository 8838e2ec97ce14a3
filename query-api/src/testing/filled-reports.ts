import {
  archived,
  assignees,
  column,
  company,
  dueDate,
  EVENT,
  everyTicket,
  type Filling,
  idSql,
  openedAt,
  PERSON,
  PROJECT,
  project,
  reporter,
  TICKET,
} from './filled.ts';

const byPriority = `jsonb_build_object('1', 24, '2', 12, '3', 8, '4', 4)`;

const targets = `jsonb_build_object('firstResponseHours', ${byPriority}, 'resolutionHours', ${byPriority})`;

const resolvedAt = `${openedAt} + n % 200 * interval '1 hour'`;

/** What is archived was answered within hours, resolved within days and often rated. */
export const reportFillings: readonly Filling[] = [
  [
    'report_projects',
    { id: idSql(PROJECT, 'n'), service_targets: targets, scoring: `'[]'` },
    'generate_series(1, 20) n',
  ],
  [
    'report_tickets',
    {
      id: idSql(TICKET, 'n'),
      project_id: project,
      company_id: company,
      reporter_id: reporter,
      assignee_ids: assignees,
      column_id: column,
      priority: 'n % 4 + 1',
      due_date: dueDate,
      opened_at: openedAt,
      done: 'n / 20 % 4 = 3',
      archived_at: `case when ${archived} then ${openedAt} + interval '20 days' end`,
      review_asked_at: `case when n % 200 = 0 then ${resolvedAt} end`,
      first_resolved_at: `case when ${archived} then ${resolvedAt} end`,
      first_response_at: `case when ${archived} then ${openedAt} + n % 30 * interval '1 hour' end`,
      first_responder_id: `case when ${archived} then ${idSql(PERSON, 'n % 3 + 1')} end`,
      resolution_priority: 'n % 4 + 1',
      response_priority: 'n % 4 + 1',
    },
    everyTicket,
  ],
  [
    'report_resolutions',
    {
      ticket_id: idSql(TICKET, 'n'),
      number: '1',
      project_id: project,
      company_id: company,
      opened_at: openedAt,
      resolved_at: resolvedAt,
      assignee_ids: assignees,
    },
    `${everyTicket} where ${archived}`,
  ],
  [
    'report_ratings',
    {
      ticket_id: idSql(TICKET, 'n'),
      round: '1',
      project_id: project,
      company_id: company,
      rated_at: resolvedAt,
      rated_by: reporter,
      stars: 'n % 5 + 1',
      assignee_ids: assignees,
    },
    `${everyTicket} where ${archived} and n % 2 = 0`,
  ],
  [
    'staff_reviews',
    {
      id: idSql(EVENT, 'n'),
      project_id: project,
      user_id: idSql(PERSON, 'n % 3 + 1'),
      reviewer_id: idSql(PERSON, 'n % 2 + 1'),
      stars: 'n % 5 + 1',
      reviewed_at: openedAt,
    },
    everyTicket,
  ],
];
