import type { ChatEvent } from '@ticketing/contracts/events/event.ts';
import { BusMessage } from '@ticketing/contracts/live.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { type EngineHarness, engineHarness } from '../testing/engine-harness.ts';
import { columnAdded, projectCreated, ticketMoved, ticketOpened } from '../testing/ticket-events.ts';
import { until } from '../testing/until.ts';
import { chat } from './chat.ts';

describe('the read model of chat', () => {
  let harness: EngineHarness;
  let engine: Engine;
  let heard: BusMessage[];

  beforeEach(async () => {
    harness = await engineHarness();
    heard = [];
    await harness.bus.subscribe({ onMessage: (one) => void heard.push(one), onLost: () => undefined });
    engine = await harness.start([chat]);
  });
  afterEach(() => harness.stop());

  const settled = () => harness.settled(engine, 'chat');

  /** Every row, to compare one projection of the log with another. */
  async function everything(): Promise<Record<string, string[]>> {
    const tables: Record<string, string[]> = {};
    for (const table of chat.tableNames) {
      const { rows } = await harness.pool.query(
        `select row_to_json(t)::text as row from read_model.${table} as t order by 1`,
      );
      tables[table] = rows.map(({ row }) => row);
    }
    return tables;
  }

  const file = () => ({
    fileId: newId(),
    name: 'gate 3.png',
    contentType: 'image/png',
    size: 3,
    digest: 'ab'.repeat(32),
  });

  /** Three people talk in the room of a ticket that is worked on, and do everything that can be done there. */
  function talk(turns: number): void {
    const [ticketId, todo, done, group] = [newId(), newId(), newId(), newId()];
    const people = [newId(), newId(), newId()] as const;
    harness.scripted.append(`project-${newId()}`, [
      projectCreated(),
      columnAdded(todo, 'To Do'),
      columnAdded(done, 'Done', 'done'),
    ]);
    harness.scripted.append(
      `ticket-${ticketId}`,
      ticketOpened({ projectId: newId(), columnId: todo, reporterId: people[0] }),
    );
    for (const roomId of [ticketId, group]) {
      const ofTicket = roomId === ticketId;
      const say = (actorId: string, event: ChatEvent) =>
        harness.scripted.append(`chat-${roomId}`, event, { actorId });
      const [one, two, three] = people;
      say(one, {
        type: 'ChatRoomOpened',
        data: {
          kind: ofTicket ? 'ticket' : 'group',
          name: ofTicket ? null : 'Gate 3',
          ticketId: ofTicket ? ticketId : null,
          companyId: null,
        },
      });
      for (const userId of people) say(one, { type: 'ParticipantJoined', data: { userId } });
      const posted: string[] = [];
      for (let turn = 0; turn < turns; turn++) {
        const messageId = newId();
        posted.push(messageId);
        const author = people[turn % 2] ?? one;
        say(author, {
          type: 'MessagePosted',
          data: { messageId, body: `Turn ${turn}`, replyToId: null, files: turn % 3 === 1 ? [file()] : [] },
        });
        const earlier = posted[Math.max(0, turn - 3)] ?? messageId;
        say(three, { type: 'ReactionAdded', data: { messageId: earlier, reaction: '👍' } });
        if (turn % 3 === 0) say(author, { type: 'MessageEdited', data: { messageId, body: 'Edited' } });
        if (turn % 4 === 1) say(author, { type: 'MessageRemoved', data: { messageId } });
        if (turn % 5 === 2) say(three, { type: 'RoomRead', data: { messageId: earlier } });
        if (turn % 7 === 3) say(three, { type: 'ParticipantLeft', data: { userId: three } });
        if (turn % 7 === 5) say(three, { type: 'ParticipantJoined', data: { userId: three } });
        if (ofTicket && turn % 2) {
          harness.scripted.append(
            `ticket-${ticketId}`,
            ticketMoved(turn % 4 === 1 ? done : todo, turn % 4 === 1 ? todo : done),
          );
        }
        if (turn % 6 === 0) say(two, { type: 'ReactionAdded', data: { messageId, reaction: '🔥' } });
      }
    }
  }

  it('is the same when the log is projected again from the start, in one batch or one event at a time', async () => {
    talk(20);
    await settled();
    const live = await everything();
    expect(live.chat_messages?.length).toBeGreaterThan(45);
    for (const batchSize of [1, 5_000]) {
      await engine.stop();
      await harness.pool.query('update read_model.projection_checkpoints set version = 0');
      engine = await harness.start([chat], { batchSize, catchUpBatchSize: batchSize });
      await settled();
      expect(await everything()).toEqual(live);
    }
  });

  it('does not change, nor says anything, when events that it has seen come again', async () => {
    talk(8);
    await settled();
    const before = await everything();
    await engine.stop();
    await harness.pool.query('update read_model.projection_checkpoints set position = -1');
    heard = [];
    engine = await harness.start([chat]);
    await settled();
    expect(await everything()).toEqual(before);
    expect(heard).toEqual([]);
  });

  it('tells what its contract allows, and the words of a room on no channel but the room’s and its people’s', async () => {
    await until(() => engine.health().ready);
    talk(8);
    await settled();
    expect(heard.length).toBeGreaterThan(20);
    for (const message of heard) expect(BusMessage.safeParse(message).error).toBeUndefined();
    const kinds = new Set(heard.map((one) => (one.kind === 'change' ? one.channel.split(':')[0] : one.kind)));
    expect([...kinds].toSorted()).toEqual(['me', 'room']);
  });
});
