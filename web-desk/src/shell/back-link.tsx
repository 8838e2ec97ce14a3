import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { BackIcon } from '../icons.tsx';

export function BackLink() {
  const { t } = useTranslation();
  return (
    <Link
      to="/"
      className="-ml-2 -mt-2 flex min-h-11 items-center gap-1 self-start rounded-base pr-2 text-muted hover:text-text"
    >
      <BackIcon />
      {t('desk.back')}
    </Link>
  );
}
