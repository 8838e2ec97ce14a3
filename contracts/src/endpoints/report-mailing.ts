import { z } from 'zod';
import { Month, ReportMailing, reportRecipients } from '../report-mailing.ts';
import { TimeZone } from '../time-zone.ts';
import { Id } from '../values.ts';
import { CommandAnswer, endpoint } from './endpoint.ts';

const about = { tag: 'reports', access: 'company.manage', params: z.object({ id: Id }) } as const;

export const getReportMailing = endpoint({
  ...about,
  name: 'getReportMailing',
  method: 'GET',
  path: '/api/companies/:id/report-mailing',
  summary: 'To whom the company’s report is mailed on the first of each month; null: to nobody',
  status: 200,
  response: z.object({ mailing: ReportMailing.nullable() }),
  errors: ['forbidden', 'not_found'],
});

export const changeReportMailing = endpoint({
  ...about,
  name: 'changeReportMailing',
  method: 'PUT',
  path: '/api/companies/:id/report-mailing',
  summary:
    'Have the company’s report mailed on the first of each month to people who belong to it, or no more',
  body: z.object({ mailing: ReportMailing.extend({ timeZone: TimeZone }).nullable() }),
  status: 200,
  response: CommandAnswer,
  errors: ['forbidden', 'not_found', 'unknown_user'],
});

export const sendMonthlyReport = endpoint({
  ...about,
  name: 'sendMonthlyReport',
  method: 'POST',
  path: '/api/companies/:id/monthly-report/mails',
  summary: 'Mail a month’s report to people who belong to the company; the mails go out within moments',
  body: z.object({ month: Month, ...reportRecipients, timeZone: TimeZone.default('UTC') }),
  status: 202,
  /** The request; asked for again with the same `idempotency-key` it is the same one, and mails nobody twice. */
  response: z.object({ id: Id }),
  errors: ['forbidden', 'not_found', 'unknown_user'],
});
