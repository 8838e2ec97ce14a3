import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  BackupDamagedError,
  BackupWriter,
  type Frame,
  type Manifest,
  readBackup,
  verifyBackup,
} from './backup-file.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ticketing-backup-'));
  file = join(folder, 'backup');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const manifest: Manifest = {
  kind: 'manifest',
  format: 'ticketing-backup-1',
  takenAt: '2026-03-01T12:00:00.000Z',
  position: '17',
  migrations: { auth: ['1_credentials'] },
  tables: [{ schema: 'auth', name: 'credentials', columns: ['user_id'] }],
  blobs: 0,
};

async function small(): Promise<void> {
  const writer = await BackupWriter.create(file);
  await writer.frame(manifest);
  await writer.frame({ kind: 'table', index: 0 });
  await writer.frame({ kind: 'rows' }, Buffer.from('a row\nanother row\n'));
  await writer.frame({ kind: 'tableEnd', rows: 2 });
  await writer.finish();
}

describe('a back-up’s file', () => {
  it('gives back what was written, in its order', async () => {
    await small();
    const frames: Frame[] = [];
    for await (const frame of readBackup(file)) frames.push(frame);
    expect(frames.map(({ header }) => header)).toEqual([
      manifest,
      { kind: 'table', index: 0 },
      { kind: 'rows' },
      { kind: 'tableEnd', rows: 2 },
    ]);
    expect(frames[2]?.body.toString()).toBe('a row\nanother row\n');
    expect(await verifyBackup(file)).toEqual(manifest);
  });

  it('carries bodies of megabytes', async () => {
    const bodies = Array.from({ length: 8 }, (_, n) => Buffer.alloc(1024 * 1024, n));
    const writer = await BackupWriter.create(file);
    await writer.frame(manifest);
    for (const body of bodies) await writer.frame({ kind: 'content' }, body);
    await writer.finish();
    const read: Buffer[] = [];
    for await (const { header, body } of readBackup(file)) if (header.kind === 'content') read.push(body);
    expect(Buffer.concat(read).equals(Buffer.concat(bodies))).toBe(true);
  });

  it('is noticed wherever it was cut off', async () => {
    await small();
    const whole = await readFile(file);
    for (let length = 0; length < whole.length; length++) {
      await writeFile(file, whole.subarray(0, length));
      await expect(verifyBackup(file)).rejects.toBeInstanceOf(BackupDamagedError);
    }
  });

  it('is noticed whichever of its bytes changed, or has its content unchanged', async () => {
    await small();
    const whole = await readFile(file);
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x41;
      await writeFile(file, changed);
      // The time and the system in gzip's own header (4 to 9) mean nothing; all else does.
      if (at >= 4 && at <= 9) await expect(verifyBackup(file)).resolves.toEqual(manifest);
      else await expect(verifyBackup(file)).rejects.toBeInstanceOf(BackupDamagedError);
    }
  });

  it('has its name only when it is whole', async () => {
    const writer = await BackupWriter.create(file);
    await writer.frame(manifest);
    expect(await readdir(folder)).toEqual(['backup.unfinished']);
    await writer.abandon();
    expect(await readdir(folder)).toEqual([]);
  });
});
