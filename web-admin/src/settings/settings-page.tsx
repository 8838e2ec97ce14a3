import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTranslation } from 'react-i18next';
import { Link, Outlet } from 'react-router';
import { Avatar } from '../shell/avatar.tsx';
import { PageTabs } from '../shell/page-tabs.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import '../styles/panels.css';
import '../styles/settings.css';

/** What a person sets for themselves. */
export default function SettingsPage() {
  const { t } = useTranslation();
  const me = useMe();
  usePageTitle(t('account.settings'));
  return (
    <div className="page">
      <header className="company-head">
        <Avatar id={me.id} name={me.displayName} size={44} />
        <div className="company-name">
          <h1>{t('account.settings')}</h1>
          <p>
            <Link to={`/people/${me.id}`}>{me.displayName}</Link> <span className="muted">{me.username}</span>
          </p>
        </div>
      </header>
      <PageTabs
        label={t('account.settings')}
        tabs={[
          { to: '/settings/account', label: t('account.account') },
          { to: '/settings/appearance', label: t('account.appearance') },
          { to: '/settings/notifications', label: t('account.notifications') },
        ]}
      />
      <Outlet />
    </div>
  );
}
