import type { UploadView } from '@ticketing/contracts/views.ts';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useKit } from '../kit.tsx';
import { useMe } from '../session.tsx';
import {
  bringFilesBack,
  type ChosenFile,
  fileAway,
  filesAt,
  forgetFiles,
  keepFile,
  waitWith,
} from './chosen-files.ts';
import { followKeptFiles } from './follow-kept.ts';
import { uploadRefusal } from './upload-limits.ts';
import type { ChosenAgain } from './uploads.ts';
import { type FileUploads, useUploads } from './use-uploads.ts';

/** Files that are chosen and not sent yet, with those that this device has no room to keep. */
export type KeptUploads = FileUploads & {
  readonly notKept: ReadonlySet<string>;
  /** Names of files that were chosen for the same in another tab, and stand there. */
  readonly elsewhere: readonly string[];
  /** They go with what was written, and stay on the device until that has gone: those that have arrived, and those that have not. */
  readonly handOver: (letterId: string) => void;
  /** The letter did not go: its files stand here again. @param fileCount how many it had */
  readonly takeBack: (letterId: string, fileCount: number) => Promise<void>;
  /** Some files of a letter that was taken back are not on this device any more. */
  readonly lost: boolean;
};

/** Milliseconds after which the server may have thrown away what was not sent: less than its day. */
const UPLOAD_LASTS = 20 * 60 * 60_000;

/**
 * Files that are there again after a reload, a closed app or a lost connection, until they are sent or taken away. They stand
 * in one tab: another one that is open at the same place tells of them, and has them as soon as that one is closed.
 * @param place what they are chosen for: `help`, `ticket.{id}`, `room.{id}`
 * @param onReady is told of each file that has arrived
 */
export function useKeptUploads(
  place: string,
  onReady?: (uploaded: UploadView, key: string) => void,
): KeptUploads {
  const { tabs } = useKit();
  const person = useMe().id;
  const uploads = useUploads(onReady);
  const [notKept, setNotKept] = useState<ReadonlySet<string>>(new Set());
  const [lost, setLost] = useState(false);
  const [elsewhere, setElsewhere] = useState<readonly string[]>([]);
  const { list, add, bringBack } = uploads;
  /** Sent or taken away, while the device still keeps it. */
  const gone = useRef(new Set<string>());

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every place
  useEffect(
    () =>
      followKeptFiles(tabs, {
        person,
        read: () => filesAt(person, place),
        concerns: (one) => one === place,
        onFiles: (own, others) => {
          bringBack(own.filter(({ key }) => !gone.current.has(key)).map(asItWas));
          setElsewhere(others.map(({ file }) => file.name));
        },
      }),
    [person, place],
  );

  return useMemo(() => {
    /** They come no more from the device by themselves, until that has done its work. */
    const leave = (keys: readonly string[], work: Promise<unknown>) => {
      for (const key of keys) gone.current.add(key);
      void work.then(() => {
        for (const key of keys) gone.current.delete(key);
      });
    };
    return {
      ...uploads,
      notKept,
      elsewhere,
      add(files) {
        setLost(false);
        const keys = add(files);
        const at = Date.now();
        files.forEach((file, index) => {
          const key = keys[index];
          if (key === undefined || uploadRefusal(file) !== null) return;
          void keepFile({ key, person, place, tab: tabs.own, file, at: at + index }).then((isKept) => {
            if (!isKept) setNotKept((known) => new Set(known).add(key));
          });
        });
        return keys;
      },
      remove(key) {
        leave([key], forgetFiles([key]));
        uploads.remove(key);
      },
      clear() {
        setLost(false);
        const keys = list.map(({ key }) => key);
        leave(keys, forgetFiles(keys));
        uploads.clear();
      },
      lost,
      handOver(letterId) {
        const arrived = list.flatMap(({ key, file, uploaded }) =>
          uploaded === null ? [] : [{ key, person, tab: tabs.own, file, uploaded }],
        );
        const keys = list.map(({ key }) => key);
        const rest = keys.filter((key) => !arrived.some((one) => one.key === key));
        leave(keys, Promise.all([fileAway(letterId, arrived), waitWith(letterId, rest)]));
        uploads.clear();
      },
      async takeBack(letterId, fileCount) {
        const count = await bringFilesBack(person, letterId, { place, tab: tabs.own });
        setLost(count < fileCount);
      },
    };
  }, [uploads, list, add, notKept, elsewhere, lost, person, place, tabs]);
}

/** As it stood in the box: what has arrived need not go up again. */
export function asItWas({ key, file, at, uploaded }: ChosenFile): ChosenAgain {
  const isOver = Date.now() - at > UPLOAD_LASTS;
  // Of what had no room there is nothing else; the server says when it is too late.
  const isAllThereIs = file.size === 0;
  return { key, file, uploaded: uploaded === undefined || (isOver && !isAllThereIs) ? null : uploaded };
}
