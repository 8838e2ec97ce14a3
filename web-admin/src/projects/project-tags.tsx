import { addTag } from '@ticketing/contracts/endpoints/projects.ts';
import type { ProjectView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '../board/ticket-card.tsx';
import { useAction } from '../shell/use-action.ts';

/** Colours that a new tag takes in turn; each can be told from both surfaces. */
const colours = ['#0F766E', '#B45309', '#4F46E5', '#BE185D', '#15803D', '#0369A1', '#7E22CE', '#6B6F76'];

export function ProjectTags({ project, mayChange }: { project: ProjectView; mayChange: boolean }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const { busy, run } = useAction(['projects', 'board']);
  const [name, setName] = useState('');
  const colour = colours[project.tags.length % colours.length];

  return (
    <section aria-labelledby="settings-tags">
      <h2 id="settings-tags">{t('settings.tags')}</h2>
      {project.tags.length === 0 && <p className="muted">{t('settings.noTags')}</p>}
      <p className="tag-list">
        {project.tags.map((tag) => (
          <Tag key={tag.id} tag={tag} />
        ))}
      </p>
      {mayChange && (
        <div className="add-line">
          <Input
            className="picker"
            aria-label={t('settings.tag')}
            placeholder={t('settings.tag')}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button
            disabled={name.trim() === ''}
            loading={busy}
            onClick={() =>
              void run(() =>
                api.call(addTag, { params: { id: project.id }, body: { name: name.trim(), colour } }),
              ).then((done) => done && setName(''))
            }
          >
            {t('settings.add')}
          </Button>
        </div>
      )}
    </section>
  );
}
