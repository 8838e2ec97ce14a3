import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** The title, edited where it stands: Enter or leaving keeps it, Escape takes it back. */
export function EditableTitle(props: { title: string; disabled: boolean; onSave: (title: string) => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<string>();
  const field = useRef<HTMLTextAreaElement>(null);
  const value = draft ?? props.title;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the words
  useEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = '0';
    area.style.height = `${area.scrollHeight}px`;
  }, [value]);

  if (props.disabled) return <h2 className="ticket-title">{props.title}</h2>;

  const save = () => {
    const trimmed = (draft ?? '').trim();
    if (draft !== undefined && trimmed !== '' && trimmed !== props.title) props.onSave(trimmed);
    setDraft(undefined);
  };

  return (
    <textarea
      ref={field}
      className="ticket-title"
      rows={1}
      maxLength={200}
      aria-label={t('ticket.title')}
      value={value}
      onChange={(event) => setDraft(event.target.value.replaceAll('\n', ' '))}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
          event.preventDefault();
          event.currentTarget.blur();
        }
        if (event.key === 'Escape' && draft !== undefined) {
          event.preventDefault();
          setDraft(undefined);
        }
      }}
    />
  );
}
