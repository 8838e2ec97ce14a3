import { TicketType } from '@ticketing/contracts/kinds.ts';
import type { CardView, ProjectView } from '@ticketing/contracts/views.ts';
import type { BulkChange } from '@ticketing/web-kit/bulk-changes.ts';
import type { CompanyName } from '@ticketing/web-kit/commands/intents.ts';
import { useCompanies, usePeople } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '../board/ticket-card.tsx';
import { columnChoices, priorityChoices, typeChoices } from '../filter/choices.tsx';
import { ArchiveIcon, CloseIcon } from '../icons.tsx';
import { type Choice, ChoiceList } from '../shell/choice-list.tsx';
import { Popover } from '../shell/popover.tsx';
import { directsProject } from '../shell/rights.ts';
import { PersonName } from '../ticket/person-name.tsx';
import { BulkDate } from './bulk-date.tsx';
import './bulk-bar.css';

type Props = {
  chosen: readonly CardView[];
  /** All that match, where more match than are chosen. */
  others: { readonly words: string; readonly choose: () => void } | null;
  projects: readonly ProjectView[];
  busy: boolean;
  archived: boolean;
  /** @param company whose they become by it */
  onChange: (change: BulkChange, company?: CompanyName | null) => void;
  onClear: () => void;
};

/** What can be done with all the chosen tickets at once. Columns and tags only where they are of one project. */
export function BulkBar(props: Props) {
  const { chosen, onChange } = props;
  const { t } = useTranslation();
  const projectIds = [...new Set(chosen.map(({ projectId }) => projectId))];
  const only = projectIds.length === 1 ? props.projects.find(({ id }) => id === projectIds[0]) : undefined;
  const me = useMe();
  const mayGive = only !== undefined && directsProject(me, only);
  const everyTag = only?.tags ?? [];
  return (
    <section className="bulk-bar" aria-label={t('list.bulk.label')} aria-busy={props.busy}>
      <strong role="status">
        {t(props.busy ? 'list.bulk.working' : 'list.bulk.chosen', { count: chosen.length })}
      </strong>
      {props.others && (
        <button type="button" className="plain-button" onClick={props.others.choose}>
          {props.others.words}
        </button>
      )}
      {props.archived ? (
        <button
          type="button"
          className="plain-button strong"
          disabled={props.busy}
          onClick={() => onChange({ type: 'restore' })}
        >
          {t('ticket.restore')}
        </button>
      ) : (
        <>
          {only && (
            <Menu
              label={t('list.bulk.move')}
              choices={columnChoices(only.columns)}
              onChoose={(columnId) => onChange({ type: 'move', columnId })}
            />
          )}
          <Assign {...props} projectId={only?.id} unassign={false} />
          <Assign {...props} projectId={only?.id} unassign />
          <Menu
            label={t('list.bulk.prioritise')}
            choices={priorityChoices(t)}
            onChoose={(level) => {
              const priority = ([1, 2, 3, 4] as const).find((each) => String(each) === level);
              if (priority !== undefined) onChange({ type: 'prioritise', priority });
            }}
          />
          <Menu
            label={t('ticket.type')}
            choices={typeChoices(t)}
            onChoose={(type) => {
              const ticketType = TicketType.options.find((each) => each === type);
              if (ticketType !== undefined) onChange({ type: 'retype', ticketType });
            }}
          />
          {only && mayGive && <Give {...props} project={only} />}
          <BulkDate
            label={t('ticket.start')}
            onChoose={(startDate) => onChange({ type: 'schedule', startDate })}
          />
          <BulkDate label={t('ticket.due')} onChoose={(dueDate) => onChange({ type: 'schedule', dueDate })} />
          {everyTag.length > 0 && (
            <Menu
              label={t('list.bulk.tag')}
              choices={everyTag.map((tag) => ({ id: tag.id, name: tag.name, face: <Tag tag={tag} /> }))}
              onChoose={(tagId) => onChange({ type: 'tag', tagId })}
            />
          )}
          {everyTag.length > 0 && (
            <Menu
              label={t('list.bulk.untag')}
              choices={everyTag.map((tag) => ({ id: tag.id, name: tag.name, face: <Tag tag={tag} /> }))}
              onChoose={(tagId) => onChange({ type: 'untag', tagId })}
            />
          )}
          <button
            type="button"
            className="plain-button"
            disabled={props.busy}
            onClick={() => onChange({ type: 'archive' })}
          >
            <ArchiveIcon /> {t('ticket.archive')}
          </button>
        </>
      )}
      <button
        type="button"
        className="plain-button bulk-close"
        aria-label={t('list.bulk.clear')}
        title={t('list.bulk.clear')}
        onClick={props.onClear}
      >
        <CloseIcon />
      </button>
    </section>
  );
}

function Menu(props: {
  label: string;
  choices: readonly Choice[];
  onChoose: (id: string) => void;
  onSearch?: (words: string) => void;
  waiting?: boolean;
  note?: string;
}) {
  const { t } = useTranslation();
  return (
    <Popover className="plain-button" panelLabel={props.label} face={props.label}>
      {(close) => (
        <ChoiceList
          label={props.label}
          placeholder={`${props.label}…`}
          empty={t('filter.noChoice')}
          choices={props.choices}
          chosen={[]}
          onChoose={(id) => {
            close();
            props.onChoose(id);
          }}
          waiting={props.waiting === true}
          {...(props.onSearch === undefined ? {} : { onSearch: props.onSearch })}
          {...(props.note === undefined ? {} : { note: props.note })}
        />
      )}
    </Popover>
  );
}

/** The choice that stands for no company; no id is written so. */
const NO_COMPANY = 'none';

/** A company that the project serves, or none. */
function Give(props: Props & { project: ProjectView }) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const found = useCompanies(q, true, props.project.id);
  const companies = (found.data?.pages.flatMap((page) => page.items) ?? []).map(({ id, name }) => ({
    id,
    name,
  }));
  const none = t('filter.noCompany');
  const wanted = q.trim().toLocaleLowerCase();
  return (
    <Menu
      label={t('ticket.company')}
      choices={[
        ...(none.toLocaleLowerCase().includes(wanted)
          ? [{ id: NO_COMPANY, name: none, face: <span className="muted">{none}</span> }]
          : []),
        ...companies,
      ]}
      onSearch={setQ}
      waiting={found.isFetching}
      note={t('board.given.note')}
      onChoose={(id) => {
        const company = companies.find((each) => each.id === id) ?? null;
        props.onChange({ type: 'company', companyId: company?.id ?? null }, company);
      }}
    />
  );
}

/** Anybody is assigned; taken off are those who are on one of the chosen tickets. */
function Assign(props: Props & { projectId: string | undefined; unassign: boolean }) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const found = usePeople({ q, ...(props.projectId === undefined ? {} : { projectId: props.projectId }) });
  const busy = new Set(props.chosen.flatMap(({ assigneeIds }) => assigneeIds));
  const people = (found.data?.pages.flatMap((page) => page.items) ?? []).filter((person) =>
    props.unassign ? busy.has(person.id) : person.active,
  );
  if (props.unassign && busy.size === 0) return null;
  return (
    <Menu
      label={t(props.unassign ? 'list.bulk.unassign' : 'list.bulk.assign')}
      choices={people.map((person) => ({
        id: person.id,
        name: person.displayName,
        face: <PersonName id={person.id} name={person.displayName} />,
      }))}
      onSearch={setQ}
      waiting={found.isFetching}
      onChoose={(userId) => props.onChange({ type: props.unassign ? 'unassign' : 'assign', userId })}
    />
  );
}
