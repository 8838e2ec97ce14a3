import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Writes results, waiting while the reader is slower than the log. */
export type ResultWriter = {
  write(text: string): Promise<void>;
  lines(lines: readonly string[]): Promise<void>;
  /** One JSON document, indented for people unless it is one of many. */
  json(value: unknown, form?: 'document' | 'line'): Promise<void>;
};

export function createResultWriter(stream: Writable): ResultWriter {
  const write = async (text: string) => {
    if (!stream.write(text)) await once(stream, 'drain');
  };
  return {
    write,
    lines: (lines) => write(lines.map((line) => `${line}\n`).join('')),
    json: (value, form = 'document') =>
      write(`${form === 'line' ? JSON.stringify(value) : JSON.stringify(value, null, 2)}\n`),
  };
}
