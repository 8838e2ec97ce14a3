import { getActivityWidget } from '@ticketing/contracts/endpoints/dashboard.ts';
import { activityWords } from '@ticketing/web-kit/activity-words.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Avatar } from '../shell/avatar.tsx';
import { useWidget } from './use-dashboard.ts';
import { WidgetState } from './widget-state.tsx';

/** What is happening, in all projects. */
export function ActivityWidget({ companyId }: { companyId: string | undefined }) {
  const { t } = useTranslation();
  const query = useWidget('activity', companyId, (api, asked, signal) =>
    api.call(getActivityWidget, { query: { ...asked, limit: 20 }, signal }),
  );
  return (
    <WidgetState query={query} isEmpty={({ items }) => items.length === 0} empty={t('dashboard.quiet')}>
      {({ items }) => (
        <ul className="widget-list">
          {items.map((item) => {
            const project = item.ticketKey.slice(0, item.ticketKey.lastIndexOf('-'));
            return (
              <li key={item.id}>
                <Link to={`/projects/${project}/tickets/${item.ticketKey}`}>
                  <Avatar id={item.actorId} name={item.actorName} />
                  <span className="clip spread">
                    <span className="key">{item.ticketKey}</span> <strong>{item.actorName}</strong>{' '}
                    {activityWords(t, item)}
                  </span>
                  <When at={item.at} className="muted" />
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </WidgetState>
  );
}
