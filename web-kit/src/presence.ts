import type { Typing } from '@ticketing/contracts/live.ts';
import { useCallback, useSyncExternalStore } from 'react';
import { useKit } from './kit.tsx';
import type { PresentPerson } from './live-presence.ts';

/**
 * Who else is there, of those whom this person may know of; shows this person there meanwhile. The channel must be
 * listened to by the same screen, as `useBoard` and `useTicket` do.
 */
export function usePresence(channel: string): readonly PresentPerson[] {
  const { live } = useKit();
  const subscribe = useCallback(
    (listener: () => void) => live.presence.show(channel, listener),
    [live, channel],
  );
  return useSyncExternalStore(subscribe, () => live.presence.others(channel));
}

/** Tells the others what this person is writing: to be called with every key, and with `null` when it is sent. */
export function useTyping(channel: string): (what: Typing | null) => void {
  const { live } = useKit();
  return useCallback((what: Typing | null) => live.presence.typing(channel, what), [live, channel]);
}
