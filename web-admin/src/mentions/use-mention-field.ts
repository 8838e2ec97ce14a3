import { mentionsIn } from '@ticketing/contracts/mentions.ts';
import { storedText, writtenText } from '@ticketing/web-kit/mention-text.ts';
import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { useMentionList } from './mention-list.tsx';
import type { Mentionable } from './mentionable.ts';

/**
 * A text field in which people are mentioned by `@`: it shows names, and what it stands for (`value`) has ids. The list of
 * who is offered is drawn by `MentionList` inside the same positioned element as the field.
 *
 * @param props.nameOf somebody who may be mentioned in the text already; undefined when nothing is known of them
 */
export function useMentionField(props: {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** As it is stored: mentions by id. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly people: readonly Mentionable[];
  /** Is told what is written after an `@`, where more people can be found by that. */
  readonly onSearch?: ((words: string) => void) | undefined;
  readonly nameOf: (userId: string) => string | undefined;
  readonly onPicked?: (person: Mentionable) => void;
}) {
  const { field, value, onChange, people, nameOf } = props;
  const [picked, setPicked] = useState<ReadonlyMap<string, string>>(new Map());
  const id = useId();
  const names = useMemo(() => {
    const found = new Map(picked);
    const ids = new Set(picked.values());
    for (const userId of mentionsIn(value)) {
      const name = nameOf(userId) ?? people.find((each) => each.id === userId)?.displayName;
      if (name !== undefined && !ids.has(userId) && !found.has(name)) found.set(name, userId);
    }
    return found;
  }, [picked, value, nameOf, people]);
  const written = writtenText(value, names);
  const list = useMentionList(people, names);
  const { onSearch } = props;
  const words = list.begun?.words.trim();
  useEffect(() => {
    if (words !== undefined) onSearch?.(words);
  }, [words, onSearch]);

  const pick = (person: Mentionable) => {
    const area = field.current;
    const chosen = list.choose(person);
    if (area === null || chosen === undefined) return;
    const next = new Map(names).set(chosen.name, person.id);
    const insert = `@${chosen.name} `;
    const caret = chosen.from + insert.length;
    const text = area.value.slice(0, chosen.from) + insert + area.value.slice(area.selectionStart);
    // Drawn before the next key comes: the caret jumps to the end with a new text, and is put back in time.
    flushSync(() => {
      props.onPicked?.(person);
      setPicked(next);
      onChange(storedText(text, next));
    });
    area.focus();
    area.setSelectionRange(caret, caret);
  };

  return {
    /** As it is shown: mentions by name. */
    written,
    list,
    pick,
    id,
    /** True when the key was the list's. */
    onKeyDown: (event: KeyboardEvent) => list.onKeyDown(event, pick),
    write: (area: HTMLTextAreaElement) => {
      onChange(storedText(area.value, names));
      list.look(area);
    },
    /** What the field says of itself to who does not see it. */
    aria: {
      'aria-autocomplete': 'list',
      'aria-controls': list.open ? id : undefined,
      'aria-activedescendant': list.open ? `${id}-${list.at}` : undefined,
    } as const,
  };
}
