import { DomainError } from '@ticketing/contracts/errors.ts';
import type { DomainEvent } from '@ticketing/contracts/events/event.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Aggregates, type CommandContext, createAggregates, type Fold } from './aggregates.ts';
import { newId } from './ids.ts';
import { createInMemoryEventStore, type InMemoryEventStore } from './testing/in-memory-event-store.ts';

/** A stream's state here is the list of its titles. */
const titles: Fold<readonly string[]> = {
  initial: [],
  evolve: (state, event) => (event.type === 'TicketRenamed' ? [...state, event.data.title] : state),
};
const renamed = (title: string): DomainEvent => ({ type: 'TicketRenamed', data: { title } });
const stream = `ticket-${newId()}`;

let store: InMemoryEventStore;
let aggregates: Aggregates;
beforeEach(() => {
  store = createInMemoryEventStore();
  aggregates = createAggregates(store);
});

const command = (more: Partial<CommandContext> = {}): CommandContext => {
  const commandId = more.commandId ?? newId();
  return {
    commandId,
    command: 'RenameTicket',
    actorId: newId(),
    at: '2026-03-02T09:00:00.000Z',
    correlationId: commandId,
    causationId: commandId,
    retryable: false,
    ...more,
  };
};
const rename = (title: string, more: Partial<CommandContext> = {}, by = aggregates) =>
  by.execute(stream, titles, command(more), () => [renamed(title)]);
/** What another process wrote, which this one does not know of. */
const writtenElsewhere = (title: string, more: Partial<CommandContext> = {}) =>
  createAggregates(store).append(stream, command(more), renamed(title), 'any');
/** The titles in the log itself, read by somebody who knows nothing yet. */
const written = async () => (await createAggregates(store).fresh(stream, titles)).state;
const codeOf = (refused: Promise<unknown>) =>
  refused.then(
    () => 'accepted',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );

describe('a read', () => {
  test('that is under way is not what later callers get: they share the next one, and see what came meanwhile', async () => {
    await writtenElsewhere('one');
    const release = store.holdReads();
    const early = aggregates.fresh(stream, titles);
    await expect.poll(store.reads).toBe(1);
    await writtenElsewhere('two');
    const late = [aggregates.fresh(stream, titles), aggregates.fresh(stream, titles)];
    release();
    expect((await early).state).toEqual(['one']);
    for (const { state } of await Promise.all(late)) expect(state).toEqual(['one', 'two']);
    expect(store.reads()).toBe(2);
  });

  test('that fails is told to who waits for it, and not to those who come after', async () => {
    let down = true;
    const flaky = createAggregates({
      ...store,
      readStream: (name, from) => {
        if (down) throw new DomainError('store_unavailable');
        return store.readStream(name, from);
      },
    });
    await writtenElsewhere('one');
    expect(await codeOf(flaky.fresh(stream, titles))).toBe('store_unavailable');
    down = false;
    expect((await flaky.fresh(stream, titles)).state).toEqual(['one']);
  });

  test('goes on from the cached revision, and what is known is not read again', async () => {
    await rename('one');
    await writtenElsewhere('two');
    expect((await aggregates.known(stream, titles)).state).toEqual(['one']);
    expect(store.reads()).toBe(0);
    expect(await aggregates.fresh(stream, titles)).toMatchObject({ state: ['one', 'two'], revision: 1n });
  });
});

describe('a command', () => {
  test('answers the revision and position of its last event, and its events are folded at once', async () => {
    const context = command();
    const done = await aggregates.execute(stream, titles, context, () => [renamed('one'), renamed('two')]);
    expect(done).toEqual({ revision: 1n, position: 1n });
    expect((await aggregates.known(stream, titles)).state).toEqual(['one', 'two']);
  });

  test('is refused on fresh state only: a cached one may be out of date', async () => {
    await rename('one');
    await writtenElsewhere('two');
    const states: (readonly string[])[] = [];
    await aggregates.execute(stream, titles, command(), (state) => {
      states.push(state);
      if (state.length < 2) throw new DomainError('forbidden');
      return [renamed('three')];
    });
    expect(states).toEqual([['one'], ['one', 'two']]);
    expect(await written()).toEqual(['one', 'two', 'three']);
  });

  test('is told that there is nothing to do on fresh state only', async () => {
    await rename('one');
    await writtenElsewhere('two');
    const toOne = (state: readonly string[]) => (state.at(-1) === 'one' ? [] : [renamed('one')]);
    await aggregates.execute(stream, titles, command(), toOne);
    expect(await written()).toEqual(['one', 'two', 'one']);
  });

  test('is decided again when another process came first', async () => {
    await rename('one');
    await writtenElsewhere('two');
    const done = await aggregates.execute(stream, titles, command(), (state) => [
      renamed(`after ${state.at(-1)}`),
    ]);
    expect(done.revision).toBe(2n);
    expect(await written()).toEqual(['one', 'two', 'after two']);
  });

  test('gives up after so many conflicts, and says so', async () => {
    const stubborn = createAggregates(store, { attempts: 4 });
    let decided = 0;
    const refused = stubborn.execute(stream, titles, command(), () => {
      decided++;
      // Somebody else is faster every time. The append takes its turn before the one that is decided here.
      void writtenElsewhere(`faster ${decided}`);
      return [renamed('mine')];
    });
    expect(await codeOf(refused)).toBe('too_many_conflicts');
    expect(decided).toBe(4);
    expect(await written()).not.toContain('mine');
  });

  test('waits for its turn, so that commands of one process on one stream do not conflict', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, number) => rename(String(number))));
    expect(await written()).toEqual(Array.from({ length: 50 }, (_, number) => String(number)));
    expect(store.appends).toHaveLength(50);
  });

  test('does not stop those behind it by failing', async () => {
    const failing = aggregates.execute(stream, titles, command(), () => {
      throw new DomainError('forbidden');
    });
    const behind = rename('behind');
    expect(await codeOf(failing)).toBe('forbidden');
    expect((await behind).revision).toBe(0n);
  });

  test('with if-match fails when the stream moved on, and not because the cache is behind', async () => {
    await rename('one');
    await writtenElsewhere('two');
    expect(await codeOf(rename('three', { expectedRevision: 0n }))).toBe('revision_conflict');
    expect((await rename('three', { expectedRevision: 1n })).revision).toBe(2n);
  });

  test('does not let into the log what its schema would not read again', async () => {
    await expect(rename('')).rejects.toThrow();
    expect(store.appends).toEqual([]);
  });
});

