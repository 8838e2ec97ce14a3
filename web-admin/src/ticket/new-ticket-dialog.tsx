import type { ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { openTicket } from '@ticketing/contracts/endpoints/tickets.ts';
import { newCommandId } from '@ticketing/web-kit/command-id.ts';
import { useDraft } from '@ticketing/web-kit/drafts.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useProjects } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import { chooseFiles, pastedFiles, useFileDrop } from '@ticketing/web-kit/uploads/file-sources.ts';
import { type KeptUploads, useKeptUploads } from '@ticketing/web-kit/uploads/use-kept-uploads.ts';
import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Input, { type InputRef } from 'antd/es/input';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { PlusIcon } from '../icons.tsx';
import { Field, FormDialog } from '../shell/form-dialog.tsx';
import type { NewTicketStart, RefusedTicket } from '../shell/new-ticket.tsx';
import { recentProjects } from '../shell/recent-projects.ts';
import { mayOpenIn } from '../shell/rights.ts';
import { useToast } from '../shell/toasts.tsx';
import { UploadList } from './files/upload-list.tsx';
import { NewTicketFields } from './new-ticket-fields.tsx';
import { bodyOf, formFrom, inProject, isWritten, type NewTicketForm, nextForm } from './new-ticket-form.ts';

type Props = {
  start: NewTicketStart;
  /** One that waited and was refused: it is told until it is taken, or put away. */
  refused?: RefusedTicket | undefined;
  onClose: () => void;
};

/**
 * A whole new ticket, in any project. The dialog stays open until the server has taken it, or is away: then it waits on the
 * device.
 */
export default function NewTicketDialog(props: Props) {
  const { refused } = props;
  const { t } = useTranslation();
  const { kept } = useKit();
  const me = useMe();
  const toast = useToast();
  const navigate = useNavigate();
  const commands = useTicketCommands(me.id);
  const place = refused === undefined ? 'new-ticket' : `new-ticket.${refused.commandId}`;
  const draft = useDraft(me.id, place);
  const [form, setForm] = useState(() => formFrom(draft.text || (refused?.draft ?? ''), props.start));
  const [more, setMore] = useState(false);
  const titleField = useRef<InputRef>(null);
  const uploads = useKeptUploads(place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as it opens
  useEffect(() => {
    if (refused !== undefined) void uploads.takeBack(refused.commandId, 0);
  }, []);
  const addFiles = useCallback((files: readonly File[]) => void uploads.add(files), [uploads]);
  const drop = useFileDrop(addFiles);
  const { data: everyProject } = useProjects();

  const projects = (everyProject ?? []).filter((project) => mayOpenIn(me, project));
  const recent = recentProjects(me.id);
  const usual = projects.find(({ key }) => recent.includes(key)) ?? projects[0];
  const project = projects.find(({ id }) => id === form.projectId) ?? usual;

  // A draft may name a column that is gone.
  const columnId = project?.columns.find(({ id }) => id === form.columnId)?.id;
  const filled = { ...form, columnId };

  const change = (patch: Partial<NewTicketForm>) => {
    const base =
      patch.projectId === undefined || patch.projectId === form.projectId
        ? form
        : inProject(form, patch.projectId);
    const next = { ...base, ...patch };
    setForm(next);
    draft.write(isWritten(next) ? JSON.stringify(next) : '');
  };

  const save = async () => {
    const shownIn = columnId ?? project?.columns[0]?.id;
    if (project === undefined || shownIn === undefined) return;
    // It is sent under one key, however often: a lost answer opens no second one.
    const commandId = newCommandId();
    const files = heldKeys(uploads);
    const taken = await new Promise<ResponseOf<typeof openTicket> | 'waits'>((settle, refuse) => {
      const body = bodyOf(filled, project.id, uploads.fileIds);
      void commands
        .open(body, shownIn, {
          commandId,
          files,
          draft: JSON.stringify({ ...form, projectId: project.id }),
          onWait: () => {
            uploads.handOver(commandId);
            settle('waits');
          },
          onRefused: refuse,
        })
        .then((answer) => answer && settle(answer));
    });
    draft.write('');
    if (refused !== undefined) kept?.drop(me.id, refused.commandId);
    const title = form.title.trim();
    if (taken === 'waits') toast({ text: t('ticket.waitsToOpen', { title }) });
    else {
      toast({
        text: `${taken.key} ${title}`,
        action: {
          label: t('projects.open'),
          run: () => void navigate(`/projects/${project.key}/tickets/${taken.key}`),
        },
      });
    }
    if (taken !== 'waits') uploads.clear();
    if (!more) return props.onClose();
    setForm(nextForm(form));
    titleField.current?.focus();
  };

  return (
    <FormDialog
      title={t('ticket.new')}
      save={t('ticket.create')}
      onClose={props.onClose}
      onSave={save}
      ready={project !== undefined && form.title.trim() !== '' && mayGo(uploads)}
      width={640}
    >
      <div {...drop.handlers}>
        <Field id="ticket-title" label={t('ticket.title')}>
          <Input
            id="ticket-title"
            ref={titleField}
            autoFocus
            maxLength={200}
            value={form.title}
            onChange={(event) => change({ title: event.target.value })}
          />
        </Field>
        <Field id="ticket-text" label={t('ticket.text')}>
          <Input.TextArea
            id="ticket-text"
            autoSize={{ minRows: 4, maxRows: 14 }}
            maxLength={20_000}
            placeholder={t('ticket.writeText')}
            value={form.description}
            onChange={(event) => change({ description: event.target.value })}
            onPaste={(event) => {
              const files = pastedFiles(event.clipboardData);
              if (files.length === 0) return;
              event.preventDefault();
              addFiles(files);
            }}
          />
        </Field>
        <UploadList uploads={uploads} />
        <TooLargeToWait uploads={uploads} />
        <Button
          className="add-files"
          size="small"
          icon={<PlusIcon />}
          onClick={() => void chooseFiles().then(addFiles)}
        >
          {t('files.choose')}
        </Button>
        {drop.over && <p className="hint">{t('files.drop')}</p>}
        {project && <NewTicketFields form={filled} project={project} projects={projects} onChange={change} />}
      </div>
      <Checkbox checked={more} onChange={(event) => setMore(event.target.checked)}>
        {t('ticket.createMore')}
      </Checkbox>
    </FormDialog>
  );
}

/** Why the ticket cannot be created yet: it would wait on the device, which has no room for these files. */
function TooLargeToWait({ uploads: { list, notKept } }: { uploads: KeptUploads }) {
  const { t } = useTranslation();
  const names = list
    .filter(({ key, state }) => state === 'held' && notKept.has(key))
    .map(({ file }) => file.name);
  if (names.length === 0) return null;
  return (
    <p role="status" className="hint">
      {t('ticket.tooLargeToWait', { names: names.join(', ') })}
    </p>
  );
}

/** Files that wait for the server go with the ticket, which waits with them. */
const heldKeys = ({ list }: KeptUploads): readonly string[] =>
  list.filter(({ state }) => state === 'held').map(({ key }) => key);

const mayGo = ({ list, notKept }: KeptUploads): boolean =>
  list.every(
    ({ key, state }) => state !== 'waiting' && state !== 'sending' && (state !== 'held' || !notKept.has(key)),
  );
