import { createProject } from '@ticketing/contracts/endpoints/projects.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useArchivedProjects, useProjects } from '@ticketing/web-kit/lists.ts';
import Input from 'antd/es/input';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Field, FormDialog } from '../shell/form-dialog.tsx';
import { suggestedKey } from './suggested-key.ts';

/** A new project: its key is suggested from its name until somebody writes another, and checked as one types. */
export default function NewProjectDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { api, queries } = useKit();
  const navigate = useNavigate();
  const { data: projects } = useProjects();
  const { data: archived } = useArchivedProjects();
  const [ownKey, setOwnKey] = useState<string>();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const taken = useMemo(
    () => new Map([...(projects ?? []), ...(archived ?? [])].map((project) => [project.key, project.name])),
    [projects, archived],
  );
  const key = ownKey ?? suggestedKey(name, new Set(taken.keys()));
  const good = /^[A-Z][A-Z0-9]{0,9}$/.test(key);
  const takenBy = taken.get(key);
  const hint =
    takenBy !== undefined
      ? t('projects.keyTaken', { name: takenBy })
      : key !== '' && !good
        ? t('projects.keyBad')
        : key === ''
          ? t('projects.keyHint')
          : t('projects.keyExample', { key });

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
      ready={good && takenBy === undefined && name.trim() !== ''}
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
      <Field id="project-key" label={t('projects.key')} hint={hint}>
        <Input
          id="project-key"
          className="mono"
          maxLength={10}
          {...(takenBy !== undefined || (key !== '' && !good) ? { status: 'error' as const } : {})}
          value={key}
          onChange={(event) => {
            const typed = event.target.value.toUpperCase().replace(/[^A-Z0-9]/g, '');
            // Emptied, it is suggested again.
            setOwnKey(typed === '' ? undefined : typed);
          }}
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
