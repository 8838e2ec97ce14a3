import { z } from 'zod';
import { LinkName } from '../kinds.ts';
import { Id, SubtaskTitle } from '../values.ts';
import { CommandAnswer, endpoint } from './endpoint.ts';

const OneTicket = z.object({ id: Id });
const TicketLink = z.object({ id: Id, link: LinkName, otherId: Id });
const OneSubtask = z.object({ id: Id, subtaskId: Id });
const Follower = z.object({ id: Id, userId: Id });

const command = { tag: 'ticket structure', status: 200, response: CommandAnswer } as const;
const refusals = [
  'forbidden',
  'not_found',
  'already_archived',
  'project_archived',
  'revision_conflict',
] as const;
const ofSubtasks = [...refusals, 'unknown_subtask'] as const;
const ofPeople = ['unknown_user', 'user_deactivated', 'cannot_see_ticket'] as const;

export const changeParent = endpoint({
  ...command,
  name: 'changeParent',
  method: 'PUT',
  path: '/api/tickets/:id/parent',
  summary: 'Put the ticket under another one of its project, or, with null, out from under it',
  access: 'ticket.link',
  params: OneTicket,
  body: z.object({ parentId: Id.nullable() }),
  errors: [...refusals, 'unknown_parent', 'parent_archived', 'parent_cycle', 'parent_too_deep'],
});

export const linkTickets = endpoint({
  ...command,
  name: 'linkTickets',
  method: 'PUT',
  path: '/api/tickets/:id/links/:link/:otherId',
  summary:
    'Link to another ticket, also of another project, where the caller may link both. Answers with the ticket in whose stream the link stands',
  access: 'ticket.link',
  params: TicketLink,
  errors: [...refusals, 'link_to_itself', 'too_many_links'],
});

export const unlinkTickets = endpoint({
  ...command,
  name: 'unlinkTickets',
  method: 'DELETE',
  path: '/api/tickets/:id/links/:link/:otherId',
  summary: 'Take a link away, from either end',
  access: 'ticket.link',
  params: TicketLink,
  errors: [...refusals, 'link_to_itself'],
});

export const addSubtask = endpoint({
  ...command,
  name: 'addSubtask',
  method: 'POST',
  path: '/api/tickets/:id/subtasks',
  summary: 'Add a subtask at the end, for nobody or for a person who sees the ticket; at most 200',
  access: 'ticket.subtasks',
  params: OneTicket,
  body: z.object({ title: SubtaskTitle, assigneeId: Id.nullable().default(null) }),
  status: 201,
  response: CommandAnswer.extend({ subtaskId: Id }),
  errors: [...refusals, ...ofPeople, 'too_many_subtasks'],
});

export const changeSubtask = endpoint({
  ...command,
  name: 'changeSubtask',
  method: 'PATCH',
  path: '/api/tickets/:id/subtasks/:subtaskId',
  summary: 'Rename a subtask, or give it to somebody else or nobody',
  access: 'ticket.subtasks',
  params: OneSubtask,
  body: z.object({ title: SubtaskTitle.optional(), assigneeId: Id.nullable().optional() }),
  errors: [...ofSubtasks, ...ofPeople],
});

export const completeSubtask = endpoint({
  ...command,
  name: 'completeSubtask',
  method: 'POST',
  path: '/api/tickets/:id/subtasks/:subtaskId/complete',
  summary: 'Complete a subtask',
  access: 'ticket.subtasks',
  params: OneSubtask,
  errors: ofSubtasks,
});

export const reopenSubtask = endpoint({
  ...command,
  name: 'reopenSubtask',
  method: 'POST',
  path: '/api/tickets/:id/subtasks/:subtaskId/reopen',
  summary: 'Reopen a completed subtask',
  access: 'ticket.subtasks',
  params: OneSubtask,
  errors: ofSubtasks,
});

export const moveSubtask = endpoint({
  ...command,
  name: 'moveSubtask',
  method: 'POST',
  path: '/api/tickets/:id/subtasks/:subtaskId/move',
  summary: 'Move a subtask below one or above another; to the end without either',
  access: 'ticket.subtasks',
  params: OneSubtask,
  body: z.object({ after: Id.nullish(), before: Id.nullish() }),
  errors: ofSubtasks,
});

export const removeSubtask = endpoint({
  ...command,
  name: 'removeSubtask',
  method: 'DELETE',
  path: '/api/tickets/:id/subtasks/:subtaskId',
  summary: 'Remove a subtask',
  access: 'ticket.subtasks',
  params: OneSubtask,
  errors: ofSubtasks,
});

export const followTicket = endpoint({
  ...command,
  name: 'followTicket',
  method: 'PUT',
  path: '/api/tickets/:id/followers/me',
  summary: 'Follow the ticket',
  access: 'ticket.see',
  params: OneTicket,
  errors: ['not_found', 'already_archived', 'project_archived', 'revision_conflict'],
});

export const unfollowTicket = endpoint({
  ...command,
  name: 'unfollowTicket',
  method: 'DELETE',
  path: '/api/tickets/:id/followers/me',
  summary: 'Follow the ticket no more',
  access: 'ticket.see',
  params: OneTicket,
  errors: ['not_found', 'already_archived', 'project_archived', 'revision_conflict'],
});

export const addFollower = endpoint({
  ...command,
  name: 'addFollower',
  method: 'PUT',
  path: '/api/tickets/:id/followers/:userId',
  summary: 'Make a person who sees the ticket a follower',
  access: 'ticket.assign',
  params: Follower,
  errors: [...refusals, ...ofPeople],
});

export const removeFollower = endpoint({
  ...command,
  name: 'removeFollower',
  method: 'DELETE',
  path: '/api/tickets/:id/followers/:userId',
  summary: 'End a person’s following',
  access: 'ticket.assign',
  params: Follower,
  errors: refusals,
});
