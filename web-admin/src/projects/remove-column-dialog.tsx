import { useQuery } from '@tanstack/react-query';
import { removeColumn } from '@ticketing/contracts/endpoints/project-parts.ts';
import { listTickets } from '@ticketing/contracts/endpoints/tickets.ts';
import type { ColumnView, ProjectView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, FormDialog } from '../shell/form-dialog.tsx';
import { useToast } from '../shell/toasts.tsx';

/** A column goes, its tickets stay: says how many there are and asks where they go. */
export default function RemoveColumnDialog(props: {
  project: ProjectView;
  column: ColumnView;
  others: readonly ColumnView[];
  onClose: () => void;
}) {
  const { project, column, others } = props;
  const { t } = useTranslation();
  const { api, queries } = useKit();
  const toast = useToast();
  const [ticketsTo, setTicketsTo] = useState(
    () => (others.find(({ category }) => category === column.category) ?? others[0])?.id,
  );
  const counted = useQuery({
    queryKey: ['tickets-in-column', column.id],
    queryFn: ({ signal }) =>
      api.call(listTickets, {
        query: {
          projectId: project.id,
          columnId: column.id,
          archived: 'any',
          limit: 1,
          count: 'true',
        },
        signal,
      }),
  });
  const count = counted.data?.count;
  const save = async () => {
    if (ticketsTo === undefined) return;
    await api.call(removeColumn, {
      params: { id: project.id, columnId: column.id },
      body: { ticketsTo },
    });
    await Promise.all(
      ['projects', 'board', 'tickets'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
    );
    toast({ text: t('settings.columnRemoved', { name: column.name }) });
    props.onClose();
  };
  return (
    <FormDialog
      title={t('settings.removeColumn', { name: column.name })}
      save={t('settings.removeColumnSave')}
      onClose={props.onClose}
      onSave={save}
      ready={ticketsTo !== undefined}
      harm
    >
      <p>
        {count === undefined
          ? t('settings.removeColumnText')
          : t('settings.removeColumnCount', {
              count: count.value,
              shown: `${count.value}${count.more ? '+' : ''}`,
            })}
      </p>
      <Field id="tickets-to" label={t('settings.ticketsTo')} hint={t('settings.removeColumnHint')}>
        <Select
          id="tickets-to"
          value={ticketsTo ?? null}
          options={others.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setTicketsTo}
        />
      </Field>
    </FormDialog>
  );
}
