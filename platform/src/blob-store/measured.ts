import { createHash } from 'node:crypto';
import type { BlobFacts } from './blob-store.ts';

/** Passes content on while it is hashed and counted; `facts` are right once it has ended. */
export function measured(content: AsyncIterable<Uint8Array>): {
  readonly content: AsyncIterable<Uint8Array>;
  facts(): BlobFacts;
} {
  const hash = createHash('sha256');
  let size = 0;
  async function* counted() {
    for await (const chunk of content) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  }
  return { content: counted(), facts: () => ({ digest: hash.digest('hex'), size }) };
}
