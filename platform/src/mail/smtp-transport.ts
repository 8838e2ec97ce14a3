import { createTransport } from 'nodemailer';

/** A mail as it goes out. */
export type OutgoingMail = {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

/** The mail server will never take this mail: there is no such mailbox, or it does not like what it says. */
export class MailRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MailRefused';
  }
}

export type MailTransport = {
  /**
   * Resolves when the mail server has taken the mail.
   * @throws MailRefused when trying again is of no use; any other error means that it may be of use
   */
  send(mail: OutgoingMail): Promise<void>;
  close(): void;
};

/** How long a mail server may be silent, in milliseconds: to be reached, to greet, and to answer. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/**
 * Sends through the SMTP server of `SMTP_URL`, over at most two connections that are used again.
 * @param from `MAIL_FROM`: an address, or a name with one in angle brackets
 */
export function createSmtpTransport(url: string, from: string): MailTransport {
  const transport = createTransport({ url, pool: true, maxConnections: 2, ...PATIENCE });
  const domain = /@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? 'ticketing';
  return {
    async send({ id, to, subject, text, html }) {
      try {
        await transport.sendMail({
          from,
          // As an object, so that nothing in it is read as a list of addresses.
          to: { name: '', address: to },
          subject,
          text,
          html,
          // The same whenever this mail is sent again: a mailbox that got it twice can tell.
          messageId: `<${id}@${domain}>`,
          // Answering machines leave it alone, so no two of them talk to each other.
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      } catch (error) {
        if (isFinal(error)) throw new MailRefused(error.message);
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

/** A 5xx answer about the mail itself. One about signing in says that a setting is wrong, which can be put right. */
function isFinal(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { code, responseCode } = error as Error & { code?: unknown; responseCode?: unknown };
  if (code !== 'EENVELOPE' && code !== 'EMESSAGE') return false;
  // Without an answer it was refused here: an address that is none.
  return typeof responseCode !== 'number' || responseCode >= 500;
}
