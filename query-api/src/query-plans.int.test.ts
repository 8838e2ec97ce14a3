import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getBoard } from './projects/get-board.ts';
import { filled } from './testing/filled.ts';
import { fillReadModels } from './testing/filled-models.ts';
import { plannedInside, plannedOfCompany, plannedReads, plannedReports } from './testing/planned-reads.ts';
import { type ProjectedModels, projectedModels } from './testing/projected-models.ts';
import { largeTables, plansOf } from './testing/query-plans.ts';

let models: ProjectedModels;
let large: ReadonlySet<string>;

/** A quarter of the tickets: whoever sorts that much sorts everything. */
const MOST_SORTED = filled.tickets / 4;

beforeAll(async () => {
  models = await projectedModels();
  await fillReadModels(models.pool);
  large = await largeTables(models.pool);
}, 120_000);

afterAll(() => models?.stop());

test('the tables are large enough for a plan to say something', () => {
  expect([...large].sort()).toEqual([
    'activity',
    'cards',
    'chat_messages',
    'chat_participants',
    'chat_rooms',
    'comments',
    'contact_revisions',
    'contact_tags',
    'contacts',
    'inbox_tickets',
    'notifications',
    'past_comments',
    'report_ratings',
    'report_resolutions',
    'report_tickets',
    'search_documents',
    'search_vocabulary',
    'staff_reviews',
    'tickets',
  ]);
});

async function costly(userId: string, read: Parameters<typeof plansOf>[2]): Promise<string[]> {
  const planned = await plansOf(models.pool, userId, read);
  expect(planned.length).toBeGreaterThan(0);
  return planned.flatMap(({ text, scanned, sorted }) => {
    const whole = scanned
      .filter((table) => large.has(table))
      .map((table) => `reads all of ${table}: ${text}`);
    return sorted > MOST_SORTED ? [...whole, `sorts ${sorted} rows: ${text}`] : whole;
  });
}

const people = ['superuser', 'agent', 'helper', 'client'] as const;

describe.each(people)('for the %s, no large table is read whole and none sorted', (who) => {
  test.each(Object.entries(plannedReads))('%s', async (_, read) => {
    expect(await costly(filled[who], read)).toEqual([]);
  });
});

describe.each(['superuser', 'agent'] as const)('for the %s inside a project as well', (who) => {
  test.each(Object.entries(plannedInside))('%s', async (_, read) => {
    expect(await costly(filled[who], read)).toEqual([]);
  });
});

describe.each(['superuser', 'agent', 'helper'] as const)('for the %s in reports as well', (who) => {
  test.each(Object.entries(plannedReports))('%s', async (_, read) => {
    expect(await costly(filled[who], read)).toEqual([]);
  });
});

describe.each(['superuser', 'client'] as const)('for the %s of a company as well', (who) => {
  test.each(Object.entries(plannedOfCompany))('%s', async (_, read) => {
    expect(await costly(filled[who], read)).toEqual([]);
  });
});

test.each(people)('a board costs the %s by what is shown on it', async (who) => {
  let shown = 0;
  const planned = await plansOf(models.pool, filled[who], async (reading) => {
    const { columns } = await getBoard(reading, filled.projectId);
    shown = columns.reduce((sum, { tickets }) => sum + tickets.length, 0);
  });
  const cards = planned.filter(({ text }) => text.includes('from read_model.cards c'));
  expect(cards).toHaveLength(1);
  // The project has a thousand tickets, nine of ten archived.
  expect(cards[0]?.touched).toBeLessThanOrEqual(shown * 3 + 60);
});
