import { isImage } from '@ticketing/contracts/content-types.ts';
import type { UploadView } from '@ticketing/contracts/views.ts';
import { ApiError } from '../api-error.ts';
import { newCommandId } from '../command-id.ts';
import { isAway } from '../delivery.ts';
import type { SendFile } from './send-file.ts';
import { type UploadRefusal, uploadRefusal } from './upload-limits.ts';

/** One file on its way. `held` goes on by itself when the server is back, `failed` may be tried again, `refused` is for good. */
export type Upload = {
  readonly key: string;
  readonly file: File;
  readonly state: 'waiting' | 'sending' | 'held' | 'ready' | 'failed' | 'refused';
  /** From 0 to 1. */
  readonly progress: number;
  readonly problem: UploadRefusal | ApiError | null;
  /** What the server made of it, once it is `ready`. */
  readonly uploaded: UploadView | null;
  /** An address of the picture on this device, for images. */
  readonly preview: string | null;
};

/** A file that was chosen before, under the key that it had, with what the server made of it if it had arrived. */
export type ChosenAgain = Pick<Upload, 'key' | 'file' | 'uploaded'>;

export type UploadsOptions = {
  readonly send: SendFile;
  /** Called with each file that has arrived. */
  readonly onReady?: (uploaded: UploadView, key: string) => void;
  /** Calls the listener whenever it is worth trying again; returns what ends that. */
  readonly onChance: (listener: () => void) => () => void;
  /** Files that go at once. */
  readonly atOnce?: number;
};

/** Files that a person has chosen: checked, sent a few at a time, and told about until they are taken away. */
export class Uploads {
  readonly #listeners = new Set<() => void>();
  readonly #running = new Map<string, AbortController>();
  readonly #options: UploadsOptions;
  /** Ends the wait for the server while anything is held. */
  #stopWaiting: (() => void) | undefined;
  #list: readonly Upload[] = [];

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  /** The same array until something changes, in the order in which they were chosen. */
  get list(): readonly Upload[] {
    return this.#list;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @returns the keys of what was added */
  add(files: readonly File[]): readonly string[] {
    return this.#take(files.map((file) => ({ key: newCommandId(), file, uploaded: null })));
  }

  /** What was chosen before stands there again; what stands there already is not taken twice. */
  bringBack(chosen: readonly ChosenAgain[]): void {
    const known = new Set(this.#list.map(({ key }) => key));
    this.#take(chosen.filter(({ key }) => !known.has(key)));
  }

  #take(chosen: readonly ChosenAgain[]): readonly string[] {
    const added = chosen.map(({ key, file, uploaded }): Upload => {
      const refusal = uploaded === null ? uploadRefusal(file) : null;
      return {
        key,
        file,
        state: refusal !== null ? 'refused' : uploaded !== null ? 'ready' : 'waiting',
        progress: uploaded === null ? 0 : 1,
        problem: refusal,
        uploaded,
        // The content may be with the server only.
        preview: refusal === null && isImage(file.type) && file.size > 0 ? URL.createObjectURL(file) : null,
      };
    });
    if (added.length > 0) this.#set([...this.#list, ...added]);
    this.#sendNext();
    return added.map(({ key }) => key);
  }

  retry(key: string): void {
    if (this.#list.find((each) => each.key === key)?.state !== 'failed') return;
    this.#change(key, { state: 'waiting', progress: 0, problem: null });
    this.#sendNext();
  }

  /** Takes it off the list, and stops it when it is on its way. */
  remove(key: string): void {
    const upload = this.#list.find((each) => each.key === key);
    if (upload === undefined) return;
    if (upload.preview !== null) URL.revokeObjectURL(upload.preview);
    this.#set(this.#list.filter((each) => each.key !== key));
    this.#running.get(key)?.abort();
    this.#waitIfHeld();
  }

  clear(): void {
    for (const { key } of this.#list) this.remove(key);
  }

  #sendNext(): void {
    const { atOnce = 3 } = this.#options;
    for (const upload of this.#list) {
      if (this.#running.size >= atOnce) return;
      if (upload.state === 'waiting') void this.#send(upload);
    }
  }

  async #send({ key, file }: Upload): Promise<void> {
    const running = new AbortController();
    this.#running.set(key, running);
    this.#change(key, { state: 'sending' });
    try {
      const uploaded = await this.#options.send(file, {
        commandId: key,
        signal: running.signal,
        onProgress: (progress) => this.#change(key, { progress }),
      });
      if (running.signal.aborted) return;
      this.#change(key, { state: 'ready', progress: 1, uploaded });
      this.#options.onReady?.(uploaded, key);
    } catch (error) {
      if (running.signal.aborted) return;
      const problem = error instanceof ApiError ? error : new ApiError('internal', 0, String(error));
      const forGood = problem.code === 'file_type_refused' || problem.code === 'payload_too_large';
      if (isAway(problem)) this.#change(key, { state: 'held', progress: 0 });
      else this.#change(key, { state: forGood ? 'refused' : 'failed', problem });
    } finally {
      this.#running.delete(key);
      this.#waitIfHeld();
      this.#sendNext();
    }
  }

  #waitIfHeld(): void {
    const isHeld = this.#list.some(({ state }) => state === 'held');
    if (isHeld) this.#stopWaiting ??= this.#options.onChance(() => this.#goOn());
    else this.#endWait();
  }

  #endWait(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
  }

  #goOn(): void {
    this.#endWait();
    for (const { key, state } of this.#list) if (state === 'held') this.#change(key, { state: 'waiting' });
    this.#sendNext();
  }

  #change(key: string, change: Partial<Upload>): void {
    if (!this.#list.some((each) => each.key === key)) return;
    this.#set(this.#list.map((each) => (each.key === key ? { ...each, ...change } : each)));
  }

  #set(list: readonly Upload[]): void {
    this.#list = list;
    for (const listener of [...this.#listeners]) listener();
  }
}
