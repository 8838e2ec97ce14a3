import { useQuery } from '@tanstack/react-query';
import { getCompany } from '@ticketing/contracts/endpoints/companies.ts';
import type { PersonView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useCompanies } from '@ticketing/web-kit/lists.ts';
import { showDate } from '@ticketing/web-kit/show-time.ts';
import Select from 'antd/es/select';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { presets, previousOf, todayHere } from './period.ts';
import type { ReportAddress } from './use-report-address.ts';

/** One line of choices over a report. */
export const ReportFilters = ({ children }: { children: ReactNode }) => (
  <div className="report-filters">{children}</div>
);

/** @param all whether a report over all projects can be asked for */
export function ProjectFilter({
  address,
  all,
  value,
}: {
  address: ReportAddress;
  all: boolean;
  value?: string | undefined;
}) {
  const { t } = useTranslation();
  const options = (address.projects ?? []).map(({ key, name }) => ({
    value: key,
    label: `${key} · ${name}`,
  }));
  return (
    <Select
      className="report-select"
      popupMatchSelectWidth={false}
      aria-label={t('reports.project')}
      value={value ?? address.project?.key ?? ''}
      showSearch={{ optionFilterProp: 'label' }}
      options={all ? [{ value: '', label: t('reports.allProjects') }, ...options] : options}
      onChange={(key: string) => address.change({ project: key === '' ? null : key, person: null })}
    />
  );
}

/** Presets, or two days; the days that are meant are always said. */
export function PeriodFilter({ address, compared }: { address: ReportAddress; compared: boolean }) {
  const { t } = useTranslation();
  const id = useId();
  const { days, preset, change } = address;
  const before = previousOf(days);
  const pick = (chosen: string) => {
    if (chosen === 'custom') change({ period: null, from: days.first, to: days.last });
    else change({ period: chosen, from: null, to: null });
  };
  const set = (first: string, last: string) => {
    // Half a date is no date; one end behind the other takes it along.
    if (first === '' || last === '') return;
    change(first <= last ? { from: first, to: last } : { from: first, to: first });
  };
  return (
    <>
      <Select
        className="report-select"
        popupMatchSelectWidth={false}
        aria-label={t('reports.period')}
        value={preset}
        options={[...presets, 'custom' as const].map((each) => ({
          value: each,
          label: t(`reports.preset.${each}`),
        }))}
        onChange={pick}
      />
      {preset === 'custom' && (
        <span className="report-days">
          <label htmlFor={`${id}-from`} className="unseen">
            {t('reports.from')}
          </label>
          <input
            id={`${id}-from`}
            type="date"
            className="date-input"
            max={todayHere()}
            value={days.first}
            onChange={(event) => set(event.target.value, days.last)}
          />
          <span aria-hidden="true">–</span>
          <label htmlFor={`${id}-to`} className="unseen">
            {t('reports.to')}
          </label>
          <input
            id={`${id}-to`}
            type="date"
            className="date-input"
            value={days.last}
            onChange={(event) => set(days.first, event.target.value)}
          />
        </span>
      )}
      <span className="muted report-said">
        {showDate(days.first)} – {showDate(days.last)}
        {compared &&
          ` · ${t('reports.comparedWith', { first: showDate(before.first), last: showDate(before.last) })}`}
      </span>
    </>
  );
}

/** Staff who have figures in this period. */
export function PersonFilter({ address, people }: { address: ReportAddress; people: readonly PersonView[] }) {
  const { t } = useTranslation();
  const options = people.map(({ id, displayName }) => ({ value: id, label: displayName }));
  const known = address.userId === undefined || options.some(({ value }) => value === address.userId);
  return (
    <Select
      className="report-select"
      popupMatchSelectWidth={false}
      aria-label={t('reports.person')}
      value={address.userId ?? ''}
      showSearch={{ optionFilterProp: 'label' }}
      options={[
        { value: '', label: t('reports.everybody') },
        ...options,
        ...(known ? [] : [{ value: address.userId ?? '', label: t('person.unknown') }]),
      ]}
      onChange={(id: string) => address.change({ person: id === '' ? null : id })}
    />
  );
}

export function CompanyFilter({ address }: { address: ReportAddress }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const [q, setQ] = useState('');
  const { companyId } = address;
  const found = useCompanies(q);
  const listed = found.data?.pages.flatMap((page) => page.items) ?? [];
  const chosen = useQuery({
    queryKey: ['company', companyId],
    enabled:
      companyId !== undefined && found.data !== undefined && !listed.some(({ id }) => id === companyId),
    queryFn: ({ signal }) => api.call(getCompany, { params: { id: companyId ?? '' }, signal }),
  });
  const options = listed.map(({ id, name }) => ({ value: id, label: name }));
  if (q === '' && companyId !== undefined && !listed.some(({ id }) => id === companyId)) {
    options.unshift({ value: companyId, label: chosen.data?.name ?? '…' });
  }
  return (
    <Select
      className="report-select"
      popupMatchSelectWidth={false}
      aria-label={t('reports.company')}
      value={companyId ?? ''}
      showSearch={{ filterOption: false, onSearch: setQ }}
      notFoundContent={found.isFetching ? t('state.loading') : t('filter.noChoice')}
      options={q === '' ? [{ value: '', label: t('reports.allCompanies') }, ...options] : options}
      onChange={(id: string) => {
        setQ('');
        address.change({ company: id === '' ? null : id });
      }}
    />
  );
}
