import { type Level, TicketType } from '@ticketing/contracts/kinds.ts';
import type { ProjectView } from '@ticketing/contracts/views.ts';
import { fits, useCompanies, usePeople, useTickets } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Select from 'antd/es/select';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '../board/ticket-card.tsx';
import { CategoryRing, PriorityBars, TypeIcon } from '../icons.tsx';
import { drawnOption } from '../shell/drawn-option.ts';
import { Field } from '../shell/form-dialog.tsx';
import { rightsOn } from '../shell/rights.ts';
import type { NewTicketForm } from './new-ticket-form.ts';
import { PersonName } from './person-name.tsx';

const levels: readonly Level[] = [1, 2, 3, 4];

type Part = {
  form: NewTicketForm;
  project: ProjectView;
  onChange: (patch: Partial<NewTicketForm>) => void;
};

/** Where a new ticket belongs, whose it is and when. What its opener could not change afterwards is left out. */
export function NewTicketFields(props: Part & { projects: readonly ProjectView[] }) {
  const { form, project, onChange } = props;
  const { t } = useTranslation();
  const me = useMe();
  const rights = rightsOn(me, { projectId: project.id, reporterId: me.id });
  return (
    <div className="form-columns">
      <Field id="ticket-project" label={t('ticket.project')}>
        <Select
          id="ticket-project"
          showSearch={{ optionFilterProp: 'name' }}
          value={project.id}
          onChange={(projectId) => onChange({ projectId })}
          options={props.projects.map(({ id, key, name }) =>
            drawnOption(id, `${key} ${name}`, <Keyed of={key}>{name}</Keyed>),
          )}
        />
      </Field>
      <Field id="ticket-type" label={t('ticket.type')}>
        <Select
          id="ticket-type"
          value={form.type}
          onChange={(type) => onChange({ type })}
          options={TicketType.options.map((type) =>
            drawnOption(
              type,
              t(`type.${type}`),
              <span className="with-icon">
                <TypeIcon type={type} /> {t(`type.${type}`)}
              </span>,
            ),
          )}
        />
      </Field>
      {rights.direct && (
        <Field id="ticket-column" label={t('ticket.status')}>
          <Select
            id="ticket-column"
            value={form.columnId ?? project.columns[0]?.id ?? null}
            onChange={(columnId: string | null) => onChange(columnId === null ? {} : { columnId })}
            options={project.columns.map(({ id, name, category, colour }) =>
              drawnOption(
                id,
                name,
                <span className="with-icon">
                  <CategoryRing category={category} colour={colour} /> {name}
                </span>,
              ),
            )}
          />
        </Field>
      )}
      {rights.direct && (
        <Field id="ticket-priority" label={t('ticket.priority')}>
          <Select
            id="ticket-priority"
            value={form.priority}
            onChange={(priority) => onChange({ priority })}
            options={levels.map((level) =>
              drawnOption(
                level,
                t(`level.${level}`),
                <span className="with-icon">
                  <PriorityBars level={level} label="" /> {t(`level.${level}`)}
                </span>,
              ),
            )}
          />
        </Field>
      )}
      <CompanyField {...props} />
      {rights.direct && <AssigneesField {...props} />}
      <DateField
        id="ticket-start"
        label={t('ticket.start')}
        value={form.startDate}
        onChange={(startDate) => onChange({ startDate })}
      />
      <DateField
        id="ticket-due"
        label={t('ticket.due')}
        value={form.dueDate}
        onChange={(dueDate) => onChange({ dueDate })}
      />
      {rights.tag && project.tags.length > 0 && (
        <Field id="ticket-tags" label={t('ticket.tags')}>
          <Select
            id="ticket-tags"
            mode="multiple"
            placeholder={t('ticket.noTags')}
            showSearch={{ optionFilterProp: 'name' }}
            value={form.tagIds}
            onChange={(tagIds) => onChange({ tagIds })}
            options={project.tags.map((tag) => drawnOption(tag.id, tag.name, <Tag tag={tag} />))}
          />
        </Field>
      )}
      {rights.direct && <ParentField {...props} />}
    </div>
  );
}

