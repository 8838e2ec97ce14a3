import { z } from 'zod';
import { Instant, Password } from '../values.ts';
import { endpoint } from './endpoint.ts';

/** What a link carries: 256 random bits. */
const LinkToken = z.string().min(1).max(200);

export const requestPasswordReset = endpoint({
  name: 'requestPasswordReset',
  method: 'POST',
  path: '/api/auth/password-reset',
  summary:
    'Ask for a link to set a new password, by user name or e-mail address; answers the same whether or not there is such a person',
  tag: 'sessions',
  access: 'public',
  body: z
    .object({ username: z.string().min(1).max(200).optional(), email: z.string().min(1).max(320).optional() })
    .refine(({ username, email }) => (username === undefined) !== (email === undefined), {
      path: ['username'],
      message: 'give either a user name or an e-mail address',
    }),
  status: 202,
  response: z.object({}),
  errors: [],
});

export const validatePasswordReset = endpoint({
  name: 'validatePasswordReset',
  method: 'POST',
  path: '/api/auth/password-reset/validate',
  summary: 'Whether the link of a password reset is still good, and whose it is',
  tag: 'sessions',
  access: 'public',
  body: z.object({ token: LinkToken }),
  status: 200,
  response: z.object({ username: z.string(), expiresAt: Instant }),
  errors: ['link_not_valid'],
});

export const confirmPasswordReset = endpoint({
  name: 'confirmPasswordReset',
  method: 'POST',
  path: '/api/auth/password-reset/confirm',
  summary: 'Set a new password with the link of a reset, once; ends the person’s sessions',
  tag: 'sessions',
  access: 'public',
  body: z.object({ token: LinkToken, password: Password }),
  status: 200,
  response: z.object({}),
  errors: ['link_not_valid'],
});
