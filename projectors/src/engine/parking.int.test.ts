import { newId } from '@ticketing/platform/ids.ts';
import { listParkedStreams, requestReplay } from '@ticketing/platform/parked-streams.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DiaryOptions, diary } from '../testing/diary.ts';
import { type EngineHarness, engineHarness } from '../testing/engine-harness.ts';
import { until } from '../testing/until.ts';

const changed = { type: 'PasswordChanged', data: {} } as const;

describe('a parked stream that is to be tried again', () => {
  let harness: EngineHarness;
  let mended: boolean;
  const [good, bad] = [`user-${newId()}`, `user-${newId()}`];
  beforeEach(async () => {
    mended = false;
    harness = await engineHarness();
  });
  afterEach(() => harness.stop());

  const append = (stream: string, count = 1) =>
    Array.from({ length: count }, () => harness.scripted.append(stream, changed)).flat();
  /** Fails at the bad stream's second event until it is mended. */
  const failing = (options: DiaryOptions = {}) =>
    diary({
      ...options,
      async afterRows(batch, transaction) {
        await options.afterRows?.(batch, transaction);
        const found = batch.events.some(({ stream, revision }) => stream === bad && revision === 1n);
        if (found && !mended) throw new Error('this handler has a bug');
      },
    });
  const revisions = async (stream: string) =>
    (
      await harness.pool.query<{ revision: number }>(
        'select revision from read_model.diary where stream = $1 order by entry',
        [stream],
      )
    ).rows.map(({ revision }) => revision);
  const parked = () => listParkedStreams(harness.pool);
  const askedFor = async () => (await parked()).some(({ replayRequestedAt }) => replayRequestedAt !== null);

  async function givenParked() {
    const engine = await harness.start([failing()]);
    append(bad, 3);
    append(good, 2);
    await harness.settled(engine, 'diary');
    expect(await parked()).toMatchObject([
      { projection: 'diary', stream: bad, position: 20n, reason: 'this handler has a bug', attempts: 0 },
    ]);
    return engine;
  }

  it('gets all that it held up, goes on, and clients are told to fetch again', async () => {
    const engine = await givenParked();
    const heard: string[] = [];
    await harness.bus.subscribe({ onMessage: () => undefined, onLost: () => void heard.push('lost') });
    mended = true;
    expect(await requestReplay(harness.pool, 'diary', bad)).toBe(true);
    await until(async () => (await parked()).length === 0);
    expect(await revisions(bad)).toEqual([0, 1, 2]);
    append(bad, 2);
    append(good);
    await harness.settled(engine, 'diary');
    expect(await revisions(bad)).toEqual([0, 1, 2, 3, 4]);
    expect(await revisions(good)).toEqual([0, 1, 2]);
    await until(() => heard.length > 0);
    expect(engine.health().projections[0]?.parkedStreams).toBe(0);
    expect(await harness.valueOf('ticketing_projection_parked_streams{')).toEqual([
      'ticketing_projection_parked_streams{projection="diary"} 0',
    ]);
  });

  it('stays parked when it fails again, says why and how often, and leaves nothing of the attempt behind', async () => {
    const engine = await givenParked();
    for (const attempts of [1, 2]) {
      await requestReplay(harness.pool, 'diary', bad);
      await until(async () => !(await askedFor()));
      expect(await parked()).toMatchObject([
        { stream: bad, position: 20n, attempts, reason: 'this handler has a bug' },
      ]);
    }
    append(bad);
    append(good);
    await harness.settled(engine, 'diary');
    expect(await revisions(bad)).toEqual([0]);
    expect(await revisions(good)).toEqual([0, 1, 2]);
  });

  it('is tried by whoever leads, and by the successor when the leader dies before', async () => {
    const first = await givenParked();
    await first.stop();
    await requestReplay(harness.pool, 'diary', bad);
    mended = true;
    await harness.start([failing()]);
    await until(async () => (await parked()).length === 0);
    expect(await revisions(bad)).toEqual([0, 1, 2]);
  });

  it('is replayed by no worker that lost its lease meanwhile', async () => {
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    let holding = false;
    const engine = await harness.start([
      failing({
        async afterRows() {
          if (!holding) return;
          reached.resolve();
          await gate.promise;
        },
      }),
    ]);
    append(bad, 3);
    await harness.settled(engine, 'diary');
    mended = true;
    holding = true;
    await requestReplay(harness.pool, 'diary', bad);
    await reached.promise;
    // Somebody took over, and parked the stream at another event for another reason.
    await harness.pool.query(`update read_model.projection_checkpoints set owner_epoch = owner_epoch + 1`);
    await harness.pool.query(
      `update read_model.parked_streams set reason = 'another', replay_requested_at = null`,
    );
    holding = false;
    gate.resolve();
    append(good);
    await harness.settled(engine, 'diary');
    await until(async () => (await revisions(good)).length === 1);
    expect(await revisions(bad)).toEqual([0]);
    expect(await parked()).toMatchObject([{ stream: bad, reason: 'another' }]);
  });

  it('stays parked while an event of it cannot be read', async () => {
    const stream = `ticket-${newId()}`;
    append(stream);
    harness.scripted.appendUnreadable(stream, 'unknown event type TicketTeleported');
    const engine = await harness.start([diary()]);
    await harness.settled(engine, 'diary');
    await requestReplay(harness.pool, 'diary', stream);
    await until(async () => !(await askedFor()));
    expect(await parked()).toMatchObject([{ attempts: 1, reason: 'unknown event type TicketTeleported' }]);
  });

  it('is not there when nothing is parked', async () => {
    expect(await requestReplay(harness.pool, 'diary', bad)).toBe(false);
    await harness.start([diary()]);
    expect(await requestReplay(harness.pool, 'diary', bad)).toBe(false);
  });
});
