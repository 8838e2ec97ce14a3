import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { missing } from './required-service.ts';

export interface TemporaryS3 {
  readonly endpoint: string;
  /** One that is there and empty. */
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  stop(): Promise<void>;
}

/** The folder of jars that `scripts/install-s3.mjs` fills; undefined where it or Java is missing. */
export function findS3(): string | undefined {
  const jars = join(import.meta.dirname, '../../../.cache/s3/jars');
  return existsSync(jars) && findProgram('java') !== undefined ? jars : undefined;
}

/**
 * A server that speaks S3 (S3Proxy) over an empty folder, on a free port, which knows one pair of keys and refuses every
 * other; undefined where it is not installed.
 *
 * @throws Error when it is not installed and REQUIRE_SERVICES=1, or when it does not start
 */
export async function temporaryS3(): Promise<TemporaryS3 | undefined> {
  const jars = findS3();
  if (jars === undefined) return missing('s3');
  const folder = await mkdtemp(join(tmpdir(), 'ticketing-test-s3-'));
  const bucket = 'ticketing-test';
  await mkdir(join(folder, 'buckets', bucket), { recursive: true });
  const [accessKeyId, secretAccessKey] = [randomBytes(10).toString('hex'), randomBytes(20).toString('hex')];
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  const settings = join(folder, 's3proxy.conf');
  await writeFile(
    settings,
    `s3proxy.endpoint=${endpoint}
s3proxy.authorization=aws-v2-or-v4
s3proxy.identity=${accessKeyId}
s3proxy.credential=${secretAccessKey}
jclouds.provider=filesystem
jclouds.filesystem.basedir=${join(folder, 'buckets').replaceAll('\\', '/')}
`,
  );
  const server = spawn(
    'java',
    [
      '-Xmx256m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-cp',
      join(jars, '*'),
      'org.gaul.s3proxy.Main',
      '--properties',
      settings,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  const hear = (chunk: Buffer) => {
    printed = (printed + chunk.toString('utf8')).slice(-8192);
  };
  server.stdout.on('data', hear);
  server.stderr.on('data', hear);
  const closed = once(server, 'close');
  const killAtExit = () => server.kill('SIGKILL');
  process.once('exit', killAtExit);
  const stop = async () => {
    process.off('exit', killAtExit);
    server.kill('SIGKILL');
    await closed;
    await rm(folder, { recursive: true, force: true });
  };
  // Without keys it answers 403, which says that it is there.
  while (
    !(await fetch(endpoint).then(
      () => true,
      () => false,
    ))
  ) {
    if (server.exitCode !== null || server.signalCode !== null) {
      await stop();
      throw new Error(`S3Proxy did not start. It printed: ${printed}`);
    }
    await sleep(100);
  }
  return { endpoint, bucket, accessKeyId, secretAccessKey, stop };
}
