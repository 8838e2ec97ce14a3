import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** Takes what is typed before the palette has come: nobody waits for it, and no letter is lost or taken for a key. */
export function PaletteWait({ early }: { early: RefObject<string> }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <input
      ref={field}
      className="unseen"
      aria-label={t('nav.find')}
      onChange={(event) => {
        early.current = event.target.value;
      }}
    />
  );
}
