import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { chromiumPath, findChromium } from './chromium-path.ts';
import { describeWithService } from './services.ts';

describeWithService('chromium', 'the Chromium that was found', () => {
  test('is one that runs', () => {
    const asked = spawnSync(chromiumPath() ?? '', ['--version'], { encoding: 'utf8' });
    expect(asked.stdout).toMatch(/Chrom(e|ium)/);
  });
});

test('a CHROMIUM_PATH without a program is an error and not another browser', () => {
  const before = process.env.CHROMIUM_PATH;
  process.env.CHROMIUM_PATH = '/no/such/chromium';
  try {
    expect(findChromium).toThrow('CHROMIUM_PATH is /no/such/chromium, but no program is there');
  } finally {
    if (before === undefined) {
      delete process.env.CHROMIUM_PATH;
    } else {
      process.env.CHROMIUM_PATH = before;
    }
  }
});
