import {
  assignees,
  company,
  EVENT,
  everyTicket,
  type Filling,
  filled,
  idSql,
  key,
  MESSAGE,
  PERSON,
  project,
  ROOM,
  reporter,
  TICKET,
} from './filled.ts';

const facts = {
  project_id: project,
  reporter_id: reporter,
  company_id: company,
  assignee_ids: assignees,
};
const rooms = 'generate_series(1, 4000) n';
const message = {
  author_id: idSql(PERSON, 'n % 400 + 1'),
  body: `'Said ' || n`,
  files: `'[]'`,
  reactions: `'[]'`,
};

/** People are told of tickets that they see. */
const toldOf = idSql(
  TICKET,
  `case n % 10
    when 0 then n % 20000 + 1
    when 1 then n / 10 % 1000 * 20 + n % 3 + 1
    when 2 then n / 10 % 50 * 400 + 286
    when 3 then n / 10 % 200 * 100 + 6
    else n % 20000 + 1 end`,
);

/** What everybody was told and said: the people of these tests have heard much more than others. */
export const inboxFillings: readonly Filling[] = [
  [
    'notifications',
    {
      id: idSql(EVENT, 'n'),
      user_id: idSql(PERSON, 'case when n % 10 < 4 then n % 10 + 1 else n % 400 + 1 end'),
      kind: `'assigned'`,
      ticket_id: toldOf,
      in_app: 'true',
      at: `timestamptz '2024-01-01' + n * interval '20 minutes'`,
      position: 'n',
      read_at: `case when n % 30 <> 0 then timestamptz '2026-05-01' end`,
    },
    'generate_series(1, 60000) n',
  ],
  ['inbox_tickets', { id: idSql(TICKET, 'n'), key, ...facts }, everyTicket],
  ['inbox_rooms', { id: idSql(ROOM, 'n'), kind: `'direct'` }, rooms],
  ['inbox_names', { id: idSql(PERSON, 'n'), name: `'Person ' || n` }, 'generate_series(1, 400) n'],
  [
    'chat_rooms',
    {
      id: idSql(TICKET, 'n'),
      kind: `'ticket'`,
      ...facts,
      active_position: 'n * 2 + 1',
      last_number: '2',
      last_message_id: idSql(MESSAGE, 'n * 2 + 1'),
    },
    everyTicket,
  ],
  [
    'chat_rooms',
    { id: idSql(ROOM, 'n'), kind: `'direct'`, active_position: 'n * 9', last_number: '0' },
    rooms,
  ],
  [
    'chat_participants',
    { room_id: idSql(TICKET, 'n'), user_id: idSql(PERSON, '(n * 7 + e) % 400 + 1'), unread: 'n % 2' },
    `${everyTicket}, generate_series(0, 1) e`,
  ],
  [
    'chat_participants',
    {
      room_id: idSql(ROOM, 'n'),
      user_id: idSql(PERSON, '(case when n % 10 < 4 then n % 10 else n % 400 end + e * 5) % 400 + 1'),
      unread: 'n % 2',
    },
    `${rooms}, generate_series(0, 1) e`,
  ],
  [
    'chat_messages',
    {
      id: idSql(MESSAGE, 'n * 2 + e'),
      room_id: idSql(TICKET, 'n'),
      position: 'n * 2 + e',
      ...message,
    },
    `${everyTicket}, generate_series(0, 1) e`,
  ],
  [
    'chat_messages',
    {
      id: idSql(MESSAGE, '240000 + n'),
      room_id: `'${filled.companyTicketId}'::uuid`,
      position: '240000 + n',
      ...message,
    },
    rooms,
  ],
];
