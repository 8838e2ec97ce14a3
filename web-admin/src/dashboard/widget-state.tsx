import { errorWords } from '@ticketing/web-kit/i18n.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ListSkeleton } from '../shell/empty-states.tsx';

/** A widget's content, or what stands there instead: waiting, failed, empty. */
export function WidgetState<T>(props: {
  query: { readonly data: T | undefined; readonly error: Error | null; readonly refetch: () => unknown };
  isEmpty: (data: T) => boolean;
  empty: string;
  children: (data: T) => ReactNode;
}) {
  const { t } = useTranslation();
  const { data, error } = props.query;
  if (data === undefined) {
    if (error === null) return <ListSkeleton rows={4} />;
    return (
      <p className="widget-note" role="alert">
        {errorWords(t, error)}{' '}
        <button type="button" className="plain-button strong" onClick={() => props.query.refetch()}>
          {t('state.retry')}
        </button>
      </p>
    );
  }
  if (props.isEmpty(data)) return <p className="widget-note muted">{props.empty}</p>;
  return <>{props.children(data)}</>;
}
