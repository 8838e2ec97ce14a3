import { SettingsError } from '@ticketing/platform/settings.ts';
import { DEMO_PASSWORD, demoAccounts } from './demo/demo-accounts.ts';
import { EmbeddedStartError } from './embedded-start-error.ts';
import { ensureSpasBuilt } from './spa-build.ts';
import { startStack } from './stack.ts';
import { readStackSettings } from './stack-settings.ts';

/** `npm start`: the whole system on this machine. */

const say = (line: string) => console.log(line);

async function main(): Promise<void> {
  const began = performance.now();
  const settings = readStackSettings();
  // Ctrl-C may come at any moment of the start: what has been started by then is stopped as soon as it stands.
  const stopAsked = new AbortController();
  const ask = askToStop(stopAsked);
  process.on('SIGINT', ask).on('SIGTERM', ask);
  await ensureSpasBuilt({ log: say, signal: stopAsked.signal });
  const stack = await startStack(settings, say);

  let stopping = false;
  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    say('\nStopping …');
    await stack.stop();
    say('Stopped. Your data is kept; "npm start" goes on with it.');
    process.exit(code);
  };
  if (stopAsked.signal.aborted) return stop(0);
  stopAsked.signal.addEventListener('abort', () => void stop(0));
  void stack.died.then((reason) => {
    explain(reason);
    return stop(1);
  });

  say(`
Ticketing is ready after ${((performance.now() - began) / 1000).toFixed(1)} s. Data: ${settings.DATA_DIR}

  Admin app      ${stack.adminUrl}
  Service desk   ${stack.deskUrl}
  API            ${stack.apiUrl}/api     (health: ${stack.apiUrl}/health/ready)
  Event store    ${stack.eventStoreUrl.replace(/\/\/.*@/, '//')}

${stack.hasDemo ? accounts : noDemo}${settings.SMTP_URL ? '' : noMail}Stop with Ctrl-C.`);
}

/** One Ctrl-C can reach this process twice, by the terminal and by npm; one that comes later is meant. */
const SAME_CTRL_C_MS = 1_000;

/** Stops in good order when asked; asked again, ends at once: PostgreSQL's watchdog and the event node end by themselves. */
function askToStop(stopAsked: AbortController): () => void {
  let asked: number | undefined;
  return () => {
    if (asked !== undefined && performance.now() - asked > SAME_CTRL_C_MS) process.exit(130);
    asked ??= performance.now();
    stopAsked.abort();
  };
}

const accounts = `Accounts of the demo, each with the password "${DEMO_PASSWORD}":
${demoAccounts.map(({ username, what }) => `  ${username.padEnd(10)} ${what}`).join('\n')}

`;

const noDemo = `There is no demo here. If nobody can sign in yet: SUPERUSER_PASSWORD=<password> npm run superuser -- <name>

`;

const noMail = `No mail is sent: SMTP_URL is not set. Mails wait in the outbox until it is (docs/mail.md).

`;

/** What went wrong and what to do, without a stack trace where the reason lies with the machine. */
function explain(error: unknown): void {
  if (error instanceof EmbeddedStartError) console.error(`\n${error.message}\n${error.hint}`);
  else if (error instanceof SettingsError) console.error(`\n${error.message}`);
  else console.error(error);
}

main().catch((error: unknown) => {
  if (error instanceof Error && error.name === 'AbortError') process.exit(130);
  explain(error);
  process.exit(1);
});