function CompanyField({ form, project, onChange }: Part) {
  const { t } = useTranslation();
  const me = useMe();
  const found = useCompanies('', true, project.id);
  const own = project.role === null && !me.superuser ? me.companies : undefined;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  const companies = (own ?? found.data?.pages.flatMap((page) => page.items) ?? []).filter(({ id }) =>
    project.companyIds.includes(id),
  );
  // The project's companies may be anywhere among all of them.
  const lacking = own === undefined && companies.length < project.companyIds.length;
  useEffect(() => {
    if (lacking && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [lacking, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <Field id="ticket-company" label={t('ticket.company')}>
      <Select
        id="ticket-company"
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('ticket.noCompany')}
        value={form.companyId}
        onChange={(id: string | null | undefined) => onChange({ companyId: id ?? null })}
        options={companies.map((each) => ({ value: each.id, label: each.name }))}
      />
    </Field>
  );
}

function AssigneesField({ form, project, onChange }: Part) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const found = usePeople({ q, projectId: project.id });
  // Who was found and chosen before stays named while one looks for somebody else.
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const people = (found.data?.pages.flatMap((page) => page.items) ?? []).filter(({ active }) => active);
  const options = new Map(
    form.assigneeIds.map((id) => [id, names.get(id) ?? people.find((each) => each.id === id)?.displayName]),
  );
  for (const person of people) options.set(person.id, person.displayName);
  const fitting = [...options].filter(
    ([id, name]) => people.some((person) => person.id === id) || fits(name ?? '', q),
  );
  return (
    <Field id="ticket-assignees" label={t('ticket.assignees')}>
      <Select
        id="ticket-assignees"
        mode="multiple"
        placeholder={t('ticket.nobody')}
        loading={found.isFetching}
        notFoundContent={found.isFetching ? t('state.loading') : t('people.noMatch')}
        showSearch={{ filterOption: false, onSearch: setQ }}
        value={form.assigneeIds}
        onChange={(assigneeIds: string[]) => {
          setNames(new Map([...names, ...people.map((each) => [each.id, each.displayName] as const)]));
          setQ('');
          onChange({ assigneeIds });
        }}
        labelRender={({ value }) => (
          <PersonName id={String(value)} name={options.get(String(value)) ?? t('person.unknown')} />
        )}
        options={fitting.map(([id, name = t('person.unknown')]) =>
          drawnOption(id, name, <PersonName id={id} name={name} />),
        )}
      />
    </Field>
  );
}

/** Another ticket of the project that the new one stands under. */
function ParentField({ form, project, onChange }: Part) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const [touched, setTouched] = useState(false);
  const found = useTickets({ projectId: project.id, ...(q === '' ? {} : { q }) }, touched);
  const tickets = found.data?.pages[0]?.items ?? [];
  const { parent } = form;
  const shown =
    parent === null || tickets.some(({ id }) => id === parent.id) ? tickets : [parent, ...tickets];
  return (
    <Field id="ticket-parent" label={t('ticket.parent')}>
      <Select
        id="ticket-parent"
        allowClear
        placeholder={t('ticket.noParent')}
        loading={found.isFetching}
        showSearch={{ filterOption: false, onSearch: setQ }}
        onFocus={() => setTouched(true)}
        value={parent?.id ?? null}
        onChange={(id: string | null | undefined) => {
          const chosen = shown.find((ticket) => ticket.id === id);
          onChange({
            parent: chosen === undefined ? null : { id: chosen.id, key: chosen.key, title: chosen.title },
          });
        }}
        options={shown.map(({ id, key, title }) =>
          drawnOption(id, `${key} ${title}`, <Keyed of={key}>{title}</Keyed>),
        )}
      />
    </Field>
  );
}

function Keyed({ of, children }: { readonly of: string; readonly children: string }) {
  return (
    <>
      <span className="key">{of}</span> {children}
    </>
  );
}

/** The device's own date field: it knows the reader's calendar, and works with keys and fingers. */
function DateField(props: {
  id: string;
  label: string;
  value: string | null;
  onChange: (date: string | null) => void;
}) {
  return (
    <Field id={props.id} label={props.label}>
      <input
        id={props.id}
        type="date"
        className="date-field"
        min="1970-01-01"
        max="2999-12-31"
        value={props.value ?? ''}
        onChange={(event) => props.onChange(event.target.value === '' ? null : event.target.value)}
      />
    </Field>
  );
}
