import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A title in place: Enter saves it, Escape leaves it. */
export function TitleEditor(props: { title: string; label: string; onSave: (title: string) => void }) {
  const { t } = useTranslation();
  const [title, setTitle] = useState(props.title);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <form className="title-editor">
      <textarea
        ref={field}
        rows={2}
        maxLength={200}
        aria-label={props.label}
        value={title}
        onChange={(event) => setTitle(event.target.value.replaceAll('\n', ' '))}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          if (title.trim() !== '') props.onSave(title.trim());
        }}
      />
      <p className="hint">{t('board.edit.titleHint')}</p>
    </form>
  );
}
