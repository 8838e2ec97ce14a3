import type { UploadView } from '@ticketing/contracts/views.ts';
import type { TFunction } from 'i18next';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { currentLanguage, errorWords } from '../i18n.ts';
import { useKit } from '../kit.tsx';
import { createSendFile } from './send-file.ts';
import { MAX_FILE_BYTES, showSize } from './upload-limits.ts';
import { type ChosenAgain, type Upload, Uploads } from './uploads.ts';

export type FileUploads = {
  readonly list: readonly Upload[];
  /** @returns their keys */
  readonly add: (files: readonly File[]) => readonly string[];
  /** What was chosen before stands there again, once. */
  readonly bringBack: (chosen: readonly ChosenAgain[]) => void;
  readonly retry: (key: string) => void;
  /** Stops it, or takes what has arrived off the list again. */
  readonly remove: (key: string) => void;
  readonly clear: () => void;
  /** True while something is on its way: what names the files cannot be sent yet. */
  readonly busy: boolean;
  /** Ids of what has arrived, to be named in a command within a day. */
  readonly fileIds: readonly string[];
};

/**
 * Files by drop, paste or choice (see `file-sources.ts`) on their way to the server. Those that are left when the
 * screen goes are stopped.
 * @param onReady is told of each file that has arrived
 */
export function useUploads(onReady?: (uploaded: UploadView, key: string) => void): FileUploads {
  const { api, delivery } = useKit();
  const told = useRef(onReady);
  useEffect(() => {
    told.current = onReady;
  });
  const [uploads] = useState(
    () =>
      new Uploads({
        send: createSendFile(api),
        onChance: (listener) => delivery.onChance(listener),
        onReady: (uploaded, key) => told.current?.(uploaded, key),
      }),
  );
  useEffect(() => () => uploads.clear(), [uploads]);
  const list = useSyncExternalStore(
    (listener) => uploads.subscribe(listener),
    () => uploads.list,
  );
  return useMemo(
    () => ({
      list,
      add: (files) => uploads.add(files),
      bringBack: (chosen) => uploads.bringBack(chosen),
      retry: (key) => uploads.retry(key),
      remove: (key) => uploads.remove(key),
      clear: () => uploads.clear(),
      busy: list.some(({ state }) => state === 'waiting' || state === 'sending' || state === 'held'),
      fileIds: list.flatMap(({ uploaded }) => uploaded?.fileId ?? []),
    }),
    [list, uploads],
  );
}

/** How an upload stands, as a short phrase; why it did not go, as a sentence. */
export function uploadWords(t: TFunction, upload: Upload): string {
  const { problem, state, progress, file, uploaded } = upload;
  if (problem === 'too_large') {
    return t('files.tooLarge', { size: showSize(MAX_FILE_BYTES, currentLanguage()) });
  }
  if (problem === 'type_refused') return t('errors.file_type_refused');
  if (problem !== null) return errorWords(t, problem);
  if (state === 'held') return t('files.held');
  if (state === 'waiting') return t('files.waiting');
  if (state === 'sending') return t('files.sending', { percent: Math.round(progress * 100) });
  return showSize(uploaded?.size ?? file.size, currentLanguage());
}
