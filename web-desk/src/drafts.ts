import { readStored, writeStored } from '@ticketing/web-kit/stored-value.ts';
import { useCallback, useState } from 'react';

/**
 * What a person is writing, kept on this device until it is sent: a reload, a closed tab or an ended session loses
 * no word. Drafts belong to a person, so that two people who share a device do not see each other's.
 */
const draftKey = (userId: string, subject: string): string => `ticketing.desk.draft.${userId}.${subject}`;

/** @param subject what is being written, e.g. `ticket.{id}` or `help`. */
export function useDraft(userId: string, subject: string): [string, (text: string) => void] {
  const key = draftKey(userId, subject);
  const [draft, setDraft] = useState(() => ({ key, text: readStored(key) ?? '' }));
  // Another subject in the same place, as when one ticket is left for another without closing the page.
  const text = draft.key === key ? draft.text : (readStored(key) ?? '');
  const change = useCallback(
    (next: string) => {
      writeStored(key, next === '' ? null : next);
      setDraft({ key, text: next });
    },
    [key],
  );
  return [text, change];
}
