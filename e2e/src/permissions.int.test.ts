import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { auditedLog } from '@ticketing/audit-replay/event-log.ts';
import { verify } from '@ticketing/audit-replay/verify/verify.ts';
import { endpoints } from '@ticketing/contracts/endpoints/all.ts';
import { AFTER_POSITION, type Endpoint } from '@ticketing/contracts/endpoints/endpoint.ts';
import { errorCodes } from '@ticketing/contracts/errors.ts';
import { channelKinds } from '@ticketing/contracts/live.ts';
import { startEventNode } from '@ticketing/embedded/event-node/start-event-node.ts';
import { type Services, startServices } from '@ticketing/embedded/services.ts';
import { readStackSettings } from '@ticketing/embedded/stack-settings.ts';
import { freePort } from '@ticketing/embedded/testing/free-port.ts';
import { temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { thumbnailOf } from '@ticketing/platform/blob-store/blob-store.ts';
import { openBlobStore } from '@ticketing/platform/blob-store/open-blob-store.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listenToChannels } from './channel-listener.ts';
import { type Case, cases } from './permissions/cases.ts';
import { publicCases } from './permissions/people-cases.ts';
import { rightsOf, type Verdict } from './permissions/rights.ts';
import {
  type Caller,
  mayCallAtAll,
  permissionWorld,
  uploadedContent,
  type World,
} from './permissions/world.ts';

/**
 * Every endpoint and every kind of channel, tried by every kind of person on what is theirs and what is not, on the
 * running system. What must come of it is computed from the design's table as it was written down by hand.
 */
let url: string;
let services: Services;
let world: World;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const postgres = await temporaryPostgres();
  stops.push(() => postgres.stop());
  const node = await startEventNode({ host: '127.0.0.1', port: 0, databaseUrl: postgres.url });
  stops.push(() => node.close());
  const parts = {
    databaseUrl: postgres.url,
    eventStoreUrl: `esdb://127.0.0.1:${node.port}?tls=false`,
    secrets: {
      jwtSecret: 'a secret that only this test run knows, 32+',
      usernameKey: 'a key that only this test run knows, 32 bytes+',
    },
    died: new Promise<never>(() => {}),
    stop: async () => {},
  };
  const folder = await mkdtemp(join(tmpdir(), 'ticketing-test-permissions-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const settings = readStackSettings({
    API_PORT: String(await freePort()),
    DATA_DIR: folder,
    LOG_LEVEL: 'fatal',
    ANONYMOUS_RATE_PER_MINUTE: '1000000',
    USER_RATE_PER_MINUTE: '1000000',
    PASSWORD_RESETS_PER_HOUR: '100000',
  });
  const blobs = await openBlobStore({ kind: 'folder', folder: join(folder, 'files') });
  for (const nameOf of [(digest: string) => digest, thumbnailOf]) {
    const received = await blobs.receive(Readable.from([Buffer.from(uploadedContent)]));
    await received.keep(nameOf(received.digest));
  }
  services = await startServices(parts, settings, () => true);
  stops.push(() => services.stop());
  url = `http://127.0.0.1:${services.apiPort}`;
  world = await permissionWorld(services.application);
});

afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

type Reply = { readonly status: number; readonly body: Record<string, unknown> };

