import { isGone } from '@ticketing/web-kit/api-error.ts';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { PriorityBars, TypeIcon } from '../icons.tsx';
import { ListSkeleton } from '../shell/empty-states.tsx';
import { useCompanyAttention } from './company-queries.ts';
import { SectionFailed } from './section-failed.tsx';
import { ticketAddress } from './ticket-address.ts';

/** The company's tickets that need somebody, each with why. */
export function CompanyAttention({ companyId }: { companyId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useCompanyAttention(companyId);
  const { hash } = useLocation();
  const loaded = data !== undefined;
  useEffect(() => {
    if (loaded && hash === '#attention') document.getElementById('attention')?.scrollIntoView();
  }, [loaded, hash]);
  if (isGone(error)) return null;
  return (
    <section className="panel" id="attention" aria-labelledby="attention-title">
      <h2 id="attention-title">{t('company.attention')}</h2>
      {data === undefined &&
        (error ? <SectionFailed error={error} retry={() => void refetch()} /> : <ListSkeleton rows={3} />)}
      {data?.length === 0 && <p className="muted">{t('company.nothingNeeded')}</p>}
      <ul className="rows">
        {data?.map(({ ticket, reasons }) => (
          <li key={ticket.id}>
            <Link className="row ticket-line" to={ticketAddress(ticket.key)}>
              <PriorityBars level={ticket.priority} label={t(`level.${ticket.priority}`)} />
              <span className="type-icon">
                <TypeIcon type={ticket.type} />
              </span>
              <span className="key">{ticket.key}</span>
              <span className="row-main">
                <span className="clip">{ticket.title}</span>
              </span>
              <span className="attention-reasons">
                {reasons.map((reason) => (
                  <span key={reason} className="small-mark">
                    {t(`company.needs.${reason}`)}
                  </span>
                ))}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {data?.length === 50 && <p className="muted">{t('company.firstFifty')}</p>}
    </section>
  );
}
