import { addColumn, changeProject } from '@ticketing/contracts/endpoints/projects.ts';
import { ColumnCategory } from '@ticketing/contracts/kinds.ts';
import { byRank } from '@ticketing/web-kit/column-order.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ColumnList } from './column-list.tsx';
import { ColumnTransitions } from './column-transitions.tsx';
import { freshColour } from './fresh-colour.ts';
import { SettingSwitch } from './setting-switch.tsx';
import type { SettingsProps } from './settings-props.ts';
import { useChange } from './use-change.ts';
import './project-columns.css';

/** The board's columns: their order and meaning, how many tickets they hold and where tickets go from them. */
export function ProjectColumns({ project, mayChange }: SettingsProps) {
  const { t } = useTranslation();
  const { api } = useKit();
  const { busy, change } = useChange();
  const [name, setName] = useState('');
  const [category, setCategory] = useState<ColumnCategory>('in_progress');
  const columns = [...project.columns].sort(byRank);
  const enforce = (limitsEnforced: boolean) =>
    api.call(changeProject, { params: { id: project.id }, body: { limitsEnforced } });
  const add = async () => {
    const body = { name: name.trim(), category, colour: freshColour(columns.length) };
    const done = await change(t('settings.columnAdded', { name: name.trim() }), () =>
      api.call(addColumn, { params: { id: project.id }, body }),
    );
    if (done) setName('');
  };

  return (
    <>
      <section aria-labelledby="settings-columns">
        <h2 id="settings-columns">{t('settings.columns')}</h2>
        <p className="muted">{t('settings.columnsText')}</p>
        <ColumnList project={project} columns={columns} mayChange={mayChange} />
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
              aria-label={t('settings.newColumn')}
              placeholder={t('settings.newColumn')}
              maxLength={60}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <Select
              aria-label={t('settings.category')}
              popupMatchSelectWidth={false}
              value={category}
              options={ColumnCategory.options.map((each) => ({ value: each, label: t(`category.${each}`) }))}
              onChange={setCategory}
            />
            <Button htmlType="submit" disabled={name.trim() === ''} loading={busy}>
              {t('settings.add')}
            </Button>
          </form>
        )}
        <SettingSwitch
          label={t('settings.limits')}
          hint={t('settings.limitsHint')}
          checked={project.limitsEnforced}
          disabled={!mayChange || busy}
          onChange={(on) =>
            void change(
              t('settings.saved'),
              () => enforce(on),
              () => enforce(!on),
            )
          }
        />
      </section>
      <ColumnTransitions project={project} columns={columns} mayChange={mayChange} />
    </>
  );
}
