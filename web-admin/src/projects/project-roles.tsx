import { revokeRole, setRole } from '@ticketing/contracts/endpoints/projects.ts';
import { Role } from '@ticketing/contracts/kinds.ts';
import type { ProjectView, RoleView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useRoles } from '@ticketing/web-kit/lists.ts';
import Button from 'antd/es/button';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { PersonPicker } from '../shell/person-picker.tsx';
import { useUndoable } from '../shell/use-undoable.ts';
import { PersonName } from '../ticket/person-name.tsx';
import { useNarrowedRows } from './narrowed-rows.tsx';
import { ProjectInvitations } from './project-invitations.tsx';

type Chosen = { readonly id: string; readonly name: string };

/** Who works in the project and as what, and who is invited to. */
export function ProjectRoles({ project, mayChange }: { project: ProjectView; mayChange: boolean }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const { data: roles, error, refetch } = useRoles(project.id);
  const { busy, run } = useUndoable(['roles', 'projects', 'board', 'me', 'person']);
  const [person, setPerson] = useState<Chosen>();
  const [role, setNewRole] = useState<Role>('admin');
  const { shown, box } = useNarrowedRows(
    roles ?? [],
    (each) => `${each.displayName} ${each.username}`,
    t('settings.findPerson'),
  );
  const options = Role.options.map((each) => ({ value: each, label: t(`role.${each}`) }));

  const give = (userId: string, given: Role) => () =>
    api.call(setRole, { params: { id: project.id, userId }, body: { role: given } });
  const take = (userId: string) => () => api.call(revokeRole, { params: { id: project.id, userId } });
  const words = (name: string, given: Role) => t('settings.hasRole', { name, role: t(`role.${given}`) });

  const change = ({ userId, displayName, role: before }: RoleView, next: Role) =>
    run({ work: give(userId, next), undo: give(userId, before), done: words(displayName, next) });
  const remove = ({ userId, displayName, role: before }: RoleView) =>
    run({
      work: take(userId),
      undo: give(userId, before),
      done: t('settings.roleTaken', { name: displayName }),
    });
  const add = async ({ id, name }: Chosen) => {
    const added = await run({ work: give(id, role), undo: take(id), done: words(name, role) });
    if (added) setPerson(undefined);
  };

  return (
    <>
      <section aria-labelledby="settings-roles">
        <h2 id="settings-roles">{t('settings.roles')}</h2>
        <p className="muted">{t('settings.rolesText')}</p>
        <details className="roles-meaning">
          <summary>{t('settings.whatRolesDo')}</summary>
          <dl>
            {Role.options.map((each) => (
              <div key={each}>
                <dt>{t(`role.${each}`)}</dt>
                <dd className="muted">{t(`settings.roleMay.${each}`)}</dd>
              </div>
            ))}
          </dl>
        </details>
        {mayChange && (
          <div className="add-line">
            <PersonPicker
              label={t('settings.addPerson')}
              value={person?.id}
              onChange={(id, name) => setPerson(id === undefined ? undefined : { id, name })}
              except={roles?.map((each) => each.userId) ?? []}
            />
            <Select aria-label={t('settings.role')} value={role} options={options} onChange={setNewRole} />
            <Button
              disabled={person === undefined}
              loading={busy}
              onClick={() => person !== undefined && void add(person)}
            >
              {t('settings.add')}
            </Button>
          </div>
        )}
        {box}
        {roles === undefined &&
          (error ? <Failed error={error} retry={() => void refetch()} /> : <ListSkeleton rows={2} />)}
        <ul className="rows">
          {shown.map((each) => (
            <li key={each.userId} className="row role-row">
              <span className="row-main">
                <Link to={`/people/${each.userId}`}>
                  <PersonName id={each.userId} name={each.displayName} />
                </Link>
                <span className="muted clip">{each.username}</span>
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
                    onChange={(next) => void change(each, next)}
                  />
                  <Button
                    type="text"
                    size="small"
                    disabled={busy}
                    aria-label={`${t('settings.remove')}: ${each.displayName}`}
                    onClick={() => void remove(each)}
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
      </section>
      {mayChange && <ProjectInvitations project={project} />}
    </>
  );
}
