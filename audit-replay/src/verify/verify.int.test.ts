import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ticketStream } from '@ticketing/contracts/streams.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { prepareOutbox } from '@ticketing/platform/mail/prepare-outbox.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { type Engine, startEngine } from '@ticketing/projectors/engine/engine.ts';
import { readModels } from '@ticketing/projectors/read-models/all.ts';
import { archivingSaga } from '@ticketing/projectors/sagas/archiving.ts';
import { emptyingSaga } from '@ticketing/projectors/sagas/emptying.ts';
import { invitationsSaga } from '@ticketing/projectors/sagas/invitations.ts';
import { ticketRoomSaga } from '@ticketing/projectors/sagas/ticket-room.ts';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tellNews } from '../testing/news.ts';
import { type RealInstallation, realInstallation } from '../testing/real-installation.ts';
import { type SmallInstallation, tellSmallInstallation } from '../testing/small-installation.ts';
import type { Difference } from './difference.ts';

let real: RealInstallation;
let told: SmallInstallation;
let pool: pg.Pool;

/** The sagas keep their state; without their worker nothing is archived or moved, and nothing expires. */
const now = () => new Date();
const archiving = archivingSaga({ archiveAfterHours: 24, now });
const projections = [...readModels, archiving, emptyingSaga, ticketRoomSaga, invitationsSaga({ now })];
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const project = (): Promise<Engine> =>
  startEngine({
    eventLog: real.store,
    pool,
    bus: createInMemoryBus(),
    projections,
    log: silent,
    metrics: createMetrics(),
  });

/** An event as software of its time wrote it, in the form that `contracts/fixtures` keeps. */
const archivedByVersion1 = JSON.parse(
  readFileSync(new URL('../../../contracts/fixtures/TicketArchived@1.json', import.meta.url), 'utf8'),
);

async function appendAsOldVersion(
  stream: string,
  { type, data, metadata }: typeof archivedByVersion1,
): Promise<void> {
  await real.store.append(stream, [{ id: randomUUID(), event: { type, data }, metadata }], 'any');
}

/** Lets the real projectors apply the whole log, then stops them. */
async function catchUp(): Promise<void> {
  const engine = await project();
  const head = await real.store.head();
  for (const { name } of projections) expect(await engine.waitUntil(name, head, 30_000)).toBe(true);
  await engine.stop();
}

async function verified(...args: readonly string[]) {
  const { code, stdout, stderr } = await real.audit('verify', '--json', ...args);
  const report = stdout === '' ? undefined : JSON.parse(stdout);
  return { code, stderr, report, differences: (report?.differences ?? []) as Difference[] };
}

beforeAll(async () => {
  real = await realInstallation();
  told = await tellSmallInstallation(real.add);
  await tellNews(real.add, told);
  await appendAsOldVersion(ticketStream(told.ticket.second), archivedByVersion1);
  pool = createPool(real.environment.DATABASE_URL, 'verify-test');
  await prepareOutbox(real.environment.DATABASE_URL);
  await catchUp();
});
afterAll(async () => {
  await pool.end();
  await real.stop();
});

/** Every table of every read model, as the projectors themselves name them. */
const tables = projections.flatMap(({ name, schema, tableNames }) =>
  tableNames.map((table) => ({ readModel: name, schema, table })),
);

describe('verify, of what the projectors built', () => {
  it('finds no difference and says what it compared', async () => {
    const { code, report, differences } = await verified();
    expect({ code, differences }).toEqual({ code: 0, differences: [] });
    expect(report).toMatchObject({ ok: true, notCompared: [] });
    const rows = Object.assign({}, ...report.readModels.map((model: { rows: object }) => model.rows));
    // Every table has rows here, so every comparison that follows compares something.
    for (const { table } of tables) expect(rows[table], table).toBeGreaterThan(0);
  });

  it('reads what an older version wrote as today’s version of it', async () => {
    const { rows } = await pool.query(
      `select details from read_model.activity where ticket_id = $1 and type = 'TicketArchived'`,
      [told.ticket.second],
    );
    expect(archivedByVersion1.data).toEqual({ reason: 'done' });
    expect(rows).toEqual([{ details: { reason: 'done', words: '' } }]);
    const history = await real.audit('history', 'INC-3');
    expect(history.stdout).toContain('archived it, since it was done');
  });

  it('says so to people in one sentence', async () => {
    const { code, stdout } = await real.audit('verify');
    expect(code).toBe(0);
    expect(stdout).toMatch(/The read models are what the \d+ events of the log say\.\n$/);
  });
});

