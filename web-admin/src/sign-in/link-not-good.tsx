import { errorWords } from '@ticketing/web-kit/i18n.ts';
import Button from 'antd/es/button';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { WayIn } from './way-in.tsx';

/** A link that leads nowhere any more, and what to do about it. */
export function LinkNotGood({
  title,
  text,
  children,
}: {
  title: string;
  text: string;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <WayIn title={title} text={text}>
      {children && <p className="way-in-more">{children}</p>}
      <p className="way-in-more">
        <Link to="/login">{t('signIn.backToSignIn')}</Link>
      </p>
    </WayIn>
  );
}

/** It could not be found out whether the link is good. */
export function LinkNotLooked({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useTranslation();
  return (
    <WayIn title={t('state.errorTitle')} text={t('state.errorText', { reason: errorWords(t, error) })}>
      <Button type="primary" size="large" block onClick={retry}>
        {t('state.retry')}
      </Button>
    </WayIn>
  );
}
