import { withParts } from './bench-parts.ts';
import type { Figure } from './figures.ts';
import { writeLongLog } from './long-log.ts';
import { type Progress, projectLog } from './project-log.ts';
import { sizes } from './sizes.ts';

/**
 * The last events are left out: read models that are done already make their indexes while others still project those,
 * and that is no cost of an event.
 */
const LEFT_OUT = 20_000;
/** A tenth must hold many batches of catching up, or chance decides which of them end in it. */
const FEWEST_EVENTS = 400_000;

/** Whether an event costs more the more there is: the first tenth of a long log beside its last. */
export const measure = (): Promise<readonly Figure[]> =>
  withParts(async (parts) => {
    if (sizes.manyEvents < FEWEST_EVENTS) throw new Error(`MANY_EVENTS: give at least ${FEWEST_EVENTS}.`);
    console.error(`Writing ${sizes.manyEvents} events …`);
    const began = performance.now();
    const { position } = await writeLongLog(parts, sizes.manyEvents);
    const written = (performance.now() - began) / 1000;
    // The node numbers events without gaps, so a tenth of the positions is a tenth of the events.
    const events = Number(position);
    const { seconds, cpu, progress } = await projectLog(parts, position, events);
    const first = tenth(progress, 0, events);
    const last = tenth(progress, Math.max(0.1, 0.9 - LEFT_OUT / events), events);
    const each = Array.from({ length: 9 }, (_, index) => tenth(progress, index / 10, events));
    return [
      {
        what: 'events/s in the last tenth',
        measured: last.perSecond,
        unit: '/s',
        raw: { what: 'in the first tenth', measured: first.perSecond },
        note: `${events.toLocaleString('en')} events in ${seconds.toFixed(0)} s with all indexes; written in ${written.toFixed(0)} s`,
      },
      {
        what: 'CPU of an event in the last tenth',
        measured: last.cpu,
        unit: 'µs',
        raw: { what: 'in the first tenth', measured: first.cpu },
        aim: { of: 'ratio', most: 1.2 },
        note: `by tenth, but for the last: ${each.map((one) => one.cpu.toFixed(0)).join(', ')}; on average, indexes included: ${cpu.words}`,
      },
    ];
  });

/** What a tenth of the log took, from when the slowest read model had come to `from` of it. */
function tenth(progress: readonly Progress[], from: number, events: number) {
  const at = (share: number) => {
    const wanted = share * events;
    // Some thousand events are read, and worked on, before the slowest read model has written its first.
    if (share === 0 && progress[0]) return progress[0];
    const next = progress.findIndex(({ position }) => Number(position) >= wanted);
    const [before, after] = [progress[Math.max(0, next - 1)], progress[next]];
    if (!before || !after) throw new Error('nobody looked while the log was projected');
    // Between two looks it went on evenly.
    const way = Number(after.position - before.position);
    const part = way === 0 ? 0 : (wanted - Number(before.position)) / way;
    return {
      seconds: before.seconds + (after.seconds - before.seconds) * part,
      cpu: before.cpu + (after.cpu - before.cpu) * part,
    };
  };
  const [begin, end] = [at(from), at(Math.min(from + 0.1, 1))];
  const count = events * 0.1;
  return { perSecond: count / (end.seconds - begin.seconds), cpu: ((end.cpu - begin.cpu) * 1e6) / count };
}
