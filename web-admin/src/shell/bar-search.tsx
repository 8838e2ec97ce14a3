import Input, { type InputRef } from 'antd/es/input';
import { useEffect, useRef, useState } from 'react';
import { SearchIcon } from '../icons.tsx';
import { useKeys } from './keys.ts';

/** Milliseconds without a key after which what was typed is looked for. */
const PAUSE = 250;

/** The search field of a bar: `/` leads to it, Escape empties it. What is typed is told after a moment of rest. */
export function BarSearch(props: { label: string; value: string; onChange: (words: string) => void }) {
  const { value, onChange } = props;
  const [typed, setTyped] = useState(value);
  const field = useRef<InputRef>(null);
  const told = useRef(value);
  useKeys({ '/': () => field.current?.focus() });
  // Somebody else changed it, as when a filter is cleared.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed;
      onChange(typed);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed, onChange]);
  return (
    <Input
      ref={field}
      className="search"
      prefix={<SearchIcon />}
      placeholder={props.label}
      aria-label={props.label}
      allowClear
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        setTyped('');
        event.currentTarget.blur();
      }}
      suffix={typed === '' ? <kbd>/</kbd> : <span />}
    />
  );
}
