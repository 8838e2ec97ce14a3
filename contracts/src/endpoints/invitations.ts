import { z } from 'zod';
import { Role } from '../kinds.ts';
import { DisplayName, EmailAddress, Id, Password, Username } from '../values.ts';
import { InvitationView } from '../views.ts';
import { CommandAnswer, endpoint, PageQuery, pageOf } from './endpoint.ts';

const OneLink = z.object({ token: z.string().min(1).max(200) });

export const invitePerson = endpoint({
  name: 'invitePerson',
  method: 'POST',
  path: '/api/projects/:id/invitations',
  summary: 'Invite somebody to the project by e-mail, with a role; the answer’s id is the invitation’s',
  tag: 'invitations',
  access: 'project.configure',
  params: z.object({ id: Id }),
  body: z.object({ email: EmailAddress, role: Role }),
  status: 201,
  response: CommandAnswer,
  errors: ['forbidden', 'not_found', 'invitation_pending'],
});

export const listInvitations = endpoint({
  name: 'listInvitations',
  method: 'GET',
  path: '/api/projects/:id/invitations',
  summary: 'Invitations to the project and what became of them, the newest first',
  tag: 'invitations',
  access: 'project.configure',
  params: z.object({ id: Id }),
  query: PageQuery,
  status: 200,
  response: pageOf(InvitationView),
  errors: ['forbidden', 'not_found'],
});

export const revokeInvitation = endpoint({
  name: 'revokeInvitation',
  method: 'DELETE',
  path: '/api/projects/:id/invitations/:invitationId',
  summary: 'Take an invitation back that was not accepted yet',
  tag: 'invitations',
  access: 'project.configure',
  params: z.object({ id: Id, invitationId: Id }),
  status: 200,
  response: CommandAnswer,
  errors: ['forbidden', 'not_found', 'invitation_accepted'],
});

export const checkInvitation = endpoint({
  name: 'checkInvitation',
  method: 'GET',
  path: '/api/invitations/:token',
  summary: 'What the link of an invitation leads to, and whether it is still good',
  tag: 'invitations',
  access: 'public',
  params: OneLink,
  status: 200,
  response: z.object({ projectName: z.string(), role: Role, good: z.boolean() }),
  errors: ['not_found'],
});

export const acceptInvitation = endpoint({
  name: 'acceptInvitation',
  method: 'POST',
  path: '/api/invitations/:token/accept',
  summary:
    'Accept an invitation: as who is signed in, or, with a name and a password, as a person who is registered by it; the answer’s id is the project’s',
  tag: 'invitations',
  access: 'public',
  params: OneLink,
  body: z
    .object({
      username: Username.optional(),
      displayName: DisplayName.optional(),
      password: Password.optional(),
    })
    .refine(
      (given) =>
        new Set([given.username, given.displayName, given.password].map((one) => one === undefined)).size ===
        1,
      {
        path: ['username'],
        message: 'give a user name, a name and a password, or sign in and give none of them',
      },
    ),
  status: 200,
  response: CommandAnswer.extend({ userId: Id }),
  errors: ['unauthenticated', 'link_not_valid', 'username_taken'],
});
