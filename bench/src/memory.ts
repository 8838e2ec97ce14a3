import { withStack } from './bench-stack.ts';
import type { Figure } from './figures.ts';
import { memoryOf } from './processes.ts';

/** Memory of the whole system at rest by process, and how long it takes to be ready. */
export const measure = (): Promise<readonly Figure[]> =>
  withStack(async ({ pid, readyAfter }) => {
    const { total, byWhat } = await memoryOf(pid);
    return [
      { what: 'start to ready, installed and built', measured: readyAfter, unit: 's' },
      { what: 'memory at rest, all processes', measured: total, unit: 'MiB', note: 'proportional shares' },
      ...[...byWhat].map(([what, measured]) => ({ what: `of it: ${what}`, measured, unit: 'MiB' })),
    ];
  });
