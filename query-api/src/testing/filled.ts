/** Ids are numbers written as ids, so that SQL can make up rows that belong together. */
export const idOf = (kind: number, number: number): string =>
  `${String(kind).padStart(8, '0')}-0000-7000-8000-${String(number).padStart(12, '0')}`;
export const idSql = (kind: number, number: string): string =>
  `('${String(kind).padStart(8, '0')}-0000-7000-8000-' || lpad((${number})::text, 12, '0'))::uuid`;

export const [PROJECT, COLUMN, COMPANY, PERSON, TICKET, COMMENT, EVENT, ROOM, MESSAGE, CONTACT, TAG] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
];

/** What the reads are about, and who reads. */
export const filled = {
  tickets: 20_000,
  projectId: idOf(PROJECT, 3),
  /** A column of that project. */
  columnId: idOf(COLUMN, 13),
  /** A tag of that project. */
  tagId: idOf(TAG, 3),
  companyId: idOf(COMPANY, 7),
  ticketId: idOf(TICKET, 4_003),
  /** A ticket of the company. */
  companyTicketId: idOf(TICKET, 4_006),
  /** A comment on that ticket. */
  commentId: idOf(COMMENT, 8_010),
  /** A message in the middle of that ticket's room, in which much was said. */
  messageId: idOf(MESSAGE, 242_000),
  superuser: idOf(PERSON, 1),
  /** Superadmin of three of the twenty projects. */
  agent: idOf(PERSON, 2),
  /** Has the role `user` in the project. */
  helper: idOf(PERSON, 3),
  /** Employee of the company, one of a hundred. */
  client: idOf(PERSON, 4),
  today: '2026-06-01',
};

/** Of the ticket `n`, in SQL. */
export const project = idSql(PROJECT, 'n % 20 + 1');
export const company = `case when n % 5 = 0 then null else ${idSql(COMPANY, 'n % 100 + 1')} end`;

/** A table, its columns by SQL of the series that follows (`n` counts), and that series. */
export type Filling = readonly [table: string, columns: Readonly<Record<string, string>>, from: string];

export const openedAt = `timestamptz '2024-01-01' + n * interval '1 hour'`;
/** Nine of ten are archived, as they are after years. */
export const archived = 'n / 80 % 10 <> 0';
export const assignees = `array[${idSql(PERSON, 'n * 13 % 400 + 1')}]`;
export const reporter = idSql(PERSON, 'n * 7 % 400 + 1');
export const dueDate = `case when n % 3 = 0 then null else date '2026-01-01' + n * 11 % 300 end`;
export const column = idSql(COLUMN, '(n % 20 + 1) * 4 + n / 20 % 4');
export const everyTicket = `generate_series(1, ${filled.tickets}) n`;

export const key = `'P' || n % 20 + 1 || '-' || n`;
