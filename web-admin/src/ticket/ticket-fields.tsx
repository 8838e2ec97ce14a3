import { type Level, TicketType } from '@ticketing/contracts/kinds.ts';
import type { PersonView, TicketView } from '@ticketing/contracts/views.ts';
import { usePeople } from '@ticketing/web-kit/lists.ts';
import { daysUntil, showDate } from '@ticketing/web-kit/show-time.ts';
import type { TicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import Select, { type RefSelectProps } from 'antd/es/select';
import { type ReactNode, type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '../board/ticket-card.tsx';
import { CategoryRing, PriorityBars, TypeIcon } from '../icons.tsx';
import type { PeopleById } from '../shell/avatar.tsx';
import { useKeys } from '../shell/keys.ts';
import { PersonName } from './person-name.tsx';

const levels: readonly Level[] = [4, 3, 2, 1];

/** The ticket's fields, each changed in place. What the person may not change is shown as words. */
export function TicketFields(props: { ticket: TicketView; people: PeopleById; commands: TicketCommands }) {
  const { ticket, people, commands } = props;
  const { t } = useTranslation();
  const may = (action: string) => ticket.allowed.includes(action) && !ticket.archived;
  const status = useRef<RefSelectProps>(null);
  const assignees = useRef<RefSelectProps>(null);
  const priority = useRef<RefSelectProps>(null);
  const tags = useRef<RefSelectProps>(null);
  useKeys({
    m: () => status.current?.focus(),
    a: () => assignees.current?.focus(),
    p: () => priority.current?.focus(),
    l: () => tags.current?.focus(),
  });

  const column = ticket.columns.find((each) => each.id === ticket.columnId);
  const personName = (id: string) => people.get(id)?.displayName ?? t('person.unknown');
  const levelWords = (level: Level) => (
    <span className="with-icon">
      <PriorityBars level={level} label="" /> {t(`level.${level}`)}
    </span>
  );
  const columnWords = (each: TicketView['columns'][number]) => (
    <span className="with-icon">
      <CategoryRing category={each.category} colour={each.colour} /> {each.name}
    </span>
  );

  return (
    <dl className="fields">
      <FieldRow label={t('ticket.status')}>
        {may('ticket.move') ? (
          <Select
            ref={status}
            variant="borderless"
            aria-label={t('ticket.status')}
            value={ticket.columnId}
            options={ticket.columns.map((each) => ({ value: each.id, label: columnWords(each) }))}
            onChange={(columnId) =>
              void commands.move(ticket.id, ticket.projectId, { columnId, after: null, before: null })
            }
          />
        ) : (
          column && columnWords(column)
        )}
      </FieldRow>
      <FieldRow label={t('ticket.assignees')}>
        {may('ticket.assign') ? (
          <AssigneeSelect ticket={ticket} people={people} commands={commands} handle={assignees} />
        ) : ticket.assigneeIds.length === 0 ? (
          <span className="muted">{t('ticket.nobody')}</span>
        ) : (
          <span className="names">
            {ticket.assigneeIds.map((id) => (
              <PersonName key={id} id={id} name={personName(id)} />
            ))}
          </span>
        )}
      </FieldRow>
      <FieldRow label={t('ticket.priority')}>
        {may('ticket.prioritise') ? (
          <Select
            ref={priority}
            variant="borderless"
            aria-label={t('ticket.priority')}
            value={ticket.priority}
            options={levels.map((level) => ({ value: level, label: levelWords(level) }))}
            onChange={(level) => void commands.change(ticket.id, { priority: level })}
          />
        ) : (
          levelWords(ticket.priority)
        )}
      </FieldRow>
      <FieldRow label={t('ticket.type')}>
        {may('ticket.edit') ? (
          <Select
            variant="borderless"
            aria-label={t('ticket.type')}
            value={ticket.type}
            options={TicketType.options.map((type) => ({ value: type, label: <TypeWords type={type} /> }))}
            onChange={(type) => void commands.change(ticket.id, { type })}
          />
        ) : (
          <TypeWords type={ticket.type} />
        )}
      </FieldRow>
      <FieldRow label={t('ticket.tags')}>
        {may('ticket.tag') && ticket.tags.length > 0 ? (
          <Select
            ref={tags}
            mode="multiple"
            variant="borderless"
            aria-label={t('ticket.tags')}
            placeholder={t('ticket.noTags')}
            value={ticket.tagIds}
            optionFilterProp="name"
            options={ticket.tags.map((tag) => ({ value: tag.id, name: tag.name, label: <Tag tag={tag} /> }))}
            onSelect={(tagId: string) => void commands.tag(ticket.id, tagId)}
            onDeselect={(tagId: string) => void commands.untag(ticket.id, tagId)}
          />
        ) : ticket.tagIds.length === 0 ? (
          <span className="muted">{t('ticket.noTags')}</span>
        ) : (
          <span className="names">
            {ticket.tags
              .filter((tag) => ticket.tagIds.includes(tag.id))
              .map((tag) => (
                <Tag key={tag.id} tag={tag} />
              ))}
          </span>
        )}
      </FieldRow>
      <DateRow
        label={t('ticket.start')}
        value={ticket.startDate}
        disabled={!may('ticket.edit')}
        onChange={(startDate) => void commands.change(ticket.id, { startDate })}
      />
      <DateRow
        label={t('ticket.due')}
        value={ticket.dueDate}
        disabled={!may('ticket.edit')}
        overdue={column?.category !== 'done' && ticket.dueDate !== null && daysUntil(ticket.dueDate) < 0}
        onChange={(dueDate) => void commands.change(ticket.id, { dueDate })}
      />
      <FieldRow label={t('ticket.company')}>
        {ticket.companyName ?? <span className="muted">{t('ticket.noCompany')}</span>}
      </FieldRow>
      <FieldRow label={t('ticket.reporter')}>
        <PersonName id={ticket.reporterId} name={personName(ticket.reporterId)} />
      </FieldRow>
      <FieldRow label={t('ticket.opened')}>
        <When at={ticket.openedAt} />
      </FieldRow>
      <FieldRow label={t('ticket.changed')}>
        <When at={ticket.changedAt} />
      </FieldRow>
    </dl>
  );
}

function FieldRow({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="field-row">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function TypeWords({ type }: { type: TicketView['type'] }) {
  const { t } = useTranslation();
  return (
    <span className="with-icon">
      <TypeIcon type={type} /> {t(`type.${type}`)}
    </span>
  );
}

/** People of the project are found as one types; who is assigned already is named even when not found. */
function AssigneeSelect(props: {
  ticket: TicketView;
  people: PeopleById;
  commands: TicketCommands;
  handle: RefObject<RefSelectProps | null>;
}) {
  const { ticket, people, commands } = props;
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const [touched, setTouched] = useState(false);
  const found = usePeople({ q, projectId: ticket.projectId }, touched);
  const known = new Map<string, PersonView>();
  for (const id of ticket.assigneeIds) {
    const person = people.get(id);
    if (person !== undefined) known.set(id, person);
  }
  for (const person of found.data?.pages.flatMap((page) => page.items) ?? []) {
    if (person.active) known.set(person.id, person);
  }
  return (
    <Select
      ref={props.handle}
      mode="multiple"
      variant="borderless"
      aria-label={t('ticket.assignees')}
      placeholder={t('ticket.nobody')}
      value={ticket.assigneeIds}
      loading={found.isFetching}
      showSearch={{ filterOption: false, onSearch: setQ }}
      onFocus={() => setTouched(true)}
      options={[...known.values()].map((person) => ({
        value: person.id,
        label: <PersonName id={person.id} name={person.displayName} />,
      }))}
      onSelect={(userId: string) => void commands.assign(ticket.id, userId)}
      onDeselect={(userId: string) => void commands.unassign(ticket.id, userId)}
    />
  );
}

/** The device's own date field: it knows the reader's calendar, and works with keys and fingers. */
function DateRow(props: {
  label: string;
  value: string | null;
  disabled: boolean;
  overdue?: boolean;
  onChange: (date: string | null) => void;
}) {
  const [draft, setDraft] = useState<string>();
  const shown = draft ?? props.value ?? '';
  const save = () => {
    if (draft !== undefined && draft !== (props.value ?? '')) props.onChange(draft === '' ? null : draft);
    setDraft(undefined);
  };
  if (props.disabled) {
    return (
      <FieldRow label={props.label}>
        <span className={props.overdue ? 'date overdue' : props.value === null ? 'muted' : ''}>
          {showDate(props.value)}
        </span>
      </FieldRow>
    );
  }
  return (
    <FieldRow label={props.label}>
      <input
        type="date"
        className={props.overdue ? 'date overdue' : 'date'}
        aria-label={props.label}
        value={shown}
        data-empty={shown === ''}
        min="1970-01-01"
        max="2999-12-31"
        onChange={(event) => setDraft(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save();
        }}
      />
    </FieldRow>
  );
}
