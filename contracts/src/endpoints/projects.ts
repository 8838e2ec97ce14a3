import { z } from 'zod';
import { ColumnCategory, Role } from '../kinds.ts';
import {
  ArchiveAfterHours,
  AsOf,
  Colour,
  ColumnName,
  Id,
  ProjectKey,
  ProjectName,
  Summary,
  TagName,
  TicketLimit,
} from '../values.ts';
import { BoardView, ProjectView, RoleView, TicketChangeView } from '../views.ts';
import { CommandAnswer, endpoint, PageQuery, pageOf } from './endpoint.ts';

const OneProject = z.object({ id: Id });

export const createProject = endpoint({
  name: 'createProject',
  method: 'POST',
  path: '/api/projects',
  summary: 'Create a project with its first four columns; its creator is its first superadmin',
  tag: 'projects',
  access: 'project.create',
  body: z.object({ key: ProjectKey, name: ProjectName, description: Summary.default('') }),
  status: 201,
  response: CommandAnswer,
  errors: ['forbidden', 'project_key_taken'],
});

export const listProjects = endpoint({
  name: 'listProjects',
  method: 'GET',
  path: '/api/projects',
  summary: 'Projects that the caller may see, by key; archived ones when asked for',
  tag: 'projects',
  access: 'signed-in',
  query: PageQuery.extend({ archived: z.enum(['true', 'false', 'any']).default('false') }),
  status: 200,
  response: pageOf(ProjectView),
  errors: [],
});

export const getProject = endpoint({
  name: 'getProject',
  method: 'GET',
  path: '/api/projects/:id',
  summary: 'One project with its columns and tags',
  tag: 'projects',
  access: 'signed-in',
  params: OneProject,
  status: 200,
  response: ProjectView,
  errors: ['not_found'],
});

export const getBoard = endpoint({
  name: 'getBoard',
  method: 'GET',
  path: '/api/projects/:id/board',
  summary:
    'The board, now or as of an instant: columns with the cards that the caller may see, in board order',
  tag: 'projects',
  access: 'signed-in',
  params: OneProject,
  query: z.object({ at: AsOf.optional() }),
  status: 200,
  response: BoardView,
  errors: ['not_found'],
});

export const getProjectChanges = endpoint({
  name: 'getProjectChanges',
  method: 'GET',
  path: '/api/projects/:id/changes',
  summary: 'Tickets that the caller may see and that were otherwise at one instant than at an earlier one',
  tag: 'projects',
  access: 'signed-in',
  params: OneProject,
  query: PageQuery.extend({ from: AsOf, to: AsOf }).refine(
    ({ from, to }) => !(Date.parse(from) > Date.parse(to)),
    { path: ['to'], message: 'use an instant that is not before `from`' },
  ),
  status: 200,
  /** By ticket id, which is the order of opening. A page may hold fewer than `limit`, even none, and not be the last. */
  response: pageOf(TicketChangeView),
  errors: ['not_found'],
});

const configuring = { tag: 'projects', access: 'project.configure', response: CommandAnswer } as const;

export const changeProject = endpoint({
  ...configuring,
  name: 'changeProject',
  method: 'PATCH',
  path: '/api/projects/:id',
  summary: 'Change a project’s name, description, lead, archiving policy or rules',
  params: OneProject,
  body: z.object({
    name: ProjectName.optional(),
    description: Summary.optional(),
    archiveAfterHours: ArchiveAfterHours.optional(),
    /** Somebody with a role in the project; `null`: nobody. */
    leadId: Id.nullable().optional(),
    dueDateBeforeDone: z.boolean().optional(),
    limitsEnforced: z.boolean().optional(),
  }),
  status: 200,
  errors: ['forbidden', 'not_found', 'project_archived', 'lead_without_role'],
});

