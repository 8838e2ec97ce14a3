import { describe, expect, it } from 'vitest';
import { AuditError } from './audit-error.ts';
import { createScriptedLog } from './testing/scripted-log.ts';
import { tellSmallInstallation } from './testing/small-installation.ts';
import { historyLines, ticketHistory } from './ticket-history.ts';

async function told() {
  const log = createScriptedLog();
  return { log, ...(await tellSmallInstallation(log.add)) };
}

describe('the history of a ticket', () => {
  it('says in words who did what, with the names that columns and tags had then', async () => {
    const { log } = await told();
    const { events } = await ticketHistory(log, 'inc-1');
    expect(events.map(({ actorName, words }) => `${actorName} ${words}`)).toEqual([
      'Ann opened the bug "The printer burns" in To Do (reporter cleo the first, company acme)',
      'Ann assigned it to bob the first',
      'Ann tagged it urgent',
      expect.stringMatching(/^cleo the first commented: "What the customer told .{60,}…"$/),
      'bob the first commented: "Oops"',
      'Ann removed a comment',
      'bob the first moved it from To Do to Doing',
      'Ann renamed it to "The printer burned"',
      'bob the first moved it from In Progress to Done',
      'System archived it, since it was done',
      'Ann restored it to In Progress',
      'bob the first wrote an internal note: "They smoke there"',
      'cleo the first changed a comment to "It burns!"',
    ]);
  });

  it('says when it happened, when it was recorded, by which command and because of what', async () => {
    const { log, event, ticket, person } = await told();
    const { id, key, events } = await ticketHistory(log, 'INC-1');
    expect({ id, key }).toEqual({ id: ticket.printer, key: 'INC-1' });
    const [opened, archived] = [events[0], events[9]];
    expect(opened).toMatchObject({
      revision: '0',
      type: 'TicketOpened',
      at: '2026-01-10T08:00:00Z',
      recordedAt: '2026-01-10T08:00:00.000Z',
      actorId: person.ann,
      command: 'OpenTicket',
      causedBy: { kind: 'command', commandId: opened?.commandId },
    });
    expect(archived).toMatchObject({
      command: 'ArchiveWhenStillDone',
      causationId: event.movedToDone,
      causedBy: { kind: 'event', eventId: event.movedToDone, revision: '8', type: 'TicketMoved' },
    });
  });

  it('is written for people with the cause beside what it caused', async () => {
    const { log } = await told();
    const lines = historyLines(await ticketHistory(log, 'INC-1'));
    expect(lines).toContain('#9  2026-02-12T08:00:00Z  System archived it, since it was done');
    expect(lines.join('\n')).toMatch(/by ArchiveWhenStillDone \(.*\), because of #8 TicketMoved/);
  });

  it.each([
    ['INC-99', 'There is no ticket INC-99 in this log.'],
    ['INC-4', 'INC-4 was never opened: its number was taken, and then nothing came.'],
    ['NOPE-1', 'There is no project NOPE in this log.'],
    ['INC', '"INC" is not a ticket\'s key; one looks like ABC-7.'],
    ['INC-0', '"INC-0" is not a ticket\'s key; one looks like ABC-7.'],
  ])('of %s is refused with a sentence', async (key, sentence) => {
    const { log } = await told();
    await expect(ticketHistory(log, key)).rejects.toEqual(new AuditError('usage', sentence));
  });
});
