import type { CardView } from '@ticketing/contracts/views.ts';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A title being changed where it stands: Enter or leaving the field keeps it, Escape leaves it as it was. */
export function TitleInput({ card, onDone }: { card: CardView; onDone: (title: string | null) => void }) {
  const { t } = useTranslation();
  const [title, setTitle] = useState(card.title);
  const input = useRef<HTMLInputElement>(null);
  const left = useRef(false);
  useEffect(() => input.current?.select(), []);
  const finish = (kept: boolean) => {
    if (left.current) return;
    left.current = true;
    const written = title.trim();
    onDone(kept && written !== '' && written !== card.title ? written : null);
  };
  return (
    <input
      ref={input}
      className="title-input"
      aria-label={t('ticket.title')}
      maxLength={200}
      value={title}
      onChange={(event) => setTitle(event.target.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
          event.preventDefault();
          finish(true);
        }
        if (event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          finish(false);
        }
      }}
    />
  );
}
