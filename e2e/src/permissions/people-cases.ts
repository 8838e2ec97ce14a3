import { randomUUID } from 'node:crypto';
import type { Case, Cases } from './cases.ts';
import type { Project } from './world.ts';

/** In the person's project and in another one. */
const configuring =
  (more: (project: Project) => Partial<Case>): Cases =>
  ({ world, rights }) =>
    Object.entries({ here: world.here, 'another project': world.elsewhere }).map(([relation, project]) => {
      const { params = {}, ...rest } = more(project);
      return {
        relation,
        params: { id: project.id, ...params },
        expected: rights.configuring(project),
        ...rest,
      };
    });

/** What is tried on the endpoints about invitations and mail. */
export const peopleCases: Readonly<Record<string, Cases>> = {
  invitePerson: configuring(() => ({ body: { email: `${randomUUID()}@example.com`, role: 'user' } })),
  listInvitations: configuring(() => ({})),
  revokeInvitation: (situation) => [
    ...configuring(({ invitationId }) => ({ params: { invitationId } }))(situation),
    ...configuring(() => ({ params: { invitationId: randomUUID() } }))(situation).map((one) => ({
      ...one,
      relation: `${one.relation}, an invitation that is not there`,
      expected: one.expected === 'done' ? ('not_found' as const) : one.expected,
    })),
    // An invitation is one project's.
    {
      relation: 'another project’s in this one',
      params: { id: situation.world.here.id, invitationId: situation.world.elsewhere.invitationId },
      expected:
        situation.rights.configuring(situation.world.here) === 'done'
          ? 'not_found'
          : situation.rights.configuring(situation.world.here),
    },
  ],
  listMails: ({ rights }) => [{ relation: '–', expected: rights.superuser ? 'done' : 'forbidden' }],
  listProjections: ({ rights }) => [{ relation: '–', expected: rights.superuser ? 'done' : 'forbidden' }],
  replayParkedStream: ({ rights }) => [
    {
      relation: 'a stream that is not parked',
      params: { name: 'board' },
      body: { stream: `ticket-${randomUUID()}` },
      expected: rights.superuser ? 'not_found' : 'forbidden',
    },
  ],
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
  checkInvitation: [
    { relation: 'a link that was made up', params: { token: 'made-up' }, expected: 'not_found' },
  ],
  acceptInvitation: [
    {
      relation: 'a link that was made up',
      params: { token: 'made-up' },
      body: { username: 'somebody-new', displayName: 'Somebody', password: 'a password 42' },
      expected: 'link_not_valid',
    },
  ],
  getInstallation: [{ relation: 'whoever asks', expected: 'done' }],
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
