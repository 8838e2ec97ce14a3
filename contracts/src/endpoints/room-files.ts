import { z } from 'zod';
import { Id } from '../values.ts';
import { endpoint } from './endpoint.ts';
import { Pass } from './pass.ts';

const content = {
  tag: 'chat',
  access: 'chat.read',
  params: z.object({ id: Id, fileId: Id }),
  carries: 'download',
} as const;

export const getRoomFile = endpoint({
  ...content,
  name: 'getRoomFile',
  method: 'GET',
  path: '/api/rooms/:id/files/:fileId',
  summary: 'The content of a file of a message that is there, whole or one range of it',
  query: z.object({ pass: Pass.optional(), download: z.enum(['true', 'false']).optional() }),
  status: 200,
  response: z.unknown(),
  errors: ['not_found', 'unknown_attachment', 'range_not_satisfiable'],
});

export const getRoomFileThumbnail = endpoint({
  ...content,
  name: 'getRoomFileThumbnail',
  method: 'GET',
  path: '/api/rooms/:id/files/:fileId/thumbnail',
  summary: 'A small WebP picture of an image in the room, at most 320 pixels wide and high',
  query: z.object({ pass: Pass.optional() }),
  status: 200,
  response: z.unknown(),
  errors: ['not_found', 'unknown_attachment'],
});
