import { projectStream, userStream } from '@ticketing/contracts/streams.ts';
import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createLog } from '@ticketing/platform/log.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandApi } from '../app.ts';
import type { Application } from '../application.ts';
import { type Person, signedIn } from '../testing/signed-in.ts';
import { systemCommand } from '../users/found-superuser.ts';

let stores: Awaited<ReturnType<typeof temporaryApplication>>;
let app: Application;
let server: FastifyInstance;
let owner: Person;
let lead: Person;
let agent: Person;
let client: Person;
let projectId: string;

beforeAll(async () => {
  stores = await temporaryApplication();
  app = stores.app;
  server = await buildCommandApi(app, {
    log: createLog('test', 'silent'),
    corsOrigins: [],
    loginPerMinute: 5,
  });
  owner = await signedIn(app, server, 'owner', { staff: true });
  lead = await signedIn(app, server, 'lead', { staff: true });
  agent = await signedIn(app, server, 'agent', { staff: true });
  client = await signedIn(app, server, 'client');
  projectId = String((await owner.call('POST', '/projects', { key: 'ops', name: 'Operations' })).body.id);
  for (const person of [lead, agent, client]) {
    await owner.call('PUT', `/projects/${projectId}/roles/${person.id}`, { role: 'user' });
  }
  await app.aggregates.append(
    projectStream(projectId),
    systemCommand('ChangeProject'),
    { type: 'ProjectLeadChanged', data: { userId: lead.id } },
    'any',
  );
});

afterAll(async () => {
  await server?.close();
  await stores?.stop();
});

async function happened(stream: string, type: string) {
  const events = [];
  for await (const event of app.eventStore.readStream(stream)) {
    if (event.type === type) events.push(event.data);
  }
  return events;
}

const hours = { 1: null, 2: 24, 3: 8, 4: 0.5 };
const targets = { firstResponseHours: hours, resolutionHours: hours };

