import { useTranslation } from 'react-i18next';
import { Button } from '../shell/button.tsx';
import { EmptyState } from '../shell/empty-states.tsx';

/** Nothing is as the filter wants it. */
export function NoMatch({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState title={t('list.noMatch')} text={t('list.noMatchText')}>
      <Button onClick={onClear}>{t('filter.clear')}</Button>
    </EmptyState>
  );
}
