import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import type { SubtaskView } from '@ticketing/contracts/views.ts';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PlusIcon } from '../../icons.tsx';
import { useScene } from '../scene.ts';
import { Section } from '../section.tsx';
import { SubtaskRow } from './subtask-row.tsx';
import './structure.css';

/** Small steps of the ticket: added by Enter, ticked off, given to people, put in order by hand or keys. */
export function Subtasks() {
  const { ticket, may, commands, changed } = useScene();
  const { t } = useTranslation();
  const { subtasks } = ticket;
  const mayChange = may('ticket.subtasks');
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  if (subtasks.length === 0 && !mayChange) return null;
  const done = subtasks.filter(({ completed }) => completed).length;

  const moveTo = (id: string, to: number) => {
    const rest = subtasks.filter((each) => each.id !== id);
    if (to < 0 || to > rest.length || subtasks[to]?.id === id) return;
    const after = rest[to - 1]?.id ?? null;
    void commands.moveSubtask(ticket.id, id, {
      after,
      before: after === null ? (rest[to]?.id ?? null) : null,
    });
  };
  const remove = (subtask: SubtaskView) => {
    const below = subtasks[subtasks.indexOf(subtask) - 1]?.id ?? null;
    const above = subtasks[subtasks.indexOf(subtask) + 1]?.id ?? null;
    void commands.removeSubtask(ticket.id, subtask.id);
    changed(t('ticket.subtaskRemoved', { title: subtask.title }), () => {
      void commands.addSubtask(ticket.id, subtask.title, subtask.assigneeId).then((answer) => {
        if (answer === null) return;
        if (subtask.completed) void commands.tickSubtask(ticket.id, answer.subtaskId, true);
        if (above !== null) {
          const place = below === null ? { after: null, before: above } : { after: below, before: null };
          void commands.moveSubtask(ticket.id, answer.subtaskId, place);
        }
      });
    });
  };

  return (
    <Section title={t('ticket.subtasks')} action={<Progress done={done} all={subtasks.length} />}>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={({ active, over }) => {
          if (over === null || over.id === active.id) return;
          moveTo(
            String(active.id),
            subtasks.findIndex(({ id }) => id === over.id),
          );
        }}
      >
        <SortableContext items={subtasks.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
          <ul className="subtasks">
            {subtasks.map((subtask, index) => (
              <SubtaskRow
                key={subtask.id}
                subtask={subtask}
                mayChange={mayChange && !subtask.id.startsWith('new-')}
                onMove={(step) => moveTo(subtask.id, index + step)}
                onRemove={() => remove(subtask)}
              />
            ))}
          </ul>
        </SortableContext>
      </DndContext>
      {mayChange && <NewSubtask />}
    </Section>
  );
}

function Progress({ done, all }: { done: number; all: number }) {
  const { t } = useTranslation();
  if (all === 0) return null;
  return (
    <span className="with-icon muted">
      <progress className="thin" max={all} value={done} aria-label={t('ticket.subtasksDone')} />
      {done}/{all}
    </span>
  );
}

/** Stays open, so that several can be written one after the other. */
function NewSubtask() {
  const { ticket, commands } = useScene();
  const { t } = useTranslation();
  const [title, setTitle] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const add = async () => {
    const trimmed = title.trim();
    if (trimmed === '') return;
    setTitle('');
    const answer = await commands.addSubtask(ticket.id, trimmed);
    if (answer === null) setTitle((now) => (now === '' ? trimmed : now));
  };
  return (
    <form
      className="new-line"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <PlusIcon />
      <input
        ref={field}
        aria-label={t('ticket.addSubtask')}
        placeholder={t('ticket.addSubtask')}
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        onBlur={() => void add()}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && title !== '') {
            event.preventDefault();
            setTitle('');
          }
        }}
      />
    </form>
  );
}
