import {
  archived,
  assignees,
  COLUMN,
  COMMENT,
  COMPANY,
  CONTACT,
  column,
  company,
  dueDate,
  EVENT,
  type Filling,
  filled,
  idSql,
  key,
  openedAt,
  PERSON,
  PROJECT,
  project,
  reporter,
  TAG,
  TICKET,
} from './filled.ts';

/** Who there is, where, and tickets with what was said and done about them. */
export const ticketFillings: readonly Filling[] = [
  [
    'users',
    { id: idSql(PERSON, 'n'), username: `'p' || n`, staff: 'n < 4', active: 'true', superuser: 'n = 1' },
    'generate_series(1, 400) n',
  ],
  ['companies', { id: idSql(COMPANY, 'n'), name: `'Company ' || n` }, 'generate_series(1, 100) n'],
  [
    'company_users',
    { company_id: idSql(COMPANY, '(n + 3) % 100 + 1'), user_id: idSql(PERSON, 'n') },
    'generate_series(5, 400) n',
  ],
  [
    'company_users',
    { company_id: `'${filled.companyId}'::uuid`, user_id: `'${filled.client}'::uuid` },
    'generate_series(1, 1) n',
  ],
  [
    'roles',
    { project_id: idSql(PROJECT, 'n'), user_id: `'${filled.agent}'::uuid`, role: `'superadmin'` },
    'generate_series(2, 4) n',
  ],
  [
    'roles',
    { project_id: `'${filled.projectId}'::uuid`, user_id: `'${filled.helper}'::uuid`, role: `'user'` },
    'generate_series(1, 1) n',
  ],
  ['projects', { id: idSql(PROJECT, 'n'), key: `'P' || n` }, 'generate_series(1, 20) n'],
  [
    'board_columns',
    {
      id: idSql(COLUMN, 'n * 4 + c'),
      project_id: idSql(PROJECT, 'n'),
      category: `(array['todo', 'in_progress', 'in_progress', 'done'])[c + 1]`,
      rank: `'a' || c`,
    },
    'generate_series(1, 20) n, generate_series(0, 3) c',
  ],
  [
    'project_companies',
    { project_id: idSql(PROJECT, 'n'), company_id: idSql(COMPANY, 'c') },
    'generate_series(1, 20) n, generate_series(1, 100) c',
  ],
  ...['cards', 'tickets'].map(
    (table) => [table, ticketColumns(), `generate_series(1, ${filled.tickets}) n`] as const,
  ),
  [
    'comments',
    {
      id: idSql(COMMENT, 'n'),
      ticket_id: idSql(TICKET, 'n / 2 + 1'),
      author_id: idSql(PERSON, 'n % 400 + 1'),
      visibility: `'public'`,
      posted_at: `timestamptz '2024-01-01' + n * interval '30 minutes'`,
    },
    `generate_series(1, ${filled.tickets * 2 - 2}) n`,
  ],
  [
    'search_documents',
    {
      id: idSql(TICKET, 'n'),
      kind: `'ticket'`,
      ticket_id: idSql(TICKET, 'n'),
      key,
      at: openedAt,
      words: `to_tsvector('simple', 'common w' || n % 5000 || ' v' || n)`,
    },
    `generate_series(1, ${filled.tickets}) n`,
  ],
  [
    'search_documents',
    {
      id: idSql(COMMENT, 'n'),
      kind: `'comment'`,
      ticket_id: idSql(TICKET, 'n / 2 + 1'),
      at: `timestamptz '2024-01-01' + n * interval '30 minutes'`,
      words: `to_tsvector('simple', 'common w' || n % 5000)`,
    },
    `generate_series(1, ${filled.tickets * 2 - 2}) n`,
  ],
  [
    'search_vocabulary',
    {
      word: 'word',
      grams: `array(select distinct substr('^' || word || '$', at, 3) from generate_series(1, length(word)) at)`,
    },
    `(select distinct translate(md5(n::text), '0123456789', 'ghijklmnop') as word
      from generate_series(1, 20000) n) as words`,
  ],
  [
    'activity',
    {
      id: idSql(EVENT, 'n * 4 + e'),
      ticket_id: idSql(TICKET, 'n'),
      project_id: project,
      company_id: company,
      type: `'TicketRenamed'`,
      actor_id: idSql(PERSON, '(n + e) % 400 + 1'),
      at: `timestamptz '2024-01-01' + n * interval '1 hour' + e * interval '1 day'`,
      revision: 'e',
      position: 'n * 4 + e',
    },
    `generate_series(1, ${filled.tickets}) n, generate_series(0, 3) e`,
  ],
  ['tags', { id: idSql(TAG, 'n'), project_id: idSql(PROJECT, 'n') }, 'generate_series(1, 20) n'],
  [
    'contacts',
    { id: idSql(CONTACT, 'n'), project_id: project, name: `'Contact ' || n * 31 % 8000` },
    'generate_series(1, 8000) n',
  ],
  [
    'contact_tags',
    { contact_id: idSql(CONTACT, 'n'), tag_id: idSql(TAG, 'n % 20 + 1') },
    'generate_series(1, 8000) n',
  ],
  ['contact_revisions', { id: idSql(CONTACT, 'n'), revision: '0' }, 'generate_series(1, 8000) n'],
  ['past_comments', pastCommentColumns(), `generate_series(1, ${filled.tickets * 2 - 2}) n`],
];

function pastCommentColumns(): Record<string, string> {
  return {
    id: idSql(COMMENT, 'n'),
    from_ms: `1704067200000 + n::bigint * 1800000`,
    ticket_id: idSql(TICKET, 'n / 2 + 1'),
    author_id: idSql(PERSON, 'n % 400 + 1'),
    visibility: `'public'`,
    posted_at: `timestamptz '2024-01-01' + n * interval '30 minutes'`,
  };
}

function ticketColumns(): Record<string, string> {
  return {
    id: idSql(TICKET, 'n'),
    project_id: project,
    key,
    number: 'n',
    type: `'task'`,
    title: `'Title ' || n * 31 % 20000`,
    priority: 'n % 4 + 1',
    column_id: column,
    rank: `'a' || n`,
    reporter_id: reporter,
    company_id: company,
    assignee_ids: assignees,
    tag_ids: `array[${idSql(COLUMN, 'n % 50')}]`,
    due_date: dueDate,
    archived,
    opened_at: openedAt,
    changed_at: `timestamptz '2024-02-01' + n * 17 % 20000 * interval '1 hour'`,
  };
}
