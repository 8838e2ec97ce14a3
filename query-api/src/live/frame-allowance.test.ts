import { expect, test } from 'vitest';
import { FRAMES_AT_ONCE, FRAMES_PER_SECOND, frameAllowance } from './frame-allowance.ts';

test('a burst passes, what exceeds it does not, and a second gives back a second’s worth', () => {
  let milliseconds = 0;
  const allowed = frameAllowance(() => milliseconds);
  const passed = (frames: number) => Array.from({ length: frames }, allowed).filter(Boolean).length;
  expect(passed(FRAMES_AT_ONCE + 50)).toBe(FRAMES_AT_ONCE);
  milliseconds += 1000;
  expect(passed(100)).toBe(FRAMES_PER_SECOND);
});

test('an idle socket saves up no more than one burst', () => {
  let milliseconds = 0;
  const allowed = frameAllowance(() => milliseconds);
  milliseconds += 3_600_000;
  expect(Array.from({ length: 1000 }, allowed).filter(Boolean).length).toBe(FRAMES_AT_ONCE);
});
