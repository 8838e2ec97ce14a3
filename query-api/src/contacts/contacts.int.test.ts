import { companyStream, contactStream, projectStream } from '@ticketing/contracts/streams.ts';
import type { CompanyView, ContactView } from '@ticketing/contracts/views.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';
import { twoCompanies, type World } from '../testing/two-companies.ts';

let world: World;
let api: RunningQueryApi;

beforeAll(async () => {
  world = await twoCompanies();
  api = await runningQueryApi(world.models);
});
afterAll(async () => {
  await api?.app.close();
  await world?.models.stop();
});

const card = { email: null, phone: null, title: '', department: '', notes: '' };
async function add(name: string, more: object = {}): Promise<string> {
  const id = newId();
  const data = { projectId: world.ids.ops, name, ...card, ...more };
  await world.happen(contactStream(id), { type: 'ContactAdded', data });
  return id;
}

async function list(query = '', userId = world.ids.root) {
  const { status, body } = await api.get(userId, `/api/projects/${world.ids.ops}/contacts${query}`);
  return { status, ...(body as { items: ContactView[]; nextCursor: string | null }) }; // what the endpoint declares
}
const names = async (query: string) => (await list(query)).items.map(({ name }) => name);

test('contacts are listed by name, found by words and by tag, page by page', async () => {
  const tag = newId();
  await world.happen(projectStream(world.ids.ops), {
    type: 'TagAdded',
    data: { tagId: tag, name: 'suppliers', colour: '#112233' },
  });
  const ana = await add('ana', { email: 'ana@maker.example', title: 'Owner' });
  await add('Beka', { department: '100% maker' });
  await add('Cotne');
  await world.happen(contactStream(ana), {
    type: 'ContactLinkedToTag',
    data: { tagId: tag, role: 'sells printers' },
  });

  expect(await names('')).toEqual(['ana', 'Beka', 'Cotne']);
  expect(await names('?q=MAKER')).toEqual(['ana', 'Beka']);
  expect(await names('?q=0%25')).toEqual(['Beka']);
  expect(await names(`?tagId=${tag}`)).toEqual(['ana']);
  const first = await list('?limit=2');
  expect(first.items.map(({ name }) => name)).toEqual(['ana', 'Beka']);
  expect(await names(`?limit=2&cursor=${first.nextCursor}`)).toEqual(['Cotne']);
  expect(first.items[0]).toMatchObject({
    id: ana,
    tags: [{ tagId: tag, role: 'sells printers' }],
    revision: '1',
  });

  await world.happen(projectStream(world.ids.ops), { type: 'TagRemoved', data: { tagId: tag } });
  expect((await list()).items[0]?.tags).toEqual([]);
  expect(await names(`?tagId=${tag}`)).toEqual([]);

  await world.happen(contactStream(ana), { type: 'ContactRemoved', data: {} });
  expect(await names('')).toEqual(['Beka', 'Cotne']);
  expect((await api.get(world.ids.root, `/api/contacts/${ana}`)).status).toBe(404);
  const kept = await world.models.pool.query(`select 1 from read_model.contacts where email is not null`);
  expect(kept.rowCount).toBe(0);
});

test('a contact is there for those who see all of its project, and for nobody else', async () => {
  const id = await add('Dato');
  const path = `/api/contacts/${id}`;
  const { ids } = world;
  for (const userId of [ids.root, ids.boss, ids.manager]) {
    expect((await api.get(userId, path)).body).toMatchObject({ id, name: 'Dato', projectId: ids.ops });
  }
  for (const userId of [ids.anna, ids.ben, ids.outsider]) {
    expect((await api.get(userId, path)).status).toBe(404);
    expect((await list('', userId)).status).toBe(404);
  }
});

test('a company tells how it is reached, and nothing before somebody has said so', async () => {
  const path = `/api/companies/${world.ids.alpha}`;
  const company = async () => (await api.get(world.ids.anna, path)).body as CompanyView; // what the endpoint declares
  expect(await company()).toMatchObject({ contactEmail: null, phone: null });
  await world.happen(contactStream(world.ids.alpha), {
    type: 'CompanyContactChanged',
    data: { email: 'office@alpha.example', phone: '+995 32' },
  });
  await world.happen(companyStream(world.ids.alpha), {
    type: 'CompanyDetailsChanged',
    data: { name: 'Alpha', description: '' },
  });
  expect(await company()).toMatchObject({ contactEmail: 'office@alpha.example', phone: '+995 32' });
  expect((await api.get(world.ids.root, `/api/contacts/${world.ids.alpha}`)).status).toBe(404);
});
