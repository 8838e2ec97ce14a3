import type { Role } from '@ticketing/contracts/kinds.ts';
import {
  mayInProject,
  mayOnTicket,
  type TicketAction,
  type Viewer,
} from '@ticketing/domain/policy/policy.ts';
import { ticketPolicy } from '@ticketing/domain/policy/table.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { allOf, type Sql, sql } from '@ticketing/platform/sql.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { visibleProjects } from '../projects/visible-projects.ts';
import { inSnapshot } from '../reading/snapshot.ts';
import { type ProjectedModels, projectedModels } from '../testing/projected-models.ts';
import { type CardRow, cardColumnsFor } from './card-row.ts';
import { factsOf } from './ticket-facts.ts';
import { ticketsOfAllProjects, ticketsOfProject } from './visible-tickets.ts';

const [userId, colleague, stranger] = [newId(), newId(), newId()];
const projects = [newId(), newId(), newId()];
const companies = [newId(), newId(), newId()];
const everyCompany = [null, ...companies];
/** Project → companies attached to it. */
const attached = new Map([
  [projects[0], companies.slice(0, 2)],
  [projects[1], companies.slice(2)],
  [projects[2], []],
]);

let models: ProjectedModels;
let cards: CardRow[];

/** One card for every combination of project, reporter, company and assignees. */
beforeAll(async () => {
  models = await projectedModels();
  for (const projectId of projects) {
    await models.pool.query(
      `insert into read_model.projects values ($1, $2, 'Name', '', false, null, null, false, false, false, 0)`,
      [projectId, `K${projects.indexOf(projectId)}`],
    );
    for (const companyId of attached.get(projectId) ?? []) {
      await models.pool.query('insert into read_model.project_companies values ($1, $2)', [
        projectId,
        companyId,
      ]);
    }
    for (const reporterId of [userId, colleague, stranger]) {
      for (const companyId of everyCompany) {
        for (const assignees of [[], [userId], [stranger, userId], [stranger]]) {
          await models.pool.query(
            `insert into read_model.cards values ($1, $2, 'K-1', 1, 'task', 'T', 1, 1, 1, $3, 'a', $4, $5, $6, '{}',
              null, null, 0, false, null, null, '{}', '{}', now(), now(), 0)`,
            [newId(), projectId, newId(), reporterId, companyId, assignees],
          );
        }
      }
    }
  }
  cards = await select(sql`true`);
  expect(cards).toHaveLength(projects.length * 3 * everyCompany.length * 4);
});

afterAll(() => models?.stop());

const everybodysViewer: Viewer = {
  userId: newId(),
  superuser: true,
  staff: true,
  roles: new Map(),
  companyIds: new Set(),
  adminOfCompanyIds: new Set(),
};

const select = (condition: Sql): Promise<CardRow[]> =>
  inSnapshot(models.pool, (query) =>
    query<CardRow>(
      sql`select ${cardColumnsFor(everybodysViewer)} from read_model.cards c where ${condition}`,
    ),
  );

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id).sort();

const viewers = fc
  .record({
    superuser: fc.boolean(),
    staff: fc.boolean(),
    roles: fc.array(
      fc.tuple(fc.constantFrom(...projects), fc.constantFrom<Role>('superadmin', 'admin', 'manager', 'user')),
      { maxLength: 3 },
    ),
    employedBy: fc.subarray(companies),
    adminOf: fc.subarray(companies),
  })
  .map(
    ({ superuser, staff, roles, employedBy, adminOf }): Viewer => ({
      userId,
      // Often enough a superuser, but not half of the time: they see everything anyway.
      superuser: superuser && staff && roles.length === 0,
      staff,
      roles: new Map(roles),
      companyIds: new Set([...employedBy, ...adminOf]),
      adminOfCompanyIds: new Set(adminOf),
    }),
  );

// The keys of the table are the actions.
const actions = fc.constantFrom(...(Object.keys(ticketPolicy) as TicketAction[]));

test('the condition on tickets lets through exactly what the policy allows, for anybody and every action', async () => {
  await fc.assert(
    fc.asyncProperty(viewers, actions, async (viewer, action) => {
      const allowed = cards.filter((card) => mayOnTicket(viewer, action, factsOf(card)));
      expect(idsOf(await select(ticketsOfAllProjects(viewer, action)))).toEqual(idsOf(allowed));
      for (const projectId of projects) {
        const inProject = allOf([
          sql`c.project_id = ${projectId}`,
          ticketsOfProject(viewer, action, projectId),
        ]);
        expect(idsOf(await select(inProject))).toEqual(
          idsOf(allowed.filter((card) => card.project_id === projectId)),
        );
      }
    }),
    { numRuns: 150 },
  );
});

test('the condition on projects lets through exactly what the policy allows', async () => {
  await fc.assert(
    fc.asyncProperty(viewers, async (viewer) => {
      const rows = await inSnapshot(models.pool, (query) =>
        query<{ id: string }>(
          sql`select p.id from read_model.projects p where ${visibleProjects(viewer, sql`p.id`)}`,
        ),
      );
      const allowed = projects.filter((id) =>
        mayInProject(viewer, 'project.see', { id, companyIds: attached.get(id) ?? [] }),
      );
      expect(idsOf(rows)).toEqual(allowed.toSorted());
    }),
    { numRuns: 150 },
  );
});
