import { freePort } from '@ticketing/embedded/testing/free-port.ts';
import {
  type TemporaryMailServer,
  temporaryMailServer,
} from '@ticketing/embedded/testing/temporary-mail-server.ts';
import { type TemporaryPostgres, temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { linkTo } from '@ticketing/platform/mail/links.ts';
import { prepareOutbox } from '@ticketing/platform/mail/prepare-outbox.ts';
import { mailId, type NewMail, queueMail } from '@ticketing/platform/mail/queue-mail.ts';
import {
  createSmtpTransport,
  MailRefused,
  type MailTransport,
} from '@ticketing/platform/mail/smtp-transport.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createPool, inTransaction } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineLog } from '../engine/projection.ts';
import type { JobWorker } from '../job-worker.ts';
import { rememberingLog } from '../testing/engine-harness.ts';
import { until } from '../testing/until.ts';
import { startMailWorker } from './mail-worker.ts';
import { tidyOutbox } from './outbox.ts';
import type { Retries } from './send-mail.ts';

const urls = { admin: 'https://admin.example', desk: 'https://desk.example' };
const nino = newId();

describe('the outbox of mails', () => {
  let database: TemporaryPostgres;
  let pool: pg.Pool;
  let server: TemporaryMailServer;
  let workers: JobWorker[];
  let addresses: Map<string, string>;

  beforeEach(async () => {
    database = await temporaryPostgres();
    await prepareOutbox(database.url);
    pool = createPool(database.url, 'mail test', undefined, 20);
    server = await temporaryMailServer();
    workers = [];
    addresses = new Map([[nino, 'nino@example.com']]);
  });
  afterEach(async () => {
    // A worker that is stopped does not wait until it is noted that its last job is done.
    await pool.query('truncate mail.outbox');
    const underWay = 'select 1 from graphile_worker.jobs where locked_at is not null';
    await until(async () => (await pool.query(underWay)).rowCount === 0);
    for (const worker of workers) await worker.stop();
    await server.stop();
    await pool.end();
    await database.stop();
  });

  async function start(
    options: {
      url?: string;
      retries?: Retries;
      now?: () => Date;
      transport?: MailTransport;
      log?: EngineLog;
    } = {},
  ): Promise<JobWorker> {
    const { url = server.url, retries = { firstMs: 5, mostMs: 40, attempts: 50 }, now } = options;
    const transport = options.transport ?? createSmtpTransport(url, 'Ticketing <tickets@help.example>');
    const worker = await startMailWorker({
      pool,
      databaseUrl: database.url,
      delivery: { transport, urls },
      addressOf: async (userId) => addresses.get(userId),
      log: options.log ?? rememberingLog().log,
      metrics: createMetrics(),
      retries,
      now,
      pollMs: 20,
    });
    workers.push(worker);
    return worker;
  }

  const mailOf = (more: Partial<NewMail> = {}): NewMail => ({
    kind: 'notification',
    causeId: newId(),
    to: { userId: nino },
    subject: 'A ticket is yours',
    text: `Hello,\n\nopen ${linkTo('admin', '/tickets/OPS-1')} please.`,
    ...more,
  });
  const queue = (mail: NewMail) => inTransaction(pool, (transaction) => queueMail(transaction, mail));

  async function stored(mail: NewMail) {
    const { rows } = await pool.query('select * from mail.outbox where id = $1', [mailId(mail)]);
    return rows[0];
  }
  async function becomes(mail: NewMail, status: string) {
    await until(async () => (await stored(mail))?.status === status);
    return stored(mail);
  }

  it('delivers a mail with its links, as text and as HTML, and forgets what it said', async () => {
    await start();
    const mail = mailOf({ subject: 'Ticket „OPS-1“ — გამარჯობა' });
    await queue(mail);
    const [received] = await server.received(1);
    expect(received).toMatchObject({
      to: ['nino@example.com'],
      from: '"Ticketing" <tickets@help.example>',
      subject: 'Ticket „OPS-1“ — გამარჯობა',
      messageId: `<${mailId(mail)}@help.example>`,
    });
    expect(received?.text?.trim()).toBe('Hello,\n\nopen https://admin.example/tickets/OPS-1 please.');
    expect(received?.html).toContain('<a href="https://admin.example/tickets/OPS-1">');
    expect(received?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(await becomes(mail, 'sent')).toMatchObject({
      attempts: 1,
      body: null,
      html: null,
      last_error: null,
    });
  });

  it('sends nothing of a transaction that did not commit, and one mail for one cause however often it is queued', async () => {
    await start();
    const undone = mailOf({ subject: 'undone' });
    const queueing = inTransaction(pool, async (transaction) => {
      await queueMail(transaction, undone);
      throw new Error('something else failed');
    });
    await expect(queueing).rejects.toThrow('something else failed');
    const mail = mailOf({ subject: 'once' });
    expect(
      await Promise.all([queue(mail), queue(mail), queue(mail)]).then((all) => all.filter(Boolean)),
    ).toEqual([true]);
    await becomes(mail, 'sent');
    expect(await queue(mail)).toBe(false);
    // Jobs are taken in order: when this one has come, so would have come another before it.
    const last = mailOf({ subject: 'last' });
    await queue(last);
    await becomes(last, 'sent');
    expect(server.mails.map(({ subject }) => subject)).toEqual(['once', 'last']);
  });

  it('tries again when the mail server cannot be reached, until it can', async () => {
    const port = await freePort();
    await start({ url: `smtp://127.0.0.1:${port}` });
    const mail = mailOf();
    await queue(mail);
    await until(async () => ((await stored(mail))?.attempts ?? 0) >= 2);
    expect(await stored(mail)).toMatchObject({
      status: 'waiting',
      last_error: expect.stringContaining('ECONNREFUSED'),
    });
    const late = await temporaryMailServer(port);
    await late.received(1);
    expect((await becomes(mail, 'sent')).last_error).toBeNull();
    await late.stop();
  });

  it('tries again after an answer 4xx, with the same Message-ID', async () => {
    server.refuseWith(451);
    await start();
    const mail = mailOf();
    await queue(mail);
    await until(async () => ((await stored(mail))?.attempts ?? 0) >= 3);
    expect(await stored(mail)).toMatchObject({
      status: 'waiting',
      last_error: expect.stringContaining('451'),
    });
    server.refuseWith(undefined);
    const [received] = await server.received(1);
    expect(received?.messageId).toBe(`<${mailId(mail)}@help.example>`);
    expect((await becomes(mail, 'sent')).attempts).toBeGreaterThan(3);
    expect(server.mails).toHaveLength(1);
  });

  it('gives up at once after an answer 5xx about the mail, and keeps it for whoever sends it again', async () => {
    server.refuseWith(550);
    await start();
    const mail = mailOf();
    await queue(mail);
    expect(await becomes(mail, 'failed')).toMatchObject({
      attempts: 1,
      last_error: expect.stringContaining('550'),
      body: mail.text,
    });
    expect(server.mails).toEqual([]);
  });

  it('logs no address, though the mail server repeats it', async () => {
    const { log, lines } = rememberingLog();
    const transport: MailTransport = {
      send: ({ to }) => Promise.reject(new MailRefused(`550 5.1.1 <${to}>: no such mailbox (${to})`)),
      close: () => undefined,
    };
    await start({ transport, log });
    const mail = mailOf();
    await queue(mail);
    expect((await becomes(mail, 'failed')).last_error).toContain('nino@example.com');
    expect(JSON.stringify(lines)).toContain('550 5.1.1');
    expect(JSON.stringify(lines)).not.toContain('nino@');
  });

  it('gives up after so many attempts, each twice as long after the one before', async () => {
    server.refuseWith(451);
    await start({ retries: { firstMs: 20, mostMs: 60, attempts: 4 } });
    const mail = mailOf();
    await queue(mail);
    expect(await becomes(mail, 'failed')).toMatchObject({
      attempts: 4,
      last_error: expect.stringContaining('451'),
    });
    const { rows } = await pool.query(
      `select extract(epoch from settled_at - queued_at) * 1000 as ms from mail.outbox`,
    );
    // 20 + 40 + 60 ms of waiting at least.
    expect(Number(rows[0].ms)).toBeGreaterThanOrEqual(120);
  });

  it('keeps mails waiting while there is no mail server, and sends them when there is one', async () => {
    const mails = [mailOf(), mailOf()];
    for (const mail of mails) await queue(mail);
    expect(await stored(mails[0] ?? mailOf())).toMatchObject({ status: 'waiting', attempts: 0 });
    // As after a database that was restored without graphile-worker's tables: the mails are there, their jobs are not.
    await pool.query(`select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))`);
    await start();
    await server.received(2);
    for (const mail of mails) await becomes(mail, 'sent');
  });

  it('drops a mail to nobody, and one whose time is over, without a word of what it said', async () => {
    await start();
    const [toNobody, late] = [
      mailOf({ to: { userId: newId() } }),
      mailOf({ goodUntil: new Date(Date.now() - 1) }),
    ];
    await queue(toNobody);
    await queue(late);
    expect(await becomes(toNobody, 'dropped')).toMatchObject({
      body: null,
      last_error: expect.stringContaining('no such'),
    });
    expect(await becomes(late, 'dropped')).toMatchObject({
      body: null,
      last_error: expect.stringContaining('time was over'),
    });
    expect(server.mails).toEqual([]);
  });

  it('never has two workers send the same mail at once', async () => {
    const mail = mailOf();
    const open = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    let sent = 0;
    const transport: MailTransport = {
      async send() {
        sent += 1;
        begun.resolve();
        await open.promise;
      },
      close: () => undefined,
    };
    await start({ transport });
    await queue(mail);
    await begun.promise;
    // Another process starts and finds the mail waiting; its job comes to the locked row.
    await start({ transport });
    const waitsForTheRow = `select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%mail.outbox%'`;
    await until(async () => (await pool.query(waitsForTheRow)).rowCount !== 0);
    open.resolve();
    await becomes(mail, 'sent');
    const noJobs = 'select 1 from graphile_worker.jobs';
    await until(async () => (await pool.query(noJobs)).rowCount === 0);
    expect(sent).toBe(1);
  });

  it('forgets addresses after a month, and drops what failed and is over, but never the mail itself', async () => {
    server.refuseWith(550);
    await start();
    const mail = mailOf({
      to: { address: 'guest@example.com' },
      goodUntil: new Date(Date.now() + 3_600_000),
    });
    await queue(mail);
    await becomes(mail, 'failed');
    await tidyOutbox(pool, new Date(Date.now() + 1_800_000));
    expect(await stored(mail)).toMatchObject({ status: 'failed', body: mail.text });
    await tidyOutbox(pool, new Date(Date.now() + 3_700_000));
    expect(await stored(mail)).toMatchObject({ status: 'dropped', body: null, address: 'guest@example.com' });
    await tidyOutbox(pool, new Date(Date.now() + 32 * 24 * 3_600_000));
    expect(await stored(mail)).toMatchObject({ status: 'dropped', address: null, last_error: null });
    expect(await queue(mail)).toBe(false);
  });

  it('is made by several processes at once without trouble', async () => {
    const empty = await temporaryPostgres();
    await Promise.all([prepareOutbox(empty.url), prepareOutbox(empty.url), prepareOutbox(empty.url)]);
    await empty.stop();
  });
});
