import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export type ReceivedMail = Pick<ParsedMail, 'headers'> & {
  readonly [Part in 'subject' | 'text' | 'html' | 'messageId']: ParsedMail[Part] | undefined;
} & {
  /** Whom the envelope names. */
  readonly to: readonly string[];
  readonly from: string | undefined;
};

export type TemporaryMailServer = {
  /** For `SMTP_URL`. */
  readonly url: string;
  readonly port: number;
  /** In the order in which they came. */
  readonly mails: readonly ReceivedMail[];
  /** Answers to recipients from now on: a code of SMTP such as 451 or 550; `undefined` takes them. */
  refuseWith(code: number | undefined): void;
  /** Waits until so many mails have come, and answers them. */
  received(count: number): Promise<readonly ReceivedMail[]>;
  stop(): Promise<void>;
};

/** A real SMTP server without TLS that keeps what it is sent. @param port a free one unless given */
export async function temporaryMailServer(port = 0): Promise<TemporaryMailServer> {
  const mails: ReceivedMail[] = [];
  let code: number | undefined;
  let heard = Promise.withResolvers<void>();
  const server = new SMTPServer({
    authOptional: true,
    // Connections that are kept for the next mail do not hold up the end of a test.
    closeTimeout: 50,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, callback) {
      if (code === undefined) callback();
      else callback(Object.assign(new Error(`refused with ${code}`), { responseCode: code }));
    },
    onData(stream, session, callback) {
      simpleParser(stream).then(
        ({ subject, text, html, messageId, headers, from }) => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          mails.push({ subject, text, html, messageId, headers, from: from?.text, to });
          heard.resolve();
          heard = Promise.withResolvers();
          callback();
        },
        (error: Error) => callback(error),
      );
    },
  });
  // A client that goes away in the middle is not this server's trouble.
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  // It listens on TCP, so its address is one of TCP.
  const listening = (server.server.address() as AddressInfo).port;
  return {
    url: `smtp://127.0.0.1:${listening}`,
    port: listening,
    mails,
    refuseWith(answer) {
      code = answer;
    },
    async received(count) {
      while (mails.length < count) await heard.promise;
      return mails;
    },
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
}
