import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckIcon } from '../icons.tsx';

export type Choice = {
  readonly id: string;
  /** What is looked for, and read aloud. */
  readonly name: string;
  readonly face?: ReactNode;
};

/**
 * A short list to choose from by typing, arrows and Enter: of one or, when `chosen` may hold several, of many.
 * @param onSearch called as one types, where the choices are looked up elsewhere; otherwise they are narrowed here
 */
export function ChoiceList(props: {
  label: string;
  placeholder: string;
  empty: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChoose: (id: string) => void;
  onSearch?: (words: string) => void;
  /** The answer to what is typed is on its way: that nothing fits is not known yet. */
  waiting?: boolean;
  /** What one should know before one chooses. */
  note?: string;
}) {
  const { choices, onSearch } = props;
  const { t } = useTranslation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => input.current?.focus(), []);

  const shown = useMemo(() => {
    const wanted = words.trim().toLocaleLowerCase();
    if (onSearch !== undefined || wanted === '') return choices;
    return choices.filter((choice) => choice.name.toLocaleLowerCase().includes(wanted));
  }, [choices, words, onSearch]);
  const current = Math.min(at, shown.length - 1);

  useEffect(() => {
    document.getElementById(`${id}-${current}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, current]);

  return (
    <div className="choices">
      <input
        ref={input}
        className="choices-search"
        role="combobox"
        aria-label={props.label}
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={current >= 0 ? `${id}-${current}` : undefined}
        placeholder={props.placeholder}
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          setAt(0);
          onSearch?.(event.target.value);
        }}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step !== undefined && shown.length > 0) {
            event.preventDefault();
            setAt((current + step + shown.length) % shown.length);
          }
          const choice = shown[current];
          if (event.key === 'Enter' && choice !== undefined) {
            event.preventDefault();
            props.onChoose(choice.id);
          }
        }}
      />
      <div
        id={id}
        role="listbox"
        aria-label={props.label}
        aria-multiselectable="true"
        className="choices-list"
      >
        {shown.map((choice, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the search field, which names the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are those of the search field
          <div
            key={choice.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={props.chosen.includes(choice.id)}
            className={index === current ? 'choice current' : 'choice'}
            onClick={() => props.onChoose(choice.id)}
            onMouseMove={() => setAt(index)}
          >
            <span className="choice-face">{choice.face ?? choice.name}</span>
            {props.chosen.includes(choice.id) && <CheckIcon />}
          </div>
        ))}
      </div>
      {shown.length === 0 && (
        <p className="choices-empty muted">{props.waiting ? t('state.loading') : props.empty}</p>
      )}
      {props.note !== undefined && <p className="choices-note muted">{props.note}</p>}
    </div>
  );
}
