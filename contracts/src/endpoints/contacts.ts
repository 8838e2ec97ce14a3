import { z } from 'zod';
import { ContactName, EmailAddress, Id, PhoneNumber, ShortText, Summary } from '../values.ts';
import { ContactView } from '../views.ts';
import { CommandAnswer, endpoint, PageQuery, pageOf } from './endpoint.ts';

const OneContact = z.object({ id: Id });
const OneProject = z.object({ id: Id });
const ContactTag = z.object({ id: Id, tagId: Id });
const command = { tag: 'contacts', access: 'contact.manage', response: CommandAnswer } as const;

export const listContacts = endpoint({
  name: 'listContacts',
  method: 'GET',
  path: '/api/projects/:id/contacts',
  summary: 'People outside the system whom the project deals with, by name',
  tag: 'contacts',
  access: 'contact.see',
  params: OneProject,
  query: PageQuery.extend({
    /** A part of the name, e-mail address, title or department. */
    q: z.string().max(200).optional(),
    tagId: Id.optional(),
  }),
  status: 200,
  response: pageOf(ContactView),
  errors: ['not_found'],
});

export const getContact = endpoint({
  name: 'getContact',
  method: 'GET',
  path: '/api/contacts/:id',
  summary: 'One contact',
  tag: 'contacts',
  access: 'contact.see',
  params: OneContact,
  status: 200,
  response: ContactView,
  errors: ['not_found'],
});

export const addContact = endpoint({
  ...command,
  name: 'addContact',
  method: 'POST',
  path: '/api/projects/:id/contacts',
  summary: 'Add a contact to the project',
  params: OneProject,
  body: z.object({
    name: ContactName,
    email: EmailAddress.nullable().default(null),
    phone: PhoneNumber.nullable().default(null),
    title: ShortText.default(''),
    department: ShortText.default(''),
    notes: Summary.default(''),
  }),
  status: 201,
  errors: ['forbidden', 'not_found', 'project_archived'],
});

export const changeContact = endpoint({
  ...command,
  name: 'changeContact',
  method: 'PATCH',
  path: '/api/contacts/:id',
  summary: 'Change what is known of a contact',
  params: OneContact,
  body: z.object({
    name: ContactName.optional(),
    email: EmailAddress.nullable().optional(),
    phone: PhoneNumber.nullable().optional(),
    title: ShortText.optional(),
    department: ShortText.optional(),
    notes: Summary.optional(),
  }),
  status: 200,
  errors: ['forbidden', 'not_found', 'project_archived', 'revision_conflict'],
});

export const removeContact = endpoint({
  ...command,
  name: 'removeContact',
  method: 'DELETE',
  path: '/api/contacts/:id',
  summary: 'Remove a contact',
  params: OneContact,
  status: 200,
  errors: ['forbidden', 'not_found', 'project_archived'],
});

export const linkContact = endpoint({
  ...command,
  name: 'linkContact',
  method: 'PUT',
  path: '/api/contacts/:id/tags/:tagId',
  summary: 'Link a contact to a tag of its project, with what it is to that team',
  params: ContactTag,
  body: z.object({ role: ShortText.default('') }),
  status: 200,
  errors: ['forbidden', 'not_found', 'project_archived', 'unknown_tag'],
});

export const unlinkContact = endpoint({
  ...command,
  name: 'unlinkContact',
  method: 'DELETE',
  path: '/api/contacts/:id/tags/:tagId',
  summary: 'Take a contact’s link to a tag away',
  params: ContactTag,
  status: 200,
  errors: ['forbidden', 'not_found', 'project_archived'],
});
