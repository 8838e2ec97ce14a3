import type { ProjectEvent } from '@ticketing/contracts/events/event.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import { inOrder } from '@ticketing/domain/ticket/rank.ts';
import type { TicketState } from '@ticketing/domain/ticket/state.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { prepareJobs } from '@ticketing/platform/mail/prepare-outbox.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { type JobWorker, startJobWorker } from '../job-worker.ts';
import { type EngineHarness, engineHarness } from '../testing/engine-harness.ts';
import { columnAdded, projectCreated, ticketMoved, ticketOpened } from '../testing/ticket-events.ts';
import { emptyingSaga } from './emptying.ts';
import { emptyingTasks, type LeaveRemovedColumn } from './emptying-worker.ts';
import { leaveRemovedColumnThrough } from './leave-removed-column.ts';

describe('the emptying saga', () => {
  let harness: EngineHarness;
  let engine: Engine;
  let worker: JobWorker | undefined;
  const [project, todo, review, done] = [newId(), newId(), newId(), newId()];
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

  beforeEach(async () => {
    harness = await engineHarness();
    await prepareJobs(harness.databaseUrl);
    engine = await harness.start([emptyingSaga]);
    configure(
      projectCreated(),
      columnAdded(todo, 'To Do', 'todo', 'a0'),
      columnAdded(review, 'Review', 'in_progress', 'a1'),
      columnAdded(done, 'Done', 'done', 'a2'),
    );
  });
  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
    await harness.stop();
  });

  const configure = (...events: readonly ProjectEvent[]) =>
    harness.scripted.append(`project-${project}`, events);
  const remove = (columnId: string, ticketsToColumnId: string): ProjectEvent => ({
    type: 'BoardColumnRemoved',
    data: { columnId, ticketsToColumnId },
  });
  const open = (columnId: string, rank = 'a5'): string => {
    const id = newId();
    harness.scripted.append(`ticket-${id}`, ticketOpened({ projectId: project, columnId, rank }));
    return id;
  };
  const settled = () => harness.settled(engine, 'emptying');

  async function startWorker(
    leaveRemovedColumn: LeaveRemovedColumn = leaveRemovedColumnThrough(
      createAggregates(harness.scripted.store),
    ),
  ): Promise<void> {
    worker = await startJobWorker({
      databaseUrl: harness.databaseUrl,
      log: silent,
      taskList: emptyingTasks({ pool: harness.pool, leaveRemovedColumn, now: () => new Date(), log: silent }),
      pollMs: 20,
    });
  }

  async function stateOf(id: string): Promise<TicketState> {
    let state = ticketFold.initial;
    for await (const event of harness.scripted.store.readStream(`ticket-${id}`)) {
      state = ticketFold.evolve(state, event);
    }
    if (!state) throw new Error(`no ticket ${id}`);
    return state;
  }
  const columnsOf = async (...ids: readonly string[]) =>
    (await Promise.all(ids.map(stateOf))).map(({ columnId }) => columnId);
  const jobs = async (): Promise<number> =>
    (await harness.pool.query('select 1 from graphile_worker.jobs')).rowCount ?? 0;
  const untilNoJobs = () => expect.poll(jobs, { interval: 10 }).toBe(0);

  it('moves every ticket of a removed column to the end of the other, in the order they had, as the system', async () => {
    await startWorker();
    const there = open(done, 'a1');
    const [third, first, second] = [open(review, 'c'), open(review, 'a'), open(review, 'b')];
    const other = open(todo);
    harness.scripted.append(`ticket-${second}`, {
      type: 'TicketArchived',
      data: { reason: 'manual', words: '' },
    });
    configure(remove(review, done));
    await settled();
    await untilNoJobs();
    expect(await columnsOf(first, second, third, there, other)).toEqual([done, done, done, done, todo]);
    const order = (await Promise.all([third, there, second, first].map(stateOf))).sort(inOrder);
    expect(order.map(({ id }) => id)).toEqual([there, first, second, third]);
    expect((await stateOf(second)).archived).toBe(true);
    for await (const event of harness.scripted.store.readStream(`ticket-${first}`)) {
      if (event.type === 'TicketMoved') {
        expect(event.metadata).toMatchObject({ actorId: SYSTEM_ACTOR, command: 'LeaveRemovedColumn' });
      }
    }
  });

  it('moves a ticket that came into the column after it was removed, decided a moment before', async () => {
    await startWorker();
    configure(remove(review, done));
    const id = open(todo);
    await settled();
    await untilNoJobs();
    harness.scripted.append(`ticket-${id}`, ticketMoved(review, todo));
    await settled();
    await untilNoJobs();
    expect(await columnsOf(id)).toEqual([done]);
  });

  it('acts once, however often its job runs', async () => {
    const id = open(review);
    configure(remove(review, done));
    await settled();
    const [stored] = (await harness.pool.query('select placed_by from sagas.emptying_tickets')).rows;
    const command = {
      ticketId: id,
      placedBy: stored.placed_by,
      at: new Date().toISOString(),
      endMilliseconds: 7,
    };
    for (const later of [0, 1_000]) {
      // A process that knows nothing of what another one has done.
      const leave = leaveRemovedColumnThrough(createAggregates(harness.scripted.store));
      await leave({ ...command, endMilliseconds: command.endMilliseconds + later });
    }
    await startWorker();
    await untilNoJobs();
    const moves = [];
    for await (const event of harness.scripted.store.readStream(`ticket-${id}`)) {
      if (event.type === 'TicketMoved') moves.push(event);
    }
    expect(moves).toHaveLength(1);
  });

  it('goes on where it failed, and keeps the order', async () => {
    const ids = ['a', 'b', 'c'].map((rank) => open(review, rank));
    const leave = leaveRemovedColumnThrough(createAggregates(harness.scripted.store));
    let calls = 0;
    await startWorker(async (command) => {
      if (++calls === 2) throw new Error('the event store does not answer');
      return leave(command);
    });
    configure(remove(review, done));
    await settled();
    await expect.poll(() => calls, { interval: 10 }).toBeGreaterThanOrEqual(2);
    // The worker waits longer from try to try; nobody here wants to.
    await expect
      .poll(
        async () => {
          await harness.pool.query(
            `select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs where locked_at is null), run_at => now())`,
          );
          return jobs();
        },
        { interval: 20 },
      )
      .toBe(0);
    const order = (await Promise.all(ids.map(stateOf))).sort(inOrder);
    expect(order.map(({ id, columnId }) => [id, columnId])).toEqual(ids.map((id) => [id, done]));
  });

  it('lets a ticket that can never be moved hold up no others for ever', async () => {
    const [stuck, other] = [open(review, 'a'), open(review, 'b')];
    const leave = leaveRemovedColumnThrough(createAggregates(harness.scripted.store));
    await startWorker(async (command) => {
      if (command.ticketId === stuck) throw new Error('an event of the ticket cannot be read');
      return leave(command);
    });
    configure(remove(review, done));
    await settled();
    await expect
      .poll(
        async () => {
          await harness.pool.query(
            `select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs where locked_at is null), run_at => now())`,
          );
          return (await stateOf(other)).columnId;
        },
        { interval: 20 },
      )
      .toBe(done);
    // It goes on to be tried.
    expect(await jobs()).toBe(1);
  });

  it('follows when the column that the tickets went to is removed too', async () => {
    await startWorker();
    const id = open(review);
    configure(remove(review, done));
    await settled();
    await untilNoJobs();
    await settled();
    configure(remove(done, todo));
    await settled();
    await untilNoJobs();
    expect(await columnsOf(id)).toEqual([todo]);
  });

  it('leaves the tickets of an archived project alone, parks nothing, and moves them once it is restored', async () => {
    await startWorker();
    const id = open(review);
    configure(remove(review, done), { type: 'ProjectArchived', data: {} });
    await settled();
    await untilNoJobs();
    expect(await columnsOf(id)).toEqual([review]);
    expect((await harness.pool.query('select 1 from read_model.parked_streams')).rowCount).toBe(0);
    configure({ type: 'ProjectRestored', data: {} });
    await settled();
    await untilNoJobs();
    expect(await columnsOf(id)).toEqual([done]);
  });
});
