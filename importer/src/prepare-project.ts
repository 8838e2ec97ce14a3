import type { Application, Commanded } from '@ticketing/command-api/application.ts';
import {
  commandCompany,
  registerCompany,
  registeredCompanyId,
} from '@ticketing/command-api/companies/company-command.ts';
import { createProject } from '@ticketing/command-api/projects/create-project.ts';
import {
  attachCompany,
  commandProject,
  commandRoles,
} from '@ticketing/command-api/projects/project-command.ts';
import { usernameHash } from '@ticketing/command-api/sessions/credentials.ts';
import { registeredUserId, registerUser } from '@ticketing/command-api/users/register-user.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import type { Role } from '@ticketing/contracts/kinds.ts';
import {
  projectKeyStream,
  projectStream,
  rolesStream,
  usernameStream,
} from '@ticketing/contracts/streams.ts';
import { type ProjectState, projectFold } from '@ticketing/domain/project/state.ts';
import { rolesFold } from '@ticketing/domain/roles/roles.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type { ImportPlan, Person } from './import-plan.ts';
import { inParallel } from './in-parallel.ts';
import { usernameOf } from './incident-row.ts';
import type { Names } from './incident-ticket.ts';

/** The import itself as a member of staff: reports what nobody else does, and does what the file names nobody for. */
const importer: Person = {
  username: 'incident-import',
  displayName: 'Incident import',
  staff: true,
  resolves: false,
  companies: [],
};

/** The import cannot go on; the message says why and what to do. */
export class ImportStopped extends Error {}

/** Whom and what the rows of the file stand for. */
export type PreparedProject = Names & {
  readonly projectId: string;
  readonly created: boolean;
  readonly companyId: (location: string) => string;
  readonly personId: (name: string) => string;
  /** Acts and reports where the file names nobody. */
  readonly importerId: string;
};

export type Preparation = {
  readonly projectKey: string;
  /** User name of somebody who becomes a superadmin of the project. */
  readonly owner: string | undefined;
  /** Commands under way at the same time. */
  readonly concurrency: number;
  /** Whether to stop before the next command. */
  readonly stopping: () => boolean;
  readonly onStep: (done: number, total: number) => void;
};

/** Ids of people and companies do not depend on the project: a second project of the same log has the same ones. */
const personCommand = (username: string) => `import:incidents:person:${username}`;
const companyCommand = (name: string) => `import:incidents:company:${name}`;
const personId = (name: string) => registeredUserId(personCommand(usernameOf(name)));
const companyId = (name: string) => registeredCompanyId(companyCommand(name));

/**
 * Brings about what the incidents need: people, companies, the project with its columns and tags, and the roles of
 * those who resolve. What is there already is left as it is. Undefined when it was stopped.
 * @throws ImportStopped when a user name belongs to somebody else or the owner is unknown
 */
