import { newId } from '@ticketing/platform/ids.ts';
import { prepareJobs } from '@ticketing/platform/mail/prepare-outbox.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { type EngineHarness, engineHarness } from '../testing/engine-harness.ts';
import { columnAdded, projectCreated, ticketMoved, ticketOpened } from '../testing/ticket-events.ts';
import { until } from '../testing/until.ts';
import { archivingSaga } from './archiving.ts';
import { type ArchiveTicket, startArchivingWorker } from './archiving-worker.ts';

const HOUR = 3_600_000;
type Archived = Parameters<ArchiveTicket>[0];

describe('the archiving saga', () => {
  let harness: EngineHarness;
  let engine: Engine;
  let worker: { stop(): Promise<void> } | undefined;
  /** What the injected clock says, and what the saga asked to archive. */
  let clock: Date;
  let archived: Archived[];

  const [project, todo, done, closed] = [newId(), newId(), newId(), newId()];

  beforeEach(async () => {
    harness = await engineHarness();
    clock = new Date('2026-03-01T12:00:00.000Z');
    archived = [];
    await prepareJobs(harness.databaseUrl);
    await startSaga();
    harness.scripted.append(`project-${project}`, [
      projectCreated(),
      columnAdded(todo, 'To Do', 'todo'),
      columnAdded(done, 'Done', 'done'),
      columnAdded(closed, 'Closed', 'done'),
    ]);
  });
  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
    await harness.stop();
  });

  async function startSaga(): Promise<void> {
    engine = await harness.start([archivingSaga({ archiveAfterHours: 24, now: () => clock })]);
  }

  async function startWorker(archiveTicket: ArchiveTicket = archive): Promise<void> {
    worker = await startArchivingWorker({
      pool: harness.pool,
      databaseUrl: harness.databaseUrl,
      archiveAfterHours: 24,
      now: () => clock,
      archiveTicket,
      caughtUp: () => true,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      pollMs: 20,
    });
  }

  /** What the command handler does: the event follows in the ticket's stream. */
  const archive: ArchiveTicket = async (command) => {
    archived.push(command);
    harness.scripted.append(`ticket-${command.ticketId}`, {
      type: 'TicketArchived',
      data: { reason: 'done', words: '' },
    });
    return 'archived';
  };

  const settled = () => harness.settled(engine, 'archiving');

  async function open(columnId: string, at = clock.toISOString()): Promise<{ id: string; eventId: string }> {
    const id = newId();
    const [event] = harness.scripted.append(`ticket-${id}`, ticketOpened({ projectId: project, columnId }), {
      at,
    });
    await settled();
    return { id, eventId: event?.id ?? '' };
  }

  async function move(id: string, to: string, from: string, at = clock.toISOString()): Promise<string> {
    const [event] = harness.scripted.append(`ticket-${id}`, ticketMoved(to, from), { at });
    await settled();
    return event?.id ?? '';
  }

  /** Hours from now after which each ticket's timer goes off, to the nearest tenth. */
  async function timers(): Promise<Map<string, number>> {
    const jobs = await harness.pool.query<{ key: string; hours: number }>(
      `select key, round(extract(epoch from run_at - now()) / 360)::float8 / 10 as hours from graphile_worker.jobs`,
    );
    return new Map(jobs.rows.map(({ key, hours }) => [key.replace('archive:', ''), hours]));
  }

  /** Lets the timers go off now, and waits until the task has run for each of them. */
  async function goOff(): Promise<void> {
    const before = await jobIds();
    await harness.pool.query(
      `select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs), run_at => now())`,
    );
    await until(async () => {
      const after = await jobIds();
      return [...before].every((id) => !after.has(id));
    });
  }

  async function jobIds(): Promise<Set<string>> {
    const jobs = await harness.pool.query<{ id: bigint }>('select id from graphile_worker.jobs');
    return new Set(jobs.rows.map(({ id }) => String(id)));
  }

  const passHours = (hours: number) => {
    clock = new Date(clock.getTime() + hours * HOUR);
  };

  it('archives a ticket once its time in a done column is over', async () => {
    await startWorker();
    const { id } = await open(todo);
    expect(await timers()).toEqual(new Map());
    const entered = await move(id, done, todo);
    expect(await timers()).toEqual(new Map([[id, 24]]));
    passHours(24);
    await goOff();
    expect(archived).toEqual([{ ticketId: id, enteredColumnBy: entered, at: '2026-03-02T12:00:00.000Z' }]);
    await settled();
    expect(await timers()).toEqual(new Map());
  });

  it('counts from the business time of entering, not from when it was recorded', async () => {
    const { id } = await open(done, '2026-03-01T02:00:00.000Z');
    expect(await timers()).toEqual(new Map([[id, 14]]));
  });

  it('puts off a timer that goes off early by its own clock', async () => {
    await startWorker();
    const { id } = await open(done);
    passHours(1);
    await goOff();
    expect(archived).toEqual([]);
    expect(await timers()).toEqual(new Map([[id, 23]]));
    passHours(23);
    await goOff();
    expect(archived.map(({ ticketId }) => ticketId)).toEqual([id]);
  });

  it('cancels when the ticket leaves Done, and starts anew when it comes back', async () => {
    await startWorker();
    const { id } = await open(done);
    passHours(10);
    await move(id, todo, done);
    expect(await timers()).toEqual(new Map());
    passHours(100);
    const entered = await move(id, done, todo);
    expect(await timers()).toEqual(new Map([[id, 24]]));
    passHours(24);
    await goOff();
    expect(archived.map(({ enteredColumnBy }) => enteredColumnBy)).toEqual([entered]);
  });

  it('keeps counting when the ticket moves inside Done or to another done column', async () => {
    await startWorker();
    const { id } = await open(done);
    passHours(10);
    await move(id, done, done);
    expect(await timers()).toEqual(new Map([[id, 24]]));
    const entered = await move(id, closed, done);
    expect(await timers()).toEqual(new Map([[id, 14]]));
    passHours(14);
    await goOff();
    expect(archived.map(({ enteredColumnBy }) => enteredColumnBy)).toEqual([entered]);
  });

  it('takes the timer away when the ticket is archived by hand, and counts anew when it is restored', async () => {
    const { id } = await open(done);
    passHours(1);
    harness.scripted.append(`ticket-${id}`, {
      type: 'TicketArchived',
      data: { reason: 'manual', words: '' },
    });
    await settled();
    expect(await timers()).toEqual(new Map());
    passHours(1);
    harness.scripted.append(
      `ticket-${id}`,
      { type: 'TicketRestored', data: { columnId: done, rank: 'a0' } },
      { at: clock.toISOString() },
    );
    await settled();
    expect(await timers()).toEqual(new Map([[id, 24]]));
  });

  it('moves the timers of a project when its policy changes, and takes them away for "never"', async () => {
    const { id } = await open(done);
    const policy = async (archiveAfterHours: number | null) => {
      harness.scripted.append(`project-${project}`, {
        type: 'ArchivingPolicyChanged',
        data: { archiveAfterHours },
      });
      await settled();
    };
    await policy(100);
    expect(await timers()).toEqual(new Map([[id, 100]]));
    await policy(null);
    expect(await timers()).toEqual(new Map());
    const { id: later } = await open(done);
    expect(await timers()).toEqual(new Map());
    await policy(2);
    expect(await timers()).toEqual(
      new Map([
        [id, 2],
        [later, 2],
      ]),
    );
  });

  it('follows a column that becomes one for done work, or no longer is', async () => {
    const { id } = await open(todo);
    const categorised = async (category: 'todo' | 'done') => {
      harness.scripted.append(
        `project-${project}`,
        { type: 'BoardColumnChanged', data: { columnId: todo, name: 'To Do', colour: '#336699', category } },
        { at: clock.toISOString() },
      );
      await settled();
    };
    passHours(5);
    await categorised('done');
    expect(await timers()).toEqual(new Map([[id, 24]]));
    await categorised('todo');
    expect(await timers()).toEqual(new Map());
  });

  it('survives a restart of the projectors and of the worker', async () => {
    const { id, eventId } = await open(done);
    await engine.stop();
    passHours(30);
    await startSaga();
    await startWorker();
    await settled();
    expect(await timers()).toEqual(new Map([[id, 24]]));
    await goOff();
    expect(archived.map(({ enteredColumnBy }) => enteredColumnBy)).toEqual([eventId]);
  });

  it('acts once: a timer that goes off again after archiving finds nothing to do', async () => {
    await startWorker();
    const { id, eventId } = await open(done);
    passHours(24);
    await goOff();
    await settled();
    await harness.pool.query(
      `select graphile_worker.add_job('archive-ticket', json_build_object('ticketId', $1::text, 'enteredColumnBy', $2::text))`,
      [id, eventId],
    );
    await goOff();
    expect(archived).toHaveLength(1);
  });

  it('tries again when the command fails', async () => {
    let failures = 1;
    await startWorker(async (command) => {
      if (failures-- > 0) throw new Error('the event store does not answer');
      return archive(command);
    });
    const { id } = await open(done);
    passHours(24);
    await harness.pool.query(
      `select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs), run_at => now())`,
    );
    await until(
      async () =>
        (
          await harness.pool.query(
            'select 1 from graphile_worker.jobs where attempts = 1 and locked_at is null',
          )
        ).rowCount === 1,
    );
    expect(archived).toEqual([]);
    await goOff();
    expect(archived.map(({ ticketId }) => ticketId)).toEqual([id]);
  });

  it('sets the same timers when it projects the whole log anew', async () => {
    const { id } = await open(done);
    const { id: left } = await open(done);
    await move(left, todo, done);
    await engine.stop();
    await harness.pool.query(`update read_model.projection_checkpoints set version = 0`);
    await startSaga();
    await settled();
    expect(await timers()).toEqual(new Map([[id, 24]]));
  });
});
