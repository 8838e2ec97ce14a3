import { z } from 'zod';
import { CompanyName, ContentType, Digest, Id, Summary } from '../values.ts';

/** Events of `company-{id}`: a client company, the IT staff who serve it, its employees. */
export const companyEvents = {
  CompanyRegistered: z.object({ name: CompanyName, description: Summary }),
  CompanyDetailsChanged: z.object({ name: CompanyName, description: Summary }),
  CompanyAdminAssigned: z.object({ userId: Id }),
  CompanyAdminRemoved: z.object({ userId: Id }),
  CompanyUserAssigned: z.object({ userId: Id }),
  CompanyUserRemoved: z.object({ userId: Id }),
  /** `null` takes the logo away. */
  CompanyLogoChanged: z.object({
    logo: z.object({ fileId: Id, contentType: ContentType, digest: Digest }).nullable(),
  }),
} as const;
