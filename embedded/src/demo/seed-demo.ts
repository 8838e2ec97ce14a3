import type { Application, Commanded } from '@ticketing/command-api/application.ts';
import { commandCompany, registerCompany } from '@ticketing/command-api/companies/company-command.ts';
import { createProject } from '@ticketing/command-api/projects/create-project.ts';
import {
  attachCompany,
  commandProject,
  commandRoles,
} from '@ticketing/command-api/projects/project-command.ts';
import { moveTicket } from '@ticketing/command-api/tickets/move-ticket.ts';
import { openTicket } from '@ticketing/command-api/tickets/open-ticket.ts';
import { commandTicket } from '@ticketing/command-api/tickets/ticket-command.ts';
import { registerUser } from '@ticketing/command-api/users/register-user.ts';
import { commandUser } from '@ticketing/command-api/users/user-command.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { projectStream } from '@ticketing/contracts/streams.ts';
import { projectFold } from '@ticketing/domain/project/state.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import { DEMO_PASSWORD, type DemoUsername, demoAccounts } from './demo-accounts.ts';
import {
  type DemoProject,
  demoComments,
  demoCompanies,
  demoDescriptions,
  demoProjects,
  demoTraits,
} from './demo-content.ts';
import { markDemo } from './demo-marker.ts';

const HOUR = 3_600_000;

type Seeding = {
  readonly app: Application;
  /** Unix milliseconds of the first run: the demo's past is told from here. */
  readonly now: number;
  readonly people: Readonly<Record<DemoUsername, string>>;
};

/**
 * Opens the demo through the same commands as everybody. Every command has an id of its own by its place in the
 * demo, so a first run that was interrupted is completed by the next.
 */
export async function seedDemo(app: Application, dataDir: string): Promise<void> {
  const now = Date.now();
  const people = await registerPeople(app, now);
  const seeding = { app, now, people };
  const companyIds = await Promise.all(demoCompanies.map((company) => registerDemoCompany(seeding, company)));
  for (const project of demoProjects) await openProject(seeding, project, companyIds);
  await markDemo(dataDir, 'opened');
}

/** @param hoursAgo business time, before the first run: the demo has a past to look at */
function context(place: string, actorId: string, now: number, hoursAgo: number, command: string): Commanded {
  const commandId = `demo:${place}`;
  return {
    commandId,
    command,
    actorId,
    at: new Date(now - hoursAgo * HOUR).toISOString(),
    correlationId: commandId,
    causationId: commandId,
    retryable: true,
    authority: 'system',
  };
}

async function registerPeople(app: Application, now: number): Promise<Record<DemoUsername, string>> {
  const ids = await Promise.all(
    demoAccounts.map(async ({ username, displayName, staff }) => {
      const registering = context(`user ${username}`, SYSTEM_ACTOR, now, 300, 'RegisterUser');
      const email = `${username}@demo.example`;
      const { id } = await registerUser(app, registering, {
        username,
        displayName,
        email,
        staff,
        password: DEMO_PASSWORD,
      });
      return [username, id] as const;
    }),
  );
  // One entry for each account, by construction.
  const people = Object.fromEntries(ids) as Record<DemoUsername, string>;
  const granting = context('superuser root', SYSTEM_ACTOR, now, 300, 'GrantSuperuser');
  await commandUser(app, granting, people.root, 'user.administer', { type: 'GrantSuperuser' });
  return people;
}

async function registerDemoCompany(
  seeding: Seeding,
  company: (typeof demoCompanies)[number],
): Promise<string> {
  const { app, now, people } = seeding;
  const { name, description, client } = company;
  const step = (what: string, command: string) => context(`${what} ${name}`, people.admin, now, 299, command);
  const { id } = await registerCompany(app, step('company', 'RegisterCompany'), { name, description });
  await commandCompany(app, step('company admin', 'AssignCompanyAdmin'), id, 'company.appoint', {
    type: 'AssignCompanyAdmin',
    userId: people.admin,
  });
  await commandCompany(app, step('company user', 'AssignCompanyUser'), id, 'company.manage', {
    type: 'AssignCompanyUser',
    userId: people[client],
  });
  return id;
}

