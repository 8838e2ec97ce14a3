import { z } from 'zod';
import { Language, Role } from '../kinds.ts';
import { DisplayName, EmailAddress, Id, Password, Username } from '../values.ts';
import { PersonView, UserView } from '../views.ts';
import { CommandAnswer, endpoint, PageQuery, pageOf } from './endpoint.ts';

const OneUser = z.object({ id: Id });

export const registerUser = endpoint({
  name: 'registerUser',
  method: 'POST',
  path: '/api/users',
  summary: 'Register a person; a company admin registers client employees of that company',
  tag: 'users',
  access: 'user.register',
  body: z.object({
    username: Username,
    displayName: DisplayName,
    email: EmailAddress.nullable().default(null),
    password: Password,
    staff: z.boolean().default(false),
    /** The company whose employee the person becomes; required of company admins. */
    companyId: Id.optional(),
  }),
  status: 201,
  response: CommandAnswer,
  errors: ['forbidden', 'username_taken', 'unknown_company'],
});

export const listUsers = endpoint({
  name: 'listUsers',
  method: 'GET',
  path: '/api/users',
  summary: 'People that the caller may know of, by name',
  tag: 'users',
  access: 'signed-in',
  query: PageQuery.extend({
    q: z.string().max(200).optional(),
    projectId: Id.optional(),
    companyId: Id.optional(),
    active: z.enum(['true', 'false', 'any']).default('any'),
    staff: z.enum(['true', 'false', 'any']).default('any'),
  }),
  status: 200,
  /** With address for superusers, who may also search by it. */
  response: pageOf(z.union([UserView, PersonView])),
  errors: [],
});

export const getUser = endpoint({
  name: 'getUser',
  method: 'GET',
  path: '/api/users/:id',
  summary: 'One person; the address only for the person and for superusers',
  tag: 'users',
  access: 'signed-in',
  params: OneUser,
  status: 200,
  response: z.union([UserView, PersonView]),
  errors: ['not_found'],
});

export const getUserMemberships = endpoint({
  name: 'getUserMemberships',
  method: 'GET',
  path: '/api/users/:id/memberships',
  summary:
    'Where a person has a role and to which companies they belong, as far as the caller may know of it',
  tag: 'users',
  access: 'signed-in',
  params: OneUser,
  status: 200,
  response: z.object({
    /** In projects whose roles the caller may see; one's own everywhere. By key. */
    roles: z.array(z.object({ projectId: Id, projectKey: z.string(), projectName: z.string(), role: Role })),
    /** By name. Who both serves a company and works for it is its admin here. */
    companies: z.array(z.object({ id: Id, name: z.string(), relation: z.enum(['admin', 'user']) })),
  }),
  errors: ['not_found'],
});

export const changeProfile = endpoint({
  name: 'changeProfile',
  method: 'PATCH',
  path: '/api/users/:id',
  summary: 'Change a person’s name or address',
  tag: 'users',
  access: 'user.profile',
  params: OneUser,
  body: z.object({ displayName: DisplayName.optional(), email: EmailAddress.nullable().optional() }),
  status: 200,
  response: CommandAnswer,
  errors: ['not_found'],
});

export const chooseLanguage = endpoint({
  name: 'chooseLanguage',
  method: 'PUT',
  path: '/api/me/language',
  summary: 'Choose the language in which the caller reads the apps and gets mails',
  tag: 'users',
  access: 'user.profile',
  body: z.object({ language: Language }),
  status: 200,
  response: CommandAnswer,
  errors: [],
});

export const changePassword = endpoint({
  name: 'changePassword',
  method: 'POST',
  path: '/api/users/:id/password',
  summary:
    'Set a password; one’s own needs the current one. Ends the person’s sessions, but for the one that asks',
  tag: 'users',
  access: 'user.password',
  params: OneUser,
  body: z.object({ current: z.string().max(200).optional(), password: Password }),
  status: 200,
  response: CommandAnswer,
  errors: ['not_found', 'invalid_credentials'],
});

const switching = (name: string, path: string, summary: string) =>
  endpoint({
    name,
    method: 'POST',
    path: `/api/users/:id/${path}`,
    summary,
    tag: 'users',
    access: 'user.administer',
    params: OneUser,
    status: 200,
    response: CommandAnswer,
    errors: ['forbidden', 'not_found', 'last_superuser'],
  });

export const deactivateUser = switching('deactivateUser', 'deactivate', 'Deactivate a person; sessions end');
export const reactivateUser = switching('reactivateUser', 'reactivate', 'Reactivate a person');
export const grantSuperuser = switching(
  'grantSuperuser',
  'grant-superuser',
  'Make a person a site superuser',
);
export const revokeSuperuser = switching(
  'revokeSuperuser',
  'revoke-superuser',
  'Take the superuser right away',
);