describe.each(tables)('verify of $table', ({ readModel, schema, table }) => {
  const name = `${schema}.${table}`;
  let columns: { column_name: string; data_type: string; udt_name: string; is_key: boolean }[] = [];

  beforeAll(async () => {
    await pool.query(`create table kept_${table} as select * from ${name}`);
    const found = await pool.query(
      `select column_name, data_type, udt_name, column_name in (
         select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
         where i.indrelid = $1::regclass and i.indisprimary) as is_key
       from information_schema.columns where table_schema = $3 and table_name = $2`,
      [name, table, schema],
    );
    columns = found.rows;
  });
  afterEach(async () => {
    await pool.query(`delete from ${name}`);
    await pool.query(`insert into ${name} select * from kept_${table}`);
  });

  it('names every field that is not what the log says', async () => {
    // A row of activity that moved in the log would be another row: its position is what it is found by.
    const fields = columns.filter(({ column_name, is_key }) => !is_key && column_name !== 'position');
    // A table of keys alone has no other fields: another key is one row missing and one too many.
    if (fields.length === 0) return;
    const changes = fields.map((column) => `${column.column_name} = ${changed(column)}`);
    await pool.query(
      `update ${name} set ${changes.join(', ')} where ctid = (select ctid from ${name} limit 1)`,
    );
    const { code, differences } = await verified();
    expect(code).toBe(1);
    expect(differences.every((one) => one.kind === 'field' && one.table === table)).toBe(true);
    expect(differences.map((one) => one.kind === 'field' && one.field).sort()).toEqual(
      fields.map(({ column_name }) => column_name).sort(),
    );
  });

  it('names a row that is missing', async () => {
    const deleted = await pool.query(
      `delete from ${name} where ctid = (select ctid from ${name} limit 1) returning *`,
    );
    const { code, differences } = await verified();
    expect(code).toBe(1);
    expect(differences).toEqual([
      expect.objectContaining({ kind: 'missing', readModel, table, key: keyIn(deleted.rows[0]) }),
    ]);
  });

  it('names a row that the log knows nothing of', async () => {
    const invented = columns.map((column) =>
      column.column_name === 'revision' && table === 'activity'
        ? '999'
        : column.is_key && column.data_type === 'uuid'
          ? 'gen_random_uuid()'
          : column.is_key && column.data_type === 'text'
            ? `${column.column_name} || 'x'`
            : column.column_name,
    );
    const inserted = await pool.query(
      `insert into ${name} (${columns.map(({ column_name }) => column_name).join(', ')})
       select ${invented.join(', ')} from ${name} limit 1 returning *`,
    );
    const { code, differences } = await verified();
    expect(code).toBe(1);
    expect(differences).toEqual([
      expect.objectContaining({ kind: 'surplus', readModel, table, key: keyIn(inserted.rows[0]) }),
    ]);
  });

  const keyIn = (row: Record<string, unknown>) =>
    columns
      .filter(({ is_key }) => is_key)
      .map(({ column_name }) => row[column_name])
      .join('/');
});

/** SQL of another value than the column has, whatever it has. */
function changed({ column_name, data_type, udt_name }: Record<string, unknown>): string {
  switch (data_type) {
    case 'text':
      return `coalesce(${column_name}, '') || 'x'`;
    case 'boolean':
      return `not ${column_name}`;
    case 'smallint':
    case 'integer':
    case 'bigint':
      return `coalesce(${column_name}, 0) + 1`;
    case 'uuid':
      return 'gen_random_uuid()';
    case 'date':
      return `coalesce(${column_name} + 1, '2020-01-01')`;
    case 'timestamp with time zone':
      return `coalesce(${column_name} + interval '1 ms', now())`;
    case 'jsonb':
      return `${column_name} || '{"invented": 1}'`;
    case 'tsvector':
      return `${column_name} || 'invented:1'`;
    case 'ARRAY':
      if (udt_name === '_text') return `array_append(${column_name}, 'x')`;
      return `array_append(${column_name}, gen_random_uuid())`;
    default:
      throw new Error(`no other value is known for ${data_type} (${udt_name})`);
  }
}

