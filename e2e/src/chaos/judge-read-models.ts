import { z } from 'zod';
import { runProgram } from '../stack-process.ts';

const Verification = z.object({
  ok: z.boolean(),
  found: z.number(),
  differences: z.array(z.unknown()),
  notCompared: z.array(z.unknown()),
  events: z.number(),
});

/**
 * Folds the whole log anew and compares every row of every read model with it, by `audit verify`.
 * @returns every difference as a line; none when all is as it should be
 */
export async function differingRows(parts: {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
}): Promise<string[]> {
  const verify = runProgram(
    { environment: {} },
    'audit-replay/src/main.ts',
    ['verify', '--json', '--wait', '120'],
    {
      DATABASE_URL: parts.databaseUrl,
      EVENTSTORE_URL: parts.eventStoreUrl,
    },
  );
  const code = await verify.ended;
  if (code !== 0 && code !== 1) return [`audit verify ended with ${code}: ${verify.printed()}`];
  const { ok, found, differences, notCompared } = Verification.parse(JSON.parse(verify.stdout()));
  const lines = [...differences, ...notCompared.map((table) => ({ notCompared: table }))];
  if (ok && lines.length === 0) return [];
  return [`audit verify found ${found} differences`, ...lines.map((line) => JSON.stringify(line))];
}
