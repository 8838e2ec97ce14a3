import * as attachments from './attachments.ts';
import * as companies from './companies.ts';
import * as companyLogo from './company-logo.ts';
import * as companyReports from './company-reports.ts';
import * as contacts from './contacts.ts';
import * as dashboard from './dashboard.ts';
import type { Endpoint } from './endpoint.ts';
import * as files from './files.ts';
import * as finding from './finding.ts';
import * as invitations from './invitations.ts';
import * as mails from './mails.ts';
import * as notifications from './notifications.ts';
import * as operations from './operations.ts';
import * as passwords from './passwords.ts';
import * as projectParts from './project-parts.ts';
import * as projects from './projects.ts';
import * as reportCommands from './report-commands.ts';
import * as reportMailing from './report-mailing.ts';
import * as reports from './reports.ts';
import * as roomFiles from './room-files.ts';
import * as rooms from './rooms.ts';
import * as sessions from './sessions.ts';
import * as ticketComments from './ticket-comments.ts';
import * as ticketStructure from './ticket-structure.ts';
import * as tickets from './tickets.ts';
import * as users from './users.ts';

/** Every endpoint there is; the OpenAPI document and the permission tests are made from it. */
export const endpoints: readonly Endpoint[] = [
  sessions,
  passwords,
  users,
  companies,
  companyLogo,
  projects,
  reportCommands,
  reports,
  companyReports,
  reportMailing,
  dashboard,
  tickets,
  ticketStructure,
  rooms,
  roomFiles,
  invitations,
  mails,
  operations,
  files,
  finding,
  projectParts,
  notifications,
  ticketComments,
  attachments,
  contacts,
].flatMap((group) => Object.values(group));
