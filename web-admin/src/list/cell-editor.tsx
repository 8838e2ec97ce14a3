import type { CardView, ProjectView } from '@ticketing/contracts/views.ts';
import { usePeople } from '@ticketing/web-kit/lists.ts';
import type { TicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '../board/ticket-card.tsx';
import { columnChoices, priorityChoices } from '../filter/choices.tsx';
import { type Choice, ChoiceList } from '../shell/choice-list.tsx';
import { Floating } from '../shell/floating.tsx';
import { PersonName } from '../ticket/person-name.tsx';
import type { EditedField } from './ticket-row.tsx';
import type { ListNames } from './use-names.ts';

export type Edit = {
  readonly card: CardView;
  readonly field: EditedField;
  readonly anchor: HTMLElement;
};

type Props = {
  edit: Edit;
  project: ProjectView;
  names: ListNames;
  commands: TicketCommands;
  onClose: () => void;
  /** A change of one field with the way back. */
  onChanged: (words: string, undo: () => void) => void;
};

/** Changes one field of one row, floating at its cell. */
export function CellEditor(props: Props) {
  const { t } = useTranslation();
  const { edit } = props;
  return (
    <Floating
      anchor={edit.anchor}
      label={`${edit.card.key} · ${t(`list.column.${edit.field}`)}`}
      onClose={props.onClose}
    >
      <Editor {...props} />
    </Floating>
  );
}

function Editor(props: Props) {
  const { edit, project, commands, onClose, onChanged } = props;
  const { card } = edit;
  const { t } = useTranslation();
  switch (edit.field) {
    case 'status':
      return (
        <Chooser
          field="status"
          choices={columnChoices(project.columns)}
          chosen={[card.columnId]}
          onChoose={(columnId) => {
            onClose();
            if (columnId === card.columnId) return;
            const back = commands.move(card, { columnId, after: null, before: null });
            const column = project.columns.find(({ id }) => id === columnId)?.name;
            onChanged(t('board.moved', { key: card.key, column }), back);
          }}
        />
      );
    case 'priority':
      return (
        <Chooser
          field="priority"
          choices={priorityChoices(t)}
          chosen={[String(card.priority)]}
          onChoose={(level) => {
            onClose();
            const priority = ([1, 2, 3, 4] as const).find((each) => String(each) === level);
            if (priority === undefined || priority === card.priority) return;
            void commands.change(card.id, { priority });
            onChanged(
              t('list.changed', { key: card.key, value: t(`level.${priority}`) }),
              () => void commands.change(card.id, { priority: card.priority }),
            );
          }}
        />
      );
    case 'assignees':
      return <AssigneeEditor {...props} />;
    case 'tags':
      return <TagEditor {...props} />;
    case 'due':
      return <DueEditor {...props} />;
    default:
      return edit.field satisfies never;
  }
}

function Chooser(props: {
  field: EditedField;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChoose: (id: string) => void;
  onSearch?: (words: string) => void;
  waiting?: boolean;
}) {
  const { t } = useTranslation();
  const label = t(`list.column.${props.field}`);
  return (
    <ChoiceList
      {...props}
      label={label}
      placeholder={t('filter.find', { filter: label.toLocaleLowerCase() })}
      empty={t('filter.noChoice')}
    />
  );
}

/** Several in one go; each shows at once in the row. */
function AssigneeEditor({ edit, project, names, commands, onChanged }: Props) {
  const { card } = edit;
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>(card.assigneeIds);
  const found = usePeople({ q, projectId: project.id });
  const people = (found.data?.pages.flatMap((page) => page.items) ?? []).filter(({ active }) => active);
  const assigned = card.assigneeIds.flatMap((id) => names.people.get(id) ?? []);
  const shown =
    q === '' ? [...assigned, ...people.filter(({ id }) => !card.assigneeIds.includes(id))] : people;
  return (
    <Chooser
      field="assignees"
      chosen={chosen}
      waiting={found.isFetching}
      onSearch={setQ}
      choices={shown.map((person) => ({
        id: person.id,
        name: person.displayName,
        face: <PersonName id={person.id} name={person.displayName} />,
      }))}
      onChoose={(userId) => {
        const name = shown.find(({ id }) => id === userId)?.displayName ?? t('person.unknown');
        const was = chosen.includes(userId);
        setChosen(was ? chosen.filter((id) => id !== userId) : [...chosen, userId]);
        const [does, undoes] = was
          ? [commands.unassign, commands.assign]
          : [commands.assign, commands.unassign];
        void does(card.id, userId);
        onChanged(
          t(was ? 'list.unassigned' : 'list.assigned', { key: card.key, name }),
          () => void undoes(card.id, userId),
        );
      }}
    />
  );
}

function TagEditor({ edit, project, commands, onChanged }: Props) {
  const { card } = edit;
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<readonly string[]>(card.tagIds);
  return (
    <Chooser
      field="tags"
      chosen={chosen}
      choices={project.tags.map((tag) => ({ id: tag.id, name: tag.name, face: <Tag tag={tag} /> }))}
      onChoose={(tagId) => {
        const was = chosen.includes(tagId);
        setChosen(was ? chosen.filter((id) => id !== tagId) : [...chosen, tagId]);
        const [does, undoes] = was ? [commands.untag, commands.tag] : [commands.tag, commands.untag];
        void does(card.id, tagId);
        const value = project.tags.find(({ id }) => id === tagId)?.name ?? '';
        onChanged(
          t(was ? 'list.untagged' : 'list.tagged', { key: card.key, value }),
          () => void undoes(card.id, tagId),
        );
      }}
    />
  );
}

/** The device's own date field; Enter keeps the date. */
function DueEditor({ edit, commands, onClose, onChanged }: Props) {
  const { card } = edit;
  const { t } = useTranslation();
  const [date, setDate] = useState(card.dueDate ?? '');
  const keep = (next: string) => {
    onClose();
    const dueDate = next === '' ? null : next;
    if (dueDate === card.dueDate) return;
    void commands.change(card.id, { dueDate });
    onChanged(
      t('calendar.moved', { key: card.key, date: dueDate ?? '—' }),
      () => void commands.change(card.id, { dueDate: card.dueDate }),
    );
  };
  return (
    <form
      className="due-editor"
      onSubmit={(event) => {
        event.preventDefault();
        keep(date);
      }}
    >
      <input
        type="date"
        className="date-field"
        aria-label={t('list.column.due')}
        // biome-ignore lint/a11y/noAutofocus: it was opened to be filled in
        autoFocus
        min="1970-01-01"
        max="2999-12-31"
        value={date}
        onChange={(event) => setDate(event.target.value)}
      />
      <button type="submit" className="plain-button strong">
        {t('ticket.save')}
      </button>
      {card.dueDate !== null && (
        <button type="button" className="plain-button" onClick={() => keep('')}>
          {t('list.noDate')}
        </button>
      )}
    </form>
  );
}
