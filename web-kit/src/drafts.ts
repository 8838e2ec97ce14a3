import { useCallback, useEffect, useMemo, useState } from 'react';
import { readStored, writeStored } from './stored-value.ts';

/**
 * What a person is writing, kept on this device until it is sent: a reload, a closed tab or an ended session loses
 * no word. Drafts belong to a person, so that two people who share a device do not see each other's.
 */
export type Draft = {
  readonly text: string;
  readonly write: (text: string) => void;
  /** Empties the box while its text is on its way; the text stays stored until `sent` or `putBack`. */
  readonly sending: () => void;
  readonly sent: (text: string) => void;
  /** The text was refused: it stands in the box again, in front of what was written meanwhile. */
  readonly putBack: (text: string) => void;
};

const keyOf = (userId: string, subject: string): string => `ticketing.draft.${userId}.${subject}`;

/** Boxes that are open in this page, told of what is put back into them. */
const boxes = new Map<string, Set<() => void>>();

/**
 * Puts a text that was refused back where it was written, in front of what was written meanwhile; whether or not its box is
 * open.
 */
export function putBackDraft(userId: string, subject: string, text: string): void {
  putBack(keyOf(userId, subject), text);
}

function putBack(key: string, text: string): void {
  const now = readStored(key) ?? '';
  writeStored(key, now === '' || now === text ? text : `${text}\n${now}`);
  for (const tell of [...(boxes.get(key) ?? [])]) tell();
}

/** @param subject what is being written, e.g. `ticket.{id}` or `help`. */
export function useDraft(userId: string, subject: string): Draft {
  const key = keyOf(userId, subject);
  const [shown, setShown] = useState(() => ({ key, text: readStored(key) ?? '' }));
  // Another subject in the same place, as when one ticket is left for another without closing the page.
  const text = shown.key === key ? shown.text : (readStored(key) ?? '');

  useEffect(() => {
    const tell = () => setShown({ key, text: readStored(key) ?? '' });
    const told = boxes.get(key) ?? new Set();
    boxes.set(key, told.add(tell));
    return () => {
      told.delete(tell);
      if (told.size === 0) boxes.delete(key);
    };
  }, [key]);

  const write = useCallback(
    (next: string) => {
      writeStored(key, next === '' ? null : next);
      setShown({ key, text: next });
    },
    [key],
  );
  const rest = useMemo(
    () => ({
      sending: () => setShown({ key, text: '' }),
      sent: (text: string) => {
        if (readStored(key) === text) writeStored(key, null);
      },
      putBack: (text: string) => putBack(key, text),
    }),
    [key],
  );
  return { text, write, ...rest };
}
