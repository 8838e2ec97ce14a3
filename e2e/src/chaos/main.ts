import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { findKafka } from '@ticketing/embedded/testing/kafka-broker.ts';
import { z } from 'zod';
import { kafkaUses } from './cluster.ts';
import type { Fault } from './fault-plan.ts';
import { runChaos } from './run-chaos.ts';

/**
 * `npm run chaos`: ten minutes of commands while parts are killed and connections break, and then the question whether
 * every promise was kept. Exit code 0: all were; 1: one was not. docs/chaos.md says what is promised.
 */
const number = (fallback: number, most: number) => z.coerce.number().min(1).max(most).default(fallback);
const settings = z
  .object({
    CHAOS_SECONDS: number(600, 86_400),
    CHAOS_SEED: z.coerce
      .number()
      .int()
      .min(0)
      .default(() => randomInt(2 ** 31)),
    CHAOS_RATE: number(20, 1_000),
    CHAOS_KAFKA: z.enum(kafkaUses).default(findKafka() ? 'feed' : 'none'),
    /** A `plan.json` of an earlier run, perhaps with fewer faults. */
    CHAOS_PLAN: z.string().optional(),
  })
  .parse(process.env);

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

const plan = settings.CHAOS_PLAN
  ? // Written by a run.
    (JSON.parse(await readFile(settings.CHAOS_PLAN, 'utf8')) as Fault[])
  : undefined;
const { verdicts, figures, folder, end } = await runChaos({
  seed: settings.CHAOS_SEED,
  seconds: settings.CHAOS_SECONDS,
  rate: settings.CHAOS_RATE,
  size: { projectors: 2, commandApis: 2, queryApis: 2, kafka: settings.CHAOS_KAFKA },
  ...(plan ? { plan } : {}),
  print: (line) => console.log(line),
  signal: interrupted.signal,
}).catch((error: unknown) => {
  console.error(interrupted.signal.aborted ? 'Interrupted. Everything was stopped.' : error);
  process.exit(1);
});
console.log(JSON.stringify(figures, null, 2));
const broken = verdicts.filter(({ wrong }) => wrong.length > 0);
await end(broken.length > 0);
if (broken.length === 0) console.log(`Every promise was kept. Seed ${settings.CHAOS_SEED}.`);
else {
  console.log(
    `${broken.length} of ${verdicts.length} promises were broken. CHAOS_SEED=${settings.CHAOS_SEED} repeats the run; what it left is in ${folder}.`,
  );
}
process.exit(broken.length === 0 ? 0 : 1);
