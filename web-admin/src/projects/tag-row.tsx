import type { BodySentOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import { addTagMember, changeTag, removeTagMember } from '@ticketing/contracts/endpoints/project-parts.ts';
import type { ProjectView, TagView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { lazyPart } from '@ticketing/web-kit/lazy-part.ts';
import Button from 'antd/es/button';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloseIcon, DownIcon, UpIcon } from '../icons.tsx';
import { PersonPicker } from '../shell/person-picker.tsx';
import { ColourField } from './colour-field.tsx';
import { KnownPerson } from './known-person.tsx';
import { NameField } from './name-field.tsx';
import { useChange } from './use-change.ts';

const RemoveTagDialog = lazyPart(() => import('./remove-tag-dialog.tsx'));

/** A tag: name, colour, and the people of its team. */
export function TagRow(props: { project: ProjectView; tag: TagView; mayChange: boolean }) {
  const { project, tag, mayChange } = props;
  const { t } = useTranslation();
  const { api } = useKit();
  const { busy, change } = useChange();
  const [open, setOpen] = useState(false);
  const [removing, setRemoving] = useState(false);
  const params = { id: project.id, tagId: tag.id };
  const send = (body: BodySentOf<typeof changeTag>) => api.call(changeTag, { params, body });
  const set = (patch: BodySentOf<typeof changeTag>, before: BodySentOf<typeof changeTag>) =>
    void change(
      t('settings.tagSaved', { name: patch.name ?? tag.name }),
      () => send(patch),
      () => send(before),
    );
  const join = (userId: string) => api.call(addTagMember, { params: { ...params, userId } });
  const leave = (userId: string) => api.call(removeTagMember, { params: { ...params, userId } });

  return (
    <li>
      <div className="row tag-row">
        <ColourField
          label={t('settings.colourOf', { name: tag.name })}
          value={tag.colour}
          disabled={!mayChange}
          onSave={(colour) => set({ colour }, { colour: tag.colour })}
        />
        <span className="row-main">
          {mayChange ? (
            <NameField
              label={t('settings.tagName', { name: tag.name })}
              value={tag.name}
              onSave={(name) => set({ name }, { name: tag.name })}
            />
          ) : (
            tag.name
          )}
        </span>
        <Button
          type="text"
          size="small"
          aria-expanded={open}
          icon={open ? <UpIcon /> : <DownIcon />}
          iconPlacement="end"
          onClick={() => setOpen(!open)}
        >
          {t('settings.team', { count: tag.memberIds.length })}
          <span className="unseen"> {tag.name}</span>
        </Button>
        {mayChange && (
          <Button
            type="text"
            size="small"
            icon={<CloseIcon />}
            aria-label={t('settings.removeTag', { name: tag.name })}
            title={t('settings.removeTag', { name: tag.name })}
            onClick={() => setRemoving(true)}
          />
        )}
      </div>
      {open && (
        <div className="tag-team">
          {tag.memberIds.length === 0 && <p className="muted">{t('settings.noTeam')}</p>}
          <ul>
            {tag.memberIds.map((userId) => (
              <li key={userId} className="team-member">
                <KnownPerson id={userId} />
                {mayChange && (
                  <Button
                    type="text"
                    size="small"
                    disabled={busy}
                    onClick={() =>
                      void change(
                        t('settings.memberRemoved', { name: tag.name }),
                        () => leave(userId),
                        () => join(userId),
                      )
                    }
                  >
                    {t('settings.remove')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {mayChange && (
            <PersonPicker
              label={t('settings.addMember')}
              value={undefined}
              except={tag.memberIds}
              onChange={(userId) => {
                if (userId === undefined) return;
                void change(
                  t('settings.memberAdded', { name: tag.name }),
                  () => join(userId),
                  () => leave(userId),
                );
              }}
            />
          )}
        </div>
      )}
      <Suspense fallback={null}>
        {removing && <RemoveTagDialog project={project} tag={tag} onClose={() => setRemoving(false)} />}
      </Suspense>
    </li>
  );
}
