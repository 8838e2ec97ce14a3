import { followTicket, unfollowTicket } from '@ticketing/contracts/endpoints/ticket-structure.ts';
import type { TicketView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BellIcon } from '../icons.tsx';
import { useTicketAction } from './use-ticket-action.ts';

/** Whether one is told of what happens here; it shows at once. */
export function FollowButton({ ticket }: { readonly ticket: TicketView }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const me = useMe();
  const { run, problem } = useTicketAction(ticket.id);
  const [wish, setWish] = useState<boolean>();
  const follows = wish ?? ticket.followerIds.includes(me.id);

  async function toggle() {
    const next = !follows;
    setWish(next);
    await run(() => api.call(next ? followTicket : unfollowTicket, { params: { id: ticket.id } }));
    setWish((now) => (now === next ? undefined : now));
  }

  return (
    <span className="shrink-0">
      <button
        type="button"
        aria-pressed={follows}
        title={follows ? t('desk.ticket.unfollowHint') : t('desk.ticket.followHint')}
        onClick={() => void toggle()}
        className={`button-quiet px-3 ${follows ? 'text-accent' : ''}`}
      >
        <BellIcon full={follows} />
        <span className="max-sm:sr-only">
          {follows ? t('desk.ticket.following') : t('desk.ticket.follow')}
        </span>
      </button>
      {problem !== null && (
        <span role="alert" className="block text-[13px] text-harm">
          {problem}
        </span>
      )}
    </span>
  );
}