export async function prepareProject(
  app: Application,
  plan: ImportPlan,
  preparation: Preparation,
): Promise<PreparedProject | undefined> {
  const { projectKey: key, owner, concurrency, stopping, onStep } = preparation;
  const importerId = personId(importer.username);
  const as = (commandId: string, command: string, actorId = importerId): Commanded => ({
    commandId,
    command,
    actorId,
    at: plan.setUpAt,
    correlationId: `import:${key}`,
    causationId: commandId,
    retryable: true,
    authority: 'system',
  });
  const ownerId = owner === undefined ? undefined : await userNamed(app, owner);
  const resolvers = plan.people.filter(({ resolves }) => resolves);
  const total =
    plan.companies.length * 2 +
    plan.people.length +
    plan.columns.length +
    plan.tags.length +
    resolvers.length;
  let done = 0;
  const step = () => onStep(++done, total);
  const each = <Item>(items: readonly Item[], width: number, work: (item: Item) => Promise<void>) =>
    inParallel(items, width, async (item) => {
      if (stopping()) return;
      await work(item);
      step();
    });

  await register(app, importer, as(personCommand(importer.username), 'RegisterUser', SYSTEM_ACTOR));
  await each(plan.companies, concurrency, async (name) => {
    const context = as(companyCommand(name), 'RegisterCompany');
    await registerCompany(app, context, { name, description: '' });
  });
  await each(plan.people, concurrency, async (person) => {
    await register(app, person, as(personCommand(person.username), 'RegisterUser'));
    for (const name of person.companies.slice(1)) {
      const context = as(`${companyCommand(name)}:person:${person.username}`, 'AssignCompanyUser');
      const userId = personId(person.username);
      await commandCompany(app, context, companyId(name), 'company.manage', {
        type: 'AssignCompanyUser',
        userId,
      });
    }
  });
  if (stopping()) return undefined;

  const { projectId, created } = await theProject(
    app,
    plan,
    key,
    as(`import:${key}:project`, 'CreateProject'),
  );
  // What closed in the file closed long ago: the archiving saga would clear the board while it is being filled.
  await commandProject(app, as(`import:${key}:archiving`, 'ChangeProject'), projectId, {
    type: 'ChangeProject',
    archiveAfterHours: null,
  });
  const project = async () => (await app.aggregates.fresh(projectStream(projectId), projectFold)).state;
  const had = await project();
  await each(plan.columns, 1, async (column) => {
    if (had?.columns.some(({ name }) => name === column.name)) return;
    const context = as(`import:${key}:column:${column.name}`, 'AddColumn');
    const columnId = derivedId(context.commandId, 'column');
    await commandProject(app, context, projectId, { type: 'AddColumn', columnId, ...column });
  });
  await each(plan.tags, 1, async (name) => {
    if (had?.tags.some((tag) => tag.name === name)) return;
    const context = as(`import:${key}:tag:${name}`, 'AddTag');
    const tagId = derivedId(context.commandId, 'tag');
    await commandProject(app, context, projectId, { type: 'AddTag', tagId, name, colour: colourOf(name) });
  });
  await each(plan.companies, 1, async (name) => {
    if (had?.companyIds.includes(companyId(name))) return;
    await attachCompany(
      app,
      as(`import:${key}:company:${name}`, 'AttachCompany'),
      projectId,
      companyId(name),
    );
  });
  const { state: roles } = await app.aggregates.fresh(rolesStream(projectId), rolesFold);
  const grant = async (userId: string, role: Role) => {
    if (roles.held.has(userId)) return;
    const context = as(`import:${key}:role:${userId}`, 'SetRole');
    await commandRoles(app, context, projectId, { type: 'SetRole', userId, role });
  };
  if (ownerId) await grant(ownerId, 'superadmin');
  await each(resolvers, 1, ({ username }) => grant(personId(username), 'admin'));
  const ready = await project();
  if (stopping() || !ready) return undefined;
  return {
    projectId,
    created,
    importerId,
    companyId,
    personId,
    resolverId: personId,
    columnId: idByName(ready.columns, 'column', key),
    tagId: idByName(ready.tags, 'tag', key),
  };
}

async function register(app: Application, person: Person, context: Commanded): Promise<void> {
  const { username, displayName, staff, companies } = person;
  const [first] = companies;
  try {
    await registerUser(app, context, {
      username,
      displayName,
      email: null,
      staff,
      companyId: first === undefined ? undefined : companyId(first),
    });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'username_taken') throw error;
    throw new ImportStopped(
      `The user name ${username}, which the import needs for "${displayName}", belongs to somebody else. Nothing of any incident was imported; import into an installation where the name is free.`,
    );
  }
}

/** The project of this key, created with a column for each state of the file when there is none. */
async function theProject(
  app: Application,
  plan: ImportPlan,
  key: string,
  context: Commanded,
): Promise<{ projectId: string; created: boolean }> {
  let projectId: string | undefined;
  for await (const event of app.eventStore.readStream(projectKeyStream(key))) {
    if (event.type === 'ProjectKeyReserved') projectId = event.data.projectId;
  }
  if (projectId !== undefined) {
    const { state } = await app.aggregates.fresh(projectStream(projectId), projectFold);
    if (state) return { projectId, created: false };
  }
  const created = await createProject(app, context, {
    key,
    name: 'Incidents',
    description: 'Imported from an incident log.',
    columns: plan.columns,
  });
  return { projectId: created.id, created: true };
}

async function userNamed(app: Application, username: string): Promise<string> {
  let userId: string | undefined;
  for await (const event of app.eventStore.readStream(
    usernameStream(usernameHash(app.usernameKey, username)),
  )) {
    if (event.type === 'UsernameReserved') userId = event.data.userId;
  }
  if (userId === undefined) {
    throw new ImportStopped(
      `There is no user "${username}". Give the user name of somebody who can sign in as the owner.`,
    );
  }
  return userId;
}

type Named = ProjectState['columns'][number] | ProjectState['tags'][number];

function idByName(named: readonly Named[], what: string, key: string): (name: string) => string {
  const ids = new Map(named.toReversed().map(({ id, name }) => [name, id]));
  return (name) => {
    const id = ids.get(name);
    if (id === undefined) {
      throw new ImportStopped(
        `The project ${key} has no ${what} "${name}" any more. Add one of this name and import again.`,
      );
    }
    return id;
  };
}

const palette = ['#2563EB', '#0F766E', '#B45309', '#7C3AED', '#BE185D', '#4D7C0F', '#0369A1', '#6B6F76'];

/** The same name always has the same colour. */
function colourOf(name: string): string {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9_973;
  return palette[sum % palette.length] ?? '#6B6F76';
}
