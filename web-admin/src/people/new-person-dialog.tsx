import { registerUser } from '@ticketing/contracts/endpoints/users.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useCompanies } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Checkbox from 'antd/es/checkbox';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, FormDialog } from '../shell/form-dialog.tsx';
import { useToast } from '../shell/toasts.tsx';

/** A new person. Company admins create employees of their companies only. */
export default function NewPersonDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const { api, queries } = useKit();
  const toast = useToast();
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [staff, setStaff] = useState(false);
  const [companyId, setCompanyId] = useState<string>();
  const all = useCompanies('', me.superuser);
  const companies = me.superuser
    ? (all.data?.pages.flatMap((page) => page.items) ?? [])
    : me.companies.filter((company) => company.relation === 'admin');

  const save = async () => {
    await api.call(registerUser, {
      body: {
        username: username.trim(),
        displayName: displayName.trim(),
        email: email.trim() === '' ? null : email.trim(),
        password,
        staff,
        ...(companyId === undefined ? {} : { companyId }),
      },
    });
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['people'] }),
      queries.invalidateQueries({ queryKey: ['companies'] }),
    ]);
    onClose();
    toast({ text: t('people.created', { name: displayName.trim() }) });
  };

  const text = (id: string, label: string, value: string, set: (value: string) => void, type = 'text') => (
    <Field id={id} label={label}>
      <Input
        id={id}
        type={type}
        autoComplete={type === 'password' ? 'new-password' : 'off'}
        value={value}
        onChange={(event) => set(event.target.value)}
      />
    </Field>
  );

  return (
    <FormDialog
      title={t('people.create')}
      save={t('people.save')}
      onClose={onClose}
      onSave={save}
      ready={
        username.trim().length >= 2 &&
        displayName.trim() !== '' &&
        password.length >= 4 &&
        (me.superuser || companyId !== undefined)
      }
    >
      {text('person-name', t('people.displayName'), displayName, setDisplayName)}
      {text('person-username', t('session.username'), username, setUsername)}
      {text('person-password', t('session.password'), password, setPassword, 'password')}
      {text('person-email', t('people.email'), email, setEmail, 'email')}
      <Field id="person-company" label={t('ticket.company')}>
        <Select
          id="person-company"
          allowClear
          placeholder={t('ticket.noCompany')}
          value={companyId ?? null}
          disabled={staff}
          onChange={(id: string | null | undefined) => setCompanyId(id ?? undefined)}
          options={companies.map((company) => ({ value: company.id, label: company.name }))}
        />
      </Field>
      {me.superuser && (
        <Checkbox
          checked={staff}
          onChange={(event) => {
            setStaff(event.target.checked);
            setCompanyId(undefined);
          }}
        >
          {t('people.staff')}
        </Checkbox>
      )}
    </FormDialog>
  );
}
