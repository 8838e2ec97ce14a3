import { describe, expect, it } from 'vitest';
import { readInstant } from './log-clock.ts';
import { createScriptedLog } from './testing/scripted-log.ts';
import { longText, tellSmallInstallation } from './testing/small-installation.ts';
import { ticketAt, ticketLines } from './ticket-at.ts';

async function told() {
  const log = createScriptedLog();
  return { log, ...(await tellSmallInstallation(log.add)) };
}

describe('a ticket at an instant', () => {
  it('is everything that its events up to then add up to', async () => {
    const { log, ticket, project, person, company, column, tag, comment } = await told();
    expect(await ticketAt(log, 'INC-1', readInstant('2026-01-20T08:00Z'))).toEqual({
      at: '2026-01-20T08:00:00.000Z',
      id: ticket.printer,
      key: 'INC-1',
      number: 1,
      projectId: project.inc,
      type: 'bug',
      title: 'The printer burns',
      description: longText,
      priority: 2,
      urgency: 2,
      importance: 2,
      column: { id: column.doing, name: 'Doing' },
      rank: 'a5',
      enteredColumnAt: '2026-01-20T08:00:00Z',
      reporter: { id: person.cleo, name: 'cleo the first' },
      company: { id: company.acme, name: 'acme' },
      assignees: [{ id: person.bob, name: 'bob the first' }],
      tags: [{ id: tag.urgent, name: 'urgent' }],
      startDate: null,
      dueDate: '2026-02-01',
      comments: [
        {
          id: comment.public,
          author: { id: person.cleo, name: 'cleo the first' },
          visibility: 'public',
          body: longText,
        },
      ],
      reviews: [],
      remoteAssistId: null,
      attachments: [],
      parent: null,
      subtasks: [],
      links: [],
      followers: [],
      archived: false,
      events: 7,
      changedAt: '2026-01-20T08:00:00Z',
      revision: '6',
    });
  });

  it('has the names that its column and tags had then, or have now where they came later', async () => {
    const { log } = await told();
    const later = await ticketAt(log, 'INC-1', readInstant('2026-03-01T00:00Z'));
    expect([later.column.name, later.tags[0]?.name]).toEqual(['In Progress', 'now']);
    const imported = await ticketAt(log, 'INC-2', readInstant('2016-03-01T09:00Z'));
    expect(imported.column.name).toBe('In Progress');
  });

  it('tells that it was archived', async () => {
    const { log } = await told();
    const ticket = await ticketAt(log, 'INC-1', readInstant('2026-02-13T00:00Z'));
    expect(ticket.archived).toBe(true);
    expect(ticketLines(ticket)[0]).toBe('INC-1 as of 2026-02-13T00:00:00.000Z (archived)');
  });

  it('before it was opened is refused, with the time at which it was', async () => {
    const { log } = await told();
    await expect(ticketAt(log, 'INC-1', readInstant('2026-01-10T07:59Z'))).rejects.toThrow(
      'INC-1 did not exist at 2026-01-10T07:59:00.000Z. It was opened at 2026-01-10T08:00:00.000Z.',
    );
  });
});
