import { z } from 'zod';
import { ProjectionView } from '../operations-views.ts';
import { endpoint } from './endpoint.ts';

export const listProjections = endpoint({
  name: 'listProjections',
  method: 'GET',
  path: '/api/operations/projections',
  summary: 'How far each read model and saga is, which process leads it, and which streams it set aside',
  tag: 'operations',
  access: 'operations.administer',
  status: 200,
  response: z.object({ items: z.array(ProjectionView) }),
  errors: ['forbidden'],
});

export const replayParkedStream = endpoint({
  name: 'replayParkedStream',
  method: 'POST',
  path: '/api/operations/projections/:name/replays',
  summary: 'Have a stream that was set aside tried again; `listProjections` tells what came of it',
  tag: 'operations',
  access: 'operations.administer',
  params: z.object({ name: z.string().min(1).max(100) }),
  body: z.object({ stream: z.string().min(1).max(200) }),
  status: 202,
  response: z.object({ projection: z.string(), stream: z.string() }),
  errors: ['forbidden', 'not_found'],
});
