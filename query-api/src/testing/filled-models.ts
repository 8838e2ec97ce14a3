import { makeIndexes } from '@ticketing/projectors/engine/checkpoints.ts';
import { readModels as projections } from '@ticketing/projectors/read-models/all.ts';
import type pg from 'pg';

/** Ids are numbers written as ids, so that SQL can make up rows that belong together. */
const idOf = (kind: number, number: number): string =>
  `${String(kind).padStart(8, '0')}-0000-7000-8000-${String(number).padStart(12, '0')}`;
const idSql = (kind: number, number: string): string =>
  `('${String(kind).padStart(8, '0')}-0000-7000-8000-' || lpad((${number})::text, 12, '0'))::uuid`;

const [PROJECT, COLUMN, COMPANY, PERSON, TICKET, COMMENT, EVENT] = [1, 2, 3, 4, 5, 6, 7];

export const filled = {
  tickets: 20_000,
  projectId: idOf(PROJECT, 3),
  /** A column of that project. */
  columnId: idOf(COLUMN, 13),
  companyId: idOf(COMPANY, 7),
  ticketId: idOf(TICKET, 4_003),
  superuser: idOf(PERSON, 1),
  /** Superadmin of three of the twenty projects. */
  agent: idOf(PERSON, 2),
  /** Has the role `user` in the project. */
  helper: idOf(PERSON, 3),
  /** Employee of the company, one of a hundred. */
  client: idOf(PERSON, 4),
  today: '2026-06-01',
};

const project = idSql(PROJECT, 'n % 20 + 1');
const company = `case when n % 5 = 0 then null else ${idSql(COMPANY, 'n % 100 + 1')} end`;

/** Columns by SQL of the series that follows; `n` counts. What a table needs besides is filled with nothing in particular. */
const tables: readonly (readonly [table: string, columns: Readonly<Record<string, string>>, from: string])[] =
  [
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
        key: keySql(),
        at: `timestamptz '2024-01-01' + n * interval '1 hour'`,
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
  ];

function keySql(): string {
  return `'P' || n % 20 + 1 || '-' || n`;
}

/** Nine of ten are archived, as they are after years. */
function ticketColumns(): Record<string, string> {
  return {
    id: idSql(TICKET, 'n'),
    project_id: project,
    key: keySql(),
    number: 'n',
    type: `'task'`,
    title: `'Title ' || n * 31 % 20000`,
    priority: 'n % 4 + 1',
    column_id: idSql(COLUMN, '(n % 20 + 1) * 4 + n / 20 % 4'),
    rank: `'a' || n`,
    reporter_id: idSql(PERSON, 'n * 7 % 400 + 1'),
    company_id: company,
    assignee_ids: `array[${idSql(PERSON, 'n * 13 % 400 + 1')}]`,
    tag_ids: `array[${idSql(COLUMN, 'n % 50')}]`,
    due_date: `case when n % 3 = 0 then null else date '2026-01-01' + n * 11 % 300 end`,
    archived: 'n / 80 % 10 <> 0',
    opened_at: `timestamptz '2024-01-01' + n * interval '1 hour'`,
    changed_at: `timestamptz '2024-02-01' + n * 17 % 20000 * interval '1 hour'`,
  };
}

/** Fills the tables of the read models with as many rows as make a difference to a planner, and tells it so. */
export async function fillReadModels(pool: pg.Pool): Promise<void> {
  for (const [table, given, from] of tables) {
    const columns = { ...(await nothingInParticular(pool, table)), ...given };
    await pool.query(
      `insert into read_model.${table} (${Object.keys(columns).join(', ')})
       select ${Object.values(columns).join(', ')} from ${from}`,
    );
  }
  for (const projection of projections) await makeIndexes(pool, projection);
  await pool.query('analyze');
}

/** SQL for the columns that must not be empty, so that a column more does not break what it has nothing to do with. */
async function nothingInParticular(pool: pg.Pool, table: string): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ column_name: string; data_type: string }>(
    `select column_name, data_type from information_schema.columns
     where table_schema = 'read_model' and table_name = $1 and is_nullable = 'NO' and column_default is null`,
    [table],
  );
  return Object.fromEntries(rows.map(({ column_name, data_type }) => [column_name, emptyOf(data_type)]));
}

function emptyOf(type: string): string {
  if (/int|numeric|real|double/.test(type)) return '0';
  if (type === 'boolean') return 'false';
  if (type === 'uuid') return 'gen_random_uuid()';
  if (type === 'ARRAY' || type === 'jsonb') return "'{}'";
  return /timestamp|date/.test(type) ? 'now()' : "''";
}
