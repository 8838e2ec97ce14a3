import { getAttentionWidget, getNewestWidget } from '@ticketing/contracts/endpoints/dashboard.ts';
import type { CardView } from '@ticketing/contracts/views.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listAddress } from '../filter/list-address.ts';
import { PriorityBars, TypeIcon } from '../icons.tsx';
import { todayHere } from '../list/today.ts';
import { useWidget } from './use-dashboard.ts';
import { WidgetState } from './widget-state.tsx';

/** Tickets that a widget shows at most. */
const MOST = 12;

/** Tickets that need somebody, and why. */
export function AttentionWidget({ companyId }: { companyId: string | undefined }) {
  const { t } = useTranslation();
  const query = useWidget('attention', companyId, (api, asked, signal) =>
    api.call(getAttentionWidget, { query: { ...asked, today: todayHere(), limit: MOST }, signal }),
  );
  return (
    <WidgetState query={query} isEmpty={({ items }) => items.length === 0} empty={t('dashboard.calm')}>
      {({ items }) => (
        <ul className="widget-list">
          {items.map(({ ticket, reasons }) => (
            <Line key={ticket.id} ticket={ticket}>
              <span className="reasons">
                {reasons.map((reason) => (
                  <span key={reason} className={reason === 'overdue' ? 'reason harm' : 'reason'}>
                    {t(`dashboard.reason.${reason}`)}
                  </span>
                ))}
              </span>
            </Line>
          ))}
        </ul>
      )}
    </WidgetState>
  );
}

/** Tickets that were opened last. */
export function NewestWidget({ companyId }: { companyId: string | undefined }) {
  const { t } = useTranslation();
  const query = useWidget('newest', companyId, (api, asked, signal) =>
    api.call(getNewestWidget, { query: { ...asked, limit: MOST }, signal }),
  );
  return (
    <WidgetState query={query} isEmpty={({ items }) => items.length === 0} empty={t('list.empty')}>
      {({ items }) => (
        <>
          <ul className="widget-list">
            {items.map((ticket) => (
              <Line key={ticket.id} ticket={ticket}>
                <When at={ticket.openedAt} className="muted" />
              </Line>
            ))}
          </ul>
          <Link className="widget-all" to={listAddress({ companyId, sort: 'opened' })}>
            {t('dashboard.all')}
          </Link>
        </>
      )}
    </WidgetState>
  );
}

function Line({ ticket, children }: { ticket: CardView; children: ReactNode }) {
  const { t } = useTranslation();
  const project = ticket.key.slice(0, ticket.key.lastIndexOf('-'));
  return (
    <li>
      <Link to={`/projects/${project}/tickets/${ticket.key}`} data-ticket={ticket.key}>
        <span className="type-icon" title={t(`type.${ticket.type}`)}>
          <TypeIcon type={ticket.type} />
        </span>
        <span className="key">{ticket.key}</span>
        <span className="clip spread">{ticket.title}</span>
        <PriorityBars
          level={ticket.priority}
          label={t('board.priority', { level: t(`level.${ticket.priority}`).toLocaleLowerCase() })}
        />
        {children}
      </Link>
    </li>
  );
}
