import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diary } from './testing/diary.ts';
import { type EngineHarness, engineHarness } from './testing/engine-harness.ts';
import { until } from './testing/until.ts';
import { watchUnled } from './unled-alarm.ts';

describe('a projection that this process does not run', () => {
  let harness: EngineHarness;
  const watches: ReturnType<typeof watchUnled>[] = [];
  beforeEach(async () => {
    harness = await engineHarness();
  });
  afterEach(async () => {
    for (const watch of watches.splice(0)) await watch.stop();
    await harness.stop();
  });

  function watch(...elsewhere: string[]): void {
    const { pool, log, metrics } = harness;
    watches.push(watchUnled({ pool, log, metrics, elsewhere, unledMs: 80 }));
  }
  const lines = (pattern: RegExp) => harness.lines.filter(({ message }) => pattern.test(message));
  const unled = async () =>
    (await harness.valueOf('ticketing_projection_unled{')).filter((line) => line.endsWith(' 1'));

  it('is an alarm while no process leads it, told once, and over when one does', async () => {
    const leader = await harness.start([diary()]);
    watch('diary', 'search');
    await until(() => lines(/no process leads/).length > 0);
    expect(await unled()).toEqual(['ticketing_projection_unled{projection="search"} 1']);
    await leader.stop();
    await until(() => lines(/no process leads/).length > 1);
    expect(lines(/no process leads/)).toMatchObject([
      { level: 'error', details: { projection: 'search' } },
      { level: 'error', details: { projection: 'diary' } },
    ]);
    await harness.start([diary()]);
    await until(() => lines(/led again/).length > 0);
    expect(lines(/led again/)).toMatchObject([{ level: 'info', details: { projection: 'diary' } }]);
    expect(await unled()).toEqual(['ticketing_projection_unled{projection="search"} 1']);
  });

  it('is led when somebody has one of its partitions', async () => {
    await harness.start([diary()]);
    await harness.pool.query(
      `insert into read_model.projection_checkpoints (name, version, position, owner_epoch, owner, lease_until)
       values ('board/3', 1, 5, 1, 'another', now() + interval '1 hour')`,
    );
    watch('board', 'search');
    await until(() => lines(/no process leads/).length > 0);
    expect(await unled()).toEqual(['ticketing_projection_unled{projection="search"} 1']);
  });
});
