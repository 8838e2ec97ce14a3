import { useNewVersion } from '@ticketing/web-kit/offline/new-version.ts';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';

/** Tells that a new version is there, and takes it when the person says so. */
export function NewVersion() {
  const { t } = useTranslation();
  const take = useNewVersion();
  if (take === null) return null;
  return (
    <div role="status" className="new-version">
      <span>{t('app.newVersion')}</span>
      <Button kind="primary" size="small" onClick={take}>
        {t('app.takeVersion')}
      </Button>
    </div>
  );
}
