import { type ListFilters, listOfOpenAt, listOfPeriod } from '@ticketing/contracts/counted-lists.ts';
import { showNumber } from '@ticketing/web-kit/show-number.ts';
import { showInstant } from '@ticketing/web-kit/show-time.ts';
import Button from 'antd/es/button';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listAddress } from '../../filter/list-address.ts';
import { PriorityBars } from '../../icons.tsx';
import type { MonthlyReport } from '../company-queries.ts';
import { StarBars } from '../star-bars.tsx';
import { ticketAddress } from '../ticket-address.ts';
import { DayChart } from './day-chart.tsx';
import { useReportDays } from './report-days.ts';
import { FiguresTable } from './report-figures-table.tsx';
import { monthName } from './report-month.ts';

type Sheet = {
  readonly report: MonthlyReport;
  readonly before: MonthlyReport | undefined;
  readonly month: string;
};

const levels = [4, 3, 2, 1] as const;

/** The report itself, as it also goes on paper. */
export function ReportSheet({ report, before, month }: Sheet) {
  const { t } = useTranslation();
  const days = useReportDays(report);
  const { company, projectIds, from, to } = report;
  const about = { companyId: company.id, projectIds };
  const inMonth = { ...about, from, to };
  const backlog = levels.map((level) => ({ level, count: report.backlogByPriority[level] }));
  return (
    <article className="report-sheet">
      <h2 className="report-title">{t('report.title', { month: monthName(month) })}</h2>
      <Part title={t('report.figures')}>
        <FiguresTable report={report} before={before} month={month} />
      </Part>
      {days !== undefined && (
        <Part title={t('report.byDay')}>
          <DayChart days={days} />
        </Part>
      )}
      <div className="two-panels">
        <Part title={t('report.backlog')}>
          <table className="bar-table">
            <tbody>
              {backlog.map(({ level, count }) => (
                <tr key={level}>
                  <th scope="row">{t(`level.${level}`)}</th>
                  <td aria-hidden="true">
                    <span className="bar-track">
                      <span
                        className="bar-fill"
                        style={{ width: `${(count / Math.max(1, report.openAtEnd)) * 100}%` }}
                      />
                    </span>
                  </td>
                  <td className="number">
                    <Counted value={count} list={listOfOpenAt(to, { ...about, priority: level })} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Part>
        <Part title={t('company.satisfaction')}>
          <StarBars
            satisfaction={report.satisfaction}
            listOf={(stars) => listAddress(listOfPeriod('rated', { ...inMonth, stars }))}
          />
        </Part>
      </div>
      {report.ratings.length > 0 && <Ratings report={report} />}
      {report.topReporters.length > 0 && (
        <Part title={t('report.topReporters')}>
          <table className="bar-table">
            <tbody>
              {report.topReporters.map(({ person, opened }) => (
                <tr key={person.id}>
                  <th scope="row">
                    <Link to={`/people/${person.id}`}>{person.displayName}</Link>
                  </th>
                  <td aria-hidden="true">
                    <span className="bar-track">
                      <span
                        className="bar-fill"
                        style={{ width: `${(opened / Math.max(1, report.opened)) * 100}%` }}
                      />
                    </span>
                  </td>
                  <td className="number">
                    <Counted
                      value={opened}
                      list={listOfPeriod('created', { ...inMonth, userId: person.id })}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Part>
      )}
      <Tickets report={report} />
    </article>
  );
}

/** A number that leads to the tickets that it counts. */
const Counted = ({ value, list }: { value: number; list: ListFilters }): ReactNode =>
  value === 0 ? showNumber(value) : <Link to={listAddress(list)}>{showNumber(value)}</Link>;

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="panel" aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Ratings({ report }: { report: MonthlyReport }) {
  const { t } = useTranslation();
  const nameOf = (id: string) =>
    report.people.find((person) => person.id === id)?.displayName ?? t('person.unknown');
  return (
    <Part title={t('report.ratings')}>
      <ul className="rows">
        {report.ratings.map((rating) => (
          <li key={`${rating.ticketId} ${rating.ratedAt}`} className="row rating-line">
            <span
              className="rating-stars"
              role="img"
              aria-label={t('company.stars', { count: rating.stars })}
            >
              {'★'.repeat(rating.stars)}
              <span className="unlit">{'★'.repeat(5 - rating.stars)}</span>
            </span>
            <span className="rating-words">
              {rating.words !== '' && <q>{rating.words}</q>}{' '}
              <span className="muted">
                {nameOf(rating.ratedById)}, {showInstant(rating.ratedAt)}
              </span>
              <br />
              <Link to={ticketAddress(rating.key)}>
                {rating.key} {rating.title}
              </Link>
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** Lines of the list of tickets that show before one asks for all. */
const FIRST = 50;

function Tickets({ report }: { report: MonthlyReport }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const { tickets, more } = report;
  const shown = all ? tickets : tickets.slice(0, FIRST);
  const when = (instant: string | null) => (instant === null ? '—' : showInstant(instant));
  return (
    <Part title={t('report.tickets', { count: tickets.length + more })}>
      {tickets.length === 0 ? (
        <p className="muted">{t('report.noTickets')}</p>
      ) : (
        <div className="table-scroll">
          <table className="table report-tickets">
            <thead>
              <tr>
                <th scope="col">{t('report.ticket')}</th>
                <th scope="col">{t('ticket.title')}</th>
                <th scope="col" className="roomy">
                  {t('ticket.priority')}
                </th>
                <th scope="col" className="roomy">
                  {t('report.openedAt')}
                </th>
                <th scope="col" className="roomy">
                  {t('report.answeredAt')}
                </th>
                <th scope="col">{t('report.resolvedAt')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((ticket) => (
                <tr key={ticket.id}>
                  <td>
                    <Link className="key" to={ticketAddress(ticket.key)}>
                      {ticket.key}
                    </Link>
                  </td>
                  <td className="reported-title">{ticket.title}</td>
                  <td className="roomy">
                    <span className="with-icon">
                      <PriorityBars level={ticket.priority} label="" /> {t(`level.${ticket.priority}`)}
                    </span>
                  </td>
                  <td className="roomy">{when(ticket.openedAt)}</td>
                  <td className="roomy">{when(ticket.firstResponseAt)}</td>
                  <td>{when(ticket.resolvedAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length < tickets.length && (
        <Button className="more-button" onClick={() => setAll(true)}>
          {t('report.showAll', { count: tickets.length })}
        </Button>
      )}
      {more > 0 && <p className="muted">{t('report.notListed', { count: more })}</p>}
    </Part>
  );
}
