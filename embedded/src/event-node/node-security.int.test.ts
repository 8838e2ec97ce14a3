import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../testing/free-port.ts';
import { type TemporaryCertificate, temporaryCertificate } from '../testing/temporary-certificate.ts';
import { type TemporaryPostgres, temporaryPostgres } from '../testing/temporary-postgres.ts';
import { killNode, type NodeProcess, spawnNode, startNodeProcess } from './node-process.ts';

let postgres: TemporaryPostgres;
let certificate: TemporaryCertificate;
const nodes: NodeProcess[] = [];
beforeAll(async () => {
  postgres = await temporaryPostgres();
  certificate = await temporaryCertificate();
});
afterEach(async () => {
  for (const node of nodes.splice(0)) await killNode(node);
});
afterAll(async () => {
  await certificate.remove();
  await postgres.stop();
});

const tls = () => ({
  EVENTSTORE_CERTIFICATE_FILE: certificate.certificateFile,
  EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE: certificate.keyFile,
});

/** What the node says when it ends by itself at its start. */
async function refusal(environment: Record<string, string>): Promise<string> {
  const node = spawnNode({ port: await freePort(), databaseUrl: postgres.url, environment });
  nodes.push(node);
  expect(await node.ended).toBe(1);
  return node.output();
}

describe('the node’s process', () => {
  it('does not listen beyond this machine without TLS and users', async () => {
    for (const HOST of ['0.0.0.0', '::', '10.1.2.3', 'events.example.org']) {
      expect(await refusal({ HOST })).toContain('beyond this machine the event node needs TLS and users');
    }
  });

  it('does not start with users before somebody gives admin a password', async () => {
    expect(await refusal(tls())).toContain('Set EVENTSTORE_DEFAULT_ADMIN_PASSWORD');
    for (const password of ['changeit', 'short']) {
      expect(await refusal({ ...tls(), EVENTSTORE_DEFAULT_ADMIN_PASSWORD: password })).toContain(
        'EVENTSTORE_DEFAULT_ADMIN_PASSWORD is not usable',
      );
    }
  });

  it('says what is wrong with its certificate', async () => {
    const { EVENTSTORE_CERTIFICATE_FILE } = tls();
    expect(await refusal({ EVENTSTORE_CERTIFICATE_FILE })).toContain('go together');
    const other = await temporaryCertificate();
    const mismatch = { EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE: other.keyFile, EVENTSTORE_CERTIFICATE_FILE };
    expect(await refusal(mismatch)).toContain('Give two PEM files that belong together.');
    await other.remove();
    expect(await refusal(mismatch)).toContain('EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE cannot be read');
  });

  it('keeps its users over a restart, and takes no other first password afterwards', async () => {
    const port = await freePort();
    const started = async (EVENTSTORE_DEFAULT_ADMIN_PASSWORD: string) => {
      const environment = { ...tls(), HOST: '0.0.0.0', EVENTSTORE_DEFAULT_ADMIN_PASSWORD };
      const node = await startNodeProcess({ port, databaseUrl: postgres.url, environment });
      nodes.push(node);
      return node;
    };
    const client = (password: string) =>
      EventStoreDBClient.connectionString(
        `esdb://admin:${password}@localhost:${port}?tlsCAFile=${encodeURIComponent(certificate.certificateFile)}`,
      );
    const first = await started('the-first-one');
    const before = client('the-first-one');
    await before.appendToStream('kept', [jsonEvent({ type: 'Kept', data: {} })]);
    await before.dispose();
    await killNode(first);
    await started('another-one');
    const [right, wrong] = [client('the-first-one'), client('another-one')];
    const result = await right.appendToStream('kept', [jsonEvent({ type: 'Kept', data: {} })]);
    expect(result.nextExpectedRevision).toBe(1n);
    await expect(wrong.getStreamMetadata('kept')).rejects.toMatchObject({ type: 'access-denied' });
    await right.dispose();
    await wrong.dispose();
  });
});

it('the whole contract holds for a node of its own, over TLS and with credentials', async () => {
  const port = await freePort();
  const node = await startNodeProcess({
    port,
    databaseUrl: postgres.url,
    environment: { ...tls(), EVENTSTORE_DEFAULT_ADMIN_PASSWORD: 'the-first-one' },
  });
  nodes.push(node);
  const authority = encodeURIComponent(certificate.certificateFile);
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const vitest = fileURLToPath(new URL('../../../node_modules/vitest/vitest.mjs', import.meta.url));
  const { TICKETING_TEST_RESULT: _result, VITEST: _vitest, ...environment } = process.env;
  const run = spawn(
    process.execPath,
    [vitest, 'run', '--root', root, '--maxWorkers', '1', 'embedded/src/event-node/contract'],
    {
      env: {
        ...environment,
        EVENTSTORE_URL: `esdb://admin:the-first-one@localhost:${port}?tls=true&tlsCAFile=${authority}`,
        NO_COLOR: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [run.stdout, run.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      output += bytes.toString();
    });
  }
  const [code] = await once(run, 'close');
  expect(output).toMatch(/Tests\s+\d+ passed \(\d+\)/);
  expect(output).not.toMatch(/skipped|failed/);
  expect(code).toBe(0);
}, 300_000);
