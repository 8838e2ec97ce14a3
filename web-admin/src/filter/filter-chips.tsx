import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloseIcon, FilterIcon } from '../icons.tsx';
import { type Choice, ChoiceList } from '../shell/choice-list.tsx';
import { Popover } from '../shell/popover.tsx';
import './filter.css';

/** Something to filter by. With `pick`, choosing it is all there is to it; otherwise its values are chosen next. */
export type FilterField = {
  readonly id: string;
  readonly name: string;
  readonly pick?: () => void;
};

/** What is filtered by, in words: its chips, a way to add another, and one to take all of them away. */
export function FilterChips(props: {
  /** Quick ways to filter, before all chips. */
  lead?: ReactNode;
  /** The chips. */
  children: ReactNode;
  fields: readonly FilterField[];
  /** Those of `fields` that are filtered by. */
  chosen?: readonly string[];
  /** What is chosen from after a field was picked. */
  valuesOf: (fieldId: string) => ReactNode;
  filtering: boolean;
  onClear: () => void;
  /** How many are left of how many. */
  count?: string;
}) {
  const { t } = useTranslation();
  return (
    <div className="filter-chips">
      {props.lead}
      {props.children}
      <Popover
        className="chip-add"
        panelLabel={t('filter.add')}
        face={
          <>
            <FilterIcon /> {t('filter.add')}
          </>
        }
      >
        {(close) => (
          <AddFilter
            fields={props.fields}
            chosen={props.chosen ?? []}
            valuesOf={props.valuesOf}
            close={close}
          />
        )}
      </Popover>
      {props.filtering && (
        <>
          {props.count !== undefined && (
            <span className="filter-count" role="status">
              {props.count}
            </span>
          )}
          <button type="button" className="chip-clear" onClick={props.onClear}>
            {t('filter.clear')}
          </button>
        </>
      )}
    </div>
  );
}

/** First what to filter by, then by which. */
function AddFilter(props: {
  fields: readonly FilterField[];
  chosen: readonly string[];
  valuesOf: (fieldId: string) => ReactNode;
  close: () => void;
}) {
  const { t } = useTranslation();
  const [picked, setPicked] = useState<string>();
  if (picked !== undefined) return props.valuesOf(picked);
  return (
    <ChoiceList
      label={t('filter.add')}
      placeholder={t('filter.by')}
      empty={t('filter.noChoice')}
      choices={props.fields}
      chosen={props.chosen}
      onChoose={(id) => {
        const field = props.fields.find((each) => each.id === id);
        if (field?.pick === undefined) return setPicked(field?.id);
        props.close();
        field.pick();
      }}
    />
  );
}

/** One thing that is filtered by. A click on its words opens what it may be changed to, where there is such. */
export function FilterChip(props: {
  /** `Type`, where it has values. */
  name?: string;
  /** `Bug, Task`; the whole of it where there are no values. */
  words: string;
  /** All of the words, where these are shortened. */
  title?: string;
  children?: ReactNode;
  onRemove: () => void;
}) {
  const { name, words, children } = props;
  const { t } = useTranslation();
  const whole = name === undefined ? words : `${name}: ${words}`;
  const remove = t('filter.remove', { filter: whole });
  return (
    <span className="chip">
      {children === undefined ? (
        <span className="chip-words">{words}</span>
      ) : (
        <Popover
          className="chip-words"
          panelLabel={name ?? words}
          title={props.title ?? whole}
          face={
            <>
              {name !== undefined && `${name}: `}
              <b>{words}</b>
            </>
          }
        >
          {() => children}
        </Popover>
      )}
      <button
        type="button"
        className="chip-remove"
        aria-label={remove}
        title={remove}
        onClick={props.onRemove}
      >
        <CloseIcon />
      </button>
    </span>
  );
}

/** Names of values as a chip shows them: the first two, and how many more. */
export const shortened = (names: readonly string[]): string =>
  names.slice(0, 2).join(', ') + (names.length > 2 ? ` +${names.length - 2}` : '');

/** What a field may be filtered by. */
export function FilterValues(props: {
  name: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChoose: (id: string) => void;
  onSearch?: ((words: string) => void) | undefined;
  waiting?: boolean;
}) {
  const { name, onSearch } = props;
  const { t } = useTranslation();
  return (
    <ChoiceList
      label={name}
      placeholder={t('filter.find', { filter: name.toLocaleLowerCase() })}
      empty={t('filter.noChoice')}
      choices={props.choices}
      chosen={props.chosen}
      onChoose={props.onChoose}
      waiting={props.waiting === true}
      {...(onSearch === undefined ? {} : { onSearch })}
    />
  );
}
