import { openTicket } from '@ticketing/contracts/endpoints/tickets.ts';
import { type Level, TicketType } from '@ticketing/contracts/kinds.ts';
import type { BoardView } from '@ticketing/contracts/views.ts';
import { newCommandId } from '@ticketing/web-kit/command-id.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import type { TicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Field, FormDialog } from '../shell/form-dialog.tsx';
import { useToast } from '../shell/toasts.tsx';

const levels: readonly Level[] = [1, 2, 3, 4];

/** A whole new ticket; the dialog stays open until the server has taken it. */
export default function NewTicketDialog(props: {
  board: BoardView;
  commands: TicketCommands;
  onClose: () => void;
}) {
  const { board } = props;
  const { project } = board;
  const { t } = useTranslation();
  const { api } = useKit();
  const toast = useToast();
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [type, setType] = useState<TicketType>('task');
  const [priority, setPriority] = useState<Level>(2);
  const [columnId, setColumnId] = useState(board.columns[0]?.id);
  const [companyId, setCompanyId] = useState<string | null>(null);
  const [assigneeIds, setAssigneeIds] = useState<string[]>([]);
  // One key for the dialog's life: sending it again after a lost answer opens no second ticket.
  const [commandId] = useState(newCommandId);

  const save = async () => {
    const answer = await api.call(openTicket, {
      commandId,
      body: {
        projectId: project.id,
        title: title.trim(),
        description,
        type,
        priority,
        companyId,
        assigneeIds,
        ...(columnId === undefined ? {} : { columnId }),
      },
    });
    props.onClose();
    toast({
      text: `${answer.key} ${title.trim()}`,
      action: {
        label: t('projects.open'),
        run: () => void navigate(`/projects/${project.key}/tickets/${answer.key}`),
      },
    });
  };

  const companies = board.companies.filter((company) => project.companyIds.includes(company.id));
  // Opening a ticket goes as far as one may change it afterwards.
  const mayAssign = board.allowed.includes('ticket.assign');
  const mayPrioritise = board.allowed.includes('ticket.prioritise');
  const mayPlace = board.allowed.includes('ticket.move');
  const assignable = board.people.filter((person) => person.active);

  return (
    <FormDialog
      title={t('ticket.new')}
      save={t('ticket.create')}
      onClose={props.onClose}
      onSave={save}
      ready={title.trim() !== ''}
      width={560}
    >
      <Field id="ticket-title" label={t('ticket.title')}>
        <Input
          id="ticket-title"
          autoFocus
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
      </Field>
      <Field id="ticket-text" label={t('ticket.text')}>
        <Input.TextArea
          id="ticket-text"
          autoSize={{ minRows: 4, maxRows: 14 }}
          maxLength={20_000}
          placeholder={t('ticket.writeText')}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
      </Field>
      <div className="form-columns">
        <Field id="ticket-type" label={t('ticket.type')}>
          <Select
            id="ticket-type"
            value={type}
            onChange={setType}
            options={TicketType.options.map((each) => ({ value: each, label: t(`type.${each}`) }))}
          />
        </Field>
        {mayPrioritise && (
          <Field id="ticket-priority" label={t('ticket.priority')}>
            <Select
              id="ticket-priority"
              value={priority}
              onChange={setPriority}
              options={levels.map((each) => ({ value: each, label: t(`level.${each}`) }))}
            />
          </Field>
        )}
        {mayPlace && (
          <Field id="ticket-column" label={t('ticket.status')}>
            <Select
              id="ticket-column"
              {...(columnId === undefined ? {} : { value: columnId })}
              onChange={setColumnId}
              options={board.columns.map((each) => ({ value: each.id, label: each.name }))}
            />
          </Field>
        )}
        <Field id="ticket-company" label={t('ticket.company')}>
          <Select
            id="ticket-company"
            allowClear
            placeholder={t('ticket.noCompany')}
            value={companyId}
            onChange={(id: string | undefined) => setCompanyId(id ?? null)}
            options={companies.map((each) => ({ value: each.id, label: each.name }))}
          />
        </Field>
      </div>
      {mayAssign && (
        <Field id="ticket-assignees" label={t('ticket.assignees')}>
          <Select
            id="ticket-assignees"
            mode="multiple"
            placeholder={t('ticket.nobody')}
            optionFilterProp="label"
            value={assigneeIds}
            onChange={setAssigneeIds}
            options={assignable.map((each) => ({ value: each.id, label: each.displayName }))}
          />
        </Field>
      )}
    </FormDialog>
  );
}
