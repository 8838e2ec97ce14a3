import { useTranslation } from 'react-i18next';
import { PasswordInput } from '../shell/password-input.tsx';
import { WayInField } from './way-in.tsx';

/** A password that is being chosen, with how long it must be. */
export function NewPasswordField(props: {
  id: string;
  label: string;
  /** Characters that it has at least. */
  length: number;
  value: string;
  onChange: (password: string) => void;
  autoFocus?: boolean;
}) {
  const { id, label, length, value, onChange } = props;
  const { t } = useTranslation();
  return (
    <WayInField id={id} label={label} hint={t('signIn.passwordHint', { count: length })}>
      <PasswordInput
        id={id}
        size="large"
        autoComplete="new-password"
        autoFocus={props.autoFocus ?? false}
        required
        describedBy={`${id}-hint`}
        value={value}
        onChange={onChange}
      />
    </WayInField>
  );
}
