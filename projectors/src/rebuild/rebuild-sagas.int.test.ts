import { newId } from '@ticketing/platform/ids.ts';
import { prepareOutbox } from '@ticketing/platform/mail/prepare-outbox.ts';
import { queueMail } from '@ticketing/platform/mail/queue-mail.ts';
import { lookAtRebuilds, requestRebuild } from '@ticketing/platform/rebuild-requests.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Projection } from '../engine/projection.ts';
import { archivingSaga } from '../sagas/archiving.ts';
import { emptyingSaga } from '../sagas/emptying.ts';
import { invitationsSaga } from '../sagas/invitations.ts';
import { ticketRoomSaga } from '../sagas/ticket-room.ts';
import { type EngineHarness, engineHarness, rememberingLog } from '../testing/engine-harness.ts';
import { columnAdded, projectCreated, ticketMoved, ticketOpened } from '../testing/ticket-events.ts';
import { type Rebuilder, startRebuilder } from './start-rebuilder.ts';

const DAY = 86_400_000;

describe('a rebuild of the sagas', () => {
  let harness: EngineHarness;
  let rebuilder: Rebuilder | undefined;
  const now = () => new Date('2026-03-01T12:00:00.000Z');
  const sagas: readonly Projection[] = [
    archivingSaga({ archiveAfterHours: 24, now }),
    emptyingSaga,
    ticketRoomSaga,
    invitationsSaga({ now }),
  ];
  const names = sagas.map(({ name }) => name);
  const ids = { project: newId(), todo: newId(), gone: newId(), done: newId(), company: newId() };
  const [waiting, archived, left, inRemoved] = [newId(), newId(), newId(), newId()];
  const [pending, over] = [newId(), newId()];

  beforeEach(async () => {
    harness = await engineHarness();
    await prepareOutbox(harness.databaseUrl);
    for (const id of [pending, over]) await queueMail(harness.pool, invitationMail(id));
    const log = harness.scripted;
    const at = now().toISOString();
    log.append(`project-${ids.project}`, [
      projectCreated(),
      columnAdded(ids.todo, 'To Do', 'todo'),
      columnAdded(ids.gone, 'Later', 'todo'),
      columnAdded(ids.done, 'Done', 'done'),
    ]);
    for (const [index, id] of [waiting, archived, left, inRemoved].entries()) {
      const columnId = id === inRemoved ? ids.gone : ids.todo;
      const opened = { projectId: ids.project, columnId, companyId: ids.company, number: index + 1 };
      log.append(`ticket-${id}`, ticketOpened(opened), { at });
    }
    for (const id of [waiting, archived, left])
      log.append(`ticket-${id}`, ticketMoved(ids.done, ids.todo), { at });
    log.append(`ticket-${left}`, ticketMoved(ids.todo, ids.done), { at });
    log.append(`ticket-${archived}`, { type: 'TicketArchived', data: { reason: 'done', words: '' } }, { at });
    log.append(`company-${ids.company}`, { type: 'CompanyAdminAssigned', data: { userId: newId() } }, { at });
    log.append(
      `project-${ids.project}`,
      { type: 'BoardColumnRemoved', data: { columnId: ids.gone, ticketsToColumnId: ids.todo } },
      { at },
    );
    const expiresAt = new Date(now().getTime() + 7 * DAY).toISOString();
    for (const invitationId of [pending, over]) {
      log.append(`roles-${ids.project}`, {
        type: 'InvitationSent',
        data: { invitationId, role: 'admin', expiresAt },
      });
    }
    log.append(`roles-${ids.project}`, { type: 'InvitationRevoked', data: { invitationId: over } });
    const engine = await harness.start(sagas);
    for (const name of names) await harness.settled(engine, name);
    await engine.stop();
  });
  afterEach(async () => {
    await rebuilder?.stop();
    rebuilder = undefined;
    await harness.stop();
  });

  const invitationMail = (causeId: string) =>
    ({
      kind: 'invitation',
      causeId,
      to: { address: 'guest@example.com' },
      subject: 'Invitation',
      text: 'A link',
      held: true,
    }) as const;

  async function jobs(): Promise<unknown[]> {
    const { rows } = await harness.pool.query(
      `select t.identifier as task, j.key, j.payload, round(extract(epoch from j.run_at - now()) / 600)::int as tens
       from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id order by key`,
    );
    return rows;
  }
  async function rowsOf(table: string): Promise<unknown[]> {
    const { rows } = await harness.pool.query(`select to_json(t)::text as row from ${table} t order by 1`);
    return rows;
  }
  async function memory(): Promise<unknown> {
    const tables = sagas.flatMap(({ tableNames }) => tableNames);
    return Object.fromEntries(
      await Promise.all(tables.map(async (table) => [table, await rowsOf(`sagas.${table}`)])),
    );
  }
  async function rebuildAll(): Promise<void> {
    rebuilder ??= startRebuilder({
      databaseUrl: harness.databaseUrl,
      eventLog: harness.scripted.log,
      projections: sagas,
      log: rememberingLog().log,
      metrics: harness.metrics,
      lookEveryMs: 5,
      options: { batchSize: 4 },
    });
    for (const name of names) await requestRebuild(harness.pool, name);
    await vi.waitFor(async () => {
      const states = await lookAtRebuilds(harness.pool, names);
      expect(states.map(({ projection, phase, failure }) => ({ projection, phase, failure }))).toEqual(
        states.map(({ projection }) => ({ projection, phase: 'done', failure: null })),
      );
    }, 30_000);
  }

  it('remembers the same, and adds no job and no mail', async () => {
    const before = { jobs: await jobs(), mails: await rowsOf('mail.outbox'), memory: await memory() };
    expect(JSON.stringify(before.jobs)).toMatch(/archive-ticket.*empty-column.*expire-invitation/s);
    await rebuildAll();
    expect({ jobs: await jobs(), mails: await rowsOf('mail.outbox'), memory: await memory() }).toEqual(
      before,
    );
  });

  it('causes again nothing that was done: no command, no mail and no archiving', async () => {
    await harness.pool.query(
      `select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs
         where task_identifier in ('send-mail', 'settle-ticket-room')))`,
    );
    const done = await jobs();
    await rebuildAll();
    expect(await jobs()).toEqual(done);
    expect(JSON.stringify(await jobs())).not.toContain(archived);
    expect(JSON.stringify(await jobs())).not.toContain(over);
  });

  it('sets the timers that got lost', async () => {
    const before = (await jobs()).filter((job) => !/send-mail|settle/.test(JSON.stringify(job)));
    await harness.pool.query(
      'select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))',
    );
    expect(await jobs()).toEqual([]);
    await rebuildAll();
    expect(await jobs()).toEqual(before);
  });
});
