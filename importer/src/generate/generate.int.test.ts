import { temporaryApplication } from '@ticketing/embedded/testing/temporary-application.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { startEngine } from '@ticketing/projectors/engine/engine.ts';
import { readModels } from '@ticketing/projectors/read-models/all.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createChance } from './chance.ts';
import { type Generated, generate } from './generate.ts';
import { ticketLife } from './ticket-life.ts';

const size = {
  tickets: 300,
  seed: 7,
  projects: 3,
  companies: 5,
  people: 20,
  until: Date.parse('2026-06-01T00:00:00Z'),
};
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let real: Awaited<ReturnType<typeof temporaryApplication>>;
let made: Generated;

beforeAll(async () => {
  real = await temporaryApplication();
  made = await generate(real.app, size);
}, 120_000);
afterAll(() => real?.stop());

test('what is generated is read by every read model, and none of it is parked', async () => {
  const { app } = real;
  const engine = await startEngine({
    eventLog: app.eventStore,
    pool: app.pool,
    bus: createInMemoryBus(),
    projections: readModels,
    log: silent,
    metrics: createMetrics(),
  });
  try {
    const head = await app.eventStore.head();
    for (const { name } of readModels) expect(await engine.waitUntil(name, head, 60_000), name).toBe(true);
    const one = async (query: string) => (await app.pool.query(query)).rows[0];
    expect(await one('select count(*)::int as parked from read_model.parked_streams')).toEqual({ parked: 0 });
    expect(await one('select count(*)::int as cards from read_model.cards')).toEqual({ cards: 300 });
    const { activity } = await one('select count(*)::int as activity from read_model.activity');
    expect(activity / 300).toBeGreaterThan(8);
    expect(activity / 300).toBeLessThan(14);
    const spread = await one(
      `select min(opened_at) < '2024-07-01' as old, max(changed_at) > '2026-05-01' as new, bool_or(archived) as some,
         bool_and(archived) as every, count(distinct column_id) > 6 as moved from read_model.cards`,
    );
    expect(spread).toEqual({ old: true, new: true, some: true, every: false, moved: true });
  } finally {
    await engine.stop();
  }
}, 120_000);

test('numbers are taken without gaps, one for each ticket', async () => {
  for (const { id } of made.world.projects) {
    const { rows } = await real.app.pool.query(
      'select min(number) as first, max(number) as last, count(*)::int as tickets from read_model.cards where project_id = $1',
      [id],
    );
    let numbers = 0;
    for await (const event of real.app.eventStore.readStream(`numbers-${id}`)) if (event) numbers++;
    expect(rows[0]).toEqual({ first: 1, last: numbers, tickets: numbers });
  }
});

test('a second run takes other keys and names and leaves the first as it is', async () => {
  const again = await generate(real.app, { ...size, tickets: 5 });
  expect(again.world.prefix).not.toBe(made.world.prefix);
  const before = new Set(made.world.projects.map(({ id }) => id));
  expect(again.world.projects.some(({ id }) => before.has(id))).toBe(false);
}, 60_000);

test('the same seed lives the same life, another seed another', () => {
  const [project] = made.world.projects;
  if (!project) throw new Error('there is a project');
  const at = Date.parse('2025-01-01T00:00:00Z');
  const life = (seed: number) => ticketLife(project, project.id, 1, at, size.until, createChance(seed));
  expect(life(1)).toEqual(life(1));
  expect(life(1)).not.toEqual(life(2));
});
