import { z } from 'zod';
import { CompanyName, Id, Summary } from '../values.ts';

/** Events of `company-{id}`: a client company, the IT staff who serve it, its employees. */
export const companyEvents = {
  CompanyRegistered: z.object({ name: CompanyName, description: Summary }),
  CompanyDetailsChanged: z.object({ name: CompanyName, description: Summary }),
  CompanyAdminAssigned: z.object({ userId: Id }),
  CompanyAdminRemoved: z.object({ userId: Id }),
  CompanyUserAssigned: z.object({ userId: Id }),
  CompanyUserRemoved: z.object({ userId: Id }),
} as const;
