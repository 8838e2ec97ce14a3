import { useOnline } from '@ticketing/web-kit/use-online.ts';
import { useTranslation } from 'react-i18next';
import { BackLink } from '../shell/back-link.tsx';
import { NotSeenYet } from '../shell/not-seen-yet.tsx';
import { Shape } from '../shell/states.tsx';

/** The shape of a ticket that is loading. */
export function TicketShape() {
  const { t } = useTranslation();
  const online = useOnline();
  return (
    <>
      <BackLink />
      {online ? (
        <div role="status" aria-label={t('state.loading')} className="late mt-3 flex flex-col gap-4">
          <Shape className="h-7 w-3/4" />
          <Shape className="h-4 w-1/3" />
          <Shape className="h-20 w-full rounded-bubble" />
          <Shape className="mt-4 h-16 w-3/5 self-end rounded-bubble" />
          <Shape className="h-24 w-3/5 rounded-bubble" />
        </div>
      ) : (
        <NotSeenYet />
      )}
    </>
  );
}
