import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { connectKafka } from '@ticketing/platform/kafka.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { startKafkaGroup } from '../kafka/kafka-group.ts';
import { isByKey } from '../kafka/start-from-kafka.ts';
import { readModels } from '../read-models/all.ts';
import { createScriptedLog } from './scripted-log.ts';

/** A process that feeds read models from Kafka, for tests that kill it or stop it. It says which partitions it has. */
const [databaseUrl = '', brokers = ''] = process.argv.slice(2);
const pool = createPool(databaseUrl, 'feeder');
const silent = { debug: () => undefined, info: () => undefined };
const said = (_: object, message: string) => console.error(message);
const group = await startKafkaGroup({
  connection: connectKafka({ brokers: [brokers], ssl: false }, 'feeder', { ...silent, warn: said }),
  pool,
  // No stream is parked here, so nobody asks for one again.
  eventLog: createScriptedLog().log,
  bus: createInMemoryBus(),
  projections: readModels.filter(isByKey),
  log: { ...silent, warn: said, error: said },
  metrics: createMetrics(),
  options: { sessionMs: 6_000, leaseMs: 3_000 },
});
let before = '';
setInterval(() => {
  const now = group.partitions().join(',');
  if (now !== before) console.log(`partitions ${now}`);
  before = now;
}, 50);
