import type { MessageFileView } from '@ticketing/contracts/room-views.ts';
import { useEffect, useRef } from 'react';
import type { FilePass } from './timeline.ts';

/** Milliseconds before the end of a pass at which a new one is asked for. */
const EARLY = 60_000;

/** Sees to it that there are passes for the files of a message that is in sight. */
export function useFilePasses(
  messageId: string,
  files: readonly MessageFileView[],
  passes: ReadonlyMap<string, FilePass>,
  readAgain: (messageId: string) => Promise<void>,
): void {
  const sent = !messageId.startsWith('new-');
  const ends = Math.min(...files.map(({ id }) => passes.get(id)?.until ?? 0));
  const failures = useRef(0);
  useEffect(() => {
    if (!sent || !Number.isFinite(ends)) return;
    const wait = Math.max(ends - EARLY - Date.now(), failures.current * 5_000);
    const timer = setTimeout(
      () => {
        readAgain(messageId).then(
          () => {
            failures.current = 0;
          },
          () => {
            failures.current += 1;
          },
        );
      },
      Math.max(0, wait),
    );
    return () => clearTimeout(timer);
  }, [sent, ends, messageId, readAgain]);
}
