import { required, type Settings } from '../settings.ts';
import type { PublicUrls } from './links.ts';
import { createSmtpTransport, type MailTransport } from './smtp-transport.ts';

/** With what mail is sent. */
export type MailDelivery = { readonly transport: MailTransport; readonly urls: PublicUrls };

export const mailSettingNames = ['SMTP_URL', 'MAIL_FROM', 'PUBLIC_ADMIN_URL', 'PUBLIC_DESK_URL'] as const;

/**
 * How this process sends mail. Without `SMTP_URL` it does not: mails wait in the outbox.
 * @throws SettingsError when there is a mail server, but something that every mail needs is missing
 */
export function mailDelivery(
  settings: Settings<(typeof mailSettingNames)[number]>,
): MailDelivery | undefined {
  const { SMTP_URL, MAIL_FROM, PUBLIC_ADMIN_URL, PUBLIC_DESK_URL } = settings;
  if (SMTP_URL === undefined) return undefined;
  const from = required('MAIL_FROM', MAIL_FROM, 'mail is sent from this address when SMTP_URL is set');
  const urls = {
    admin: required('PUBLIC_ADMIN_URL', PUBLIC_ADMIN_URL, 'links in mail lead to the admin app there'),
    desk: required('PUBLIC_DESK_URL', PUBLIC_DESK_URL, 'links in mail lead to the service desk there'),
  };
  return { transport: createSmtpTransport(SMTP_URL, from), urls };
}
