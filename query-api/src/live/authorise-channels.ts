import { DomainError } from '@ticketing/contracts/errors.ts';
import { meChannel, roomChannel, ticketChannel } from '@ticketing/contracts/live.ts';
import { mayInProject, mayOnTicket, type Viewer } from '@ticketing/domain/policy/policy.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type pg from 'pg';
import { loadCaller } from '../access/load-viewer.ts';
import {
  type CheckpointWatch,
  checkpointsIn,
  commonPosition,
  furthestPosition,
  type ReadModel,
} from '../reading/checkpoints.ts';
import { inSnapshot, type Query } from '../reading/snapshot.ts';
import { type RoomRow, roomColumns, ticketFactsOf } from '../rooms/room-row.ts';
import { visibleRooms } from '../rooms/visible-rooms.ts';
import type { CardRow } from '../tickets/card-row.ts';
import { factsOf } from '../tickets/ticket-facts.ts';
import type { AllowedChannel, Authorise, Authorised } from './subscriptions.ts';

/** Whose changes come on these channels. A told position is one that all of them have passed. */
const modelsOf = (channels: readonly string[]): readonly ReadModel[] => {
  const ofEverybody: readonly ReadModel[] = ['access', 'board', 'tickets', 'activity'];
  const some = (kind: string) => channels.some((channel) => channel.startsWith(kind));
  return [
    ...ofEverybody,
    ...(some('me:') ? (['inbox'] as const) : []),
    ...(some('me:') || some('room:') ? (['chat'] as const) : []),
  ];
};

/**
 * Decides who may listen to what, by the same policy and from the same rows as reads.
 *
 * The told position is the furthest of the read models at a first look, and the answer is read when all have
 * come to it: what is later than that was committed, and so published, after the look, and what is not later
 * stands in every read.
 */
export function createAuthorise(pool: pg.Pool, watch: CheckpointWatch): Authorise {
  return async (userId, channels) => {
    const models = modelsOf(channels);
    try {
      const first = await inSnapshot(pool, async (query) => {
        const positions = await checkpointsIn(query);
        const told = furthestPosition(positions, models);
        // Who only signs in asks for no channel, and needs nothing told.
        const even = channels.length === 0 || commonPosition(positions, models) === told;
        return { told, answer: even ? await look(query, userId, channels, told) : undefined };
      });
      if (first.answer) return first.answer;
      await watch.reached(models, first.told);
      return await inSnapshot(pool, (query) => look(query, userId, channels, first.told));
    } catch (error) {
      if (error instanceof DomainError && error.code === 'read_model_behind') return undefined;
      throw error;
    }
  };
}

async function look(
  query: Query,
  userId: string,
  channels: readonly string[],
  told: bigint,
): Promise<Authorised> {
  // A model that was never built holds nothing, and nothing of position 0 can be told before it is.
  const position = told < 0n ? 0n : told;
  const viewer = (await loadCaller(query, userId))?.viewer;
  if (!viewer || channels.length === 0) return { viewer, channels: new Map(), position };
  const projects = await projectsAmong(query, viewer, idsOf(channels, 'project:'));
  const tickets = await ticketsAmong(query, viewer, idsOf(channels, 'ticket:'));
  const rooms = await roomsAmong(query, viewer, idsOf(channels, 'room:'));
  // Everybody has one channel of their own; nobody, a superuser neither, listens to another's.
  const own: Allowed[] = channels
    .filter((channel) => channel === meChannel(viewer.userId))
    .map((channel) => [channel, {}]);
  return { viewer, channels: new Map([...projects, ...tickets, ...rooms, ...own]), position };
}

const idsOf = (channels: readonly string[], prefix: string): string[] =>
  channels.filter((channel) => channel.startsWith(prefix)).map((channel) => channel.slice(prefix.length));

type Allowed = [channel: string, allowed: AllowedChannel];

async function projectsAmong(query: Query, viewer: Viewer, ids: readonly string[]): Promise<Allowed[]> {
  if (ids.length === 0) return [];
  const rows = await query<{ id: string; company_ids: string[] }>(sql`
    select p.id,
      array(select pc.company_id from read_model.project_companies pc where pc.project_id = p.id order by 1)
        as company_ids
    from read_model.projects p where p.id = any(${ids}::uuid[])`);
  return rows
    .filter((row) => mayInProject(viewer, 'project.see', { id: row.id, companyIds: row.company_ids }))
    .map((row) => [`project:${row.id}`, { companyIds: row.company_ids }]);
}

async function ticketsAmong(query: Query, viewer: Viewer, ids: readonly string[]): Promise<Allowed[]> {
  if (ids.length === 0) return [];
  const rows = await query<
    Pick<CardRow, 'id' | 'project_id' | 'reporter_id' | 'company_id' | 'assignee_ids'>
  >(
    sql`select id, project_id, reporter_id, company_id, assignee_ids
      from read_model.tickets where id = any(${ids}::uuid[])`,
  );
  return rows
    .map((row) => ({ id: row.id, ticket: factsOf(row) }))
    .filter(({ ticket }) => mayOnTicket(viewer, 'ticket.see', ticket))
    .map(({ id, ticket }) => [ticketChannel(id), { ticket }]);
}

async function roomsAmong(query: Query, viewer: Viewer, ids: readonly string[]): Promise<Allowed[]> {
  if (ids.length === 0) return [];
  const rows = await query<RoomRow>(sql`
    select ${roomColumns} from read_model.chat_rooms c where c.id = any(${ids}::uuid[]) and ${visibleRooms(viewer)}`);
  return rows.map((row) => [roomChannel(row.id), { ticket: ticketFactsOf(row) }]);
}
