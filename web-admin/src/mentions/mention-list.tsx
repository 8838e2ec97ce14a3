import { mentionBegun } from '@ticketing/web-kit/mention-text.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../shell/avatar.tsx';
import { type CharacterPlace, placeIn } from './character-place.ts';
import './mentions.css';
import { type Mentionable, matching, writtenName } from './mentionable.ts';

type Begun = CharacterPlace & { readonly from: number; readonly words: string };

/** Pixels of one person in the list. */
const ROW = 30;

/** Who is offered while somebody is being mentioned, and what the keys do meanwhile. */
export function useMentionList(people: readonly Mentionable[], names: ReadonlyMap<string, string>) {
  const [begun, setBegun] = useState<Begun>();
  const [at, setAt] = useState(0);
  const found = begun === undefined ? [] : matching(people, begun.words);
  const open = begun !== undefined && found.length > 0;
  const current = Math.min(at, found.length - 1);

  return {
    open,
    found,
    at: current,
    begun,
    setAt,
    close: () => setBegun(undefined),
    /** To be called when the text or the caret changes. */
    look: (field: HTMLTextAreaElement) => {
      const collapsed = field.selectionStart === field.selectionEnd;
      const next = collapsed ? mentionBegun(field.value, field.selectionStart) : undefined;
      // A name that is complete is no longer being looked for.
      if (next === undefined || (next.words.endsWith(' ') && names.has(next.words.trimEnd()))) {
        setBegun(undefined);
        return;
      }
      if (next.from !== begun?.from || next.words !== begun.words) setAt(0);
      setBegun({ ...next, ...placeIn(field, next.from) });
    },
    choose: (person: Mentionable) => {
      if (begun === undefined) return undefined;
      setBegun(undefined);
      return { from: begun.from, name: writtenName(person, people) };
    },
    /** True when the key was the list's. */
    onKeyDown: (event: React.KeyboardEvent, pick: (person: Mentionable) => void): boolean => {
      if (!open) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const person = found[current];
      if (step !== undefined) setAt((current + step + found.length) % found.length);
      else if (event.key === 'Escape') setBegun(undefined);
      else if ((event.key === 'Enter' || event.key === 'Tab') && person !== undefined) pick(person);
      else return false;
      event.preventDefault();
      return true;
    },
  };
}

export function MentionList(props: {
  id: string;
  list: ReturnType<typeof useMentionList>;
  onPick: (person: Mentionable) => void;
}) {
  const { list } = props;
  const { t } = useTranslation();
  if (list.begun === undefined) return null;
  const { left, top, foot, height, below } = list.begun;
  const fits = below > list.found.length * ROW + 24;
  return (
    <div
      id={props.id}
      role="listbox"
      aria-label={t('editor.people')}
      className="mention-list"
      style={{
        left: `max(0px, min(${left}px, calc(100% - 230px)))`,
        ...(fits ? { top: foot } : { bottom: height - top }),
      }}
    >
      {list.found.map((person, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the text, which names the active option
        <div
          key={person.id}
          id={`${props.id}-${index}`}
          role="option"
          aria-selected={index === list.at}
          className={index === list.at ? 'choice current' : 'choice'}
          // Before the text loses focus, which closes the list.
          onMouseDown={(event) => {
            event.preventDefault();
            props.onPick(person);
          }}
          onMouseMove={() => list.setAt(index)}
        >
          <Avatar id={person.id} name={person.displayName} size={20} />
          <span className="clip">{person.displayName}</span>
          <span className="muted clip">{person.username}</span>
        </div>
      ))}
    </div>
  );
}
