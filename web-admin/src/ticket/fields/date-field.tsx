import { showDate } from '@ticketing/web-kit/show-time.ts';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../../shell/keys.ts';
import { useScene } from '../scene.ts';

/** The device's own date field: it knows the reader's calendar, and works with keys and fingers. */
export function DateField(props: {
  label: string;
  hotkey?: string;
  value: string | null;
  disabled: boolean;
  overdue?: boolean;
  onChange: (date: string | null) => void;
}) {
  const { leaveField } = useScene();
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<string>();
  const shown = draft ?? props.value ?? '';
  const save = () => {
    if (draft !== undefined && draft !== (props.value ?? '')) props.onChange(draft === '' ? null : draft);
    setDraft(undefined);
  };
  useKeys(
    props.hotkey === undefined || props.disabled
      ? {}
      : {
          [props.hotkey]: () => {
            field.current?.focus();
            try {
              field.current?.showPicker();
            } catch {
              // Where the browser opens no calendar by itself the date is typed.
            }
          },
        },
  );
  if (props.disabled) {
    return (
      <span className={props.overdue ? 'date overdue' : props.value === null ? 'muted' : ''}>
        {showDate(props.value)}
      </span>
    );
  }
  return (
    <input
      ref={field}
      type="date"
      className={props.overdue ? 'date overdue' : 'date'}
      aria-label={props.label}
      value={shown}
      data-empty={shown === ''}
      data-word={shown === '' ? t('ticket.noDate') : showDate(shown)}
      min="1970-01-01"
      max="2999-12-31"
      onChange={(event) => setDraft(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        if (event.key === 'Enter') save();
        else setDraft(undefined);
        leaveField();
      }}
    />
  );
}
