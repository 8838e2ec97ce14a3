import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit, type RealInstallation, realInstallation } from './testing/real-installation.ts';
import { type SmallInstallation, tellSmallInstallation } from './testing/small-installation.ts';

let real: RealInstallation;
let told: SmallInstallation;

beforeAll(async () => {
  real = await realInstallation();
  told = await tellSmallInstallation(real.add);
});
afterAll(() => real.stop());

describe('audit board, over a real event store', () => {
  it('answers one instant with one JSON document', async () => {
    const { code, stdout, stderr } = await real.audit('board', 'INC', '--at', '2026-01-11T08:00Z', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { column, ticket } = told;
    expect(JSON.parse(stdout)).toEqual({
      at: '2026-01-11T08:00:00.000Z',
      columns: [
        {
          id: column.todo,
          name: 'To Do',
          tickets: [{ id: ticket.printer, key: 'INC-1', title: 'The printer burns' }],
        },
        { id: column.doing, name: 'Doing', tickets: [] },
        {
          id: column.done,
          name: 'Done',
          tickets: [{ id: ticket.imported, key: 'INC-2', title: 'Ten years old' }],
        },
      ],
    });
  });

  it('answers now when no instant is given', async () => {
    const before = Date.now();
    const board = JSON.parse((await real.audit('board', 'INC', '--json')).stdout);
    expect(Date.parse(board.at)).toBeGreaterThanOrEqual(before);
    expect(board.columns.map(({ name }: { name: string }) => name)).toEqual(['To Do', 'In Progress', 'Done']);
  });

  it('answers several instants with a document a line, from the command line and from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'audit-instants-'));
    try {
      const file = join(folder, 'instants.txt');
      await writeFile(file, '2026-01-20T07:59Z\r\n\n2026-01-20T08:00Z\n');
      const { code, stdout } = await real.audit(
        ...['board', 'INC', '--at', '2016-03-01T08:00Z', '--at', '2026-02-13T00:00Z'],
        ...['--at-file', file, '--json'],
      );
      expect(code).toBe(0);
      const lines = stdout.trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line).at)).toEqual([
        '2016-03-01T08:00:00.000Z',
        '2026-02-13T00:00:00.000Z',
        '2026-01-20T07:59:00.000Z',
        '2026-01-20T08:00:00.000Z',
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('shows nothing as of a recorded time at which only the past was told', async () => {
    const args = ['board', 'INC', '--at', '2026-01-20T08:00Z', '--json'];
    const recorded = await real.audit(...args, '--recorded');
    expect(JSON.parse(recorded.stdout).columns).toEqual([]);
  });

  it('is written for people too', async () => {
    const { stdout } = await real.audit('board', 'INC', '--at', '2026-01-20T08:00Z');
    expect(stdout).toBe(
      [
        'INC as of 2026-01-20T08:00:00.000Z: 3 tickets',
        'To Do (1)',
        '  INC-3  The lamp too',
        'Doing (1)',
        '  INC-1  The printer burns',
        'Done (1)',
        '  INC-2  Ten years old',
        '',
      ].join('\n'),
    );
  });
});

describe('audit history, ticket and stats, over a real event store', () => {
  it('tell what happened, in JSON', async () => {
    const { code, stdout } = await real.audit('history', 'INC-1', '--json');
    const history = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(history.events).toHaveLength(13);
    expect(history.events[9]).toMatchObject({
      actorName: 'System',
      words: 'archived it, since it was done',
      causedBy: { kind: 'event', eventId: told.event.movedToDone, revision: '8' },
    });
    expect(Date.parse(history.events[0].recordedAt)).toBeGreaterThan(Date.parse(history.events[0].at));
  });

  it('tell how a ticket stood, in JSON', async () => {
    const { stdout } = await real.audit('ticket', 'INC-1', '--at', '2026-01-15T00:00Z', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ key: 'INC-1', column: { name: 'To Do' }, events: 6 });
  });

  it('count the events that the store has', async () => {
    let events = 0;
    for await (const _ of real.store.readAll()) events++;
    const { stdout } = await real.audit('stats', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ events, headPosition: String(await real.store.head()) });
  });

  it.each([['history', 'INC-1'], ['ticket', 'INC-1'], ['board', 'INC'], ['stats']])(
    'have a form for people: %s',
    async (...args) => {
      const { code, stdout } = await real.audit(...args);
      expect(code).toBe(0);
      expect(stdout.split('\n').length).toBeGreaterThan(3);
      expect(stdout).not.toMatch(/undefined|\[object|NaN/);
    },
  );
});

describe('the exit code of audit', () => {
  it.each([
    { args: ['history', 'INC-99'], says: 'There is no ticket INC-99 in this log.' },
    { args: ['ticket', 'INC-1', '--at', '2000-01-01T00:00Z'], says: 'INC-1 did not exist at 2000' },
    { args: ['board', 'NOPE'], says: 'There is no project NOPE in this log.' },
    { args: ['board', 'INC', '--at', 'noon'], says: '"noon" is not an instant' },
    { args: ['board', 'INC', '--at-file', '/nowhere/at.txt'], says: '/nowhere/at.txt cannot be read' },
    { args: ['verify', '--wait', 'long'], says: '--wait long is not a number of seconds' },
    { args: ['board'], says: "missing required argument 'project'" },
    { args: ['paint'], says: "unknown command 'paint'" },
    { args: ['stats', '--jsno'], says: "unknown option '--jsno'" },
  ])('is 2 for $args', async ({ args, says }) => {
    const { code, stdout, stderr } = await real.audit(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });

  it('is 2 when a setting is missing, with a sentence that says which', async () => {
    const { code, stderr } = await audit({}, 'stats');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^EVENTSTORE_URL is not set\. Set it, for example to esdb:/);
    const { EVENTSTORE_URL } = real.environment;
    const without = await audit({ EVENTSTORE_URL }, 'verify');
    expect(without.code).toBe(2);
    expect(without.stderr).toMatch(/^DATABASE_URL is not set\./);
  });

  it('is 3 when a part cannot be reached', async () => {
    const { code, stderr } = await audit({ EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false' }, 'stats');
    expect(code).toBe(3);
    expect(stderr).toMatch(/^The event store did not answer: .*EVENTSTORE_URL/);
    const DATABASE_URL = 'postgresql://nobody@127.0.0.1:1/nothing';
    const verify = await audit({ ...real.environment, DATABASE_URL }, 'verify');
    expect(verify.code).toBe(3);
    expect(verify.stderr).toMatch(/^The database did not answer: .*DATABASE_URL/);
  });

  it('is 4 when the read models were never built', async () => {
    const { code, stderr } = await real.audit('verify', '--wait', '0');
    expect(code).toBe(4);
    expect(stderr).toMatch(/^This database has no read models\./);
  });

  it('is 0 for help, which lists the codes', async () => {
    const { code, stdout } = await real.audit('--help');
    expect(code).toBe(0);
    for (const line of ['0  fine', '1  verify', '2  the command line', '3  the event', '4  verify', '5  ']) {
      expect(stdout).toContain(line);
    }
  });
});
