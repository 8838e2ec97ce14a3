import { useCompanies } from '@ticketing/web-kit/lists.ts';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScene } from '../scene.ts';

/** The value that stands for no company; no id is written so. */
const NOBODY = 'none';

/**
 * Whose ticket it is: one of the project's companies, or nobody's. That the people of the one lose the ticket and those of
 * the other get it is said before one chooses and after.
 */
export function CompanyField() {
  const { ticket, may, commands, changed, leaveField } = useScene();
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [q, setQ] = useState('');
  const mayChange = may('ticket.company');
  const found = useCompanies(q, open, ticket.projectId);
  if (!mayChange) return ticket.companyName ?? <span className="muted">{t('ticket.noCompany')}</span>;

  const companies = found.data?.pages.flatMap((page) => page.items) ?? [];
  const own = ticket.companyId === null ? null : { id: ticket.companyId, name: ticket.companyName ?? '' };
  const listed = own === null || companies.some(({ id }) => id === own.id) ? companies : [own, ...companies];
  const matches = (name: string) => name.toLowerCase().includes(q.trim().toLowerCase());

  const give = (company: { readonly id: string; readonly name: string } | null) => {
    const wayBack = commands.giveTo(ticket, company, own);
    const words =
      company === null ? t('ticket.givenToNobody') : t('ticket.givenTo', { company: company.name });
    changed(own === null ? words : `${words} ${t('ticket.lost', { company: own.name })}`, wayBack);
  };

  return (
    <Select
      variant="borderless"
      aria-label={t('ticket.company')}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) setQ('');
      }}
      showSearch={{ filterOption: false, searchValue: q, onSearch: setQ }}
      value={ticket.companyId ?? NOBODY}
      options={[
        ...(matches(t('ticket.noCompany')) ? [{ value: NOBODY, label: t('ticket.noCompany') }] : []),
        ...listed.filter(({ name }) => matches(name)).map(({ id, name }) => ({ value: id, label: name })),
      ]}
      notFoundContent={found.isFetching ? null : t('ticket.noSuchCompany')}
      popupRender={(list) => (
        <>
          {list}
          <p className="field-note">{t('ticket.companyNote')}</p>
        </>
      )}
      onChange={(value) => {
        setOpen(false);
        leaveField();
        if (value !== (ticket.companyId ?? NOBODY)) {
          give(value === NOBODY ? null : (listed.find(({ id }) => id === value) ?? null));
        }
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        setOpen(false);
        leaveField();
      }}
    />
  );
}
