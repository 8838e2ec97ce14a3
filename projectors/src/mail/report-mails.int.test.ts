import type { CompanyEvent } from '@ticketing/contracts/events/event.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { prepareOutbox } from '@ticketing/platform/mail/prepare-outbox.ts';
import { requestReport } from '@ticketing/platform/mail/report-requests.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { access } from '../read-models/access.ts';
import { board } from '../read-models/board.ts';
import { reports } from '../read-models/reports.ts';
import { type EngineHarness, engineHarness } from '../testing/engine-harness.ts';
import {
  columnAdded,
  projectCreated,
  ticketMoved,
  ticketOpened,
  userRegistered,
} from '../testing/ticket-events.ts';
import { queueReportMails } from './report-mails.ts';

const [project, todo, done, company] = [newId(), newId(), newId(), newId()];
const [nino, dato, agent, stranger] = [newId(), newId(), newId(), newId()];
const timeZone = 'Asia/Tbilisi';

describe('the mails of monthly reports', () => {
  let harness: EngineHarness;
  let engine: Engine;

  beforeEach(async () => {
    harness = await engineHarness();
    await prepareOutbox(harness.databaseUrl);
    const { append } = harness.scripted;
    append(`user-${agent}`, userRegistered('agent', 'Agent'));
    append(`user-${nino}`, userRegistered('nino', 'Nino', false));
    append(`user-${dato}`, userRegistered('dato', 'Dato', false));
    append(`user-${stranger}`, userRegistered('stranger', 'Stranger', false));
    happens({ type: 'CompanyRegistered', data: { name: 'Rioni <b>Bank</b>', description: '' } });
    happens({ type: 'CompanyAdminAssigned', data: { userId: agent } });
    for (const userId of [nino, dato]) happens({ type: 'CompanyUserAssigned', data: { userId } });
    append(`project-${project}`, [
      projectCreated('WEB'),
      columnAdded(todo, 'To Do'),
      columnAdded(done, 'Done', 'done'),
    ]);
    const opened = (at: string) => {
      const id = newId();
      const ticket = ticketOpened({ projectId: project, columnId: todo, companyId: company });
      append(`ticket-${id}`, ticket, { at });
      return id;
    };
    // By the clock of Tbilisi the first one is opened on the first of October.
    const resolved = opened('2026-09-30T20:30:00.000Z');
    append(`ticket-${resolved}`, ticketMoved(done, todo), { at: '2026-10-02T08:30:00.000Z' });
    opened('2026-10-20T08:00:00.000Z');
    opened('2026-09-10T08:00:00.000Z');
    engine = await harness.start([access, board, reports]);
    await settled();
  });
  afterEach(() => harness.stop());

  const happens = (event: CompanyEvent, at = '2026-10-15T08:00:00.000Z') =>
    harness.scripted.append(`company-${company}`, event, { at });
  const settled = async () => {
    for (const name of ['access', 'board', 'reports']) await harness.settled(engine, name);
  };
  const mailing = (recipientIds: string[], at?: string) =>
    happens(
      {
        type: 'CompanyReportMailingChanged',
        data: { mailing: { recipientIds, language: 'ka', timeZone } },
      },
      at,
    );
  const queueAt = (now: string) => queueReportMails({ pool: harness.pool, now: () => new Date(now) });

  type Mail = { user_id: string; subject: string; body: string; html: string; kind: string };
  const mails = async () =>
    (
      await harness.pool.query<Mail>(
        'select user_id, subject, body, html, kind from mail.outbox order by queued_at, user_id',
      )
    ).rows;
  const mailed = async () => (await mails()).map(({ user_id }) => user_id).toSorted();

  it('go out from six in the morning of the first of the month on, by the clock that was chosen, each once', async () => {
    mailing([nino, agent]);
    await settled();
    expect(await queueAt('2026-11-01T01:59:59.000Z')).toBe(0);
    expect(await queueAt('2026-11-01T02:00:00.000Z')).toBe(2);
    expect(await queueAt('2026-11-01T02:00:05.000Z')).toBe(0);
    // A second process that looks at the same time.
    expect(await Promise.all([queueAt('2026-11-02T02:00:00Z'), queueAt('2026-11-02T02:00:00Z')])).toEqual([
      0, 0,
    ]);
    expect(await mailed()).toEqual([nino, agent].toSorted());
    expect(await queueAt('2026-12-01T02:00:00.000Z')).toBe(2);
  });

  it('tell the month’s figures beside those of the month before, in the chosen language, with a way to go on', async () => {
    mailing([nino, agent]);
    await settled();
    await queueAt('2026-11-03T02:00:00.000Z');
    const byUser = new Map((await mails()).map((mail) => [mail.user_id, mail]));
    const client = byUser.get(nino);
    expect(client?.kind).toBe('report');
    expect(client?.subject).toBe('Rioni <b>Bank</b>: ანგარიში, ოქტომბერი 2026');
    expect(client?.body).toContain('გახსნილი ბილეთები: 2 (სექტემბერი 2026: 1)');
    expect(client?.body).toContain('გადაწყვეტილი ბილეთები: 1 (სექტემბერი 2026: 0)');
    expect(client?.body).toContain('ღია თვის ბოლოს: 2');
    // Who works for a client opens the desk, who serves it the report.
    expect(client?.body).toContain('{{desk-app}}/');
    expect(byUser.get(agent)?.body).toContain(`{{admin-app}}/companies/${company}/report?month=2026-10`);
    expect(client?.html).toContain('Rioni &#60;b&#62;Bank&#60;/b&#62;');
    expect(client?.html).not.toContain('<b>Bank');
  });

  it('are in the language that their person chose, whatever was chosen for the others', async () => {
    harness.scripted.append(`user-${nino}`, { type: 'LanguageChosen', data: { language: 'en' } });
    mailing([nino, agent]);
    await settled();
    await queueAt('2026-11-03T02:00:00.000Z');
    const subjects = new Map((await mails()).map(({ user_id, subject }) => [user_id, subject]));
    expect(subjects.get(nino)).toBe('Rioni <b>Bank</b>: report for October 2026');
    expect(subjects.get(agent)).toBe('Rioni <b>Bank</b>: ანგარიში, ოქტომბერი 2026');
  });

  it('tell of no month that was over before they were wanted, and stop when they are wanted no more', async () => {
    mailing([nino], '2026-11-01T02:00:01.000Z');
    await settled();
    expect(await queueAt('2026-11-20T02:00:00.000Z')).toBe(0);
    happens({ type: 'CompanyReportMailingChanged', data: { mailing: null } }, '2026-11-21T02:00:00.000Z');
    await settled();
    expect(await queueAt('2026-12-01T08:00:00.000Z')).toBe(0);
  });

  it('go to nobody who does not belong to the company any more', async () => {
    mailing([nino, dato, stranger]);
    happens({ type: 'CompanyUserRemoved', data: { userId: dato } });
    await settled();
    expect(await queueAt('2026-11-01T02:00:00.000Z')).toBe(1);
    expect(await mailed()).toEqual([nino]);
  });

  it('that somebody asked for go out once, whatever was crashed, asked again or looked at by two', async () => {
    const request = {
      id: newId(),
      companyId: company,
      month: '2026-09',
      recipientIds: [nino, dato],
      language: 'en',
      timeZone,
    } as const;
    await requestReport(harness.pool, request, agent);
    await requestReport(harness.pool, request, agent);
    const now = '2026-11-27T08:00:00.000Z';
    const both = await Promise.all([queueAt(now), queueAt(now)]);
    expect(both.toSorted()).toEqual([0, 2]);
    // As after a crash between the mails and their being noted, were these not one transaction.
    await harness.pool.query('update mail.report_requests set settled_at = null');
    expect(await queueAt(now)).toBe(0);
    expect((await mails())[0]?.subject).toBe('Rioni <b>Bank</b>: report for September 2026');
    expect(await mailed()).toEqual([nino, dato].toSorted());
    // Another request for the same month is another mail.
    await requestReport(harness.pool, { ...request, id: newId(), recipientIds: [nino] }, agent);
    expect(await queueAt(now)).toBe(1);
  });
});
