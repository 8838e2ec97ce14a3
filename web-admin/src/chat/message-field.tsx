import type { PersonView } from '@ticketing/contracts/views.ts';
import { GrowingBox } from '@ticketing/web-kit/growing-box.tsx';
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useCallback } from 'react';
import { MentionList } from '../mentions/mention-list.tsx';
import type { Mentionable } from '../mentions/mentionable.ts';
import { useMentionField } from '../mentions/use-mention-field.ts';

/** Letters that a message may have. */
const LONGEST = 10_000;

/** The box that a message is written in, with people by `@`. */
export function MessageField(props: {
  field: RefObject<HTMLTextAreaElement | null>;
  label: string;
  placeholder?: string;
  /** As it is stored: mentions by id. */
  value: string;
  onChange: (value: string) => void;
  mentionable: readonly Mentionable[];
  people: ReadonlyMap<string, PersonView>;
  onMention?: (person: Mentionable) => void;
  /** Keys that are not the list's. */
  onKeyDown: (event: KeyboardEvent) => void;
  onPaste?: (event: ClipboardEvent) => void;
  onFocus?: () => void;
}) {
  const { field, people } = props;
  const nameOf = useCallback((userId: string) => people.get(userId)?.displayName, [people]);
  const mentions = useMentionField({
    field,
    value: props.value,
    onChange: props.onChange,
    people: props.mentionable,
    nameOf,
    ...(props.onMention && { onPicked: props.onMention }),
  });
  return (
    <div className="composer-field">
      <GrowingBox
        ref={(element) => {
          field.current = element;
        }}
        className="composer-box"
        rows={1}
        maxLength={LONGEST}
        aria-label={props.label}
        {...mentions.aria}
        placeholder={props.placeholder}
        value={mentions.written}
        onFocus={props.onFocus}
        onChange={(event) => mentions.write(event.target)}
        onSelect={(event) => mentions.list.look(event.currentTarget)}
        onBlur={mentions.list.close}
        onKeyDown={(event) => {
          // Enter that ends a composed letter sends nothing.
          if (event.nativeEvent.isComposing || mentions.onKeyDown(event)) return;
          props.onKeyDown(event);
        }}
        onPaste={props.onPaste}
      />
      {mentions.list.open && <MentionList id={mentions.id} list={mentions.list} onPick={mentions.pick} />}
    </div>
  );
}
