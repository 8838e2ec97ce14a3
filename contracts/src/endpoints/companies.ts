import { z } from 'zod';
import { CompanyName, EmailAddress, Id, PhoneNumber, Summary } from '../values.ts';
import { CompanyView } from '../views.ts';
import { CommandAnswer, endpoint, PageQuery, pageOf } from './endpoint.ts';

const OneCompany = z.object({ id: Id });
const CompanyPerson = z.object({ id: Id, userId: Id });

export const registerCompany = endpoint({
  name: 'registerCompany',
  method: 'POST',
  path: '/api/companies',
  summary: 'Register a client company; its founder becomes its first admin',
  tag: 'companies',
  access: 'company.register',
  body: z.object({ name: CompanyName, description: Summary.default('') }),
  status: 201,
  response: CommandAnswer,
  errors: ['forbidden'],
});

export const listCompanies = endpoint({
  name: 'listCompanies',
  method: 'GET',
  path: '/api/companies',
  summary: 'Companies that the caller may see',
  tag: 'companies',
  access: 'signed-in',
  query: PageQuery.extend({
    q: z.string().max(200).optional(),
    /** Only those that this project serves; none of a project that the caller may not see. */
    projectId: Id.optional(),
  }),
  status: 200,
  response: pageOf(CompanyView),
  errors: [],
});

export const getCompany = endpoint({
  name: 'getCompany',
  method: 'GET',
  path: '/api/companies/:id',
  summary: 'One company',
  tag: 'companies',
  access: 'signed-in',
  params: OneCompany,
  status: 200,
  response: CompanyView,
  errors: ['not_found'],
});

export const changeCompany = endpoint({
  name: 'changeCompany',
  method: 'PATCH',
  path: '/api/companies/:id',
  summary: 'Change a company’s name, description or how it is reached',
  tag: 'companies',
  access: 'company.manage',
  params: OneCompany,
  body: z.object({
    name: CompanyName.optional(),
    description: Summary.optional(),
    contactEmail: EmailAddress.nullable().optional(),
    phone: PhoneNumber.nullable().optional(),
  }),
  status: 200,
  response: CommandAnswer,
  errors: ['forbidden', 'not_found'],
});

const membership = <const Method extends 'PUT' | 'DELETE'>(
  name: string,
  method: Method,
  kind: 'admins' | 'users',
  access: 'company.appoint' | 'company.manage',
  summary: string,
) =>
  endpoint({
    name,
    method,
    path: `/api/companies/:id/${kind}/:userId`,
    summary,
    tag: 'companies',
    access,
    params: CompanyPerson,
    status: 200,
    response: CommandAnswer,
    errors: ['forbidden', 'not_found', 'unknown_user'],
  });

export const assignCompanyAdmin = membership(
  'assignCompanyAdmin',
  'PUT',
  'admins',
  'company.appoint',
  'Make a person an admin of the company',
);
export const removeCompanyAdmin = membership(
  'removeCompanyAdmin',
  'DELETE',
  'admins',
  'company.appoint',
  'Take the company admin right away',
);
export const assignCompanyUser = membership(
  'assignCompanyUser',
  'PUT',
  'users',
  'company.manage',
  'Make a person an employee of the company',
);
export const removeCompanyUser = membership(
  'removeCompanyUser',
  'DELETE',
  'users',
  'company.manage',
  'Remove an employee from the company',
);
