import { readStored, writeStored } from '@ticketing/web-kit/stored-value.ts';
import { useEffect, useState } from 'react';

const keyOf = (userId: string, ticketId: string): string => `ticketing.desk.read.${userId}.${ticketId}`;

/**
 * How far a person had read a ticket on this device before they opened it now; null for a ticket that they never had
 * open here. What comes while they look is read.
 * @param newest when the last entry came, ISO 8601
 */
export function useReadMark(userId: string, ticketId: string, newest: string | undefined): string | null {
  const key = keyOf(userId, ticketId);
  const [before] = useState(() => readStored(key));
  useEffect(() => {
    const note = () => {
      if (newest !== undefined && document.visibilityState === 'visible') writeStored(key, newest);
    };
    note();
    document.addEventListener('visibilitychange', note);
    return () => document.removeEventListener('visibilitychange', note);
  }, [key, newest]);
  return before;
}
