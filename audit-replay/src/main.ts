import { runAudit } from './run-audit.ts';

// Whoever reads the results may stop early, as `head` does; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const code = await runAudit(process.argv.slice(2), {
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  now: Date.now,
});
// Ends when everything is written, without waiting for connections that are no longer needed.
process.stdout.write('', () => process.exit(code));
