import type { ProjectEvent, RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { BusMessage } from '@ticketing/contracts/live.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { type EngineHarness, engineHarness } from '../testing/engine-harness.ts';
import { columnAdded, projectCreated, ticketMoved, ticketOpened } from '../testing/ticket-events.ts';
import { until } from '../testing/until.ts';
import { board } from './board.ts';
import { tickets } from './tickets.ts';

describe('what a project removes', () => {
  let harness: EngineHarness;
  let engine: Engine;
  let heard: BusMessage[];
  const [project, todo, review, done, tag, kept] = [newId(), newId(), newId(), newId(), newId(), newId()];

  beforeEach(async () => {
    harness = await engineHarness();
    heard = [];
    await harness.bus.subscribe({
      onMessage: (message) => void heard.push(message),
      onLost: () => undefined,
    });
    harness.scripted.append(`project-${project}`, [
      projectCreated(),
      columnAdded(todo, 'To Do', 'todo', 'a0'),
      columnAdded(review, 'Review', 'in_progress', 'a1'),
      columnAdded(done, 'Done', 'done', 'a2'),
      { type: 'TagAdded', data: { tagId: tag, name: 'urgent', colour: '#ff0000' } },
      { type: 'TagAdded', data: { tagId: kept, name: 'kept', colour: '#ff0000' } },
    ]);
  });
  afterEach(() => harness.stop());

  const start = async () => {
    engine = await harness.start([board, tickets]);
    await until(() => engine.health().ready);
    await settled();
  };
  const settled = async () => {
    await harness.settled(engine, 'board');
    await harness.settled(engine, 'tickets');
  };
  const configure = (...events: readonly ProjectEvent[]) =>
    harness.scripted.append(`project-${project}`, events);
  const remove = (columnId: string, ticketsToColumnId: string): ProjectEvent => ({
    type: 'BoardColumnRemoved',
    data: { columnId, ticketsToColumnId },
  });
  const open = (columnId: string): string => {
    const id = newId();
    harness.scripted.append(`ticket-${id}`, [
      ticketOpened({ projectId: project, columnId }),
      { type: 'TicketTagged', data: { tagId: kept } },
      { type: 'TicketTagged', data: { tagId: tag } },
    ]);
    return id;
  };

  /** The column and the tags of a ticket, which its card and its page agree on. */
  async function shown(id: string): Promise<{ column: string; tags: string[] }> {
    const found = await harness.pool.query<{ column_id: string; tag_ids: string[] }>(
      `select column_id, tag_ids from read_model.cards where id = $1
       union all select column_id, tag_ids from read_model.tickets where id = $1`,
      [id],
    );
    expect(found.rows).toHaveLength(2);
    expect(found.rows[0]).toEqual(found.rows[1]);
    return { column: found.rows[0]?.column_id ?? '', tags: found.rows[0]?.tag_ids ?? [] };
  }

  it('is in no row of a ticket at once, live', async () => {
    await start();
    const id = open(review);
    const archived = open(review);
    harness.scripted.append(`ticket-${archived}`, {
      type: 'TicketArchived',
      data: { reason: 'manual', words: '' },
    });
    await settled();
    const from = heard.length;
    configure(remove(review, done), { type: 'TagRemoved', data: { tagId: tag } });
    await settled();
    expect(await shown(id)).toEqual({ column: done, tags: [kept] });
    expect(await shown(archived)).toEqual({ column: done, tags: [kept] });
    expect((await harness.pool.query('select id from read_model.board_columns order by rank')).rows).toEqual([
      { id: todo },
      { id: done },
    ]);
    const told = heard.slice(from).flatMap((message) => (message.kind === 'change' ? message.change : []));
    expect(told).toContainEqual({ entity: 'column', id: review, projectId: project, row: null });
    expect(told).toContainEqual(
      expect.objectContaining({ entity: 'card', id, row: expect.objectContaining({ columnId: done }) }),
    );
  });

  it('is in no row when a ticket’s events and the removal come in one batch, or the ticket’s come later', async () => {
    const before = open(review);
    const moved = open(todo);
    configure(remove(review, done), { type: 'TagRemoved', data: { tagId: tag } });
    // Decided on the board as it was a moment ago.
    harness.scripted.append(`ticket-${moved}`, ticketMoved(review, todo));
    await start();
    expect(await shown(before)).toEqual({ column: done, tags: [kept] });
    expect(await shown(moved)).toEqual({ column: done, tags: [kept] });
    const late = open(review);
    await settled();
    expect(await shown(late)).toEqual({ column: done, tags: [kept] });
  });

  it('is followed when the column that tickets went to is removed too', async () => {
    await start();
    const id = open(review);
    configure(remove(review, done));
    await settled();
    configure(remove(done, todo));
    const late = open(review);
    await settled();
    expect((await shown(id)).column).toBe(todo);
    expect((await shown(late)).column).toBe(todo);
  });

  it('is removed once: the same events again change nothing', async () => {
    await start();
    const id = open(review);
    const events: RecordedEvent[] = configure(remove(review, done), remove(done, todo));
    await settled();
    const client = await harness.pool.connect();
    await client.query('begin; set local search_path to read_model');
    for (const projection of [board, tickets]) await projection.project({ events, live: true }, client);
    await client.query('commit');
    client.release();
    expect((await shown(id)).column).toBe(todo);
    const removals = await harness.pool.query(
      'select id, to_column_id from read_model.board_removals union all select id, to_column_id from read_model.ticket_removals',
    );
    expect(new Set(removals.rows.map(({ to_column_id }) => to_column_id))).toEqual(new Set([todo]));
  });

  it('is led to by no column that is left', async () => {
    await start();
    configure(
      { type: 'BoardColumnTransitionsChanged', data: { columnId: todo, leadsTo: [review] } },
      { type: 'BoardColumnTransitionsChanged', data: { columnId: done, leadsTo: [todo, review] } },
      remove(review, done),
    );
    await settled();
    const columns = await harness.pool.query(
      'select id, leads_to from read_model.board_columns order by rank',
    );
    expect(columns.rows).toEqual([
      { id: todo, leads_to: null },
      { id: done, leads_to: [todo] },
    ]);
  });
});
