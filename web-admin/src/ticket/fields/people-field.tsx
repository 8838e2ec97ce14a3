import { Fragment, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { PlusIcon } from '../../icons.tsx';
import { useKeys } from '../../shell/keys.ts';
import { Popover } from '../../shell/popover.tsx';
import { PersonName } from '../person-name.tsx';
import { useScene } from '../scene.ts';
import { PersonChoice } from './person-choice.tsx';

/** Several people, put on and taken off in a list that stays open. */
export function PeopleField(props: {
  label: string;
  hotkey?: string;
  ids: readonly string[];
  disabled: boolean;
  onPut: (userId: string) => void;
  onTake: (userId: string) => void;
}) {
  const { nameOf } = useScene();
  const { t } = useTranslation();
  const id = useId();
  useKeys(
    props.hotkey === undefined || props.disabled
      ? {}
      : {
          [props.hotkey]: () => document.getElementById(id)?.querySelector('button')?.click(),
        },
  );
  const names =
    props.ids.length === 0 ? (
      <span className="muted">{t('ticket.nobody')}</span>
    ) : (
      <span className="names">
        {props.ids.map((each) => (
          // The space is for those who hear the names: without it they are one word.
          <Fragment key={each}>
            <PersonName id={each} name={nameOf(each)} />{' '}
          </Fragment>
        ))}
      </span>
    );
  if (props.disabled) return names;
  return (
    <span id={id} className="people-field">
      <Popover
        className="field-button"
        label={`${props.label}: ${props.ids.length === 0 ? t('ticket.nobody') : props.ids.map(nameOf).join(', ')}`}
        panelLabel={props.label}
        face={
          <>
            {names}
            <PlusIcon />
          </>
        }
      >
        {() => (
          <PersonChoice
            chosen={props.ids}
            onChoose={(userId) => (props.ids.includes(userId) ? props.onTake(userId) : props.onPut(userId))}
          />
        )}
      </Popover>
    </span>
  );
}
