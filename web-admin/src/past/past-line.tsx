import { showInstant } from '@ticketing/web-kit/show-time.ts';
import { useTranslation } from 'react-i18next';
import { HistoryIcon } from '../icons.tsx';
import './past.css';

/** Says over what is shown that it is not the present. @param at milliseconds since 1970 */
export function PastLine({ at }: { at: number }) {
  const { t } = useTranslation();
  return (
    <p className="past-line" role="status">
      <HistoryIcon />
      {t('past.line', { instant: showInstant(new Date(at).toISOString()) })}
    </p>
  );
}
