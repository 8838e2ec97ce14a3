import { useNewVersion } from '@ticketing/web-kit/offline/new-version.ts';
import { useTranslation } from 'react-i18next';

/** Tells that a new version is there, and takes it when the person says so. */
export function NewVersion() {
  const { t } = useTranslation();
  const take = useNewVersion();
  if (take === null) return null;
  return (
    <div
      role="status"
      className="fixed inset-x-4 bottom-22 z-40 mx-auto flex max-w-[480px] animate-arrive items-center justify-between gap-3 rounded-bubble border border-line bg-surface py-2 pr-2 pl-4 shadow-float"
    >
      <span>{t('desk.page.newVersion')}</span>
      <button type="button" className="button-primary" onClick={take}>
        {t('desk.page.takeIt')}
      </button>
    </div>
  );
}
