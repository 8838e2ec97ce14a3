import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyDataFolder } from './data-folder.ts';
import { demoState, markDemo, refuseDemoOnNetwork } from './demo/demo-marker.ts';
import { secretsOf } from './secrets.ts';
import { runningStack } from './stack-file.ts';
import { readStackSettings } from './stack-settings.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'data-folder-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const settings = (more: Record<string, string> = {}) => readStackSettings({ DATA_DIR: dataDir, ...more });

describe('emptying a data folder', () => {
  test('deletes what the system keeps there, and the folder', async () => {
    await secretsOf(dataDir);
    await markDemo(dataDir, 'opened');
    await mkdir(join(dataDir, 'postgres', 'cluster'), { recursive: true });
    expect(await emptyDataFolder(dataDir)).toEqual([]);
    await expect(readdir(dataDir)).rejects.toThrow('ENOENT');
    expect(await emptyDataFolder(dataDir)).toEqual([]);
  });

  test('leaves everything that is somebody else’s', async () => {
    await secretsOf(dataDir);
    await writeFile(join(dataDir, 'thesis.txt'), 'years of work');
    expect(await emptyDataFolder(dataDir)).toEqual(['thesis.txt']);
    expect(await readdir(dataDir)).toEqual(['thesis.txt']);
  });
});

describe('the keys of a data folder', () => {
  test('are made once, and are the same ever after', async () => {
    const made = await secretsOf(dataDir);
    expect(await secretsOf(dataDir)).toEqual(made);
  });

  test('are not made anew for a log that was written with others', async () => {
    await mkdir(join(dataDir, 'postgres', 'cluster'), { recursive: true });
    await expect(secretsOf(dataDir)).rejects.toThrow('secrets.json is missing');
    expect(await readdir(dataDir)).toEqual(['postgres']);
  });

  test('are not replaced when they cannot be read', async () => {
    await mkdir(join(dataDir, 'secrets.json'));
    await expect(secretsOf(dataDir)).rejects.toThrow('secrets.json cannot be read');
  });
});

test('half a file of a stack that was killed counts as no stack', async () => {
  await writeFile(join(dataDir, 'stack.json'), '{"pid": 1, "apiU');
  expect(await runningStack(dataDir)).toBeUndefined();
});

describe('the demo, whose passwords everybody knows', () => {
  test('is not opened where others reach the system', async () => {
    expect(await demoState(settings())).toBe('wanted');
    expect(await demoState(settings({ HOST: '0.0.0.0' }))).toBe('none');
    await refuseDemoOnNetwork(settings({ HOST: '0.0.0.0' }));
  });

  test('keeps a system to this machine once it was opened', async () => {
    await markDemo(dataDir, 'opened');
    await refuseDemoOnNetwork(settings());
    await expect(refuseDemoOnNetwork(settings({ HOST: '0.0.0.0' }))).rejects.toThrow('the demo’s accounts');
    await markDemo(dataDir, 'none');
    await refuseDemoOnNetwork(settings({ HOST: '0.0.0.0' }));
  });
});