export const attachCompany = endpoint({
  ...configuring,
  name: 'attachCompany',
  method: 'PUT',
  path: '/api/projects/:id/companies/:companyId',
  summary: 'Let a company open tickets in the project',
  params: z.object({ id: Id, companyId: Id }),
  status: 200,
  errors: ['forbidden', 'not_found', 'unknown_company', 'project_archived'],
});

export const detachCompany = endpoint({
  ...configuring,
  name: 'detachCompany',
  method: 'DELETE',
  path: '/api/projects/:id/companies/:companyId',
  summary: 'End a company’s part in the project; its tickets stay',
  params: z.object({ id: Id, companyId: Id }),
  status: 200,
  errors: ['forbidden', 'not_found', 'project_archived'],
});

export const addColumn = endpoint({
  ...configuring,
  name: 'addColumn',
  method: 'POST',
  path: '/api/projects/:id/columns',
  summary: 'Add a board column at the end',
  params: OneProject,
  body: z.object({ name: ColumnName, colour: Colour.default('#6B6F76'), category: ColumnCategory }),
  status: 201,
  errors: ['forbidden', 'not_found', 'project_archived', 'column_name_taken'],
});

export const changeColumn = endpoint({
  ...configuring,
  name: 'changeColumn',
  method: 'PATCH',
  path: '/api/projects/:id/columns/:columnId',
  summary: 'Change a column: its name, colour and meaning, how many tickets it holds and where it leads',
  params: z.object({ id: Id, columnId: Id }),
  body: z.object({
    name: ColumnName.optional(),
    colour: Colour.optional(),
    category: ColumnCategory.optional(),
    minimum: TicketLimit.optional(),
    maximum: TicketLimit.optional(),
    /** The columns that it may be left for; `null`: any. */
    leadsTo: z.array(Id).max(100).nullable().optional(),
  }),
  status: 200,
  errors: [
    'forbidden',
    'not_found',
    'project_archived',
    'unknown_column',
    'column_name_taken',
    'last_column',
    'limits_inverted',
  ],
});

export const moveColumn = endpoint({
  ...configuring,
  name: 'moveColumn',
  method: 'POST',
  path: '/api/projects/:id/columns/:columnId/move',
  summary: 'Put a column after or before another',
  params: z.object({ id: Id, columnId: Id }),
  body: z.object({ after: Id.optional(), before: Id.optional() }),
  status: 200,
  errors: ['forbidden', 'not_found', 'project_archived', 'unknown_column'],
});

export const addTag = endpoint({
  ...configuring,
  name: 'addTag',
  method: 'POST',
  path: '/api/projects/:id/tags',
  summary: 'Add a tag to the project',
  params: OneProject,
  body: z.object({ name: TagName, colour: Colour.default('#6B6F76') }),
  status: 201,
  errors: ['forbidden', 'not_found', 'project_archived', 'tag_name_taken'],
});

export const listRoles = endpoint({
  name: 'listRoles',
  method: 'GET',
  path: '/api/projects/:id/roles',
  summary: 'Who holds which role in the project',
  tag: 'projects',
  access: 'project.roles.see',
  params: OneProject,
  status: 200,
  response: z.object({ items: z.array(RoleView) }),
  errors: ['not_found'],
});

export const setRole = endpoint({
  ...configuring,
  name: 'setRole',
  method: 'PUT',
  path: '/api/projects/:id/roles/:userId',
  summary: 'Grant or change a person’s role in the project',
  params: z.object({ id: Id, userId: Id }),
  body: z.object({ role: Role }),
  status: 200,
  errors: ['forbidden', 'not_found', 'project_archived', 'unknown_user', 'last_superadmin'],
});

export const revokeRole = endpoint({
  ...configuring,
  name: 'revokeRole',
  method: 'DELETE',
  path: '/api/projects/:id/roles/:userId',
  summary: 'Take a person’s role in the project away',
  params: z.object({ id: Id, userId: Id }),
  status: 200,
  errors: ['forbidden', 'not_found', 'project_archived', 'last_superadmin'],
});
