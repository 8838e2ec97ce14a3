import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchIcon } from '../icons.tsx';
import { useKeys } from '../shell/keys.ts';
import { TextField } from '../shell/text-field.tsx';

/** Milliseconds that typing rests before the address says the words. */
const REST = 150;

/** Words to look for on the board; `/` leads here. */
export function SearchField({ words, onWords }: { words: string; onWords: (words: string) => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(words);
  const told = useRef(words);
  const tell = useRef(onWords);
  useEffect(() => {
    tell.current = onWords;
  });
  // Words that came by another way, as by clearing all filters.
  useEffect(() => {
    if (words !== told.current) setTyped(words);
    told.current = words;
  }, [words]);
  useEffect(() => {
    if (typed === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed;
      tell.current(typed);
    }, REST);
    return () => clearTimeout(timer);
  }, [typed]);
  useKeys({ '/': () => field.current?.focus() });
  return (
    <TextField
      ref={field}
      className="search"
      before={<SearchIcon />}
      placeholder={t('board.search')}
      aria-label={t('board.search')}
      onClear={() => setTyped('')}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        setTyped('');
        event.currentTarget.blur();
      }}
      after={typed === '' && <kbd>/</kbd>}
    />
  );
}
