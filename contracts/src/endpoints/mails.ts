import { z } from 'zod';
import { MailStatus } from '../kinds.ts';
import { Id } from '../values.ts';
import { MailView } from '../views.ts';
import { endpoint, PageQuery, pageOf } from './endpoint.ts';

export const listMails = endpoint({
  name: 'listMails',
  method: 'GET',
  path: '/api/mails',
  summary: 'Mails of the outbox, the newest first: to whom, and what has become of them; not what they say',
  tag: 'mails',
  access: 'mail.administer',
  query: PageQuery.extend({ status: MailStatus.optional() }),
  status: 200,
  response: pageOf(MailView),
  errors: ['forbidden'],
});

export const retryMail = endpoint({
  name: 'retryMail',
  method: 'POST',
  path: '/api/mails/:id/retry',
  summary: 'Send a mail that was given up again, with as many attempts as a new one',
  tag: 'mails',
  access: 'mail.administer',
  params: z.object({ id: Id }),
  status: 200,
  response: z.object({ id: Id, status: MailStatus }),
  errors: ['forbidden', 'not_found', 'mail_not_failed'],
});
