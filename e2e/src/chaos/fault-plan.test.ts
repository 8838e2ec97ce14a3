import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../random-numbers.ts';
import { type Fault, type FaultTargets, planFaults } from './fault-plan.ts';
import { partKinds } from './part.ts';

const targets: FaultTargets = {
  parts: partKinds.flatMap((kind) => [
    { name: `${kind}-1`, kind },
    { name: `${kind}-2`, kind },
  ]),
  links: ['projector-1 → redis', 'projector-2 → redis', 'clients → query-api-1', 'clients → query-api-2'],
};
const TEN_MINUTES = 600_000;
const planOf = (seed: number, milliseconds = TEN_MINUTES) =>
  planFaults(targets, milliseconds, randomNumbers(seed));
const lasting = (fault: Fault) => ('for' in fault ? fault.for : 0);

describe('a plan of faults', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(planOf(7)).toEqual(planOf(7));
    expect(planOf(7)).not.toEqual(planOf(8));
  });

  test.each([1, 2, 3, 4, 5])(
    'has every kind of fault on every kind of part and link in ten minutes (%i)',
    (seed) => {
      const found = new Set(planOf(seed).map(({ kind, target }) => `${kind} ${target.replace(/-\d$/, '')}`));
      for (const part of partKinds) {
        for (const kind of ['kill', 'pause']) expect(found).toContain(`${kind} ${part}`);
      }
      for (const kind of ['cut', 'refuse', 'delay', 'black-hole', 'half-open']) {
        expect(found).toContain(`${kind} clients → query-api`);
        expect([...found].some((each) => each.startsWith(kind) && each.endsWith('redis'))).toBe(true);
      }
    },
  );

  test('has ended by the end, and does not trouble what is in trouble', () => {
    for (let seed = 0; seed < 50; seed++) {
      const until = new Map<string, number>();
      for (const fault of planOf(seed, 60_000)) {
        expect(fault.at + lasting(fault)).toBeLessThanOrEqual(60_000);
        expect(until.get(fault.target) ?? 0).toBeLessThanOrEqual(fault.at);
        until.set(fault.target, fault.at + lasting(fault));
      }
    }
  });

  test('has several faults at once, and moments without any', () => {
    const plan = planOf(3);
    const at = (time: number) =>
      plan.filter((fault) => fault.at <= time && time < fault.at + Math.max(lasting(fault), 1)).length;
    const looks = Array.from({ length: 600 }, (_, second) => at(second * 1_000));
    expect(Math.max(...looks)).toBeGreaterThan(1);
    expect(looks).toContain(0);
  });
});
