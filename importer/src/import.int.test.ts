import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Commanded } from '@ticketing/command-api/application.ts';
import { createProject } from '@ticketing/command-api/projects/create-project.ts';
import { registerUser } from '@ticketing/command-api/users/register-user.ts';
import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import {
  companyStream,
  projectKeyStream,
  projectStream,
  rolesStream,
  userStream,
} from '@ticketing/contracts/streams.ts';
import { companyFold } from '@ticketing/domain/company/company.ts';
import { evolveProject, type ProjectState, projectFold } from '@ticketing/domain/project/state.ts';
import { rolesFold } from '@ticketing/domain/roles/roles.ts';
import { evolveTicket } from '@ticketing/domain/ticket/evolve.ts';
import type { TicketState } from '@ticketing/domain/ticket/state.ts';
import { userFold } from '@ticketing/domain/user/user.ts';
import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImportOptions, type ImportResult, runImport } from './run-import.ts';

const samplePath = fileURLToPath(new URL('../samples/incidents.csv', import.meta.url));
const sample = readFileSync(samplePath, 'utf8');

let stores: Awaited<ReturnType<typeof temporaryApplication>>;
let folder: string;
beforeAll(async () => {
  stores = await temporaryApplication();
  folder = await mkdtemp(join(tmpdir(), 'ticketing-import-'));
});
afterAll(async () => {
  await stores.stop();
  await rm(folder, { recursive: true, force: true });
});

const importing = (options: Partial<ImportOptions>, text = sample): Promise<ImportResult> =>
  runImport(stores.app, new TextEncoder().encode(text), { projectKey: 'INC', dryRun: false, ...options });

/** Asks to stop at the so-manyeth time that the import looks whether it should. */
function stoppingAfter(looks: number): () => boolean {
  let left = looks;
  return () => left-- <= 0;
}

async function wholeLog(): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const event of stores.app.eventStore.readAll()) events.push(event);
  return events;
}

type Board = { readonly project: ProjectState; readonly tickets: readonly TicketState[] };

/** A project and its tickets, folded from the log; as of an instant when one is given. */
function boardOf(log: readonly RecordedEvent[], key: string, until = Number.POSITIVE_INFINITY): Board {
  let project: ProjectState | undefined;
  const tickets = new Map<string, TicketState | undefined>();
  const created = log.find((event) => event.type === 'ProjectCreated' && event.data.key === key);
  for (const event of log) {
    if (Date.parse(event.metadata.at) > until) continue;
    if (event.stream === created?.stream) project = evolveProject(project, event);
    if (event.stream.startsWith('ticket-')) {
      tickets.set(event.stream, evolveTicket(tickets.get(event.stream), event));
    }
  }
  if (!project) throw new Error(`there is no project ${key} at that instant`);
  const { id } = project;
  return {
    project,
    tickets: [...tickets.values()].flatMap((ticket) => (ticket?.projectId === id ? ticket : [])),
  };
}

const incidentOf = ({ title }: TicketState) => title.split(' ')[0] ?? '';

