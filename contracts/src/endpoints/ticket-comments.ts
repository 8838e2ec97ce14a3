import { z } from 'zod';
import { AsOf, Id } from '../values.ts';
import { CommentVersionView, CommentView, PersonView } from '../views.ts';
import { endpoint, PageQuery, pageOf } from './endpoint.ts';

export const listComments = endpoint({
  name: 'listComments',
  method: 'GET',
  path: '/api/tickets/:id/comments',
  summary: 'Comments that the caller may read, newest first, with who wrote them and who is mentioned',
  tag: 'tickets',
  access: 'ticket.see',
  params: z.object({ id: Id }),
  query: PageQuery.extend({ at: AsOf.optional() }),
  status: 200,
  response: pageOf(CommentView).extend({ people: z.array(PersonView) }),
  errors: ['not_found'],
});

export const listCommentVersions = endpoint({
  name: 'listCommentVersions',
  method: 'GET',
  path: '/api/tickets/:id/comments/:commentId/versions',
  summary:
    'Every wording of a comment, newest first; of a removed one for those who may remove what others wrote',
  tag: 'tickets',
  access: 'ticket.see',
  params: z.object({ id: Id, commentId: Id }),
  query: PageQuery,
  status: 200,
  response: pageOf(CommentVersionView),
  errors: ['not_found', 'unknown_comment'],
});
