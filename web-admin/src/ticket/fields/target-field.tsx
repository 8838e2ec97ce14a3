import { useQuery } from '@tanstack/react-query';
import { getServiceTargets } from '@ticketing/contracts/endpoints/reports.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { showAgo, showInstant } from '@ticketing/web-kit/show-time.ts';
import { useTranslation } from 'react-i18next';
import { useScene } from '../scene.ts';
import { FieldRow } from './field-row.tsx';
import { resolveBy } from './resolve-by.ts';

/** Until when the project promises to have it done, while it is not; for those who have a role there. */
export function TargetField() {
  const { ticket, at } = useScene();
  const { api } = useKit();
  const { t } = useTranslation();
  const me = useMe();
  const hasRole = me.superuser || me.roles.some(({ projectId }) => projectId === ticket.projectId);
  const { data } = useQuery({
    queryKey: ['service-targets', ticket.projectId],
    enabled: hasRole && at === null,
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => api.call(getServiceTargets, { params: { id: ticket.projectId }, signal }),
  });
  const due = data === undefined || at !== null ? null : resolveBy(ticket, data.resolutionHours);
  if (due === null) return null;
  const late = Date.parse(due) < Date.now();
  return (
    <FieldRow label={t('ticket.resolveBy')}>
      <time dateTime={due} title={showInstant(due)} className={late ? 'date overdue' : undefined}>
        {late
          ? t('ticket.late', { ago: showAgo(due, { now: t('time.now') }) })
          : showAgo(due, { now: t('time.now') })}
      </time>
    </FieldRow>
  );
}