async function call(endpoint: Endpoint, caller: Caller, one: Partial<Case>): Promise<Reply> {
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => one.params?.[name] ?? `no ${name}`);
  const upload = endpoint.carries === 'upload' ? asFile(String(one.body)) : undefined;
  const response = await fetch(`${url}${path}${one.query ?? ''}`, {
    method: endpoint.method,
    headers: {
      ...(caller.access ? { authorization: `Bearer ${caller.access}` } : {}),
      ...(endpoint.method === 'GET' ? { [AFTER_POSITION]: String(world.position) } : {}),
      ...(one.body === undefined || upload ? {} : { 'content-type': 'application/json' }),
    },
    body: upload ?? (one.body === undefined ? null : JSON.stringify(one.body)),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  // All answers but downloads are objects.
  return { status: response.status, body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

function asFile(content: string): FormData {
  const form = new FormData();
  form.append('file', new Blob([content]), 'words.txt');
  return form;
}

/** What does not answer as it must, in words. */
function differences(
  endpoint: Endpoint,
  caller: Caller,
  one: Case,
  expected: Verdict,
  reply: Reply,
): string[] {
  const status = expected === 'done' ? endpoint.status : errorCodes[expected].status;
  const code = expected === 'done' ? undefined : expected;
  if (expected === 'done' && reply.status === status)
    return one.each ? differing(endpoint, caller, one, reply) : [];
  if (reply.status === status && reply.body.code === code) return [];
  const was = `${reply.status} ${reply.body.code ?? ''}`.trim();
  return [
    `${endpoint.name}: ${caller.name} on “${one.relation}” got ${was} instead of ${status} ${expected}`,
  ];
}

const Results = z.object({ results: z.array(z.object({ ok: z.boolean(), code: z.string().optional() })) });

function differing(endpoint: Endpoint, caller: Caller, one: Case, reply: Reply): string[] {
  const was = Results.parse(reply.body).results.map(({ ok, code }) => (ok ? 'done' : code));
  const each = one.each ?? [];
  if (was.join() === each.join()) return [];
  return [`${endpoint.name}: ${caller.name} on “${one.relation}” got ${was} instead of ${each}`];
}

const situationOf = (caller: Caller) => ({
  world,
  caller,
  rights: rightsOf(world, caller),
  tickets: world.tickets.get(caller.name) ?? [],
});

/** Endpoints that answered as they do when all is well. */
const carriedOut = new Set<string>();
/** Commands that nobody here may carry out, and the test in which somebody does. */
const carriedOutElsewhere: Readonly<Record<string, string>> = {
  changePassword: 'command-api/src/commands.int.test.ts',
  moveTicketBack: 'command-api/src/tickets/change-many-tickets.int.test.ts',
  replayParkedStream: 'command-api/src/operations/replay-parked-stream.int.test.ts',
  retryMail: 'command-api/src/mails/retry-mail.int.test.ts',
  reviewStaff: 'domain/src/project/policies.test.ts',
};

describe('the table of rights', () => {
  const withToken = endpoints.filter(({ access }) => access !== 'public');

  it('is tried on every endpoint that there is', () => {
    const untried = withToken.filter(({ name }) => !Object.hasOwn(cases, name)).map(({ name }) => name);
    expect(untried, 'write down what is to be tried on these in permissions/cases.ts').toEqual([]);
  });

  it('is what every endpoint answers by, to everybody, about everything', async () => {
    const wrong: string[] = [];
    const tried = new Map<Verdict, number>();
    await Promise.all(
      world.callers.map(async (caller) => {
        const situation = situationOf(caller);
        // In the order of the cases: a ticket is archived when everything else was tried on it.
        for (const [name, casesOf] of Object.entries(cases)) {
          const endpoint = withToken.find((one) => one.name === name);
          if (!endpoint) continue;
          for (const one of casesOf(situation)) {
            const expected = mayCallAtAll(caller) ? one.expected : 'unauthenticated';
            const reply = await call(endpoint, caller, one);
            if (reply.status === endpoint.status) carriedOut.add(name);
            wrong.push(...differences(endpoint, caller, one, expected, reply));
            for (const verdict of (mayCallAtAll(caller) && one.each) || [expected]) {
              tried.set(verdict, (tried.get(verdict) ?? 0) + 1);
            }
          }
        }
      }),
    );
    const combinations = [...tried.values()].reduce((sum, count) => sum + count, 0);
    console.log(`${combinations} combinations of endpoint, person and relation:`, Object.fromEntries(tried));
    expect(wrong).toEqual([]);
    // Enough of each kind of answer was there to be told from the others.
    expect(tried.get('done')).toBeGreaterThan(400);
    expect(tried.get('forbidden')).toBeGreaterThan(200);
    expect(tried.get('not_found')).toBeGreaterThan(400);
  }, 400_000);

  it('was tried with every command carried out at least once, but for those of another test', () => {
    const never = withToken
      .filter(({ method, name }) => method !== 'GET' && !carriedOut.has(name))
      .map(({ name }) => name);
    expect(
      never.filter((name) => !Object.hasOwn(carriedOutElsewhere, name)),
      'give somebody a case in which the command is done',
    ).toEqual([]);
  });

  it('is what every list is filtered by, and leaves nothing out', async () => {
    const [listTickets, listProjects, listCompanies, listUsers, listRooms, getBoard, search] = (
      [
        'listTickets',
        'listProjects',
        'listCompanies',
        'listUsers',
        'listRooms',
        'getBoard',
        'search',
      ] as const
    ).map((name) => {
      const found = endpoints.find((one) => one.name === name);
      if (!found) throw new Error(`There is no endpoint ${name}.`);
      return found;
    }) as [Endpoint, Endpoint, Endpoint, Endpoint, Endpoint, Endpoint, Endpoint]; // one for each name
    const everyTicket = [...new Set([...world.tickets.values()].flat())];
    const wrong: string[] = [];
    let compared = 0;
    for (const caller of world.callers.filter(mayCallAtAll)) {
      const rights = rightsOf(world, caller);
      const compare = (what: string, id: string, may: boolean, shown: ReadonlySet<string>) => {
        compared += 1;
        if (shown.has(id) !== may) wrong.push(`${caller.name}: ${what} is ${may ? 'missing' : 'shown'}`);
      };
      const tickets = await idsIn(listTickets, caller, 'archived=any&');
      for (const ticket of everyTicket) {
        compare(`the ticket “${ticket.relation}” in the list`, ticket.id, rights.seesTicket(ticket), tickets);
      }
      // Every key begins with one of these.
      const found = await Promise.all(
        ['ops', 'lab'].map((key) => idsIn(search, caller, `q=${key}&kinds=ticket&`, 50)),
      );
      const hits = new Set(found.flatMap((ids) => [...ids]));
      const comments = await idsIn(search, caller, 'q=words&kinds=comment&', 50);
      for (const ticket of everyTicket) {
        const sees = rights.seesTicket(ticket);
        compare(`the ticket “${ticket.relation}” in the search`, ticket.id, sees, hits);
        // Some were removed by those who may, so what may be seen need not be there any more.
        const { others, internal } = ticket.comments;
        if (!sees) compare(`a comment on “${ticket.relation}” in the search`, others, false, comments);
        if (sees && rights.readsNotes(ticket.project)) continue;
        compare(`a note on “${ticket.relation}” in the search`, internal, false, comments);
      }
      const projects = await idsIn(listProjects, caller);
      for (const project of [world.here, world.elsewhere]) {
        compare('a project', project.id, rights.seesProject(project), projects);
        if (!rights.seesProject(project)) continue;
        const { body } = await call(getBoard, caller, { params: { id: project.id } });
        const Cards = z.object({ columns: z.array(z.object({ tickets: z.array(WithId) })) });
        const cards = new Set(
          Cards.parse(body).columns.flatMap((column) => column.tickets.map(({ id }) => id)),
        );
        for (const ticket of everyTicket.filter((one) => one.project === project)) {
          compare(`the card “${ticket.relation}” on the board`, ticket.id, rights.seesTicket(ticket), cards);
        }
      }
      const rooms = await idsIn(listRooms, caller);
      for (const room of world.chat.groups.get(caller.name) ?? []) {
        compare(`the ${room.relation}`, room.id, room.staysIn && rights.meets(room.companyId), rooms);
      }
      const companies = await idsIn(listCompanies, caller);
      for (const [name, id] of Object.entries(world.companies)) {
        compare(`the company ${name}`, id, rights.seesCompany(id), companies);
      }
      const people = await idsIn(listUsers, caller);
      for (const who of ['hermit', 'employee of Alpha', 'employee of Gamma'] as const) {
        compare(`the person “${who}”`, world.extras[who], rights.seesPerson(who) === 'done', people);
      }
    }
    console.log(`${compared} things looked for in lists and on boards`);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(1_000);
  });

  it('asks nobody for a token who signs in, goes on, signs out or forgot a password, and believes no wrong password, link or refresh token', async () => {
    const publicOnes = endpoints.filter(({ access }) => access === 'public').map(({ name }) => name);
    const tried = ['login', 'logout', 'refresh'] as const;
    expect(publicOnes.toSorted()).toEqual([...tried, ...Object.keys(publicCases)].toSorted());
    const [login, logout, refresh] = tried.map((name) => endpoints.find((one) => one.name === name)) as [
      Endpoint,
      Endpoint,
      Endpoint,
    ]; // as listed above
    const wrong: string[] = [];
    for (const caller of world.callers) {
      const unknown = await call(login, caller, { body: { username: caller.name, password: 'wrong' } });
      expect(unknown, caller.name).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
      const used = await call(refresh, caller, { body: { refresh: 'no such token' } });
      expect(used, caller.name).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
      expect((await call(logout, caller, { body: { refresh: 'no such token' } })).status, caller.name).toBe(
        200,
      );
      for (const [name, cases] of Object.entries(publicCases)) {
        const endpoint = endpoints.find((one) => one.name === name);
        if (!endpoint) throw new Error(`There is no endpoint ${name}.`);
        for (const one of cases) {
          wrong.push(...differences(endpoint, caller, one, one.expected, await call(endpoint, caller, one)));
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is what every kind of channel is opened by', async () => {
    const wrong: string[] = [];
    let tried = 0;
    await Promise.all(
      world.callers.map(async (caller) => {
        const { rights, tickets } = situationOf(caller);
        const channels: Record<(typeof channelKinds)[number], [string, string, boolean][]> = {
          project: [world.here, world.elsewhere].map((project) => [
            'project',
            project.id,
            rights.seesProject(project),
          ]),
          ticket: tickets.map((ticket) => [ticket.relation, ticket.id, rights.seesTicket(ticket)]),
          room: [
            ...tickets.map((ticket): [string, string, boolean] => [
              `room of the ticket “${ticket.relation}”`,
              ticket.id,
              rights.seesTicket(ticket),
            ]),
            ...(world.chat.groups.get(caller.name) ?? []).map((room): [string, string, boolean] => [
              room.relation,
              room.id,
              room.staysIn && rights.meets(room.companyId),
            ]),
          ],
          me: world.callers.map((other) => [other.name, other.id, other.id === caller.id]),
        };
        const all = channelKinds.flatMap((kind) =>
          channels[kind].map(([relation, id, sees]) => [kind, relation, id, sees] as const),
        );
        const listening = listenToChannels({ apiUrl: url }, { access: caller.access ?? '' });
        if (!mayCallAtAll(caller)) {
          tried += all.length;
          await expect(listening, caller.name).rejects.toThrow('4401');
          return;
        }
        const listener = await listening;
        for (const [kind, relation, id, sees] of all) {
          tried += 1;
          const answer = await listener.subscribe(`${kind}:${id}`);
          if ((answer === 'subscribed') !== sees) {
            wrong.push(`${kind} channel: ${caller.name} on “${relation}” was ${answer}`);
          }
          // On one's own channel there is nobody to meet.
          const shown = await listener.present(`${kind}:${id}`);
          if ((shown === 'present') !== (sees && kind !== 'me')) {
            wrong.push(`${kind} channel: ${caller.name}, to be shown on “${relation}”, was ${shown}`);
          }
          listener.leave(`${kind}:${id}`);
        }
        listener.close();
      }),
    );
    console.log(`${tried} combinations of channel, person and relation`);
    expect(wrong).toEqual([]);
  });
});

describe('after everybody tried everything', () => {
  it('every row of every read model is what the log says', async () => {
    const { eventStore, pool } = services.application;
    const differences: unknown[] = [];
    const report = await verify(auditedLog(eventStore), pool, {
      waiting: { atMost: 60_000 },
      onDifference: (difference) => {
        differences.push(difference);
      },
    });
    const rows = report.readModels.map(({ name, rows }) => [
      name,
      Object.values(rows).reduce((sum, count) => sum + count, 0),
    ]);
    console.log(`${report.events} events, verified rows:`, Object.fromEntries(rows));
    expect(differences.slice(0, 10)).toEqual([]);
    expect(report.notCompared).toEqual([]);
    expect(report.ok).toBe(true);
  }, 400_000);
});

const WithId = z.object({ id: z.string() });

/** The ids on every page of a list. */
async function idsIn(
  endpoint: Endpoint,
  caller: Caller,
  filter = '',
  limit = 200,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  let cursor: string | null = null;
  do {
    const query: string = `?${filter}limit=${limit}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
    const { body } = await call(endpoint, caller, { query });
    const page = z.object({ items: z.array(WithId), nextCursor: z.string().nullable() }).parse(body);
    for (const { id } of page.items) ids.add(id);
    cursor = page.nextCursor;
  } while (cursor);
  return ids;
}
