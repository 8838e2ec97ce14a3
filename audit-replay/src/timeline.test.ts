import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timeline } from './timeline.ts';

describe('a timeline', () => {
  it('answers like folding, in the order in which they were written, the changes up to an instant', () => {
    const changes = fc.array(fc.record({ time: fc.integer({ min: 0, max: 9 }), value: fc.nat(3) }));
    fc.assert(
      fc.property(changes, (written) => {
        const timeline = new Timeline<number>();
        for (const { time, value } of written) timeline.append(time, value);
        for (let instant = -1; instant <= 10; instant++) {
          expect(timeline.at(instant)).toBe(written.findLast(({ time }) => time <= instant)?.value);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
