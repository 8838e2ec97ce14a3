import { createProject } from '@ticketing/contracts/endpoints/projects.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Field, FormDialog } from '../shell/form-dialog.tsx';

export default function NewProjectDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { api, queries } = useKit();
  const navigate = useNavigate();
  const [key, setKey] = useState('');
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');

  const save = async () => {
    await api.call(createProject, { body: { key, name, description } });
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['projects'] }),
      queries.invalidateQueries({ queryKey: ['me'] }),
    ]);
    onClose();
    await navigate(`/projects/${key}`);
  };

  return (
    <FormDialog
      title={t('projects.create')}
      save={t('projects.save')}
      onClose={onClose}
      onSave={save}
      ready={/^[A-Z][A-Z0-9]{0,9}$/.test(key) && name.trim() !== ''}
    >
      <Field id="project-name" label={t('projects.name')}>
        <Input
          id="project-name"
          autoFocus
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field id="project-key" label={t('projects.key')} hint={t('projects.keyHint')}>
        <Input
          id="project-key"
          className="mono"
          maxLength={10}
          value={key}
          onChange={(event) => setKey(event.target.value.toUpperCase().replace(/[^A-Z0-9]/g, ''))}
        />
      </Field>
      <Field id="project-description" label={t('projects.description')}>
        <Input.TextArea
          id="project-description"
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2_000}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
