import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { describe, expect, it } from 'vitest';
import { createScriptedLog } from '../testing/scripted-log.ts';
import { ticketOpened } from '../testing/ticket-events.ts';
import { settleTicketRoom } from './settle-ticket-room.ts';

const at = '2026-03-02T12:00:00.000Z';

/** A company with an admin, and a ticket of it with an assignee. */
function given() {
  const { append, store } = createScriptedLog();
  const [company, ticket] = [newId(), newId()];
  const [reporter, admin, agent] = [newId(), newId(), newId()];
  append(`company-${company}`, { type: 'CompanyRegistered', data: { name: 'Alpha', description: '' } });
  append(`company-${company}`, { type: 'CompanyAdminAssigned', data: { userId: admin } });
  append(
    `ticket-${ticket}`,
    ticketOpened({ projectId: newId(), columnId: newId(), companyId: company, reporterId: reporter }),
  );
  const [assigned] = append(`ticket-${ticket}`, { type: 'TicketAssigned', data: { userId: agent } });
  const causedBy = assigned?.id ?? '';
  const settle = (cause = causedBy, aggregates = createAggregates(store)) =>
    settleTicketRoom(aggregates, { ticketId: ticket, causedBy: cause, at });
  return { append, store, company, ticket, reporter, admin, agent, causedBy, settle };
}

async function eventsOf({ store, ticket }: ReturnType<typeof given>): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const event of store.readStream(`chat-${ticket}`)) events.push(event);
  return events;
}

const told = (events: readonly RecordedEvent[]) =>
  events.map((event) => ('userId' in event.data ? [event.type, event.data.userId] : [event.type]));

describe("the saga's command for the room of a ticket", () => {
  it('opens the room with its reporter, its company’s admins and its assignees, as the system', async () => {
    const world = given();
    await world.settle();
    const events = await eventsOf(world);
    expect(told(events)).toEqual([
      ['ChatRoomOpened'],
      ['ParticipantJoined', world.reporter],
      ['ParticipantJoined', world.admin],
      ['ParticipantJoined', world.agent],
    ]);
    expect(events[0]).toMatchObject({
      data: { kind: 'ticket', ticketId: world.ticket },
      metadata: { actorId: SYSTEM_ACTOR, at, $causationId: world.causedBy },
    });
  });

  it('acts once however often it is sent, also by another process', async () => {
    const world = given();
    await Promise.all([world.settle(), world.settle()]);
    await world.settle();
    expect(await eventsOf(world)).toHaveLength(4);
  });

  it('lets go of who is taken off, and decides on what is so now and not on its reason', async () => {
    const world = given();
    await world.settle();
    const [off] = world.append(`ticket-${world.ticket}`, {
      type: 'TicketUnassigned',
      data: { userId: world.agent },
    });
    world.append(`company-${world.company}`, {
      type: 'CompanyAdminRemoved',
      data: { userId: world.admin },
    });
    await world.settle(off?.id);
    expect(told(await eventsOf(world)).slice(4)).toEqual([
      ['ParticipantLeft', world.admin],
      ['ParticipantLeft', world.agent],
    ]);
  });

  it('is right in the end when one that read earlier is done later', async () => {
    const world = given();
    const { append, store, ticket, agent, settle } = world;
    const slow = createAggregates(store);
    let first = true;
    await settle(world.causedBy, {
      ...slow,
      async execute(...command) {
        if (first) {
          first = false;
          const [off] = append(`ticket-${ticket}`, { type: 'TicketUnassigned', data: { userId: agent } });
          await settle(off?.id);
        }
        return slow.execute(...command);
      },
    });
    const people = new Set<string>();
    for (const { type, data } of await eventsOf(world)) {
      if (type === 'ParticipantJoined') people.add(data.userId);
      if (type === 'ParticipantLeft') people.delete(data.userId);
    }
    expect([...people]).toEqual([world.reporter, world.admin]);
  });

  it('leaves the room of an archived ticket, and of none, alone', async () => {
    const world = given();
    world.append(`ticket-${world.ticket}`, { type: 'TicketArchived', data: { reason: 'manual', words: '' } });
    await world.settle();
    expect(await eventsOf(world)).toEqual([]);
    await settleTicketRoom(createAggregates(world.store), { ticketId: newId(), causedBy: newId(), at });
  });
});
