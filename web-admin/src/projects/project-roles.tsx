import { revokeRole, setRole } from '@ticketing/contracts/endpoints/projects.ts';
import { Role } from '@ticketing/contracts/kinds.ts';
import type { ProjectView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useRoles } from '@ticketing/web-kit/lists.ts';
import Button from 'antd/es/button';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { PersonPicker } from '../shell/person-picker.tsx';
import { useAction } from '../shell/use-action.ts';
import { PersonName } from '../ticket/person-name.tsx';

export function ProjectRoles({ project, mayChange }: { project: ProjectView; mayChange: boolean }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const { data: roles, error, refetch } = useRoles(project.id);
  const { busy, run } = useAction(['roles', 'projects', 'board', 'me']);
  const [person, setPerson] = useState<string>();
  const [role, setNewRole] = useState<Role>('admin');
  const options = Role.options.map((each) => ({ value: each, label: t(`role.${each}`) }));
  const give = (userId: string, newRole: Role) =>
    run(() => api.call(setRole, { params: { id: project.id, userId }, body: { role: newRole } }));

  return (
    <section aria-labelledby="settings-roles">
      <h2 id="settings-roles">{t('settings.roles')}</h2>
      <p className="muted">{t('settings.rolesText')}</p>
      {roles === undefined &&
        (error ? <Failed error={error} retry={() => void refetch()} /> : <ListSkeleton rows={2} />)}
      <ul className="rows">
        {roles?.map((each) => (
          <li key={each.userId} className="row">
            <span className="row-main">
              <PersonName id={each.userId} name={each.displayName} />
              <span className="muted">{each.username}</span>
            </span>
            {mayChange ? (
              <>
                <Select
                  aria-label={`${t('settings.role')}: ${each.displayName}`}
                  variant="borderless"
                  popupMatchSelectWidth={false}
                  value={each.role}
                  options={options}
                  disabled={busy}
                  onChange={(newRole) => void give(each.userId, newRole)}
                />
                <Button
                  type="text"
                  size="small"
                  disabled={busy}
                  aria-label={`${t('settings.remove')}: ${each.displayName}`}
                  onClick={() =>
                    void run(() => api.call(revokeRole, { params: { id: project.id, userId: each.userId } }))
                  }
                >
                  {t('settings.remove')}
                </Button>
              </>
            ) : (
              <span className="muted">{t(`role.${each.role}`)}</span>
            )}
          </li>
        ))}
      </ul>
      {mayChange && (
        <div className="add-line">
          <PersonPicker
            label={t('settings.addPerson')}
            value={person}
            onChange={setPerson}
            except={roles?.map((each) => each.userId) ?? []}
          />
          <Select aria-label={t('settings.role')} value={role} options={options} onChange={setNewRole} />
          <Button
            disabled={person === undefined}
            loading={busy}
            onClick={() => {
              if (person !== undefined) void give(person, role).then((done) => done && setPerson(undefined));
            }}
          >
            {t('settings.add')}
          </Button>
        </div>
      )}
    </section>
  );
}
