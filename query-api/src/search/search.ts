import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { search as endpoint } from '@ticketing/contracts/endpoints/finding.ts';
import type { SearchHitView, SearchKind } from '@ticketing/contracts/finding.ts';
import type { ColumnCategory } from '@ticketing/contracts/kinds.ts';
import { askedWords } from '@ticketing/contracts/search-words.ts';
import { allOf, anyOf, type Sql, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import { pageFrom, readCursor } from '../reading/cursor.ts';
import type { Reading } from '../reading/reader.ts';
import { ticketsOfAllProjects, ticketsOfProject } from '../tickets/visible-tickets.ts';
import { marked, snippet } from './marked-text.ts';
import { type Alternatives, alternativesOf, searchQuery } from './match.ts';
import { visibleRooms } from './visible-rooms.ts';

type Asked = QueryOf<typeof endpoint>;

/** So many of the newest matches are ranked: a word that is everywhere does not cost by how often it is there. */
const RANKED = 1_000;
/** The ticket whose key was asked for comes before everything. */
const EXACT = 1_000_000_000;

/** Whether the hits are for similar words, and the score: what an answer's order is made of. */
const CursorKey = z
  .string()
  .regex(/^(words|similar)\.\d{1,10}$/)
  // A score is no larger than that of the ticket whose key was asked for.
  .refine((key) => Number(key.split('.')[1]) <= EXACT);

type HitRow = {
  kind: SearchKind;
  id: string;
  room_id: string | null;
  author_id: string | null;
  reporter_id: string | null;
  internal: boolean;
  at: Date;
  body: string;
  score: number;
  ticket_id: string | null;
  project_id: string | null;
  key: string | null;
  title: string | null;
  column_id: string | null;
  column_name: string | null;
  category: ColumnCategory | null;
  company_id: string | null;
  company_name: string | null;
  archived: boolean | null;
};

/** Tickets, comments and messages that the caller may see and that have the words, best first. */
export async function search(reading: Reading, asked: Asked): Promise<ResponseOf<typeof endpoint>> {
  const words = askedWords(asked.q);
  const cursor = readCursor(asked.cursor, CursorKey);
  if (words.length === 0) return { items: [], nextCursor: null, similar: false };
  const goesOnSimilar = cursor?.key.startsWith('similar') ?? false;
  if (!goesOnSimilar) {
    const exactly = await alternativesOf(reading.query, words, false);
    const page = await hits(reading, asked, exactly, 'words', cursor);
    if (page.items.length > 0 || cursor) return { ...page, similar: false };
  }
  // Whether there are hits for the words themselves depends on what the caller sees, not on what the vocabulary has.
  const loosely = await alternativesOf(reading.query, words, true);
  if (loosely.every(({ similar }) => similar.length === 0)) {
    return { items: [], nextCursor: null, similar: false };
  }
  const page = await hits(reading, asked, loosely, 'similar', cursor);
  // That there are similar words is told only with what was found by them: they may be another company's.
  return { ...page, similar: page.items.length > 0 };
}

async function hits(
  reading: Reading,
  asked: Asked,
  words: readonly Alternatives[],
  how: 'words' | 'similar',
  cursor: ReturnType<typeof readCursor>,
): Promise<{ items: SearchHitView[]; nextCursor: string | null }> {
  const rows = await reading.query<HitRow>(hitsQuery(reading, asked, searchQuery(words), cursor));
  return pageFrom(
    rows,
    asked.limit,
    (row) => hitOf(row, words),
    ({ score, id }) => ({ key: `${how}.${score}`, id }),
  );
}

/** The statement, by itself so that its plan can be looked at. */
export function hitsQuery(
  { viewer }: Pick<Reading, 'viewer'>,
  asked: Pick<Asked, 'q' | 'kinds' | 'projectId' | 'limit'>,
  words: string,
  cursor: ReturnType<typeof readCursor>,
): Sql {
  const { projectId } = asked;
  const seen = projectId
    ? allOf([
        sql`c.project_id = ${projectId}::uuid`,
        ticketsOfProject(viewer, 'ticket.see', projectId),
        anyOf([sql`not d.internal`, ticketsOfProject(viewer, 'internal-notes.read', projectId)]),
      ])
    : allOf([
        ticketsOfAllProjects(viewer, 'ticket.see'),
        anyOf([sql`not d.internal`, ticketsOfAllProjects(viewer, 'internal-notes.read')]),
      ]);
  const matching = [sql`d.words @@ ${words}::tsquery`, sql`not d.removed`];
  if (asked.kinds) matching.push(sql`d.kind = any(${asked.kinds}::text[])`);
  // Whoever holds no role sees few tickets: theirs are looked through, however many texts have the word.
  const theirs = sql`d.ticket_id = any(array(select c.id from read_model.cards c where ${
    projectId ? ticketsOfProject(viewer, 'ticket.see', projectId) : ticketsOfAllProjects(viewer, 'ticket.see')
  }))`;
  const holdsNoRole = !viewer.superuser && viewer.roles.size === 0;
  const key = keyIn(asked.q);
  const score = sql`(ts_rank('{0, 0.2, 0.5, 1}', d.words, ${words}::tsquery) * 1000000)::int`;
  const parts = [
    sql`(select d.id, ${score} as score
      from read_model.search_documents d join read_model.cards c on c.id = d.ticket_id
      where ${allOf([...matching, ...(holdsNoRole ? [theirs] : []), seen])}
      order by d.at desc, d.id desc limit ${RANKED})`,
  ];
  const withTickets = !asked.kinds || asked.kinds.includes('ticket');
  if (key && withTickets) {
    parts.push(sql`(select d.id, ${EXACT}::int as score
      from read_model.cards c join read_model.search_documents d on d.id = c.id
      where c.key = ${key} and ${seen})`);
  }
  const withMessages = !asked.kinds || asked.kinds.includes('message');
  if (withMessages && !projectId) {
    parts.push(sql`(select d.id, ${score} as score
      from read_model.search_documents d
      where ${allOf(matching)} and d.ticket_id is null and d.room_id = any(array(
        select r.id from read_model.search_rooms r where ${visibleRooms(viewer)}))
      order by d.at desc, d.id desc limit ${RANKED})`);
  }
  return sql`
    with found as (
      select id, max(score) as score from (${joinedBy(parts)}) as every group by id
    ), page as (
      select id, score from found
      where ${cursor ? sql`(score, id) < (${cursor.key.split('.')[1]}::int, ${cursor.id}::uuid)` : sql`true`}
      order by score desc, id desc limit ${asked.limit + 1}
    )
    select d.kind, d.id, d.room_id, d.author_id, c.reporter_id, d.internal, d.at, d.body, page.score,
      c.id as ticket_id, c.project_id, c.key, c.title, c.column_id, c.company_id, c.archived,
      bc.name as column_name, bc.category, co.name as company_name
    from page
    join read_model.search_documents d on d.id = page.id
    left join read_model.cards c on c.id = d.ticket_id
    left join read_model.board_columns bc on bc.id = c.column_id
    left join read_model.companies co on co.id = c.company_id
    order by page.score desc, page.id desc`;
}

function joinedBy(parts: readonly Sql[]): Sql {
  const between = Array.from({ length: parts.length - 1 }, () => ' union all ');
  return { parts: ['', ...between, ''], values: parts };
}

const keyIn = (question: string): string | undefined =>
  /^\s*([a-z][a-z0-9]{0,9}-\d{1,9})\s*$/i.exec(question)?.[1]?.toUpperCase();

function hitOf(row: HitRow, words: readonly Alternatives[]): SearchHitView {
  return {
    kind: row.kind,
    id: row.id,
    ticket: ticketOf(row, words),
    roomId: row.room_id,
    authorId: row.author_id ?? row.reporter_id ?? '',
    internal: row.internal,
    at: row.at.toISOString(),
    snippet: snippet(row.body, words),
    score: row.score / 1_000_000,
  };
}

function ticketOf(row: HitRow, words: readonly Alternatives[]): SearchHitView['ticket'] {
  const { ticket_id, project_id, key, title, column_id } = row;
  if (ticket_id === null || project_id === null || key === null || title === null || column_id === null) {
    return null;
  }
  return {
    id: ticket_id,
    projectId: project_id,
    key,
    title: marked(title, words),
    columnId: column_id,
    columnName: row.column_name ?? '',
    category: row.category ?? 'todo',
    companyId: row.company_id,
    companyName: row.company_name,
    archived: row.archived ?? false,
  };
}
