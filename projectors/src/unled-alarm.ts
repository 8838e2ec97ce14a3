import type { Metrics } from '@ticketing/platform/metrics.ts';
import type pg from 'pg';
import type { EngineLog } from './engine/projection.ts';
import { lookInTurn } from './look-in-turn.ts';

export type UnledAlarmDeps = {
  readonly pool: pg.Pool;
  /** What this process does not run itself; of what it runs, `engine/progress-alarm.ts` tells. */
  readonly elsewhere: readonly string[];
  /** How long nobody may lead a projection until that is an alarm, in milliseconds. */
  readonly unledMs?: number;
  readonly log: EngineLog;
  readonly metrics: Metrics;
};

const UNLED_MS = 30_000;

/**
 * Raises an alarm for a projection that no process leads and this one does not run: one that was left out of every
 * `PROJECTIONS`, or whose only process is gone. A database that cannot be asked raises none.
 */
export function watchUnled({ pool, elsewhere, unledMs = UNLED_MS, log, metrics }: UnledAlarmDeps) {
  const gauge = metrics.gauge(
    'ticketing_projection_unled',
    '1 while no process leads a projection that this one does not run: an alarm',
    ['projection'] as const,
  );
  const unledSince = new Map<string, number>();
  const alarmed = new Set<string>();

  async function look(): Promise<void> {
    const led = await ledProjections(pool);
    for (const projection of elsewhere) {
      if (led.has(projection)) unledSince.delete(projection);
      else if (!unledSince.has(projection)) unledSince.set(projection, performance.now());
      const since = unledSince.get(projection);
      tell(projection, since !== undefined && performance.now() - since >= unledMs);
    }
  }

  function tell(projection: string, unled: boolean): void {
    gauge.set({ projection }, unled ? 1 : 0);
    if (unled === alarmed.has(projection)) return;
    if (unled) {
      alarmed.add(projection);
      log.error(
        { projection },
        'no process leads a projection; name it in PROJECTIONS of one, and start that',
      );
    } else {
      alarmed.delete(projection);
      log.info({ projection }, 'a projection that nobody led is led again');
    }
  }

  return lookInTurn(unledMs / 4, () => look().catch(() => undefined));
}

/** One that Kafka feeds is led where any of its partitions is. */
async function ledProjections(pool: pg.Pool): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ name: string }>({
    name: 'projections_led',
    text: `select distinct split_part(name, '/', 1) as name from read_model.projection_checkpoints
           where owner is not null and lease_until > clock_timestamp()`,
  });
  return new Set(rows.map(({ name }) => name));
}
