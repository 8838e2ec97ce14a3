import { readModels } from '@ticketing/projectors/read-models/all.ts';
import { withParts } from './bench-parts.ts';
import type { Figure } from './figures.ts';
import { writeLongLog } from './long-log.ts';
import { rebuildLog } from './rebuild-log.ts';
import { sizes } from './sizes.ts';

/** A rebuild of all read models, beside COPY of the same rows into the same tables. */
export const measure = (): Promise<readonly Figure[]> =>
  withParts(async (parts) => {
    console.error(`Writing ${sizes.events} events …`);
    await writeLongLog(parts, sizes.events);
    const { events, rows, bytes, rebuilt, copied, longestPauseMs } = await rebuildLog(parts, readModels);
    const cpu = [...rebuilt.cpu.values()].reduce((sum, seconds) => sum + seconds, 0);
    const server = copied.cpu.get('PostgreSQL') ?? 0;
    return [
      {
        what: 'rebuild of all read models',
        measured: rows / rebuilt.seconds,
        unit: 'rows/s',
        raw: { what: 'COPY of the same rows, and their indexes', measured: rows / copied.seconds },
        aim: { of: 'ratio', least: 0.3 },
        note: `${events} events, ${rows} rows of ${Math.round(bytes / 2 ** 20)} MiB; CPU of all processes ${cpu.toFixed(1)} s, COPY alone ${server.toFixed(1)} s in PostgreSQL; longest exchange ${longestPauseMs.toFixed(0)} ms`,
      },
    ];
  });
