import { withParts } from './bench-parts.ts';
import type { Figure } from './figures.ts';
import { writeLongLog } from './long-log.ts';
import { projectLog } from './project-log.ts';
import { readAll } from './raw-log.ts';
import { sizes } from './sizes.ts';

/** All read models together from nothing up to the head of a log, beside plain reading of the same log. */
export const measure = (): Promise<readonly Figure[]> =>
  withParts(async (parts) => {
    console.error(`Writing ${sizes.events} events …`);
    const { position } = await writeLongLog(parts, sizes.events);
    await readAll(parts.eventStoreUrl);
    const plain = await readAll(parts.eventStoreUrl);
    const projected = await projectLog(parts, position, plain.events);
    return [
      {
        what: 'catching up of all read models',
        measured: plain.events / projected.seconds,
        unit: 'events/s',
        raw: { what: 'reading $all', measured: plain.events / plain.seconds },
        aim: { of: 'ratio', least: 0.5 },
        note: `${plain.events} events; ${projected.cpu.words}; reading alone ${((plain.cpu * 1e3) / plain.events).toFixed(3)} ms in the client`,
      },
    ];
  });