describe('verify', () => {
  it('says in a line which row and field differ, with both values', async () => {
    await pool.query(`update read_model.cards set rank = 'a7' where key = 'INC-3'`);
    const { code, stdout } = await real.audit('verify');
    await pool.query(`update read_model.cards set rank = 'a4' where key = 'INC-3'`);
    expect(code).toBe(1);
    expect(stdout.split('\n')[0]).toBe(
      `board.cards INC-3 (${told.ticket.second}): rank is "a7", the log says "a4"`,
    );
    expect(stdout).toContain('The read models differ from the log in 1 place.');
  });

  it('tells a long text that was changed at its end', async () => {
    await pool.query(
      `update read_model.tickets set description = left(description, -1) || '!' where key = 'INC-1'`,
    );
    const { differences } = await verified();
    await pool.query(
      `update read_model.tickets set description = left(description, -1) || ' ' where key = 'INC-1'`,
    );
    expect(differences).toMatchObject([{ kind: 'field', field: 'description', label: 'INC-1' }]);
    expect((await verified()).code).toBe(0);
  });

  it('names a stream that the projector has parked', async () => {
    const parked = { projection: 'board', stream: `ticket-${told.ticket.second}`, reason: 'it broke' };
    await pool.query(
      'insert into read_model.parked_streams (projection, stream, position, reason) values ($1, $2, 5, $3)',
      Object.values(parked),
    );
    const { code, differences, report } = await verified();
    await pool.query('delete from read_model.parked_streams');
    expect(code).toBe(1);
    expect(differences).toEqual([
      { kind: 'parked', readModel: 'board', stream: parked.stream, position: '5', reason: 'it broke' },
    ]);
    expect(report).toMatchObject({ ok: false, found: 1 });
  });

  it('says which tables it does not know', async () => {
    await pool.query('create table read_model.horoscopes (id uuid primary key)');
    const { code, report } = await verified();
    await pool.query('drop table read_model.horoscopes');
    expect({ code, notCompared: report.notCompared }).toEqual({
      code: 0,
      notCompared: ['read_model.horoscopes'],
    });
  });

  it('fails with its own code when the read models stand still behind the log', async () => {
    await real.add(
      ticketStream(told.ticket.second),
      { type: 'TicketRenamed', data: { title: 'The lamp burns too' } },
      { at: '2026-03-01T08:00:00Z', by: told.person.ann },
    );
    const { code, stderr } = await verified('--wait', '0.5');
    expect(code).toBe(4);
    expect(stderr).toMatch(/have not reached position \d+ of the log\. They did not move at all\./);
    await catchUp();
    expect((await verified()).code).toBe(0);
  });

  it('waits for read models that are still on their way', async () => {
    const engine = project();
    for (let count = 0; count < 200; count++) {
      await real.add(
        ticketStream(told.ticket.second),
        { type: 'TicketPrioritised', data: { priority: 1, urgency: 3, importance: 4 } },
        { at: '2026-03-01T09:00:00Z', by: told.person.bob },
      );
    }
    const { code, differences } = await verified();
    await (await engine).stop();
    expect({ code, differences }).toEqual({ code: 0, differences: [] });
  });

  it('holds while commands go on', async () => {
    const engine = await project();
    let going = true;
    let written = 0;
    const writing = (async () => {
      while (going) {
        const columnId = written % 2 === 0 ? told.column.doing : told.column.todo;
        await real.add(
          ticketStream(told.ticket.second),
          { type: 'TicketMoved', data: { columnId, rank: `a${written}x`, fromColumnId: columnId } },
          { at: '2026-03-02T09:00:00Z', by: told.person.bob },
        );
        written++;
      }
    })();
    const answers: unknown[] = [];
    const seen: number[] = [];
    for (let round = 0; round < 5; round++) {
      const { code, differences } = await verified();
      answers.push({ code, differences });
      seen.push(written);
    }
    going = false;
    await writing;
    await engine.stop();
    expect(answers).toEqual(Array(5).fill({ code: 0, differences: [] }));
    expect(seen.at(-1)).toBeGreaterThan(seen[0] ?? 0);
  });
});
