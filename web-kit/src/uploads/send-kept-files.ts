import type { ApiClient } from '../api-client.ts';
import { ApiError } from '../api-error.ts';
import { filesNamed } from './chosen-files.ts';
import { createSendFile } from './send-file.ts';
import { asItWas } from './use-kept-uploads.ts';

/** What this page has sent, by its key: a command that has to try again need not send its files again. */
const arrived = new Map<string, string>();

/**
 * Sends files that the device keeps for a command.
 * @returns their ids, in the order of the keys
 * @throws ApiError also when one of them is not on the device any more
 */
export async function sendKeptFiles(api: ApiClient, keys: readonly string[]): Promise<readonly string[]> {
  const send = createSendFile(api);
  const kept = (await filesNamed(keys)).map(asItWas);
  const ids: string[] = [];
  for (const key of keys) {
    const one = kept.find((each) => each.key === key);
    const known = arrived.get(key) ?? one?.uploaded?.fileId;
    if (known === undefined && one === undefined)
      throw new ApiError('unknown_file', 422, 'The file is gone.');
    const id = known ?? (one && (await send(one.file, untold(key))).fileId) ?? '';
    arrived.set(key, id);
    ids.push(id);
  }
  return ids;
}

const untold = (commandId: string) => ({
  commandId,
  signal: new AbortController().signal,
  onProgress: () => undefined,
});
