import { DomainError } from '@ticketing/contracts/errors.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diary } from '../testing/diary.ts';
import { type EngineHarness, engineHarness } from '../testing/engine-harness.ts';
import { until } from '../testing/until.ts';
import type { Engine } from './engine.ts';

const changed = { type: 'PasswordChanged', data: {} } as const;
const prompt = { stuckMs: 80 };

describe('no progress while the log goes on', () => {
  let harness: EngineHarness;
  beforeEach(async () => {
    harness = await engineHarness();
  });
  afterEach(() => harness.stop());

  const append = () => harness.scripted.append(`user-${newId()}`, changed);
  const alarms = () => harness.lines.filter(({ message }) => /does not move/.test(message));
  const gauge = async () => (await harness.valueOf('ticketing_projection_stuck{'))[0]?.split(' ')[1];
  const isStuck = (engine: Engine) => engine.health().projections[0]?.stuck === true;
  /** So many looks at the log that a false alarm would have been raised. */
  const manyLooks = () => harness.scripted.untilHeadsAsked(harness.scripted.headsAsked() + 12);

  it('is an alarm when a batch does not end, told once, and over when it does', async () => {
    const gate = Promise.withResolvers<void>();
    const engine = await harness.start([diary({ afterRows: () => gate.promise })], prompt);
    append();
    await until(() => isStuck(engine));
    expect(engine.health().ready).toBe(false);
    expect(await gauge()).toBe('1');
    await manyLooks();
    expect(alarms()).toMatchObject([{ level: 'error', details: { projection: 'diary', position: '-1' } }]);
    gate.resolve();
    await until(() => !isStuck(engine));
    expect(await gauge()).toBe('0');
    expect(alarms()).toHaveLength(1);
    await until(() => engine.health().ready);
  });

  it('is an alarm when the subscription says nothing', async () => {
    const engine = await harness.start([diary()], prompt);
    append();
    await harness.settled(engine, 'diary');
    harness.scripted.fallSilent();
    append();
    await until(() => isStuck(engine));
    expect(engine.position('diary')).toBe(10n);
  });

  it('is an alarm when nobody can lead the projection', async () => {
    const newer = await harness.start([diary({ version: 2 })]);
    append();
    await harness.settled(newer, 'diary');
    await newer.stop();
    const older = await harness.start([diary()], prompt);
    append();
    await until(() => isStuck(older));
  });

  it('is none while the log is quiet, however long, nor when an event comes after that', async () => {
    // A batch of a busy machine does not take so long.
    const engine = await harness.start([diary()], { stuckMs: 2_000 });
    const longEnough = () => harness.scripted.untilHeadsAsked(harness.scripted.headsAsked() + 6);
    append();
    await harness.settled(engine, 'diary');
    await longEnough();
    append();
    await harness.settled(engine, 'diary');
    await longEnough();
    expect(alarms()).toEqual([]);
    expect(engine.health().ready).toBe(true);
  });

  it('is none while the log cannot be asked', async () => {
    let asked = 0;
    let away = false;
    const eventLog = {
      ...harness.scripted.log,
      async head() {
        if (!away) return harness.scripted.log.head();
        asked++;
        throw new DomainError('store_unavailable');
      },
    };
    const engine = await harness.start([diary()], prompt, { eventLog });
    append();
    await harness.settled(engine, 'diary');
    away = true;
    await until(() => asked > 12);
    expect(isStuck(engine)).toBe(false);
  });

  it('is not told by a standby while another process leads', async () => {
    const gate = Promise.withResolvers<void>();
    const leader = await harness.start([diary({ afterRows: () => gate.promise })], prompt);
    const standby = await harness.start([diary()], prompt);
    append();
    await until(() => isStuck(leader));
    await manyLooks();
    expect(isStuck(standby)).toBe(false);
    gate.resolve();
  });
});
