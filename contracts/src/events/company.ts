import { z } from 'zod';
import { ReportMailing } from '../report-mailing.ts';
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
  /** The monthly report is mailed to these on the first of each month from now on; `null`: to nobody. */
  CompanyReportMailingChanged: z.object({ mailing: ReportMailing.nullable() }),
} as const;
