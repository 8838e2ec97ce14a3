import { z } from 'zod';
import { CommentVisibility } from '../kinds.ts';
import { AsOf, Id, Instant } from '../values.ts';
import { AttachmentView } from '../views.ts';
import { CommandAnswer, endpoint } from './endpoint.ts';
import { Pass } from './pass.ts';

const OneTicket = z.object({ id: Id });
const OneAttachment = z.object({ id: Id, fileId: Id });
export const attachFile = endpoint({
  name: 'attachFile',
  method: 'POST',
  path: '/api/tickets/:id/attachments',
  summary: 'Attach an uploaded file to the ticket or to one’s own comment, as visible as that comment',
  tag: 'tickets',
  // To one's own comment: the right to comment.
  access: 'ticket.attach',
  params: OneTicket,
  body: z.object({
    fileId: Id,
    commentId: Id.nullable().default(null),
    visibility: CommentVisibility.default('public'),
  }),
  status: 201,
  response: CommandAnswer,
  errors: [
    'forbidden',
    'not_found',
    'already_archived',
    'unknown_file',
    'unknown_comment',
    'too_many_attachments',
  ],
});

export const removeAttachment = endpoint({
  name: 'removeAttachment',
  method: 'DELETE',
  path: '/api/tickets/:id/attachments/:fileId',
  summary: 'Take a file off the ticket: one’s own, or any for who may edit its files; history keeps it',
  tag: 'tickets',
  access: 'attachment.own',
  params: OneAttachment,
  status: 200,
  response: CommandAnswer,
  errors: ['forbidden', 'not_found', 'already_archived', 'unknown_attachment'],
});

export const listAttachments = endpoint({
  name: 'listAttachments',
  method: 'GET',
  path: '/api/tickets/:id/attachments',
  summary:
    'Files of the ticket, now or as of an instant, each with a pass for addresses that a browser opens by itself',
  tag: 'tickets',
  access: 'ticket.see',
  params: OneTicket,
  query: z.object({ at: AsOf.optional() }),
  status: 200,
  response: z.object({
    items: z.array(AttachmentView.extend({ pass: Pass })),
    /** When the passes end; ask again before. */
    passesUntil: Instant,
  }),
  errors: ['not_found'],
});

const content = { tag: 'tickets', access: 'ticket.see', params: OneAttachment, carries: 'download' } as const;

export const getAttachment = endpoint({
  ...content,
  name: 'getAttachment',
  method: 'GET',
  path: '/api/tickets/:id/attachments/:fileId',
  summary: 'The content of a file, whole or one range of it; with `at` also of one that was removed since',
  query: z.object({
    pass: Pass.optional(),
    at: AsOf.optional(),
    download: z.enum(['true', 'false']).optional(),
  }),
  status: 200,
  response: z.unknown(),
  errors: ['not_found', 'unknown_attachment', 'range_not_satisfiable'],
});

export const getAttachmentThumbnail = endpoint({
  ...content,
  name: 'getAttachmentThumbnail',
  method: 'GET',
  path: '/api/tickets/:id/attachments/:fileId/thumbnail',
  summary: 'A small WebP picture of an image, at most 320 pixels wide and high',
  query: z.object({ pass: Pass.optional(), at: AsOf.optional() }),
  status: 200,
  response: z.unknown(),
  errors: ['not_found', 'unknown_attachment'],
});
