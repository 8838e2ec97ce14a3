import {
  type CountedAbout,
  countOfFigure,
  figureOfMetric,
  listOfPeriod,
} from '@ticketing/contracts/counted-lists.ts';
import { Metric } from '@ticketing/contracts/kinds.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listAddress } from '../filter/list-address.ts';
import { PersonName } from '../ticket/person-name.tsx';
import { type FigureRow, type Grouping, sortingFrom, sortingText, sortRows } from './figure-rows.ts';
import { ChangeMark } from './metric-tiles.tsx';
import { showMetric } from './metric-words.ts';
import { instantsOf } from './period.ts';
import { TableScroll } from './table-scroll.tsx';
import { countedLink, type ReportAddress } from './use-report-address.ts';

/** Figures of each person, project or company. Names narrow the report to them, numbers lead to the tickets that they count. */
export function FiguresTable(props: {
  rows: readonly FigureRow[];
  by: Grouping;
  /** The one that a narrow screen shows. */
  metric: Metric;
  address: ReportAddress;
  /** Of which projects and of whom the figures are. */
  about: CountedAbout;
}) {
  const { t } = useTranslation();
  const { by, address } = props;
  const sorting = sortingFrom(address.params.get('sort'));
  const rows = sortRows(props.rows, sorting);
  const numberClass = (metric: Metric) => (metric === props.metric ? 'number chosen' : 'number');
  const sortBy = (column: Metric | 'name') => {
    const descending = sorting.by === column ? !sorting.descending : column !== 'name';
    address.change({ sort: sortingText({ by: column, descending }) });
  };
  return (
    <TableScroll label={t(`reports.each.${by}`)}>
      <table className="figure-table each-figures">
        <thead>
          <tr>
            {(['name', ...Metric.options] as const).map((column) => (
              <th
                key={column}
                scope="col"
                className={column === 'name' ? '' : numberClass(column)}
                aria-sort={
                  sorting.by !== column ? undefined : sorting.descending ? 'descending' : 'ascending'
                }
              >
                <button type="button" className="sort" onClick={() => sortBy(column)}>
                  {column === 'name' ? t(`reports.one.${by}`) : t(`reports.metric.${column}`)}
                  <span aria-hidden="true" className="sort-mark">
                    {sorting.by === column ? (sorting.descending ? '↓' : '↑') : ''}
                  </span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id ?? 'none'}>
              <th scope="row">
                <RowName row={row} by={by} address={address} />
              </th>
              {Metric.options.map((metric) => (
                <td key={metric} className={numberClass(metric)}>
                  <Figure row={row} metric={metric} by={by} address={address} about={props.about} />
                  <ChangeMark metric={metric} now={row.metrics} before={row.before} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function RowName({ row, by, address }: { row: FigureRow; by: Grouping; address: ReportAddress }) {
  const { t } = useTranslation();
  if (row.id === null) return <span className="muted">{t(`reports.without.${by}`)}</span>;
  const name = row.name ?? t('person.unknown');
  const params = new URLSearchParams(address.params);
  if (by === 'project') {
    const key = address.projects?.find(({ id }) => id === row.id)?.key;
    if (key === undefined) return name;
    params.set('project', key);
    params.set('by', 'person');
  } else params.set(by, row.id);
  return <Link to={`?${params}`}>{by === 'person' ? <PersonName id={row.id} name={name} /> : name}</Link>;
}

function Figure(props: {
  row: FigureRow;
  metric: Metric;
  by: Grouping;
  address: ReportAddress;
  about: CountedAbout;
}) {
  const { t } = useTranslation();
  const { row, metric, by, address } = props;
  const value = row.metrics[metric];
  const text = showMetric(t, metric, value);
  const what = figureOfMetric[metric];
  // A mean of nothing and a rate of nothing lead nowhere.
  if (countOfFigure(what, row.metrics) === 0) return <span>{text}</span>;
  if (row.id === null && by === 'company') {
    const list = listOfPeriod(what, { ...props.about, ...instantsOf(address.days), companyId: null });
    return <Link to={listAddress(list)}>{text}</Link>;
  }
  const own: Record<string, string | null> = {};
  if (by === 'project') own.project = address.projects?.find(({ id }) => id === row.id)?.key ?? null;
  else own[by] = row.id;
  return <Link to={countedLink(address, metric, own)}>{text}</Link>;
}
