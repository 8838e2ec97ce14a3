import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Notice } from './states.tsx';

/** An address that leads nowhere. What one may not see answers the same, so that nobody learns what exists. */
export function MissingPage({ title, hint }: { readonly title?: string; readonly hint?: string }) {
  const { t } = useTranslation();
  const words = title ?? t('desk.page.notFound');
  return (
    <>
      <title>{`${words} · ${t('desk.name')}`}</title>
      <Notice isPage title={words} {...(hint === undefined ? {} : { hint })}>
        <Link to="/" className="button-quiet">
          {t('desk.ticket.toList')}
        </Link>
      </Notice>
    </>
  );
}
