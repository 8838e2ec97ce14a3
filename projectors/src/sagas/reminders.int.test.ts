import type { TicketEvent } from '@ticketing/contracts/events/event.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { activity } from '../read-models/activity.ts';
import { board } from '../read-models/board.ts';
import { tickets } from '../read-models/tickets.ts';
import { type EngineHarness, engineHarness } from '../testing/engine-harness.ts';
import { columnAdded, projectCreated, ticketMoved, ticketOpened } from '../testing/ticket-events.ts';
import { remindOfAll } from './reminders.ts';

const [project, todo, done] = [newId(), newId(), newId()];
const models = [board, tickets, activity];

describe('reminders', () => {
  let harness: EngineHarness;
  let engine: Engine;

  beforeEach(async () => {
    harness = await engineHarness();
    harness.scripted.append(`project-${project}`, [
      projectCreated(),
      columnAdded(todo, 'To Do'),
      columnAdded(done, 'Done', 'done'),
    ]);
    engine = await harness.start(models);
  });
  afterEach(() => harness.stop());

  function open(dueDate: string | null): string {
    const id = newId();
    harness.scripted.append(
      `ticket-${id}`,
      ticketOpened({ projectId: project, columnId: todo, companyId: newId(), dueDate }),
    );
    return id;
  }
  const happens = (id: string, event: TicketEvent, at?: string) =>
    harness.scripted.append(`ticket-${id}`, event, at === undefined ? {} : { at });
  const scheduled = (dueDate: string | null): TicketEvent => ({
    type: 'TicketScheduled',
    data: { startDate: null, dueDate },
  });

  async function settle(): Promise<void> {
    for (const { name } of models) await harness.settled(engine, name);
  }

  /** Looks as another process would, which remembers nothing. */
  async function look(at: string): Promise<number> {
    await settle();
    return remindOfAll({
      pool: harness.pool,
      aggregates: createAggregates(harness.scripted.store),
      now: () => new Date(at),
      dueSoonHours: 24,
      reviewReminderHours: 48,
    });
  }

  async function remindersOf(id: string): Promise<TicketEvent[]> {
    const found: TicketEvent[] = [];
    for await (const event of harness.scripted.store.readStream(`ticket-${id}`)) {
      if (event.type !== 'TicketDueSoon' && event.type !== 'ReviewReminded') continue;
      expect(event.metadata.actorId).toBe(SYSTEM_ACTOR);
      found.push({ type: event.type, data: event.data } as TicketEvent);
    }
    return found;
  }

  it('tell once, the day before, that a ticket is due', async () => {
    const id = open('2026-03-10');
    expect(await look('2026-03-08T23:59:59Z')).toBe(0);
    expect(await look('2026-03-09T00:00:00Z')).toBe(1);
    expect(await look('2026-03-09T00:01:00Z')).toBe(0);
    expect(await remindersOf(id)).toEqual([{ type: 'TicketDueSoon', data: { dueDate: '2026-03-10' } }]);
  });

  it('are told once by several processes that look at the same time', async () => {
    const id = open('2026-03-10');
    await settle();
    await Promise.all([look('2026-03-09T12:00:00Z'), look('2026-03-09T12:00:00Z')]);
    expect(await remindersOf(id)).toHaveLength(1);
  });

  it('follow a due date that is moved, and tell of the new one', async () => {
    const id = open('2026-03-10');
    await look('2026-03-09T12:00:00Z');
    happens(id, scheduled('2026-03-20'));
    expect(await look('2026-03-09T13:00:00Z')).toBe(0);
    expect(await look('2026-03-19T13:00:00Z')).toBe(1);
    expect(await remindersOf(id)).toHaveLength(2);
  });

  it('say nothing of what is done, archived, has no due date or is long overdue', async () => {
    happens(open('2026-03-10'), ticketMoved(done, todo));
    happens(open('2026-03-10'), { type: 'TicketArchived', data: { reason: 'manual', words: '' } });
    open(null);
    open('2026-01-10');
    expect(await look('2026-03-09T12:00:00Z')).toBe(0);
  });

  it('are decided on the log, when the read models have not heard yet that the ticket is done', async () => {
    const id = open('2026-03-10');
    await settle();
    await engine.stop();
    happens(id, ticketMoved(done, todo));
    const aggregates = createAggregates(harness.scripted.store);
    const deps = { pool: harness.pool, aggregates, dueSoonHours: 24, reviewReminderHours: 48 };
    expect(await remindOfAll({ ...deps, now: () => new Date('2026-03-09T12:00:00Z') })).toBe(0);
  });

  it('are not held up by a ticket of which nobody can be reminded', async () => {
    const unreadable = open('2026-03-09');
    const id = open('2026-03-10');
    await settle();
    const { store } = harness.scripted;
    const aggregates = createAggregates({
      ...store,
      readStream: (stream, from) => {
        if (stream === `ticket-${unreadable}`) throw new Error('an event of the ticket cannot be read');
        return store.readStream(stream, from);
      },
    });
    const failed: string[] = [];
    const deps = {
      pool: harness.pool,
      aggregates,
      dueSoonHours: 24,
      reviewReminderHours: 48,
      onFailure: (ticketId: string) => void failed.push(ticketId),
    };
    expect(await remindOfAll({ ...deps, now: () => new Date('2026-03-09T12:00:00Z') })).toBe(1);
    expect(await remindersOf(id)).toHaveLength(1);
    expect(failed).toEqual([unreadable]);
  });

  it('are not held up by many tickets of a project that was put away', async () => {
    const [away, column] = [newId(), newId()];
    harness.scripted.append(`project-${away}`, [
      projectCreated(),
      columnAdded(column, 'To Do'),
      { type: 'ProjectArchived', data: {} },
    ]);
    for (let count = 0; count < 201; count++) {
      const late = { projectId: away, columnId: column, companyId: newId(), dueDate: '2026-03-09' };
      harness.scripted.append(`ticket-${newId()}`, ticketOpened(late));
    }
    const id = open('2026-03-10');
    expect(await look('2026-03-09T12:00:00Z')).toBe(1);
    expect(await remindersOf(id)).toHaveLength(1);
  });

  it('ask once more for a review that nobody gave, in each round', async () => {
    const id = open(null);
    happens(id, { type: 'ResolutionProposed', data: { round: 1 } }, '2026-03-01T12:00:00.000Z');
    expect(await look('2026-03-03T11:59:00Z')).toBe(0);
    expect(await look('2026-03-03T12:00:00Z')).toBe(1);
    expect(await look('2026-03-03T13:00:00Z')).toBe(0);
    happens(id, { type: 'ResolutionRejected', data: { round: 1, reason: 'No' } }, '2026-03-03T14:00:00.000Z');
    happens(id, { type: 'ResolutionProposed', data: { round: 2 } }, '2026-03-04T12:00:00.000Z');
    expect(await look('2026-03-06T13:00:00Z')).toBe(1);
    expect(await remindersOf(id)).toEqual([
      { type: 'ReviewReminded', data: { round: 1 } },
      { type: 'ReviewReminded', data: { round: 2 } },
    ]);
  });

  it('do not ask for a review that was given', async () => {
    const id = open(null);
    happens(id, { type: 'ResolutionProposed', data: { round: 1 } }, '2026-03-01T12:00:00.000Z');
    happens(id, { type: 'ResolutionAccepted', data: { round: 1, stars: 4, words: '' } });
    expect(await look('2026-03-03T12:00:00Z')).toBe(0);
  });
});
