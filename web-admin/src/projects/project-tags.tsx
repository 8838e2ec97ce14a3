import { addTag } from '@ticketing/contracts/endpoints/projects.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { freshColour } from './fresh-colour.ts';
import { useNarrowedRows } from './narrowed-rows.tsx';
import type { SettingsProps } from './settings-props.ts';
import { TagRow } from './tag-row.tsx';
import { useChange } from './use-change.ts';
import './project-contacts.css';

/** The project's tags, each with the team that it stands for. */
export function ProjectTags({ project, mayChange }: SettingsProps) {
  const { t } = useTranslation();
  const { api } = useKit();
  const { busy, change } = useChange();
  const [name, setName] = useState('');
  const { shown, box } = useNarrowedRows(project.tags, (tag) => tag.name, t('settings.findTag'));
  const add = async () => {
    const body = { name: name.trim(), colour: freshColour(project.tags.length) };
    const done = await change(t('settings.tagAdded', { name: body.name }), () =>
      api.call(addTag, { params: { id: project.id }, body }),
    );
    if (done) setName('');
  };
  return (
    <section aria-labelledby="settings-tags">
      <h2 id="settings-tags">{t('settings.tags')}</h2>
      <p className="muted">{t('settings.tagsText')}</p>
      {mayChange && (
        <form
          className="add-line"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '') void add();
          }}
        >
          <Input
            className="picker"
            aria-label={t('settings.newTag')}
            placeholder={t('settings.newTag')}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button htmlType="submit" disabled={name.trim() === ''} loading={busy}>
            {t('settings.add')}
          </Button>
        </form>
      )}
      {box}
      {project.tags.length === 0 && (
        <p className="settings-none">{t(mayChange ? 'settings.noTagsYet' : 'settings.noTags')}</p>
      )}
      <ul className="rows">
        {shown.map((tag) => (
          <TagRow key={tag.id} project={project} tag={tag} mayChange={mayChange} />
        ))}
      </ul>
    </section>
  );
}
