import { useEffect, useState, useSyncExternalStore } from 'react';
import { useKit } from '../kit.tsx';
import type { RoomCommands } from './room-commands.ts';
import type { ShownMessage } from './shown-messages.ts';

/** Milliseconds that a message must be in sight before it counts as read. */
const GLANCE = 400;

function followAttention(listener: () => void): () => void {
  window.addEventListener('focus', listener);
  window.addEventListener('blur', listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    window.removeEventListener('focus', listener);
    window.removeEventListener('blur', listener);
    document.removeEventListener('visibilitychange', listener);
  };
}

/** Whether the person has this page before them. */
export const useAttention = (): boolean =>
  useSyncExternalStore(followAttention, () => document.visibilityState === 'visible' && document.hasFocus());

/**
 * Marks the room read up to its last message of somebody else, once that was in sight for a moment.
 * @param atEnd whether the end of the conversation is in sight
 */
export function useReading(
  commands: RoomCommands,
  roomId: string,
  messages: readonly ShownMessage[] | undefined,
  unread: number,
  atEnd: boolean,
): void {
  const { roomsInSight } = useKit();
  const attention = useAttention();
  const inSight = attention && atEnd;
  useEffect(() => (inSight ? roomsInSight.show(roomId) : undefined), [inSight, roomsInSight, roomId]);
  const last = messages?.findLast(({ kind, outgoing }) => kind === 'message' && outgoing === undefined);
  const [said, setSaid] = useState('');
  const lastId = last?.id;
  const due = inSight && unread > 0 && lastId !== undefined && `${roomId} ${lastId}` !== said;
  useEffect(() => {
    if (!due || lastId === undefined) return;
    const timer = setTimeout(() => {
      setSaid(`${roomId} ${lastId}`);
      commands.markRead(roomId, lastId);
    }, GLANCE);
    return () => clearTimeout(timer);
  }, [due, lastId, roomId, commands]);
}
