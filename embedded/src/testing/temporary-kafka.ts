import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';

/** The folder of jars that `scripts/install-kafka.mjs` fills; undefined where it or Java is missing. */
export function findKafka(): string | undefined {
  const jars = join(import.meta.dirname, '../../../.cache/kafka/jars');
  return existsSync(jars) && findProgram('java') !== undefined ? jars : undefined;
}
