import type { MeView } from '@ticketing/contracts/views.ts';
import { companyNames } from '../companies/company-names.ts';
import type { Reading } from '../reading/reader.ts';
import { userViewOf } from './person-row.ts';

/** Who is signed in, with roles and companies. Who both serves a company and works for it is its admin here. */
export async function getMe({ query, viewer, person }: Reading): Promise<MeView> {
  const companies = await companyNames(query, [...viewer.companyIds]);
  return {
    ...userViewOf(person),
    language: person.language,
    roles: [...viewer.roles].map(([projectId, role]) => ({ projectId, role })),
    companies: companies.map((company) => ({
      ...company,
      relation: viewer.adminOfCompanyIds.has(company.id) ? ('admin' as const) : ('user' as const),
    })),
  };
}
