import { EmbeddedStartError } from './embedded-start-error.ts';
import { ensureSpasBuilt } from './spa-build.ts';

/** Builds the web apps whose sources have changed, as a start of the stack does. */
try {
  await ensureSpasBuilt({ log: (line) => console.log(line) });
} catch (error) {
  if (!(error instanceof EmbeddedStartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
