import { addColumn, changeColumn, moveColumn } from '@ticketing/contracts/endpoints/projects.ts';
import { ColumnCategory } from '@ticketing/contracts/kinds.ts';
import type { ProjectView } from '@ticketing/contracts/views.ts';
import { byRank } from '@ticketing/web-kit/column-order.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CategoryRing, DownIcon, UpIcon } from '../icons.tsx';
import { useAction } from '../shell/use-action.ts';

export function ProjectColumns({ project, mayChange }: { project: ProjectView; mayChange: boolean }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const { busy, run } = useAction(['projects', 'board']);
  const [name, setName] = useState('');
  const [category, setCategory] = useState<ColumnCategory>('in_progress');
  const options = ColumnCategory.options.map((each) => ({ value: each, label: t(`category.${each}`) }));
  const columns = [...project.columns].sort(byRank);

  const rename = (columnId: string, old: string, text: string) => {
    const trimmed = text.trim();
    if (trimmed === '' || trimmed === old) return;
    void run(() => api.call(changeColumn, { params: { id: project.id, columnId }, body: { name: trimmed } }));
  };

  return (
    <section aria-labelledby="settings-columns">
      <h2 id="settings-columns">{t('settings.columns')}</h2>
      <p className="muted">{t('settings.columnsText')}</p>
      <ul className="rows">
        {columns.map((column, index) => (
          <li key={column.id} className="row">
            <CategoryRing category={column.category} colour={column.colour} />
            <span className="row-main">
              {mayChange ? (
                <Input
                  // A name that was changed elsewhere replaces what stands here.
                  key={column.name}
                  variant="borderless"
                  aria-label={t('settings.column')}
                  maxLength={60}
                  defaultValue={column.name}
                  onBlur={(event) => rename(column.id, column.name, event.target.value)}
                  onPressEnter={(event) => event.currentTarget.blur()}
                />
              ) : (
                column.name
              )}
            </span>
            {mayChange ? (
              <>
                <Select
                  variant="borderless"
                  popupMatchSelectWidth={false}
                  aria-label={`${t('settings.category')}: ${column.name}`}
                  disabled={busy}
                  value={column.category}
                  options={options}
                  onChange={(value) =>
                    void run(() =>
                      api.call(changeColumn, {
                        params: { id: project.id, columnId: column.id },
                        body: { category: value },
                      }),
                    )
                  }
                />
                <MoveButton
                  label={`↑ ${column.name}`}
                  icon={<UpIcon />}
                  disabled={busy || index === 0}
                  onClick={() =>
                    void run(() =>
                      api.call(moveColumn, {
                        params: { id: project.id, columnId: column.id },
                        body: { before: columns[index - 1]?.id },
                      }),
                    )
                  }
                />
                <MoveButton
                  label={`↓ ${column.name}`}
                  icon={<DownIcon />}
                  disabled={busy || index === columns.length - 1}
                  onClick={() =>
                    void run(() =>
                      api.call(moveColumn, {
                        params: { id: project.id, columnId: column.id },
                        body: { after: columns[index + 1]?.id },
                      }),
                    )
                  }
                />
              </>
            ) : (
              <span className="muted">{t(`category.${column.category}`)}</span>
            )}
          </li>
        ))}
      </ul>
      {mayChange && (
        <div className="add-line">
          <Input
            className="picker"
            aria-label={t('settings.column')}
            placeholder={t('settings.column')}
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Select
            aria-label={t('settings.category')}
            value={category}
            options={options}
            onChange={setCategory}
          />
          <Button
            disabled={name.trim() === ''}
            loading={busy}
            onClick={() =>
              void run(() =>
                api.call(addColumn, { params: { id: project.id }, body: { name: name.trim(), category } }),
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

function MoveButton(props: { label: string; icon: React.ReactNode; disabled: boolean; onClick: () => void }) {
  return (
    <Button
      type="text"
      size="small"
      icon={props.icon}
      aria-label={props.label}
      disabled={props.disabled}
      onClick={props.onClick}
    />
  );
}
