import { runAudit } from './run-audit.ts';

// Whoever reads the results may stop early, as `head` does; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

/** One Ctrl-C can reach this process twice, by the terminal and by whoever started it; one that comes later is meant. */
const SAME_CTRL_C_MS = 1_000;

function interrupted(): AbortSignal {
  const asked = new AbortController();
  let since: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (since !== undefined && performance.now() - since > SAME_CTRL_C_MS) process.exit(130);
      since ??= performance.now();
      asked.abort();
    });
  }
  return asked.signal;
}

const code = await runAudit(process.argv.slice(2), {
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  now: Date.now,
  interrupted,
});
// Ends when everything is written, without waiting for connections that are no longer needed.
process.stdout.write('', () => process.exit(code));
