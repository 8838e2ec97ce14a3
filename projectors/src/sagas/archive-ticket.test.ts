import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import type { EventStore } from '@ticketing/platform/event-store.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { describe, expect, it } from 'vitest';
import { createScriptedLog } from '../testing/scripted-log.ts';
import { columnAdded, projectCreated, ticketMoved, ticketOpened } from '../testing/ticket-events.ts';
import { archiveThrough } from './archive-ticket.ts';

const at = '2026-03-02T12:00:00.000Z';

/** A project with one ticket that is done, in a store of its own. */
function given() {
  const scripted = createScriptedLog();
  const [project, todo, done, ticket] = [newId(), newId(), newId(), newId()];
  scripted.append(`project-${project}`, [
    projectCreated(),
    columnAdded(todo, 'To Do'),
    columnAdded(done, 'Done', 'done', 'a1'),
  ]);
  scripted.append(`ticket-${ticket}`, ticketOpened({ projectId: project, columnId: todo }));
  const [entered] = scripted.append(`ticket-${ticket}`, ticketMoved(done, todo));
  const store = scripted.store;
  return { scripted, todo, done, ticket, enteredColumnBy: entered?.id ?? '', store };
}

async function eventsOf(store: EventStore, ticket: string) {
  const events: RecordedEvent[] = [];
  for await (const event of store.readStream(`ticket-${ticket}`)) events.push(event);
  return events;
}

describe("the archiving saga's command", () => {
  it('archives a ticket that is still done by the event that started its time, as the system', async () => {
    const { store, ticket, enteredColumnBy } = given();
    const archive = archiveThrough(createAggregates(store));
    expect(await archive({ ticketId: ticket, enteredColumnBy, at })).toBe('archived');
    const events = await eventsOf(store, ticket);
    const cause = events.find(({ id }) => id === enteredColumnBy);
    expect(events.at(-1)).toMatchObject({
      type: 'TicketArchived',
      data: { reason: 'done', words: '' },
      metadata: {
        actorId: SYSTEM_ACTOR,
        at,
        $causationId: enteredColumnBy,
        $correlationId: cause?.metadata.$correlationId,
      },
    });
  });

  it('acts once however often it is sent, also by another process', async () => {
    const { store, ticket, enteredColumnBy } = given();
    const archive = archiveThrough(createAggregates(store));
    await archive({ ticketId: ticket, enteredColumnBy, at });
    expect(await archive({ ticketId: ticket, enteredColumnBy, at })).toBe('archived');
    await archiveThrough(createAggregates(store))({ ticketId: ticket, enteredColumnBy, at });
    const archived = (await eventsOf(store, ticket)).filter(({ type }) => type === 'TicketArchived');
    expect(archived).toHaveLength(1);
  });

  it('leaves a ticket alone that left Done a moment ago, or left and came back', async () => {
    const { store, scripted, ticket, todo, done, enteredColumnBy } = given();
    const archive = archiveThrough(createAggregates(store));
    scripted.append(`ticket-${ticket}`, ticketMoved(todo, done));
    expect(await archive({ ticketId: ticket, enteredColumnBy, at })).toBe('no-longer-due');
    scripted.append(`ticket-${ticket}`, ticketMoved(done, todo));
    expect(await archive({ ticketId: ticket, enteredColumnBy, at })).toBe('no-longer-due');
  });
});
