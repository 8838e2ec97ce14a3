import { describe, expect, it } from 'vitest';
import { createProgress } from './progress.ts';

function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
}

describe('progress', () => {
  it('is shown at most five times a second', () => {
    const screen = terminal(true);
    let now = 0;
    const progress = createProgress(screen, 'reading', () => now);
    for (let event = 1; event <= 10_000; event++) {
      now = event / 10;
      progress.tick();
    }
    expect(screen.written.length).toBeGreaterThan(2);
    expect(screen.written.length).toBeLessThanOrEqual(5);
    expect(screen.written.at(-1)).toMatch(/reading: \d+ events$/);
    progress.end();
    expect(screen.written.at(-1)).not.toContain('reading');
  });

  it('leaves what is not a terminal alone', () => {
    const file = terminal(false);
    let now = 0;
    const progress = createProgress(file, 'reading', () => now);
    for (let event = 1; event <= 10_000; event++) {
      now = event;
      progress.tick();
    }
    progress.say('waiting');
    progress.end();
    expect(file.written).toEqual([]);
  });
});
