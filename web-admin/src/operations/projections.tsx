import { useQuery } from '@tanstack/react-query';
import { listProjections } from '@ticketing/contracts/endpoints/operations.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { headOf, type Look, stateOf } from './pace.ts';
import { ProjectionRow } from './projection-row.tsx';

/** Milliseconds between two looks, while somebody has the page before them. */
const LOOK_EVERY = 5_000;

/** Every read model and saga: how far it is, how fast, and what it had to set aside. */
export function Projections() {
  const { t } = useTranslation();
  const { api } = useKit();
  const { data, error, refetch } = useQuery({
    queryKey: ['projections'],
    refetchInterval: LOOK_EVERY,
    staleTime: 0,
    queryFn: async ({ signal }): Promise<Look> => {
      const { items } = await api.call(listProjections, { signal });
      return { at: Date.now(), items };
    },
  });
  const before = useLookBefore(data);
  if (data === undefined) {
    return error ? <Failed error={error} retry={() => void refetch()} /> : <ListSkeleton rows={8} />;
  }
  const head = headOf(data.items);
  const troubled = data.items.filter((item) => stateOf(item, head) !== 'current');
  const items = [...troubled, ...data.items.filter((item) => stateOf(item, head) === 'current')];
  return (
    <>
      <p className={troubled.length === 0 ? 'operations-sum' : 'operations-sum troubled'} role="status">
        {troubled.length === 0
          ? t('operations.allCurrent', { count: data.items.length })
          : t('operations.troubled', { count: troubled.length, of: data.items.length })}
        {error && <span className="muted"> {t('operations.stale')}</span>}
      </p>
      <p className="muted">{t('operations.projectionsText')}</p>
      {items.length === 0 && <EmptyState title={t('operations.none')} text={t('operations.noneText')} />}
      <ul className="rows">
        {items.map((item) => (
          <ProjectionRow key={item.name} item={item} head={head} before={before} now={data} />
        ))}
      </ul>
    </>
  );
}

/** The look before the current one. */
function useLookBefore(look: Look | undefined): Look | undefined {
  const [looks, setLooks] = useState<{ now?: Look; before?: Look }>({});
  useEffect(() => {
    if (look === undefined) return;
    setLooks((old) =>
      old.now === look ? old : { now: look, ...(old.now === undefined ? {} : { before: old.now }) },
    );
  }, [look]);
  return looks.before;
}
