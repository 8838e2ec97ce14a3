import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { historyKey, ticketKey } from '@ticketing/web-kit/ticket.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export type TicketAction = {
  readonly working: boolean;
  /** Why the last try failed, as a sentence. */
  readonly problem: string | null;
  /** Sends a command and reads the ticket again; true when it was taken. */
  readonly run: (send: () => Promise<unknown>) => Promise<boolean>;
};

/** A command about a ticket that is answered where its button is. */
export function useTicketAction(ticketId: string): TicketAction {
  const { t } = useTranslation();
  const { queries } = useKit();
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  return {
    working,
    problem,
    async run(send) {
      setWorking(true);
      setProblem(null);
      try {
        await send();
        await queries.invalidateQueries({ queryKey: ticketKey(ticketId) });
        void queries.invalidateQueries({ queryKey: historyKey(ticketId) });
        return true;
      } catch (error) {
        setProblem(t('desk.ticket.changeFailed', { reason: errorWords(t, error) }));
        return false;
      } finally {
        setWorking(false);
      }
    },
  };
}
