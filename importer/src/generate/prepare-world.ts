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
import { registeredUserId, registerUser } from '@ticketing/command-api/users/register-user.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { projectStream } from '@ticketing/contracts/streams.ts';
import { projectFold } from '@ticketing/domain/project/state.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import { inParallel } from '../in-parallel.ts';
import type { Chance } from './chance.ts';
import { firstNames, lastNames, tagNames, trades } from './texts.ts';
import type { GeneratedProject } from './ticket-life.ts';

export type WorldSize = {
  readonly projects: number;
  readonly companies: number;
  /** Employees of companies; there is one of the staff for every ten of them, and three at least. */
  readonly people: number;
};

export type GeneratedWorld = {
  /** Begins every project key and user name of this run: the first letters that nobody has. */
  readonly prefix: string;
  readonly projects: readonly GeneratedProject[];
  readonly staff: readonly string[];
};

/**
 * Companies, people, projects, columns, tags and roles, by the same commands as HTTP. Nobody of them can sign in.
 * @param setUpAt business time of all of it, ISO 8601
 */
export async function prepareWorld(
  app: Application,
  prefix: string,
  size: WorldSize,
  setUpAt: string,
  chance: Chance,
): Promise<GeneratedWorld> {
  const as = (what: string, command: string, actorId: string = SYSTEM_ACTOR): Commanded => ({
    commandId: `generate:${prefix}:${what}`,
    command,
    actorId,
    at: setUpAt,
    correlationId: `generate:${prefix}`,
    causationId: `generate:${prefix}:${what}`,
    retryable: true,
    authority: 'system',
  });
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const name = () => `${chance.of(firstNames)} ${chance.of(lastNames)}`;

  const companies = numbers(size.companies).map((number) => ({
    number,
    id: registeredCompanyId(as(`company:${number}`, 'RegisterCompany').commandId),
    name: `${chance.of(lastNames)} ${chance.of(trades)} ${prefix}${number}`,
    userIds: [] as string[],
  }));
  await inParallel(companies, 16, async ({ number, name: companyName }) => {
    const context = as(`company:${number}`, 'RegisterCompany');
    await registerCompany(app, context, { name: companyName, description: '' });
  });

  const staffCount = Math.max(3, Math.ceil(size.people / 10));
  const people = numbers(size.people + staffCount).map((number) => {
    const staff = number <= staffCount;
    const company = staff ? undefined : companies[number % companies.length];
    const id = registeredUserId(as(`person:${number}`, 'RegisterUser').commandId);
    company?.userIds.push(id);
    return { number, id, staff, companyId: company?.id, displayName: name() };
  });
  await inParallel(people, 16, async ({ number, staff, companyId, displayName }) => {
    const username = `${prefix.toLowerCase()}-${number}`;
    await registerUser(app, as(`person:${number}`, 'RegisterUser'), {
      username,
      displayName,
      email: null,
      staff,
      companyId,
    });
  });
  const staffIds = people.filter(({ staff }) => staff).map(({ id }) => id);
  await inParallel(companies, 16, async ({ number, id }) => {
    const userId = staffIds[number % staffIds.length] ?? SYSTEM_ACTOR;
    const context = as(`company:${number}:admin`, 'AssignCompanyAdmin');
    await commandCompany(app, context, id, 'company.appoint', { type: 'AssignCompanyAdmin', userId });
  });

  const projects: GeneratedProject[] = [];
  for (const number of numbers(size.projects)) {
    const lead = staffIds[number % staffIds.length] ?? SYSTEM_ACTOR;
    const key = `${prefix}${number}`;
    const what = `project:${number}`;
    const { id } = await createProject(app, as(what, 'CreateProject', lead), {
      key,
      name: `${chance.of(trades)} ${number}`,
      description: '',
    });
    // What is archived is archived by the generated events; a saga would add its own to what is long done.
    const never = { type: 'ChangeProject', archiveAfterHours: null } as const;
    await commandProject(app, as(`${what}:archiving`, 'ChangeProject', lead), id, never);
    const tagIds: string[] = [];
    for (const tag of tagNames) {
      const context = as(`${what}:tag:${tag}`, 'AddTag', lead);
      const tagId = derivedId(context.commandId, 'tag');
      await commandProject(app, context, id, { type: 'AddTag', tagId, name: tag, colour: '#2563EB' });
      tagIds.push(tagId);
    }
    // Every company is served by some project, and every project serves several.
    const served = companies.filter(
      (one) => one.number % size.projects === number % size.projects || chance.happens(0.1),
    );
    for (const { id: companyId } of served) {
      await attachCompany(app, as(`${what}:company:${companyId}`, 'AttachCompany'), id, companyId);
    }
    const team = staffIds.filter((userId) => userId === lead || chance.happens(0.3));
    for (const userId of team.filter((one) => one !== lead)) {
      const role = chance.of(['admin', 'admin', 'admin', 'manager', 'user'] as const);
      await commandRoles(app, as(`${what}:role:${userId}`, 'SetRole'), id, { type: 'SetRole', userId, role });
    }
    const { state } = await app.aggregates.fresh(projectStream(id), projectFold);
    const columnIds = (state?.columns ?? []).map((column) => column.id);
    projects.push({
      id,
      key,
      columnIds,
      tagIds,
      staffIds: team,
      companies: served.filter(({ userIds }) => userIds.length > 0),
    });
  }
  return { prefix, projects, staff: staffIds };
}
