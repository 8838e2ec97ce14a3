import { randomUUID } from 'node:crypto';
import type { Case, Cases } from './cases.ts';

/** What is tried on the endpoints about invitations and mail. */
export const peopleCases: Readonly<Record<string, Cases>> = {
  listMails: ({ rights }) => [{ relation: '–', expected: rights.superuser ? 'done' : 'forbidden' }],
  retryMail: ({ rights }) => [
    {
      relation: 'a mail that is not there',
      params: { id: randomUUID() },
      expected: rights.superuser ? 'not_found' : 'forbidden',
    },
  ],
};

/** What anybody may try without a token, besides signing in and out; it is answered the same to everybody. */
export const publicCases: Readonly<Record<string, readonly Case[]>> = {
  requestPasswordReset: [
    { relation: 'somebody by name', body: { username: 'superuser' }, expected: 'done' },
    { relation: 'nobody by name', body: { username: 'nobody-of-this-name' }, expected: 'done' },
    { relation: 'nobody by address', body: { email: 'nobody@example.com' }, expected: 'done' },
  ],
  validatePasswordReset: [
    { relation: 'a link that was made up', body: { token: 'made up' }, expected: 'link_not_valid' },
  ],
  confirmPasswordReset: [
    {
      relation: 'a link that was made up',
      body: { token: 'made up', password: 'the new one 42' },
      expected: 'link_not_valid',
    },
  ],
};
