import type { BodySentOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import { archiveProject, restoreProject } from '@ticketing/contracts/endpoints/project-parts.ts';
import { changeProject } from '@ticketing/contracts/endpoints/projects.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useRoles } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Button from 'antd/es/button';
import Select from 'antd/es/select';
import { useTranslation } from 'react-i18next';
import { drawnOption } from '../shell/drawn-option.ts';
import { Field } from '../shell/form-dialog.tsx';
import { PersonName } from '../ticket/person-name.tsx';
import { ChangedText } from './changed-text.tsx';
import { KnownPerson } from './known-person.tsx';
import { SettingSwitch } from './setting-switch.tsx';
import type { SettingsProps } from './settings-props.ts';
import { useChange } from './use-change.ts';

type Patch = BodySentOf<typeof changeProject>;

/** What the project is called and for, who leads it, and its end. */
export function ProjectGeneral({ project, mayChange }: SettingsProps) {
  const { t } = useTranslation();
  const { api } = useKit();
  const me = useMe();
  const { busy, change } = useChange();
  const owner = project.role === 'superadmin' || me.superuser;
  const roles = useRoles(project.id, owner || project.role === 'admin' || project.role === 'manager');
  const send = (body: Patch) => api.call(changeProject, { params: { id: project.id }, body });
  const set = (patch: Patch, before: Patch) =>
    change(
      t('settings.saved'),
      () => send(patch),
      () => send(before),
    );

  return (
    <>
      <section aria-labelledby="settings-general">
        <h2 id="settings-general">{t('settings.tab.general')}</h2>
        <div className="form settings-form">
          <div className="field">
            <span>{t('projects.key')}</span>
            <span className="mono settings-key">{project.key}</span>
            <p className="hint">{t('settings.keyHint')}</p>
          </div>
          <Field id="settings-name" label={t('projects.name')}>
            <ChangedText
              id="settings-name"
              value={project.name}
              maxLength={120}
              required
              disabled={!mayChange}
              onSave={(name) => set({ name }, { name: project.name })}
            />
          </Field>
          <Field id="settings-description" label={t('projects.description')}>
            <ChangedText
              id="settings-description"
              value={project.description}
              maxLength={2_000}
              rows={3}
              disabled={!mayChange}
              onSave={(description) => set({ description }, { description: project.description })}
            />
          </Field>
          <Field id="settings-lead" label={t('settings.lead')} hint={t('settings.leadHint')}>
            {mayChange ? (
              <Select
                id="settings-lead"
                allowClear
                disabled={busy}
                placeholder={t('settings.noLead')}
                value={project.leadId}
                loading={roles.isFetching}
                showSearch={{ optionFilterProp: 'name' }}
                options={[
                  ...(roles.data ?? []).map(({ userId, displayName }) =>
                    drawnOption(userId, displayName, <PersonName id={userId} name={displayName} />),
                  ),
                  ...(roles.data === undefined && project.leadId !== null
                    ? [drawnOption(project.leadId, '…', '…')]
                    : []),
                ]}
                onChange={(leadId: string | undefined) =>
                  void set({ leadId: leadId ?? null }, { leadId: project.leadId })
                }
              />
            ) : (
              <span id="settings-lead">
                {project.leadId === null ? t('settings.noLead') : <KnownPerson id={project.leadId} />}
              </span>
            )}
          </Field>
          <SettingSwitch
            label={t('settings.dueDate')}
            hint={t('settings.dueDateHint')}
            checked={project.dueDateBeforeDone}
            disabled={!mayChange || busy}
            onChange={(on) => void set({ dueDateBeforeDone: on }, { dueDateBeforeDone: !on })}
          />
        </div>
      </section>
      {owner && (
        <section aria-labelledby="settings-archive">
          <h2 id="settings-archive">
            {t(project.archived ? 'settings.restoreTitle' : 'settings.archiveTitle')}
          </h2>
          <p className="muted">{t(project.archived ? 'settings.restoreText' : 'settings.archiveText')}</p>
          <ArchiveButton projectId={project.id} archived={project.archived} />
        </section>
      )}
    </>
  );
}

function ArchiveButton({ projectId, archived }: { projectId: string; archived: boolean }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const { busy, change } = useChange(['projects', 'archived-projects', 'board']);
  const archive = () => api.call(archiveProject, { params: { id: projectId } });
  const restore = () => api.call(restoreProject, { params: { id: projectId } });
  return archived ? (
    <Button
      type="primary"
      loading={busy}
      onClick={() => void change(t('settings.restored'), restore, archive)}
    >
      {t('settings.restore')}
    </Button>
  ) : (
    <Button danger loading={busy} onClick={() => void change(t('settings.archived'), archive, restore)}>
      {t('settings.archive')}
    </Button>
  );
}
