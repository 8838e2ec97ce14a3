import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** One line at the end of a column: Enter adds and stays for the next one, Escape closes. */
export function QuickCreate(props: {
  column: string;
  /** What stands in it at first: a title that was refused. */
  start: string;
  onCreate: (title: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [title, setTitle] = useState(props.start);
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => input.current?.focus(), []);

  const add = () => {
    const trimmed = title.trim();
    if (trimmed === '') return;
    props.onCreate(trimmed);
    setTitle('');
  };

  return (
    <form
      className="quick-create"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <textarea
        ref={input}
        rows={2}
        maxLength={200}
        aria-label={t('board.add', { column: props.column })}
        placeholder={t('board.addPlaceholder')}
        value={title}
        onChange={(event) => setTitle(event.target.value.replaceAll('\n', ' '))}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
            event.preventDefault();
            add();
          }
          if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            props.onClose();
          }
        }}
        onBlur={() => {
          if (title.trim() === '') props.onClose();
        }}
      />
      <p className="hint">{t('board.addHint')}</p>
    </form>
  );
}
