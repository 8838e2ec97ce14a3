import { registerCompany } from '@ticketing/contracts/endpoints/companies.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Field, FormDialog } from '../shell/form-dialog.tsx';
import { useToast } from '../shell/toasts.tsx';

export default function NewCompanyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { api, queries } = useKit();
  const navigate = useNavigate();
  const toast = useToast();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const save = async () => {
    const { id } = await api.call(registerCompany, { body: { name: name.trim(), description } });
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['companies'] }),
      // Who registers a company serves it.
      queries.invalidateQueries({ queryKey: ['me'] }),
    ]);
    onClose();
    toast({ text: t('companies.created', { name: name.trim() }) });
    void navigate(`/companies/${id}/people`);
  };
  return (
    <FormDialog
      title={t('companies.create')}
      save={t('companies.save')}
      onClose={onClose}
      onSave={save}
      ready={name.trim() !== ''}
    >
      <Field id="company-name" label={t('companies.name')}>
        <Input
          id="company-name"
          autoFocus
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field id="company-description" label={t('companies.description')}>
        <Input.TextArea
          id="company-description"
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2_000}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
