import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { EventStore, LogItem } from '@ticketing/platform/event-store.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createScriptedLog, type ScriptedLog } from '@ticketing/projectors/testing/scripted-log.ts';
import { ticketMoved, ticketOpened } from '@ticketing/projectors/testing/ticket-events.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { type ColumnCounts, createColumnCounts } from './column-counts.ts';

const [project, todo, done, gone] = [newId(), newId(), newId(), newId()];
let counts: ColumnCounts | undefined;
afterEach(() => counts?.stop());

const open = (log: ScriptedLog, columnId: string): string => {
  const id = newId();
  log.append(`ticket-${id}`, ticketOpened({ projectId: project, columnId }));
  return id;
};
const count = (columnId: string) => counts?.withCount(columnId, async (number) => number);

describe('the tickets of a column', () => {
  it('are counted as they are opened, moved, archived and restored, up to this moment', async () => {
    const log = createScriptedLog();
    counts = createColumnCounts(log.store);
    const one = open(log, todo);
    open(log, todo);
    expect(await count(todo)).toBe(2);
    log.append(`ticket-${one}`, ticketMoved(done, todo));
    expect([await count(todo), await count(done)]).toEqual([1, 1]);
    log.append(`ticket-${one}`, ticketMoved(done, done, 'b7'));
    expect(await count(done)).toBe(1);
    log.append(`ticket-${one}`, { type: 'TicketArchived', data: { reason: 'done', words: '' } });
    expect(await count(done)).toBe(0);
    log.append(`ticket-${one}`, ticketMoved(todo, done));
    expect(await count(todo)).toBe(1);
    log.append(`ticket-${one}`, { type: 'TicketRestored', data: { columnId: todo, rank: 'a0' } });
    expect(await count(todo)).toBe(2);
  });

  it('are counted where a removed column’s tickets go, before and after they are moved there', async () => {
    const log = createScriptedLog();
    counts = createColumnCounts(log.store);
    const one = open(log, gone);
    open(log, todo);
    const target = newId();
    const remove = (columnId: string, ticketsToColumnId: string) =>
      log.append(`project-${project}`, {
        type: 'BoardColumnRemoved',
        data: { columnId, ticketsToColumnId },
      });
    remove(gone, target);
    expect(await count(target)).toBe(1);
    remove(target, todo);
    expect(await count(todo)).toBe(2);
    log.append(`ticket-${one}`, ticketMoved(todo, gone));
    expect(await count(todo)).toBe(2);
    log.append(`ticket-${one}`, ticketMoved(done, todo));
    expect([await count(todo), await count(done)]).toEqual([1, 1]);
  });

  it('cost nothing until somebody has to know', () => {
    const log = createScriptedLog();
    open(log, todo);
    counts = createColumnCounts(log.store);
    expect(log.followedFrom).toEqual([]);
  });

  it('are right after the log was dropped, ended, and fell silent', async () => {
    const log = createScriptedLog();
    counts = createColumnCounts(log.store, { followAgainAfterMs: 1 });
    open(log, todo);
    expect(await count(todo)).toBe(1);
    await log.untilFollowed(1);
    log.drop();
    open(log, todo);
    expect(await count(todo)).toBe(2);
    await log.untilFollowed(2);
    log.end();
    await log.untilFollowed(3);
    log.fallSilent();
    open(log, todo);
    expect(await count(todo)).toBe(3);
  });

  it('are asked for one after the other, each after what the one before has done', async () => {
    const log = createScriptedLog();
    counts = createColumnCounts(log.store);
    const seen = await Promise.all(
      Array.from({ length: 5 }, () =>
        counts?.withCount(todo, async (number) => {
          await Promise.resolve();
          open(log, todo);
          return number;
        }),
      ),
    );
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  it('go on being counted when what was done with a count failed', async () => {
    const log = createScriptedLog();
    counts = createColumnCounts(log.store);
    const failing = counts.withCount(todo, async () => {
      throw new Error('it broke');
    });
    const next = count(todo);
    await expect(failing).rejects.toThrow('it broke');
    expect(await next).toBe(0);
  });

  it('are counted again from where it stopped when the store was away', async () => {
    const log = createScriptedLog();
    open(log, todo);
    open(log, todo);
    let failures = 1;
    const readAll: EventStore['readAll'] = async function* (after, passOver) {
      for await (const event of log.store.readAll(after, passOver)) {
        yield event;
        if (failures-- > 0) throw new Error('the store is away');
      }
    };
    counts = createColumnCounts({ ...log.store, readAll });
    await expect(count(todo)).rejects.toThrow('the store is away');
    expect(await count(todo)).toBe(2);
  });

  it('are not waited for without end', async () => {
    const log = createScriptedLog();
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const readAll = async function* (after?: bigint): AsyncGenerator<RecordedEvent> {
      await held;
      yield* log.store.readAll(after);
    };
    const follow = async function* (): AsyncGenerator<LogItem> {};
    counts = createColumnCounts(
      { ...log.store, readAll, follow },
      { waitAtMostMs: 1, followAgainAfterMs: 60_000 },
    );
    await expect(count(todo)).rejects.toMatchObject({ code: 'read_model_behind' });
    open(log, todo);
    goOn();
    await expect.poll(() => count(todo)?.catch(() => undefined)).toBe(1);
  });
});
