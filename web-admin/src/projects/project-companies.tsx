import { attachCompany, detachCompany } from '@ticketing/contracts/endpoints/projects.ts';
import { useBoard } from '@ticketing/web-kit/board.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useCompanies } from '@ticketing/web-kit/lists.ts';
import Button from 'antd/es/button';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useNarrowedRows } from './narrowed-rows.tsx';
import type { SettingsProps } from './settings-props.ts';
import { useChange } from './use-change.ts';

export function ProjectCompanies({ project, mayChange }: SettingsProps) {
  const { t } = useTranslation();
  const { api } = useKit();
  const { board } = useBoard(project.id);
  const { busy, change } = useChange(['projects', 'board', 'companies']);
  const attach = (companyId: string) => api.call(attachCompany, { params: { id: project.id, companyId } });
  const detach = (companyId: string) => api.call(detachCompany, { params: { id: project.id, companyId } });
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState<string>();
  const found = useCompanies(q, mayChange);
  const companies = found.data?.pages.flatMap((page) => page.items) ?? [];
  const nameOf = (id: string) =>
    board?.companies.find((each) => each.id === id)?.name ??
    companies.find((each) => each.id === id)?.name ??
    '…';
  const { shown, box } = useNarrowedRows(project.companyIds, nameOf, t('settings.findCompany'));

  return (
    <section aria-labelledby="settings-companies">
      <h2 id="settings-companies">{t('settings.companies')}</h2>
      <p className="muted">{t('settings.companiesText')}</p>
      {mayChange && (
        <div className="add-line">
          <Select
            className="picker"
            allowClear
            aria-label={t('settings.attach')}
            placeholder={t('settings.attach')}
            value={chosen ?? null}
            showSearch={{ filterOption: false, onSearch: setQ }}
            notFoundContent={found.isFetching ? t('state.loading') : t('filter.noChoice')}
            onChange={(id: string | null | undefined) => setChosen(id ?? undefined)}
            options={companies
              .filter((each) => !project.companyIds.includes(each.id))
              .map((each) => ({ value: each.id, label: each.name }))}
          />
          <Button
            disabled={chosen === undefined}
            loading={busy}
            onClick={() => {
              if (chosen === undefined) return;
              void change(
                t('settings.attached', { name: nameOf(chosen) }),
                () => attach(chosen),
                () => detach(chosen),
              ).then((done) => done && setChosen(undefined));
            }}
          >
            {t('settings.add')}
          </Button>
        </div>
      )}
      {box}
      {project.companyIds.length === 0 && <p className="settings-none">{t('settings.noCompanies')}</p>}
      <ul className="rows">
        {shown.map((companyId) => (
          <li key={companyId} className="row">
            <span className="row-main">
              <Link className="quiet-link" to={`/companies/${companyId}`}>
                {nameOf(companyId)}
              </Link>
            </span>
            {mayChange && (
              <Button
                type="text"
                size="small"
                disabled={busy}
                aria-label={`${t('settings.remove')}: ${nameOf(companyId)}`}
                onClick={() =>
                  void change(
                    t('settings.detached', { name: nameOf(companyId) }),
                    () => detach(companyId),
                    () => attach(companyId),
                  )
                }
              >
                {t('settings.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
