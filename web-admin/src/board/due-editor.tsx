import { showDate } from '@ticketing/web-kit/show-time.ts';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Days from today that are one click away. */
const soon = [
  ['today', 0],
  ['tomorrow', 1],
  ['week', 7],
] as const;

/** A due date: a near one with one click, any by its field, or none. @param props.due `2026-03-01`, or empty */
export function DueEditor(props: {
  due: string;
  label: string;
  /** What the way to no date is called. */
  none?: string;
  onSave: (due: string | null) => void;
}) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(props.due);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      className="card-menu due-editor"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSave(draft === '' ? null : draft);
      }}
    >
      <span className="due-row">
        <input
          ref={field}
          type="date"
          className="date-field"
          aria-label={props.label}
          min="1970-01-01"
          max="2999-12-31"
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
        />
        <button type="submit" className="card-menu-save">
          {t('board.edit.save')}
        </button>
      </span>
      {soon.map(([name, days]) => (
        <button
          key={name}
          type="button"
          className="card-menu-item"
          onClick={() => props.onSave(inDays(days))}
        >
          {t(`board.edit.in.${name}`)} <span className="muted">{showDate(inDays(days))}</span>
        </button>
      ))}
      <button type="button" className="card-menu-item" onClick={() => props.onSave(null)}>
        {props.none ?? t('board.edit.noDue')}
      </button>
    </form>
  );
}

/** By this device's calendar. */
function inDays(days: number): string {
  const day = new Date();
  day.setDate(day.getDate() + days);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