describe('service targets', () => {
  it('are set by a superadmin, once for the same command and not again for the same hours', async () => {
    const path = `/projects/${projectId}/service-targets`;
    const key = { 'idempotency-key': newId() };
    const first = await owner.call('PUT', path, targets, key);
    expect(first).toMatchObject({ status: 200, body: { id: projectId } });
    expect((await owner.call('PUT', path, targets, key)).body).toEqual(first.body);
    expect((await owner.call('PUT', path, targets)).status).toBe(200);
    expect(await happened(projectStream(projectId), 'ServiceTargetsChanged')).toEqual([targets]);
    expect(await agent.call('PUT', path, targets)).toMatchObject({ status: 403 });
  });

  it.each([
    ['no hours for a priority', { ...targets, resolutionHours: { 1: 1, 2: 1, 3: 1 } }, 'resolutionHours.4'],
    ['no time at all', { ...targets, resolutionHours: { ...hours, 4: 0 } }, 'resolutionHours.4'],
    ['more than a year', { ...targets, firstResponseHours: { ...hours, 1: 8761 } }, 'firstResponseHours.1'],
    ['words', { ...targets, firstResponseHours: { ...hours, 1: 'soon' } }, 'firstResponseHours.1'],
  ])('refuse %s and name the field', async (_, body, path) => {
    const answer = await owner.call('PUT', `/projects/${projectId}/service-targets`, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed', errors: [{ path }] } });
  });
});

describe('scoring', () => {
  const rating = { metric: 'average_rating', weight: 10, poor: 2, good: 5 };

  it('is set by a superadmin', async () => {
    const path = `/projects/${projectId}/scoring`;
    expect(await owner.call('PUT', path, { metrics: [rating] })).toMatchObject({ status: 200 });
    expect(await happened(projectStream(projectId), 'ScoringChanged')).toEqual([{ metrics: [rating] }]);
    expect(await lead.call('PUT', path, { metrics: [] })).toMatchObject({ status: 403 });
  });

  it.each([
    ['a metric twice', [rating, rating], 'metrics.1.metric'],
    ['an unknown metric', [{ ...rating, metric: 'charm' }], 'metrics.0.metric'],
    ['thresholds that are the same', [{ ...rating, poor: 5 }], 'metrics.0.good'],
    [
      'slow as good',
      [{ metric: 'average_resolution_hours', weight: 1, poor: 8, good: 72 }],
      'metrics.0.good',
    ],
    ['six stars', [{ ...rating, good: 6 }], 'metrics.0.good'],
    ['less than nothing', [{ ...rating, poor: -1 }], 'metrics.0.poor'],
    ['weights that are all nothing', [{ ...rating, weight: 0 }], 'metrics'],
  ])('refuses %s and names the field', async (_, metrics, path) => {
    const answer = await owner.call('PUT', `/projects/${projectId}/scoring`, { metrics });
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed', errors: [{ path }] } });
  });
});

describe('a review of staff', () => {
  const about = (userId: string, more: object = {}) => ({
    userId,
    from: '2026-01-01',
    to: '2026-03-31',
    stars: 4,
    words: 'Patient',
    ...more,
  });
  const path = () => `/projects/${projectId}/reviews`;

  it('is written by the lead and by a superadmin, once for a command however often it is sent', async () => {
    const key = { 'idempotency-key': newId() };
    const first = await lead.call('POST', path(), about(agent.id), key);
    expect(first.status).toBe(201);
    expect((await lead.call('POST', path(), about(agent.id), key)).body).toEqual(first.body);
    expect((await owner.call('POST', path(), about(lead.id))).status).toBe(201);
    expect(await happened(projectStream(projectId), 'StaffReviewed')).toEqual([
      { ...about(agent.id), reviewId: first.body.id },
      { ...about(lead.id), reviewId: expect.any(String) },
    ]);
  });

  it('is written by nobody else, and by nobody of themselves', async () => {
    expect(await agent.call('POST', path(), about(lead.id))).toMatchObject({ status: 403 });
    const own = await lead.call('POST', path(), about(lead.id));
    expect(own).toMatchObject({ status: 422, body: { code: 'review_of_oneself' } });
  });

  it('is of staff with a role in the project', async () => {
    for (const userId of [client.id, newId()]) {
      const answer = await owner.call('POST', path(), about(userId));
      expect(answer).toMatchObject({ status: 422, body: { code: 'unknown_user' } });
    }
  });

  it('is of days in their order, with one to five stars', async () => {
    for (const [more, field] of [
      [{ to: '2025-12-31' }, 'to'],
      [{ stars: 0 }, 'stars'],
      [{ from: '1 January' }, 'from'],
    ] as const) {
      const answer = await lead.call('POST', path(), about(agent.id, more));
      expect(answer).toMatchObject({
        status: 400,
        body: { errors: expect.arrayContaining([expect.objectContaining({ path: field })]) },
      });
    }
  });
});

describe('a dashboard', () => {
  it('is arranged by whom it belongs to', async () => {
    const widgets = [{ widget: 'pipeline' }, { widget: 'newest', shown: false }];
    expect(await agent.call('PUT', '/me/dashboard', { widgets })).toMatchObject({
      status: 200,
      body: { id: agent.id },
    });
    expect((await agent.call('PUT', '/me/dashboard', { widgets })).status).toBe(200);
    expect(await happened(userStream(agent.id), 'DashboardArranged')).toEqual([
      {
        widgets: [
          { widget: 'pipeline', shown: true },
          { widget: 'newest', shown: false },
        ],
      },
    ]);
  });

  it('has no widgets that are not there, and none twice', async () => {
    const unknown = await agent.call('PUT', '/me/dashboard', { widgets: [{ widget: 'horoscope' }] });
    expect(unknown).toMatchObject({ status: 400, body: { errors: [{ path: 'widgets.0.widget' }] } });
    const twice = [{ widget: 'newest' }, { widget: 'newest' }];
    const answer = await agent.call('PUT', '/me/dashboard', { widgets: twice });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'widgets.1.widget' }] } });
  });
});
