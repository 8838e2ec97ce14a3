import { newId } from '@ticketing/platform/ids.ts';
import { prepareJobs } from '@ticketing/platform/mail/prepare-outbox.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { type EngineHarness, engineHarness } from '../testing/engine-harness.ts';
import { ticketOpened } from '../testing/ticket-events.ts';
import { SETTLE_ROOM_TASK, ticketRoomSaga } from './ticket-room.ts';

describe('the process manager of tickets’ rooms', () => {
  let harness: EngineHarness;
  let engine: Engine;
  const [company, other] = [newId(), newId()];

  beforeEach(async () => {
    harness = await engineHarness();
    await prepareJobs(harness.databaseUrl);
    engine = await harness.start([ticketRoomSaga]);
    for (const id of [company, other]) {
      harness.scripted.append(`company-${id}`, {
        type: 'CompanyRegistered',
        data: { name: 'Alpha', description: '' },
      });
    }
  });
  afterEach(() => harness.stop());

  const append = async (...given: Parameters<typeof harness.scripted.append>): Promise<string> => {
    const [event] = harness.scripted.append(...given);
    await harness.settled(engine, 'ticket-room');
    return event?.id ?? '';
  };
  const open = async (companyId: string | null = company): Promise<string> => {
    const id = newId();
    await append(`ticket-${id}`, ticketOpened({ projectId: newId(), columnId: newId(), companyId }));
    return id;
  };
  /** Ticket → the event that asked for its room to be settled. */
  async function asked(): Promise<Record<string, string>> {
    const { rows } = await harness.pool.query<{ payload: { ticketId: string; causedBy: string } }>(
      `select job.payload from graphile_worker._private_jobs as job
       join graphile_worker._private_tasks as task on task.id = job.task_id
       where task.identifier = '${SETTLE_ROOM_TASK}'`,
    );
    return Object.fromEntries(rows.map(({ payload }) => [payload.ticketId, payload.causedBy]));
  }
  const forget = () => harness.pool.query('delete from graphile_worker._private_jobs');

  it('asks for a room once, whatever happens to its ticket, by the last reason', async () => {
    const ticket = await open();
    await append(`ticket-${ticket}`, { type: 'TicketAssigned', data: { userId: newId() } });
    const last = await append(`ticket-${ticket}`, { type: 'TicketUnassigned', data: { userId: newId() } });
    await append(`ticket-${ticket}`, { type: 'TicketRenamed', data: { title: 'Another' } });
    expect(await asked()).toEqual({ [ticket]: last });
  });

  it('asks for the rooms of a company whose admins change, except of archived tickets', async () => {
    const [one, two, archived, elsewhere] = [await open(), await open(), await open(), await open(other)];
    await append(`ticket-${archived}`, { type: 'TicketArchived', data: { reason: 'manual', words: '' } });
    await forget();
    const assigned = await append(`company-${company}`, {
      type: 'CompanyAdminAssigned',
      data: { userId: newId() },
    });
    expect(await asked()).toEqual({ [one]: assigned, [two]: assigned });
    await forget();
    const restored = await append(`ticket-${archived}`, {
      type: 'TicketRestored',
      data: { columnId: newId(), rank: 'a1' },
    });
    expect(await asked()).toEqual({ [archived]: restored });
    expect(elsewhere in (await asked())).toBe(false);
  });
});
