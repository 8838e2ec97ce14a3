import type { Role } from '@ticketing/contracts/kinds.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { prepareOutbox } from '@ticketing/platform/mail/prepare-outbox.ts';
import { mailId, type NewMail, queueMail } from '@ticketing/platform/mail/queue-mail.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { type JobWorker, startJobWorker } from '../job-worker.ts';
import { type EngineHarness, engineHarness, rememberingLog } from '../testing/engine-harness.ts';
import { until } from '../testing/until.ts';
import { expireThrough } from './expire-invitation.ts';
import { invitationsSaga } from './invitations.ts';
import { invitationTasks } from './invitations-jobs.ts';

const DAY = 86_400_000;
const project = newId();
const stream = `roles-${project}`;

describe('the saga of invitations', () => {
  let harness: EngineHarness;
  let engine: Engine;
  let worker: JobWorker | undefined;
  let clock: Date;

  beforeEach(async () => {
    harness = await engineHarness();
    clock = new Date('2026-03-01T12:00:00.000Z');
    await prepareOutbox(harness.databaseUrl);
    await startSaga();
  });
  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
    await harness.stop();
  });

  const startSaga = async () => {
    engine = await harness.start([invitationsSaga({ now: () => clock })]);
  };
  const startWorker = async () => {
    const expireInvitation = expireThrough(createAggregates(harness.scripted.store));
    const { log } = rememberingLog();
    worker = await startJobWorker({
      databaseUrl: harness.databaseUrl,
      log,
      pollMs: 20,
      taskList: invitationTasks({
        pool: harness.pool,
        expireInvitation,
        caughtUp: () => true,
        now: () => clock,
        log,
      }),
    });
  };
  const settled = () => harness.settled(engine, 'invitations');

  const mailOf = (invitationId: string): NewMail => ({
    kind: 'invitation',
    causeId: invitationId,
    to: { address: 'guest@example.com' },
    subject: 'Invitation',
    text: 'A link',
    held: true,
  });

  async function send(invitationId: string = newId(), role: Role = 'admin'): Promise<string> {
    await queueMail(harness.pool, mailOf(invitationId));
    const expiresAt = new Date(clock.getTime() + 7 * DAY).toISOString();
    harness.scripted.append(stream, { type: 'InvitationSent', data: { invitationId, role, expiresAt } });
    await settled();
    return invitationId;
  }

  async function mail(invitationId: string) {
    const { rows } = await harness.pool.query('select status, held, body from mail.outbox where id = $1', [
      mailId(mailOf(invitationId)),
    ]);
    return rows[0];
  }

  /** Keys of the jobs there are, with the days until they are due. */
  async function jobs(): Promise<Record<string, number>> {
    const { rows } = await harness.pool.query<{ key: string; days: number }>(
      `select key, round(extract(epoch from run_at - now()) / 86400)::float8 as days from graphile_worker.jobs`,
    );
    return Object.fromEntries(rows.map(({ key, days }) => [key, days]));
  }

  const goOff = () =>
    harness.pool.query(
      `select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs where key like 'invitation:%'), run_at => now())`,
    );
  const types = async () => {
    const found: string[] = [];
    for await (const { type } of harness.scripted.store.readStream(stream)) found.push(type);
    return found;
  };

  it('sends the mail that was held and sets the timer; a mail whose invitation never was stays held', async () => {
    const never = newId();
    await queueMail(harness.pool, mailOf(never));
    expect(await jobs()).toEqual({});
    const id = await send();
    expect(await mail(id)).toEqual({ status: 'waiting', held: false, body: 'A link' });
    expect(await jobs()).toEqual({ [`invitation:${id}`]: 7, [`mail:${mailId(mailOf(id))}`]: 0 });
    expect(await mail(never)).toMatchObject({ held: true });
  });

  it('has an invitation expire when its time is over, once', async () => {
    await startWorker();
    const id = await send();
    await goOff();
    await until(async () => (await jobs())[`invitation:${id}`] === 7);
    expect(await types()).toEqual(['InvitationSent']);
    clock = new Date(clock.getTime() + 7 * DAY);
    await goOff();
    await until(async () => (await types()).includes('InvitationExpired'));
    await settled();
    await until(async () => !(`invitation:${id}` in (await jobs())));
    expect(await types()).toEqual(['InvitationSent', 'InvitationExpired']);
    // Nobody waits for the mail any more.
    expect(await mail(id)).toMatchObject({ status: 'dropped', body: null });
  });

  it('takes the timer away when it is accepted or revoked, and drops the mail of a revoked one', async () => {
    const [accepted, revoked] = [await send(), await send()];
    harness.scripted.append(stream, [
      { type: 'InvitationAccepted', data: { invitationId: accepted, userId: newId() } },
      { type: 'InvitationRevoked', data: { invitationId: revoked } },
    ]);
    await settled();
    expect(Object.keys(await jobs()).filter((key) => key.startsWith('invitation:'))).toEqual([]);
    expect(await mail(accepted)).toMatchObject({ status: 'waiting' });
    expect(await mail(revoked)).toMatchObject({ status: 'dropped', body: null });
  });

  it('leaves one alone that was accepted a moment before its time was over', async () => {
    const id = await send();
    clock = new Date(clock.getTime() + 8 * DAY);
    const expire = expireThrough(createAggregates(harness.scripted.store));
    harness.scripted.append(stream, {
      type: 'InvitationAccepted',
      data: { invitationId: id, userId: newId() },
    });
    await expire({ invitationId: id, projectId: project, sentBy: newId(), at: clock.toISOString() });
    expect(await types()).toEqual(['InvitationSent', 'InvitationAccepted']);
  });

  it('sets the same timers and sends no mail again when it projects the whole log anew', async () => {
    const [pending, revoked] = [await send(), await send()];
    harness.scripted.append(stream, { type: 'InvitationRevoked', data: { invitationId: revoked } });
    await settled();
    await harness.pool.query(`update mail.outbox set status = 'sent', body = null where id = $1`, [
      mailId(mailOf(pending)),
    ]);
    await harness.pool.query(`select graphile_worker.remove_job(key) from graphile_worker.jobs`);
    await engine.stop();
    await harness.pool.query('update read_model.projection_checkpoints set version = 0');
    await startSaga();
    await settled();
    expect(await jobs()).toEqual({ [`invitation:${pending}`]: 7 });
    expect(await mail(pending)).toMatchObject({ status: 'sent' });
    const { rows } = await harness.pool.query('select id from sagas.invitations_pending');
    expect(rows).toEqual([{ id: pending }]);
  });
});
