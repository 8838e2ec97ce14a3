import { useSortable } from '@dnd-kit/sortable';
import type { SubtaskView } from '@ticketing/contracts/views.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloseIcon } from '../../icons.tsx';
import { Avatar } from '../../shell/avatar.tsx';
import { Popover } from '../../shell/popover.tsx';
import { PersonChoice } from '../fields/person-choice.tsx';
import { useScene } from '../scene.ts';
import { GripIcon } from '../ticket-icons.tsx';

/** One subtask: ticked off, renamed in place, given to somebody, moved by its grip or by Alt and arrows. */
export function SubtaskRow(props: {
  subtask: SubtaskView;
  mayChange: boolean;
  onMove: (step: 1 | -1) => void;
  onRemove: () => void;
}) {
  const { subtask, mayChange } = props;
  const { ticket, commands, nameOf, changed } = useScene();
  const { t } = useTranslation();
  const [draft, setDraft] = useState<string>();
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, transition, isDragging } =
    useSortable({ id: subtask.id, disabled: !mayChange });
  const { assigneeId } = subtask;

  const save = () => {
    const title = (draft ?? '').trim();
    if (title !== '' && title !== subtask.title)
      void commands.changeSubtask(ticket.id, subtask.id, { title });
    setDraft(undefined);
  };
  const give = (next: string | null) => {
    void commands.changeSubtask(ticket.id, subtask.id, { assigneeId: next });
    changed(
      next === null
        ? t('ticket.subtaskOfNobody', { title: subtask.title })
        : t('ticket.subtaskGiven', { title: subtask.title, name: nameOf(next) }),
      () => void commands.changeSubtask(ticket.id, subtask.id, { assigneeId }),
    );
  };
  const face =
    assigneeId === null ? (
      <span className="nobody" />
    ) : (
      <Avatar id={assigneeId} name={nameOf(assigneeId)} size={20} />
    );

  return (
    <li
      ref={setNodeRef}
      className={isDragging ? 'subtask dragging' : 'subtask'}
      style={{
        transform: transform === null ? undefined : `translate3d(0, ${transform.y}px, 0)`,
        transition,
      }}
      onKeyDown={(event) => {
        if (!event.altKey || !mayChange) return;
        const step = ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key as 'ArrowUp' | 'ArrowDown'];
        if (step === undefined) return; // any other key
        event.preventDefault();
        props.onMove(step);
      }}
    >
      {mayChange && (
        <button
          type="button"
          ref={setActivatorNodeRef}
          className="grip"
          {...attributes}
          {...listeners}
          aria-label={t('ticket.moveSubtask', { title: subtask.title })}
          title={t('ticket.moveSubtaskHint')}
        >
          <GripIcon />
        </button>
      )}
      <input
        type="checkbox"
        aria-label={subtask.title}
        checked={subtask.completed}
        disabled={!mayChange}
        onChange={(event) => void commands.tickSubtask(ticket.id, subtask.id, event.target.checked)}
      />
      {mayChange ? (
        <input
          className={subtask.completed ? 'subtask-title done' : 'subtask-title'}
          aria-label={t('ticket.subtaskTitle')}
          maxLength={200}
          value={draft ?? subtask.title}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={save}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
            if (event.key === 'Escape' && draft !== undefined) {
              event.preventDefault();
              setDraft(undefined);
            }
          }}
        />
      ) : (
        <span className={subtask.completed ? 'subtask-title done' : 'subtask-title'}>{subtask.title}</span>
      )}
      {mayChange ? (
        <Popover
          className="face-button"
          label={`${t('ticket.giveSubtask')}: ${assigneeId === null ? t('ticket.nobody') : nameOf(assigneeId)}`}
          title={t('ticket.giveSubtask')}
          panelLabel={t('ticket.giveSubtask')}
          face={face}
        >
          {(close) => (
            <PersonChoice
              chosen={assigneeId === null ? [] : [assigneeId]}
              onChoose={(id) => {
                give(id === assigneeId ? null : id);
                close();
              }}
            />
          )}
        </Popover>
      ) : (
        assigneeId !== null && face
      )}
      {mayChange && (
        <button
          type="button"
          className="row-tool"
          aria-label={t('ticket.removeSubtask', { title: subtask.title })}
          title={t('ticket.removeComment')}
          onClick={props.onRemove}
        >
          <CloseIcon />
        </button>
      )}
    </li>
  );
}
