import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { createLog } from '@ticketing/platform/log.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildCommandApi } from '../app.ts';
import { type Person, signedIn } from '../testing/signed-in.ts';

let stores: Awaited<ReturnType<typeof temporaryApplication>>;
let server: FastifyInstance;
let lead: Person;
let outsider: Person;
let keys = 0;
let project: string;
let columns: { todo: string; narrow: string; done: string };

beforeAll(async () => {
  stores = await temporaryApplication();
  server = await buildCommandApi(stores.app, {
    log: createLog('test', 'silent'),
    corsOrigins: [],
    loginPerMinute: 5,
  });
  lead = await signedIn(stores.app, server, 'lead', { staff: true });
  outsider = await signedIn(stores.app, server, 'outsider', { staff: true });
});
afterAll(async () => {
  await server?.close();
  await stores?.stop();
});

const called = async (method: string, path: string, body?: object, headers?: Record<string, string>) => {
  const reply = await lead.call(method, path, body, headers);
  return reply.status < 300 ? String(reply.body.id) : `${reply.status} ${reply.body.code}`;
};
const column = (name: string, category: string) =>
  called('POST', `/projects/${project}/columns`, { name, category });
const open = (columnId: string, more: object = {}, headers?: Record<string, string>) =>
  called('POST', '/tickets', { projectId: project, title: 'Printer', columnId, ...more }, headers);
const move = (id: string, columnId: string, headers?: Record<string, string>) =>
  called('POST', `/tickets/${id}/move`, { columnId }, headers);
const changeProject = (body: object) => called('PATCH', `/projects/${project}`, body);
const limit = (maximum: number | null) =>
  called('PATCH', `/projects/${project}/columns/${columns.narrow}`, { maximum });

beforeEach(async () => {
  project = await called('POST', '/projects', { key: `RULE${++keys}`, name: 'Rules' });
  columns = {
    todo: await column('Waiting', 'todo'),
    narrow: await column('Narrow', 'in_progress'),
    done: await column('Finished', 'done'),
  };
});

describe('a limit that the project enforces', () => {
  it('holds for a move and an opening, and not before it is enforced', async () => {
    await limit(1);
    const [one, two] = [await open(columns.narrow), await open(columns.narrow)];
    await changeProject({ limitsEnforced: true });
    const three = await open(columns.todo);
    expect(await move(three, columns.narrow)).toBe('409 column_full');
    expect(await open(columns.narrow)).toBe('409 column_full');
    // One over the limit is moved inside its column, and out of it.
    expect(await move(one, columns.narrow)).toBe(one);
    expect(await move(one, columns.todo)).toBe(one);
    expect(await move(three, columns.narrow)).toBe('409 column_full');
    expect(await called('POST', `/tickets/${two}/archive`)).toBe(two);
    expect(await move(three, columns.narrow)).toBe(three);
  });

  it('is filled to the brim by many moves at once, in a bulk or one by one', async () => {
    await limit(3);
    await changeProject({ limitsEnforced: true });
    const ids = await Promise.all(Array.from({ length: 8 }, () => open(columns.todo)));
    const bulk = await lead.call('POST', '/tickets/bulk', {
      ticketIds: ids,
      change: { type: 'move', columnId: columns.narrow },
    });
    const results = bulk.body.results as { ok: boolean; code?: string }[];
    expect(results.filter(({ ok }) => ok)).toHaveLength(3);
    expect(new Set(results.filter(({ ok }) => !ok).map(({ code }) => code))).toEqual(
      new Set(['column_full']),
    );
    await limit(5);
    const answers = await Promise.all(ids.map((id) => move(id, columns.narrow)));
    // Three are there already and stay.
    expect(answers.filter((answer) => answer === '409 column_full')).toHaveLength(3);
  });

  it('answers a move that was done before the same, although the column is full by now', async () => {
    await limit(1);
    await changeProject({ limitsEnforced: true });
    const id = await open(columns.todo);
    const key = { 'idempotency-key': `move-${project}` };
    expect(await move(id, columns.narrow, key)).toBe(id);
    expect(await move(id, columns.narrow, key)).toBe(id);
    const opening = { 'idempotency-key': `open-${project}` };
    await limit(2);
    const opened = await open(columns.narrow, {}, opening);
    expect(await open(columns.narrow, {}, opening)).toBe(opened);
    expect(await open(columns.narrow)).toBe('409 column_full');
  });
});

describe('the rules of a board', () => {
  it('are refused by their codes', async () => {
    const id = await open(columns.todo);
    const path = `/projects/${project}/columns/${columns.todo}`;
    await called('PATCH', path, { leadsTo: [columns.narrow] });
    expect(await move(id, columns.done)).toBe('409 transition_not_allowed');
    await called('PATCH', path, { leadsTo: null });
    await changeProject({ dueDateBeforeDone: true });
    expect(await move(id, columns.done)).toBe('422 due_date_required');
    await called('PATCH', `/tickets/${id}`, { dueDate: '2026-12-01' });
    expect(await move(id, columns.done)).toBe(id);
    expect(await called('PATCH', `/tickets/${id}`, { dueDate: null })).toBe('422 due_date_required');
    expect(await called('PATCH', path, { minimum: 3, maximum: 2 })).toBe('422 limits_inverted');
    expect(await called('PATCH', path, { maximum: -1 })).toBe('400 validation_failed');
    expect(await called('PATCH', path, { name: 'FINISHED' })).toBe('409 column_name_taken');
  });

  it('name as lead only who has a role in the project', async () => {
    expect(await changeProject({ leadId: outsider.id })).toBe('422 lead_without_role');
    expect(await changeProject({ leadId: lead.id })).toBe(project);
    expect(await changeProject({ leadId: null })).toBe(project);
  });
});

describe('a column that is removed', () => {
  it('needs another for its tickets, and is gone for who would move there', async () => {
    const path = `/projects/${project}/columns/${columns.narrow}`;
    expect(await called('DELETE', path, {})).toBe('400 validation_failed');
    expect(await called('DELETE', path, { ticketsTo: columns.narrow })).toBe('422 unknown_column');
    const id = await open(columns.narrow);
    expect(await called('DELETE', path, { ticketsTo: columns.done })).toBe(columns.narrow);
    expect(await called('DELETE', path, { ticketsTo: columns.done })).toBe(columns.narrow);
    expect(await move(id, columns.narrow)).toBe('422 unknown_column');
    expect(await move(id, columns.todo)).toBe(id);
  });
});

describe('a project that is put away', () => {
  it('refuses what changes it, its people or its tickets, until it is brought back', async () => {
    const id = await open(columns.todo);
    expect(await called('POST', `/projects/${project}/archive`)).toBe(project);
    expect(await called('POST', `/projects/${project}/archive`)).toBe(project);
    const refusals = [
      await changeProject({ name: 'Other' }),
      await column('More', 'todo'),
      await called('PUT', `/projects/${project}/roles/${outsider.id}`, { role: 'user' }),
      await open(columns.todo),
      await move(id, columns.done),
      await called('PATCH', `/tickets/${id}`, { title: 'Other' }),
      await called('POST', `/tickets/${id}/comments`, { body: 'Words' }),
      await called('POST', `/tickets/${id}/archive`),
    ];
    expect(new Set(refusals)).toEqual(new Set(['409 project_archived']));
    expect(await called('POST', `/projects/${project}/restore`)).toBe(project);
    expect(await move(id, columns.done)).toBe(id);
  });
});
