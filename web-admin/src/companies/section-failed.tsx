import { errorWords } from '@ticketing/web-kit/i18n.ts';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';

/** A part of a page that could not be loaded; the rest of the page stands. */
export function SectionFailed({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useTranslation();
  return (
    <p role="alert" className="section-failed">
      {t('state.errorTitle')}. {errorWords(t, error)}{' '}
      <Button size="small" onClick={retry}>
        {t('state.retry')}
      </Button>
    </p>
  );
}
