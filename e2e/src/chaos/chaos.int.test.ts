import { randomInt } from 'node:crypto';
import { findKafka } from '@ticketing/embedded/testing/kafka-broker.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { differingRows } from './judge-read-models.ts';
import { type ChaosResult, runChaos } from './run-chaos.ts';

/**
 * A short run of `npm run chaos`. CHAOS_SEED repeats the choices of an earlier one as far as the machine's own timing
 * lets it.
 */
const seed = Number(process.env.CHAOS_SEED ?? randomInt(2 ** 31));
const SECONDS = 50;

describeWithService('redis', 'while parts are killed and connections break', () => {
  let run: ChaosResult | undefined;
  const ended = new AbortController();
  afterEach(async () => {
    ended.abort();
    await run?.end(false);
  });

  test('every promise is kept, and a row that is not as the log says would be found', {
    timeout: 900_000,
  }, async () => {
    console.log(`The seed of this chaos test is ${seed}.`);
    const diary: string[] = [];
    run = await runChaos({
      seed,
      seconds: SECONDS,
      rate: 10,
      size: { projectors: 2, commandApis: 2, queryApis: 1, kafka: findKafka() ? 'relay' : 'none' },
      print: (line) => void diary.push(line),
      signal: ended.signal,
    }).catch((error: unknown) => {
      throw new Error(diary.join('\n'), { cause: error });
    });
    const { verdicts, figures, cluster } = run;
    expect(verdicts.length).toBeGreaterThan(3);
    expect(
      verdicts.flatMap(({ wrong }) => wrong),
      diary.join('\n'),
    ).toEqual([]);
    // Nothing was proved if nothing was under way, or if nobody looked.
    expect(figures.commands.acknowledged).toBeGreaterThan(50);
    expect(figures.views.frames).toBeGreaterThan(50);
    expect(Object.values(figures.faults).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(3);

    const client = new pg.Client({ connectionString: cluster.direct.databaseUrl });
    await client.connect();
    await client.query(
      `update read_model.cards set title = 'Changed by hand' where id = (select id from read_model.cards limit 1)`,
    );
    await client.end();
    expect(await differingRows(cluster.direct)).toEqual([
      expect.stringContaining('1 differences'),
      expect.stringContaining('Changed by hand'),
    ]);
  });
});
