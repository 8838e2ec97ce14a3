import { useTranslation } from 'react-i18next';
import { Notice } from './states.tsx';

/** In place of what was never opened on this device, while there is no connection. */
export function NotSeenYet() {
  const { t } = useTranslation();
  return (
    <div className="mt-8" role="status">
      <Notice title={t('desk.page.notSeen')} hint={t('desk.page.notSeenHint')} />
    </div>
  );
}
