import { registerUser } from '@ticketing/contracts/endpoints/users.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useCompanies } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Checkbox from 'antd/es/checkbox';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Field, FormDialog } from '../shell/form-dialog.tsx';
import { PasswordInput } from '../shell/password-input.tsx';
import { useToast } from '../shell/toasts.tsx';
import { PASSWORD_LENGTH } from '../sign-in/password-length.ts';
import { PersonAddressField, PersonNameField, usePersonForm } from './person-fields.tsx';

/**
 * A new person. Company admins create employees of their companies only.
 * @param companyId whose employee it will be, when that is said by the place
 */
export default function NewPersonDialog(props: { companyId?: string; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const { api, queries } = useKit();
  const navigate = useNavigate();
  const toast = useToast();
  const form = usePersonForm();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [staff, setStaff] = useState(false);
  const [q, setQ] = useState('');
  const served = me.companies.filter((company) => company.relation === 'admin');
  const [companyId, setCompanyId] = useState(
    props.companyId ?? (me.superuser || served.length !== 1 ? undefined : served[0]?.id),
  );
  const all = useCompanies(q, me.superuser && props.companyId === undefined);
  const companies = me.superuser ? (all.data?.pages.flatMap((page) => page.items) ?? []) : served;

  const save = async () => {
    const { id } = await api.call(registerUser, {
      body: {
        username: username.trim(),
        ...form.details,
        password,
        staff,
        ...(companyId === undefined ? {} : { companyId }),
      },
    });
    const stale = ['people', 'companies', 'company'];
    await Promise.all(stale.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    props.onClose();
    toast({
      text: t('people.created', { name: form.details.displayName }),
      action: { label: t('people.open'), run: () => void navigate(`/people/${id}`) },
    });
  };

  return (
    <FormDialog
      title={t('people.create')}
      save={t('people.save')}
      onClose={props.onClose}
      onSave={save}
      ready={
        username.trim().length >= 2 &&
        form.complete &&
        password.length >= PASSWORD_LENGTH &&
        (me.superuser || companyId !== undefined)
      }
    >
      <PersonNameField form={form} autoFocus />
      <Field id="person-username" label={t('session.username')} hint={t('signIn.usernameHint')}>
        <Input
          id="person-username"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
      </Field>
      <Field
        id="person-password"
        label={t('session.password')}
        hint={t('signIn.passwordHint', { count: PASSWORD_LENGTH })}
      >
        <PasswordInput
          id="person-password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
        />
      </Field>
      <PersonAddressField form={form} />
      {props.companyId === undefined && (
        <Field id="person-company" label={t('ticket.company')}>
          <Select
            id="person-company"
            allowClear
            placeholder={t('ticket.noCompany')}
            value={companyId ?? null}
            disabled={staff}
            showSearch={
              me.superuser ? { filterOption: false, onSearch: setQ } : { optionFilterProp: 'label' }
            }
            onChange={(id: string | null | undefined) => setCompanyId(id ?? undefined)}
            options={companies.map((company) => ({ value: company.id, label: company.name }))}
          />
        </Field>
      )}
      {me.superuser && props.companyId === undefined && (
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