/** A reading of the CSV that shares nothing with the importer's. */
const rows = sample
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const cells = line.split(',');
    const [day, month, year, hour, minute] = (cells[13] ?? '').split(/[- :]/);
    return {
      number: cells[0] ?? '',
      state: cells[1],
      caller: cells[7],
      location: cells[15],
      priority: 5 - Number(cells[22]?.[0]),
      group: cells[23],
      resolver: cells[24],
      time: Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`),
    };
  });
const numbers = [...new Set(rows.map(({ number }) => number))];
const firstRow = (number: string) =>
  rows.filter((row) => row.number === number).reduce((first, row) => (row.time < first.time ? row : first));
const lastRow = (number: string, until: number) =>
  rows
    .filter((row) => row.number === number && row.time <= until)
    .reduce<(typeof rows)[number] | undefined>(
      (last, row) => (!last || row.time >= last.time ? row : last),
      undefined,
    );

describe('an import', () => {
  let promised: ImportResult;

  it('writes nothing in a dry run, not even when there is nothing yet', async () => {
    promised = await importing({ dryRun: true });
    expect(promised.incidents).toMatchObject({ opened: 40, refused: [], unfinished: 0 });
    expect(promised.events.TicketOpened).toBe(40);
    expect(await wholeLog()).toEqual([]);
  });

  it('does what the dry run said', async () => {
    const done = await importing({});
    expect(done).toEqual({ ...promised, dryRun: false });
    const log = await wholeLog();
    expect(log).toHaveLength(Object.values(done.events).reduce((sum, count) => sum + count, 0));
    const { project, tickets } = boardOf(log, 'INC');
    expect(project.columns.map(({ name }) => name)).toEqual([
      'New',
      'Active',
      'Awaiting User Info',
      'Awaiting Problem',
      'Awaiting Vendor',
      'Awaiting Evidence',
      'Resolved',
      'Closed',
    ]);
    expect(project.archiveAfterHours).toBeNull();
    expect(tickets.map(({ number }) => number).sort((a, b) => a - b)).toEqual(numbers.map((_, at) => at + 1));
    const inOrder = tickets.toSorted((a, b) => a.number - b.number).map(incidentOf);
    expect(inOrder).toEqual(
      numbers.toSorted((a, b) => firstRow(a).time - firstRow(b).time || (a < b ? -1 : 1)),
    );
  });

  it('appends nothing when it is done again, in a dry run neither', async () => {
    const before = await wholeLog();
    expect((await importing({ dryRun: true })).events).toEqual({});
    const again = await importing({});
    expect(again.incidents).toEqual({ opened: 0, continued: 0, unchanged: 40, refused: [], unfinished: 0 });
    expect(again.events).toEqual({});
    expect(await wholeLog()).toEqual(before);
  });

  it('shows every incident at every instant as its last row at or before it says', async () => {
    const log = await wholeLog();
    const nameOf = async (id: string) => {
      const { state } = await stores.app.aggregates.fresh(userStream(id), userFold);
      return state?.kind === 'registered' ? state.displayName : undefined;
    };
    const names = new Map<string, string | undefined>();
    for (const { stream } of log) {
      const id = stream.replace('user-', '');
      if (stream.startsWith('user-') && !names.has(id)) names.set(id, await nameOf(id));
    }
    const times = rows.map(({ time }) => time);
    const first = Math.min(...times);
    const last = Math.max(...times);
    const spread = Array.from({ length: 200 }, (_, at) => Math.round(first + ((last - first) * at) / 199));
    for (const instant of new Set([first - 1, ...spread, ...times, ...times.map((time) => time - 1)])) {
      const { project, tickets } = boardOf(log, 'INC', instant);
      const shown = tickets.map((ticket) => ({
        number: incidentOf(ticket),
        state: project.columns.find(({ id }) => id === ticket.columnId)?.name,
        group: project.tags.find(({ id }) => id === ticket.tagIds[0])?.name ?? '?',
        resolver: names.get(ticket.assigneeIds[0] ?? '') ?? '?',
        priority: ticket.priority,
        caller: names.get(ticket.reporterId),
        people: ticket.assigneeIds.length + ticket.tagIds.length,
      }));
      const expected = numbers.flatMap((number) => {
        const row = lastRow(number, instant);
        if (!row) return [];
        const { state, group, resolver, priority, caller } = row;
        const people = Number(group !== '?') + Number(resolver !== '?');
        return { number, state, group, resolver, priority, caller, people };
      });
      const byNumber = (a: { number: string }, b: { number: string }) => (a.number < b.number ? -1 : 1);
      expect(shown.sort(byNumber), new Date(instant).toISOString()).toEqual(expected.sort(byNumber));
    }
  });

  it('makes locations companies, and callers employees of every location that they called from', async () => {
    const { project, tickets } = boardOf(await wholeLog(), 'INC');
    const companies = await Promise.all(
      project.companyIds.map(
        async (id) => (await stores.app.aggregates.fresh(companyStream(id), companyFold)).state,
      ),
    );
    expect(companies.map((company) => company?.name).sort()).toEqual(
      [...new Set(rows.map(({ location }) => location))].filter((name) => name !== '?').sort(),
    );
    for (const ticket of tickets) {
      const number = incidentOf(ticket);
      const company = companies.find((one) => one?.id === ticket.companyId);
      expect(company?.name ?? '?').toBe(firstRow(number).location);
      for (const { location } of rows.filter((row) => row.number === number)) {
        if (location === '?') continue;
        expect(companies.find((company) => company?.name === location)?.userIds).toContain(ticket.reporterId);
      }
    }
  });

  it('can be stopped at any moment and run again, and comes to the same as one that was not', async () => {
    let stops = 0;
    for (const looks of [0, 3, 60, 150, 220, 260, 300, 5]) {
      const result = await importing({ projectKey: 'STOP', stopping: stoppingAfter(looks) });
      if (result.stopped) stops += 1;
    }
    expect(stops).toBeGreaterThan(5);
    const half = boardOf(await wholeLog(), 'STOP').tickets.length;
    expect(half).toBeGreaterThan(0);
    const finished = await importing({ projectKey: 'STOP' });
    expect(finished.stopped).toBe(false);
    expect(finished.incidents.continued + finished.incidents.opened).toBeGreaterThan(0);
    const log = await wholeLog();
    const plain = (key: string) => {
      const { project, tickets } = boardOf(log, key);
      const columnName = (id?: string) => project.columns.find((column) => column.id === id)?.name;
      return tickets
        .map(
          ({ id, projectId, key: _, columnId, tagIds, rank, enteredColumnBy, placeBefore, ...ticket }) => ({
            ...ticket,
            column: columnName(columnId),
            columnBefore: columnName(placeBefore?.columnId),
            tags: tagIds.map((tagId) => project.tags.find((tag) => tag.id === tagId)?.name),
            happened: log
              .filter(({ stream }) => stream === `ticket-${id}`)
              .map(({ type, metadata }) => [type, metadata.at, metadata.actorId]),
          }),
        )
        .sort((a, b) => a.number - b.number);
    };
    expect(plain('STOP')).toEqual(plain('INC'));
    expect((await importing({ projectKey: 'STOP' })).events).toEqual({});
  });

  it('leaves the incident of an unreadable row out entirely and takes it in when the file is mended', async () => {
    const lines = sample.split('\n');
    const at = lines.findIndex((line) => line.startsWith('INC0000541')) + 3;
    const damaged = lines.with(at, (lines[at] ?? '').replace('2 - Medium', '2 - Mittel')).join('\n');
    const result = await importing({ projectKey: 'BAD' }, damaged);
    expect(result.refusedRows).toEqual([
      { line: at + 1, incident: 'INC0000541', reasons: [expect.stringContaining(' is "2 - Mittel"')] },
    ]);
    expect(result.leftOut).toEqual(['INC0000541']);
    const imported = boardOf(await wholeLog(), 'BAD').tickets.map(incidentOf);
    expect(imported).toHaveLength(39);
    expect(imported).not.toContain('INC0000541');
    expect((await importing({ projectKey: 'BAD' })).incidents).toMatchObject({ opened: 1, unchanged: 39 });
  });

  it('goes on where an incident has got new rows', async () => {
    const lines = sample.trim().split('\n');
    const last = lines.findLastIndex((line) => line.startsWith('INC0000541'));
    const shorter = lines.toSpliced(last - 2, 3).join('\n');
    expect((await importing({ projectKey: 'NEW' }, shorter)).incidents.opened).toBe(40);
    expect((await importing({ projectKey: 'NEW' })).incidents).toMatchObject({
      opened: 0,
      continued: 1,
      unchanged: 39,
    });
  });
});

describe('the project of an import', () => {
  const asPerson = (commandId: string, actorId: string): Commanded => ({
    commandId,
    command: 'SetUp',
    actorId,
    at: new Date().toISOString(),
    correlationId: commandId,
    causationId: commandId,
    retryable: true,
    authority: 'system',
  });

  it('is given an owner besides the import itself', async () => {
    const account = { username: 'Ana', displayName: 'Ana', email: null, staff: true };
    const { id } = await registerUser(stores.app, asPerson('ana', SYSTEM_ACTOR), account);
    await importing({ projectKey: 'OWNED', owner: 'ana' });
    const { project } = boardOf(await wholeLog(), 'OWNED');
    const { state: roles } = await stores.app.aggregates.fresh(rolesStream(project.id), rolesFold);
    expect([...roles.held].filter(([, role]) => role === 'superadmin').map(([userId]) => userId)).toContain(
      id,
    );
    expect([...roles.held.values()].filter((role) => role === 'admin')).toHaveLength(
      new Set(rows.map(({ resolver }) => resolver).filter((resolver) => resolver !== '?')).size,
    );
  });

  it('may be there already: the columns that it lacks are added and the others stay', async () => {
    const context = asPerson('hand', SYSTEM_ACTOR);
    await createProject(stores.app, context, {
      key: 'HAND',
      name: 'By hand',
      description: '',
      columns: [
        { name: 'Closed', colour: '#0F766E', category: 'done' },
        { name: 'Ideas', colour: '#6B6F76', category: 'todo' },
      ],
    });
    const result = await importing({ projectKey: 'HAND' });
    expect(result).toMatchObject({ projectCreated: false, incidents: { opened: 40, refused: [] } });
    const { project, tickets } = boardOf(await wholeLog(), 'HAND');
    expect(project.name).toBe('By hand');
    expect(project.columns.map(({ name }) => name).slice(0, 4)).toEqual(['Closed', 'Ideas', 'New', 'Active']);
    expect(project.columns).toHaveLength(9);
    expect(new Set(tickets.map(({ columnId }) => columnId))).toEqual(new Set([project.columns[0]?.id]));
    expect(project.archiveAfterHours).toBeNull();
  });
});

describe('npm run import', () => {
  const run = (...args: string[]) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url)), ...args], {
      env: {
        ...process.env,
        EVENTSTORE_URL: stores.eventStoreUrl,
        DATABASE_URL: stores.databaseUrl,
        USERNAME_KEY: stores.app.usernameKey,
      },
    });
    let out = '';
    let errors = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    return { child, ended: once(child, 'close').then(([code]) => ({ code, out, errors })) };
  };
  const file = async (name: string, text: string) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };

  it('ends with 0 when all is in, under whatever name the file goes', async () => {
    const renamed = await file('renamed.csv', sample);
    const { code, out, errors } = await run('incidents', renamed, '--project', 'inc', '--json').ended;
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(JSON.parse(out)).toMatchObject({ projectKey: 'INC', events: {}, incidents: { unchanged: 40 } });
  });

  it('ends with 1 and names line and reason when a row could not be read', async () => {
    const path = await file('bad.csv', sample.replace('29-02-2016 01:23,Phone', 'yesterday,Phone'));
    const { code, out } = await run('incidents', path, '--project', 'INC').ended;
    expect(code).toBe(1);
    expect(out).toContain('line 2 (INC0000045): sys_updated_at is "yesterday"');
    expect(out).toContain('Left out entirely because of them: INC0000045');
  });

  it('ends with 1 and a sentence when the file is no incident log', async () => {
    const { code, errors } = await run('incidents', await file('empty.csv', ''), '--project', 'INC').ended;
    expect({ code, errors }).toEqual({ code: 1, errors: 'The file is empty.\n' });
  });

  it.each([
    [[]],
    [['incidents']],
    [['incidents', samplePath]],
    [['incidents', samplePath, '--project', '1 2']],
    [['incidents', '/there/is/no/such/file.csv', '--project', 'INC']],
    [['incidents', samplePath, '--project', 'INC', '--nonsense']],
  ])('ends with 2 when it is called as %j', async (args) => {
    const { code, errors } = await run(...args).ended;
    expect(code).toBe(2);
    expect(errors).not.toBe('');
  });

  it('says who is meant when the owner is unknown, and writes nothing', async () => {
    const before = await stores.app.eventStore.head();
    const { code, errors } = await run('incidents', samplePath, '--project', 'OWN', '--owner', 'nobody')
      .ended;
    expect({ code, errors }).toEqual({
      code: 1,
      errors: expect.stringContaining('There is no user "nobody"'),
    });
    expect(await stores.app.eventStore.head()).toBe(before);
  });

  it('stops at Ctrl-C after the commands under way, and finishes when it is run again', async () => {
    const { child, ended } = run('incidents', samplePath, '--project', 'CTRL');
    let begun = false;
    while (!begun) {
      for await (const event of stores.app.eventStore.readStream(projectKeyStream('CTRL'))) {
        if (event.type !== 'ProjectKeyReserved') continue;
        const { state } = await stores.app.aggregates.fresh(projectStream(event.data.projectId), projectFold);
        begun = state !== undefined;
      }
      await sleep(2);
    }
    child.kill('SIGINT');
    child.kill('SIGINT');
    const stopped = await ended;
    expect(stopped.code).toBe(130);
    expect(stopped.out).toContain('Run the same command again');
    const again = await run('incidents', samplePath, '--project', 'CTRL').ended;
    expect(again.code).toBe(0);
    expect(boardOf(await wholeLog(), 'CTRL').tickets).toHaveLength(40);
  });
});