async function openProject(
  seeding: Seeding,
  project: DemoProject,
  companyIds: readonly string[],
): Promise<void> {
  const { app, now, people } = seeding;
  const { key, name, description } = project;
  const step = (what: string, command: string) => context(`${key} ${what}`, people.admin, now, 298, command);
  const { id: projectId } = await createProject(app, step('project', 'CreateProject'), {
    key,
    name,
    description,
  });
  for (const companyId of companyIds) {
    await attachCompany(app, step(`attach ${companyId}`, 'AttachCompany'), projectId, companyId);
  }
  for (const [userId, role] of [
    [people.agent, 'admin'],
    [people.manager, 'manager'],
  ] as const) {
    await commandRoles(app, step(`role ${role}`, 'SetRole'), projectId, { type: 'SetRole', userId, role });
  }
  const tagIds: string[] = [];
  for (const tag of project.tags) {
    const adding = step(`tag ${tag.name}`, 'AddTag');
    const tagId = derivedId(adding.commandId, `tag ${projectId}`);
    await commandProject(app, adding, projectId, { type: 'AddTag', tagId, ...tag });
    tagIds.push(tagId);
  }
  const { state } = await app.aggregates.fresh(projectStream(projectId), projectFold);
  const columnIds = state?.columns.map(({ id }) => id) ?? [];
  // Opened one after the other, so that numbers follow the order in which the demo tells them.
  const titles = project.titles.flatMap((column, columnIndex) =>
    column.map((title) => ({ title, columnIndex })),
  );
  for (const [index, { title, columnIndex }] of titles.reverse().entries()) {
    await openDemoTicket(seeding, {
      projectId,
      key,
      columnIds,
      tagIds,
      companyIds,
      index,
      title,
      columnIndex,
    });
  }
}

type DemoTicket = {
  readonly projectId: string;
  readonly key: string;
  readonly columnIds: readonly string[];
  readonly tagIds: readonly string[];
  readonly companyIds: readonly string[];
  readonly index: number;
  readonly title: string;
  readonly columnIndex: number;
};

async function openDemoTicket(seeding: Seeding, ticket: DemoTicket): Promise<void> {
  const { app, now, people } = seeding;
  const { index, columnIndex, columnIds, companyIds, tagIds } = ticket;
  const opened = 260 - index * 4.5;
  const forCompany = index % 3;
  const reporterId = forCompany === 0 ? people.client : forCompany === 1 ? people.client2 : people.manager;
  const companyId = companyIds[forCompany] ?? null;
  const step = (what: string, actorId: string, hoursAgo: number, command: string) =>
    context(`${ticket.key} ticket ${index} ${what}`, actorId, now, hoursAgo, command);
  const dueInDays = (index % 9) - 2;
  const { id } = await openTicket(app, step('open', reporterId, opened, 'OpenTicket'), {
    projectId: ticket.projectId,
    title: ticket.title,
    description: demoDescriptions[index % demoDescriptions.length] ?? '',
    companyId,
    startDate: null,
    dueDate: index % 2 === 0 ? new Date(now + dueInDays * 24 * HOUR).toISOString().slice(0, 10) : null,
    assigneeIds: [],
    tagIds: [],
    reporterId,
    ...demoTraits(index),
  });
  const tagged = tagIds.filter((_, at) => (index + at) % 3 === 0).slice(0, 2);
  await commandTicket(
    app,
    step('triage', people.agent, Math.max(15, opened - 1), 'TriageTicket'),
    id,
    [],
    [
      ...tagged.map((tagId) => ({ type: 'TagTicket' as const, tagId })),
      ...(columnIndex > 0
        ? [{ type: 'AssignTicket' as const, userId: index % 2 === 0 ? people.agent : people.admin }]
        : []),
    ],
  );
  // Through the columns up to its own. What is done was finished a few hours ago, so that the archive waits for it.
  for (let at = 1; at <= columnIndex; at++) {
    const columnId = columnIds[at];
    const hoursAgo = at === 3 ? 1 + (index % 12) : Math.max(2, opened - at * 8);
    if (columnId) {
      await moveTicket(
        app,
        step(`to ${at}`, people.agent, at === 3 ? hoursAgo : Math.max(hoursAgo, 14), 'MoveTicket'),
        id,
        {
          columnId,
        },
      );
    }
  }
  if (index % 4 === 1) {
    const body = demoComments[index % demoComments.length] ?? '';
    const actorId = index % 2 === 0 ? reporterId : people.agent;
    const posting = step('comment', actorId, Math.max(1, opened - 3), 'PostComment');
    const commentId = derivedId(posting.commandId, 'comment');
    await commandTicket(app, posting, id, [], { type: 'PostComment', commentId, body, visibility: 'public' });
  }
}
