import { type KeyboardEvent, type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from './text-field.tsx';

/** A password that can be looked at while it is typed, and that says when Caps Lock is on. */
export function PasswordInput(props: {
  id: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: 'current-password' | 'new-password';
  size?: 'large' | 'middle';
  autoFocus?: boolean;
  required?: boolean;
  describedBy?: string;
  ref?: Ref<HTMLInputElement>;
}) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const listen = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <>
      <TextField
        {...(props.ref === undefined ? {} : { ref: props.ref })}
        id={props.id}
        size={props.size ?? 'middle'}
        type={shown ? 'text' : 'password'}
        autoComplete={props.autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        autoFocus={props.autoFocus ?? false}
        required={props.required ?? false}
        aria-describedby={props.describedBy}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        onKeyDown={listen}
        onKeyUp={listen}
        onBlur={() => setCapsLock(false)}
        after={
          <button
            type="button"
            className="reveal"
            aria-controls={props.id}
            onClick={() => setShown(!shown)}
            // The cursor stays where one types.
            onMouseDown={(event) => event.preventDefault()}
          >
            {t(shown ? 'signIn.hide' : 'signIn.show')}
          </button>
        }
      />
      <p className="caps-lock" role="status">
        {capsLock ? t('signIn.capsLock') : ''}
      </p>
    </>
  );
}
