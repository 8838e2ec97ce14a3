import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useSplit } from '../home/split.ts';
import { BackIcon } from '../icons.tsx';

export function BackLink() {
  const { t } = useTranslation();
  const { search, pathname } = useLocation();
  const split = useSplit();
  // Beside the list there is nothing to go back to.
  if (split.on && pathname.startsWith('/tickets/')) return null;
  return (
    <Link
      // A ticket's address keeps what the list showed.
      to={{ pathname: '/', search: pathname.startsWith('/tickets/') ? search : '' }}
      className="-ml-2 -mt-2 flex min-h-11 items-center gap-1 self-start rounded-base pr-2 text-muted hover:text-text"
    >
      <BackIcon />
      {t('desk.back')}
    </Link>
  );
}