describe('an append that is not answered', () => {
  test.each([true, false])(
    'is sent again with the same ids and happens once (written before: %s)',
    async (before) => {
      store.loseNextAnswer(before);
      const done = await aggregates.execute(stream, titles, command(), () => [
        renamed('one'),
        renamed('two'),
      ]);
      expect(done.revision).toBe(1n);
      expect(await written()).toEqual(['one', 'two']);
      expect(store.appends).toHaveLength(2);
      expect(store.appends[1]?.ids).toEqual(store.appends[0]?.ids);
      expect((await aggregates.known(stream, titles)).state).toEqual(['one', 'two']);
    },
  );
});

describe('a command that its caller sends again with the same key', () => {
  const key = { commandId: 'my-key', actorId: newId(), retryable: true };

  test('is done once and answered the same, by this process and by another', async () => {
    const first = await rename('one', key);
    await rename('two');
    expect(await rename('one', key)).toEqual(first);
    expect(await rename('one', key, createAggregates(store))).toEqual(first);
    expect(await aggregates.answered(stream, titles, command(key))).toEqual(first);
    expect(await written()).toEqual(['one', 'two']);
  });

  test('is done once also when it is sent twice at the same time, through two processes', async () => {
    const answers = await Promise.all([rename('one', key), rename('one', key, createAggregates(store))]);
    expect(answers[0]).toEqual(answers[1]);
    expect(await written()).toEqual(['one']);
  });

  test('leaves no wrong state behind when the store answered for an earlier try that said something else', async () => {
    await rename('before');
    // The first try was written through another process; this one decides other events for the same ids.
    await createAggregates(store).execute(stream, titles, command(key), () => [renamed('first try')]);
    const again = await rename('second try', key);
    expect(again.revision).toBe(1n);
    expect(await written()).toEqual(['before', 'first try']);
    const seen: (readonly string[])[] = [];
    await aggregates.execute(stream, titles, command(), (state) => {
      seen.push(state);
      return [renamed('after')];
    });
    expect(seen).toEqual([['before', 'first try']]);
  });

  test('takes one number only: an append that expects nothing is repeated with the same ids, by any process', async () => {
    const taken = await aggregates.append(stream, command(key), renamed('one'), 'any');
    await writtenElsewhere('two');
    expect(await writtenElsewhere('one', key)).toEqual(taken);
    expect(await written()).toEqual(['one', 'two']);
  });

  test('is another command when its name or its actor is another, and is refused', async () => {
    await rename('one', key);
    expect(await codeOf(rename('two', { ...key, command: 'DescribeTicket' }))).toBe('idempotency_key_reused');
    expect(await codeOf(rename('two', { ...key, actorId: newId() }))).toBe('idempotency_key_reused');
    expect(await codeOf(aggregates.answered(stream, titles, command({ ...key, actorId: newId() })))).toBe(
      'idempotency_key_reused',
    );
    expect(await written()).toEqual(['one']);
  });

  test('was not answered before when it was never sent', async () => {
    await rename('one');
    expect(await aggregates.answered(stream, titles, command(key))).toBeUndefined();
  });
});

describe('the cache', () => {
  test('forgets the stream that was used least recently', async () => {
    const small = createAggregates(store, { cached: 2 });
    const [a, b, c] = ['ticket-a', 'ticket-b', 'ticket-c'] as const;
    for (const name of [a, b]) await small.append(name, command(), renamed(name), 'any');
    const readsFor = async (name: string) => {
      const before = store.reads();
      await small.known(name, titles);
      return store.reads() - before;
    };
    expect([await readsFor(a), await readsFor(b), await readsFor(a)]).toEqual([1, 1, 0]);
    await readsFor(c);
    expect([await readsFor(a), await readsFor(b)]).toEqual([0, 1]);
  });
});
