import { useCallback, useMemo, useState } from 'react';
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

/** @param subject what is being written, e.g. `ticket.{id}` or `help`. */
export function useDraft(userId: string, subject: string): Draft {
  const key = `ticketing.draft.${userId}.${subject}`;
  const [shown, setShown] = useState(() => ({ key, text: readStored(key) ?? '' }));
  // Another subject in the same place, as when one ticket is left for another without closing the page.
  const text = shown.key === key ? shown.text : (readStored(key) ?? '');

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
      putBack: (text: string) =>
        setShown((now) => {
          const next = now.key === key && now.text !== '' ? `${text}\n${now.text}` : text;
          writeStored(key, next);
          return now.key === key ? { key, text: next } : now;
        }),
    }),
    [key],
  );
  return { text, write, ...rest };
}
