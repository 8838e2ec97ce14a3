import type { RecordedEvent, TicketEvent } from '@ticketing/contracts/events/event.ts';
import { mentionOf } from '@ticketing/contracts/mentions.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { prepareOutbox } from '@ticketing/platform/mail/prepare-outbox.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { access } from '../read-models/access.ts';
import { inbox } from '../read-models/inbox.ts';
import { type EngineHarness, engineHarness } from '../testing/engine-harness.ts';
import {
  columnAdded,
  projectCreated,
  roleGranted,
  ticketOpened,
  userRegistered,
} from '../testing/ticket-events.ts';
import { queueNotificationMails } from './notification-mails.ts';

const [project, todo, agent, boss] = [newId(), newId(), newId(), newId()];
const DELAY = 60;

describe('the mails of notifications', () => {
  let harness: EngineHarness;
  let engine: Engine;
  let ticket: string;
  /** The event by which the agent was assigned. */
  let assigned: RecordedEvent | undefined;

  beforeEach(async () => {
    harness = await engineHarness();
    await prepareOutbox(harness.databaseUrl);
    const { append } = harness.scripted;
    append(`user-${agent}`, userRegistered('agent', 'Agent'));
    append(`user-${boss}`, userRegistered('boss', 'The Boss'));
    append(`project-${project}`, [projectCreated('WEB'), columnAdded(todo, 'To Do')]);
    for (const id of [agent, boss]) {
      append(`roles-${project}`, roleGranted(id, 'admin'), { actorId: id });
    }
    ticket = newId();
    const title = 'The printer is <b>on fire</b>';
    append(
      `ticket-${ticket}`,
      ticketOpened({ projectId: project, columnId: todo, title, reporterId: boss }),
      {
        actorId: boss,
      },
    );
    [assigned] = happens({ type: 'TicketAssigned', data: { userId: agent } });
    engine = await harness.start([access, inbox]);
    await settled();
  });
  afterEach(() => harness.stop());

  const settled = async () => {
    for (const name of ['access', 'inbox']) await harness.settled(engine, name);
  };
  const happens = (event: TicketEvent) =>
    harness.scripted.append(`ticket-${ticket}`, event, { actorId: boss });

  /** Queues as the worker would so many seconds after the assignment was recorded. */
  const queue = (secondsLater = DELAY) => {
    const recorded = assigned?.recordedAt.getTime() ?? 0;
    return queueNotificationMails(
      { pool: harness.pool, delaySeconds: DELAY, now: () => new Date(recorded + secondsLater * 1_000) },
      new Date(recorded - 3_600_000),
    );
  };

  type Mail = { user_id: string; subject: string; body: string };
  const mails = async () =>
    (await harness.pool.query<Mail>('select user_id, subject, body from mail.outbox order by queued_at'))
      .rows;

  it('are sent to whoever wants them, with the ticket’s key and a link into their app, after the delay', async () => {
    expect(await queue(DELAY - 1)).toBe(0);
    expect(await queue()).toBe(1);
    expect(await mails()).toEqual([
      {
        user_id: agent,
        subject: '[WEB-1] The Boss assigned this to you',
        body: expect.stringContaining('{{admin-app}}/projects/WEB/tickets/WEB-1'),
      },
    ]);
    expect((await mails())[0]?.body).toContain('WEB-1: The printer is <b>on fire</b>');
  });

  it('are in the language that the person chose', async () => {
    harness.scripted.append(`user-${agent}`, { type: 'LanguageChosen', data: { language: 'ka' } });
    happens({ type: 'TicketDueSoon', data: { dueDate: '2026-11-27' } });
    await settled();
    await queue(DELAY * 10);
    expect((await mails()).map(({ subject }) => subject).toSorted()).toEqual([
      '[WEB-1] The Boss: ეს თქვენ დაგევალათ',
      '[WEB-1] ვადა: 27 ნოემბერი, 2026',
    ]);
    expect((await mails())[0]?.body).toContain(
      'რა გაცნობოთ ელფოსტით, აირჩიეთ აქ: {{admin-app}}/settings/notifications',
    );
  });

  it('are sent once for one cause, however often it is looked at, and when the inbox is built anew', async () => {
    expect(await queue()).toBe(1);
    expect(await queue()).toBe(0);
    await engine.stop();
    engine = await harness.start([access, { ...inbox, version: 2 }]);
    await harness.settled(engine, 'inbox');
    expect(await queue()).toBe(0);
    expect(await Promise.all([queue(), queue()])).toEqual([0, 0]);
  });

  it('are queued once by two processes that look at the same time', async () => {
    const counts = await Promise.all([queue(), queue(), queue()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  it('are not sent of what was read meanwhile', async () => {
    harness.scripted.append(`inbox-${agent}`, {
      type: 'AllNotificationsRead',
      data: { upTo: String(assigned?.position) },
    });
    await harness.settled(engine, 'inbox');
    expect(await queue()).toBe(0);
  });

  it('are not sent of what the person may no longer see', async () => {
    harness.scripted.append(`roles-${project}`, { type: 'RoleRevoked', data: { userId: agent } });
    await harness.settled(engine, 'inbox');
    expect(await queue()).toBe(0);
  });

  it('are not sent of what the person does not want by e-mail', async () => {
    happens({
      type: 'CommentPosted',
      data: { commentId: newId(), body: 'Secret words', visibility: 'public' },
    });
    await harness.settled(engine, 'inbox');
    expect(await queue(DELAY * 10)).toBe(1);
    expect(JSON.stringify(await mails())).not.toContain('Secret words');
  });

  it('lead to the comment in which somebody was mentioned', async () => {
    const commentId = newId();
    happens({
      type: 'CommentPosted',
      data: { commentId, body: `Look, ${mentionOf(agent)}`, visibility: 'public' },
    });
    await harness.settled(engine, 'inbox');
    expect(await queue(DELAY * 10)).toBe(2);
    const told = (await mails()).find(({ subject }) => subject.includes('mentioned you'));
    expect(told?.body).toContain(`{{admin-app}}/projects/WEB/tickets/WEB-1#comment-${commentId}`);
  });
});
