import { isGone } from '@ticketing/web-kit/api-error.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from './button.tsx';

export function EmptyState(props: {
  title: string;
  text?: string;
  /** Where it is the whole page its title is the page's first heading. */
  wholePage?: boolean;
  children?: ReactNode;
}) {
  const Heading = props.wholePage ? 'h1' : 'h2';
  return (
    <div className="empty-state">
      <Heading>{props.title}</Heading>
      {props.text && <p>{props.text}</p>}
      {props.children}
    </div>
  );
}

/** What does not exist and what may not be seen look the same. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState wholePage title={t('state.notFoundTitle')} text={t('state.notFoundText')}>
      <Link to="/projects">{t('notFound.back')}</Link>
    </EmptyState>
  );
}

/** What went wrong, and a way to try again. */
export function Failed({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useTranslation();
  if (isGone(error)) return <NotFound />;
  return (
    <div role="alert">
      <EmptyState
        wholePage
        title={t('state.errorTitle')}
        text={t('state.errorText', { reason: errorWords(t, error) })}
      >
        <Button onClick={retry}>{t('state.retry')}</Button>
      </EmptyState>
    </div>
  );
}

/** What an app that was opened without a connection can say. */
export function NoConnection() {
  const { t } = useTranslation();
  return (
    <div role="status">
      <EmptyState wholePage title={t('app.noConnection')} text={t('app.noConnectionHint')} />
    </div>
  );
}

/** Shows what waits only when the wait is long enough to notice: 300 ms. */
export function AfterMoment({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 300);
    return () => clearTimeout(timer);
  }, []);
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('state.loading')}>
      {shown && children}
    </div>
  );
}

/** The shape of a list that is on its way. */
export function ListSkeleton({ rows = 5 }: { rows?: number }) {
  return (
    <AfterMoment>
      <div className="skeleton-list">
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton have no identity
          <div key={row} className="skeleton" style={{ height: 44 }} />
        ))}
      </div>
    </AfterMoment>
  );
}
