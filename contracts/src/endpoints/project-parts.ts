import { z } from 'zod';
import { Colour, Id, TagName } from '../values.ts';
import { CommandAnswer, endpoint } from './endpoint.ts';

const configuring = { tag: 'projects', access: 'project.configure', response: CommandAnswer } as const;
const OneProject = z.object({ id: Id });
const OneTag = z.object({ id: Id, tagId: Id });
const TeamMember = z.object({ id: Id, tagId: Id, userId: Id });

export const archiveProject = endpoint({
  ...configuring,
  name: 'archiveProject',
  method: 'POST',
  path: '/api/projects/:id/archive',
  summary: 'Put a project away: it can be read, and nothing in it changes until it is restored',
  params: OneProject,
  status: 200,
  errors: ['forbidden', 'not_found'],
});

export const restoreProject = endpoint({
  ...configuring,
  name: 'restoreProject',
  method: 'POST',
  path: '/api/projects/:id/restore',
  summary: 'Bring an archived project back',
  params: OneProject,
  status: 200,
  errors: ['forbidden', 'not_found'],
});

export const removeColumn = endpoint({
  ...configuring,
  name: 'removeColumn',
  method: 'DELETE',
  path: '/api/projects/:id/columns/:columnId',
  summary: 'Remove a column; its tickets go to the end of another, archived ones too',
  params: z.object({ id: Id, columnId: Id }),
  body: z.object({ ticketsTo: Id }),
  status: 200,
  errors: ['forbidden', 'not_found', 'project_archived', 'unknown_column', 'last_column'],
});

export const changeTag = endpoint({
  ...configuring,
  name: 'changeTag',
  method: 'PATCH',
  path: '/api/projects/:id/tags/:tagId',
  summary: 'Rename or recolour a tag',
  params: OneTag,
  body: z.object({ name: TagName.optional(), colour: Colour.optional() }),
  status: 200,
  errors: ['forbidden', 'not_found', 'project_archived', 'unknown_tag', 'tag_name_taken'],
});

export const removeTag = endpoint({
  ...configuring,
  name: 'removeTag',
  method: 'DELETE',
  path: '/api/projects/:id/tags/:tagId',
  summary: 'Remove a tag from the project and from everything that has it',
  params: OneTag,
  status: 200,
  errors: ['forbidden', 'not_found', 'project_archived', 'unknown_tag'],
});

export const addTagMember = endpoint({
  ...configuring,
  name: 'addTagMember',
  method: 'PUT',
  path: '/api/projects/:id/tags/:tagId/members/:userId',
  summary: 'Put a person into the team that the tag stands for',
  params: TeamMember,
  status: 200,
  errors: ['forbidden', 'not_found', 'project_archived', 'unknown_tag', 'unknown_user', 'user_deactivated'],
});

export const removeTagMember = endpoint({
  ...configuring,
  name: 'removeTagMember',
  method: 'DELETE',
  path: '/api/projects/:id/tags/:tagId/members/:userId',
  summary: 'Take a person out of the team that the tag stands for',
  params: TeamMember,
  status: 200,
  errors: ['forbidden', 'not_found', 'project_archived', 'unknown_tag'],
});
