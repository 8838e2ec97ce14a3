import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { uploadRefusal } from '@ticketing/web-kit/uploads/upload-limits.ts';
import { type FileUploads, useUploads } from '@ticketing/web-kit/uploads/use-uploads.ts';
import { useEffect, useMemo, useRef, useState } from 'react';
import { filesAt, forgetFiles, keepFile, takeFilesOver } from './chosen-files.ts';

/** Files that are chosen and not sent yet, with those that this device has no room to keep. */
export type KeptUploads = FileUploads & { readonly notKept: ReadonlySet<string> };

/**
 * Files that are there again after a reload, a closed app or a lost connection, until they are sent or taken away. They stand
 * in one tab: another one that is open at the same place has them as soon as that one is closed.
 * @param place what they are chosen for: `help`, `ticket.{id}`, `room.{id}`
 */
export function useKeptUploads(place: string): KeptUploads {
  const { tabs } = useKit();
  const person = useMe().id;
  const uploads = useUploads();
  const [notKept, setNotKept] = useState<ReadonlySet<string>>(new Set());
  const { list, add } = uploads;
  /** Sent or taken away, perhaps while it was still being kept. */
  const done = useRef(new Set<string>());

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every place
  useEffect(() => {
    let left = false;
    const takeOver = async (from: string) => {
      if (left) return;
      const kept = await takeFilesOver(person, place, { from, to: tabs.own });
      if (left || kept.length === 0) return;
      add(
        kept.map(({ file }) => file),
        kept.map(({ key }) => key),
      );
    };
    void filesAt(person, place).then((kept) => {
      for (const tab of new Set(kept.map((one) => one.tab))) {
        if (tab === tabs.own) void takeOver(tab);
        else tabs.whenGone(tab, () => takeOver(tab));
      }
    });
    return () => {
      left = true;
    };
  }, [person, place]);

  return useMemo(
    () => ({
      ...uploads,
      notKept,
      add(files) {
        const keys = add(files);
        const at = Date.now();
        // One after the other, or each would count without the others.
        void files.reduce(async (before, file, index) => {
          await before;
          const key = keys[index];
          if (key === undefined || uploadRefusal(file) !== null) return;
          const isKept = await keepFile({ key, person, place, tab: tabs.own, file, at: at + index });
          if (done.current.has(key)) await forgetFiles([key]);
          else if (!isKept) setNotKept((known) => new Set(known).add(key));
        }, Promise.resolve());
        return keys;
      },
      remove(key) {
        done.current.add(key);
        void forgetFiles([key]);
        uploads.remove(key);
      },
      clear() {
        const keys = list.map(({ key }) => key);
        for (const key of keys) done.current.add(key);
        void forgetFiles(keys);
        uploads.clear();
      },
    }),
    [uploads, list, add, notKept, person, place, tabs],
  );
}
