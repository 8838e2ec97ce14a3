import { useTypedOver } from '@ticketing/web-kit/typed-over.ts';
import Input from 'antd/es/input/Input';
import { useTranslation } from 'react-i18next';
import { Field } from '../shell/form-dialog.tsx';

/** What is known of a person and may be changed, as commands take it. */
export type PersonDetails = { readonly displayName: string; readonly email: string | null };

export type PersonForm = {
  /** As it is typed; what is not typed over follows what is saved. */
  readonly boxes: { readonly displayName: string; readonly email: string };
  readonly type: (typed: Partial<PersonForm['boxes']>) => void;
  /** The boxes show what is saved again. */
  readonly forget: () => void;
  /** As it is sent. */
  readonly details: PersonDetails;
  /** Somebody has a name at least. */
  readonly complete: boolean;
  readonly changed: boolean;
};

const nobody: PersonDetails = { displayName: '', email: null };

/** @param saved of somebody new nothing */
export function usePersonForm(saved: PersonDetails = nobody): PersonForm {
  const { boxes, type, forget } = useTypedOver({ displayName: saved.displayName, email: saved.email ?? '' });
  const address = boxes.email.trim();
  const details = { displayName: boxes.displayName.trim(), email: address === '' ? null : address };
  return {
    boxes,
    type,
    forget,
    details,
    complete: details.displayName !== '',
    changed: details.displayName !== saved.displayName || details.email !== saved.email,
  };
}

export function PersonNameField(props: { form: PersonForm; autoFocus?: boolean; own?: boolean }) {
  const { t } = useTranslation();
  return (
    <Field id="person-name" label={t('people.displayName')}>
      <Input
        id="person-name"
        autoFocus={props.autoFocus ?? false}
        autoComplete={props.own ? 'name' : 'off'}
        maxLength={120}
        required
        value={props.form.boxes.displayName}
        onChange={(event) => props.form.type({ displayName: event.target.value })}
      />
    </Field>
  );
}

/** @param props.own whether it is the address of who types it */
export function PersonAddressField(props: { form: PersonForm; own?: boolean }) {
  const { t } = useTranslation();
  return (
    <Field
      id="person-email"
      label={t('people.email')}
      hint={t(props.own ? 'account.emailHint' : 'people.emailHint')}
    >
      <Input
        id="person-email"
        type="email"
        autoComplete={props.own ? 'email' : 'off'}
        maxLength={254}
        value={props.form.boxes.email}
        onChange={(event) => props.form.type({ email: event.target.value })}
      />
    </Field>
  );
}
