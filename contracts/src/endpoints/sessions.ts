import { z } from 'zod';
import { SessionView } from '../session-view.ts';
import { Id } from '../values.ts';
import { MeView, UserView } from '../views.ts';
import { endpoint } from './endpoint.ts';

const Tokens = z.object({ access: z.string(), refresh: z.string() });

export const login = endpoint({
  name: 'login',
  method: 'POST',
  path: '/api/auth/login',
  summary: 'Sign in with a user name and password',
  tag: 'sessions',
  access: 'public',
  body: z.object({ username: z.string().min(1).max(200), password: z.string().min(1).max(200) }),
  status: 200,
  response: Tokens.extend({ user: UserView }),
  errors: ['invalid_credentials'],
});

export const refresh = endpoint({
  name: 'refresh',
  method: 'POST',
  path: '/api/auth/refresh',
  summary: 'Trade a refresh token for new tokens; a token used twice ends its whole family',
  tag: 'sessions',
  access: 'public',
  body: z.object({ refresh: z.string().min(1).max(2_000) }),
  status: 200,
  response: Tokens,
  errors: ['unauthenticated', 'refresh_token_reused'],
});

export const logout = endpoint({
  name: 'logout',
  method: 'POST',
  path: '/api/auth/logout',
  summary: 'End the session that a refresh token belongs to',
  tag: 'sessions',
  access: 'public',
  body: z.object({ refresh: z.string().min(1).max(2_000) }),
  status: 200,
  response: z.object({}),
  errors: [],
});

export const me = endpoint({
  name: 'me',
  method: 'GET',
  path: '/api/me',
  summary: 'Who is signed in, with roles and companies',
  tag: 'sessions',
  access: 'signed-in',
  status: 200,
  response: MeView,
  errors: [],
});

export const listSessions = endpoint({
  name: 'listSessions',
  method: 'GET',
  path: '/api/me/sessions',
  summary: 'Where the caller is signed in, the one that asks first, then the one used last',
  tag: 'sessions',
  access: 'signed-in',
  status: 200,
  response: z.object({ items: z.array(SessionView) }),
  errors: [],
});

export const endSession = endpoint({
  name: 'endSession',
  method: 'DELETE',
  path: '/api/me/sessions/:id',
  summary: 'End a session of one’s own: its tokens open nothing any more, and its live sockets close',
  tag: 'sessions',
  access: 'signed-in',
  params: z.object({ id: Id }),
  status: 200,
  response: z.object({}),
  errors: ['not_found'],
});

export const endOtherSessions = endpoint({
  name: 'endOtherSessions',
  method: 'DELETE',
  path: '/api/me/sessions',
  summary: 'End every session of one’s own but the one that asks',
  tag: 'sessions',
  access: 'signed-in',
  status: 200,
  response: z.object({ ended: z.number().int().min(0) }),
  errors: [],
});

export const getInstallation = endpoint({
  name: 'getInstallation',
  method: 'GET',
  path: '/api/installation',
  summary: 'Whether anybody is registered yet; until then the first superuser has to be made on the server',
  tag: 'sessions',
  access: 'public',
  status: 200,
  response: z.object({ founded: z.boolean() }),
  errors: [],
});
