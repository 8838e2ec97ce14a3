import type { BodySentOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { openTicket } from '@ticketing/contracts/endpoints/tickets.ts';
import { Level, TicketType } from '@ticketing/contracts/kinds.ts';
import { z } from 'zod';
import type { NewTicketStart } from '../shell/new-ticket.tsx';

/** What has been filled in; it is kept on the device until the ticket is opened. */
const NewTicketForm = z.object({
  projectId: z.string().optional(),
  title: z.string(),
  description: z.string(),
  type: TicketType,
  priority: Level,
  columnId: z.string().optional(),
  companyId: z.string().nullable(),
  assigneeIds: z.array(z.string()),
  tagIds: z.array(z.string()),
  startDate: z.string().nullable(),
  dueDate: z.string().nullable(),
  parent: z.object({ id: z.string(), key: z.string(), title: z.string() }).nullable(),
});
export type NewTicketForm = z.infer<typeof NewTicketForm>;

export const emptyForm: NewTicketForm = {
  title: '',
  description: '',
  type: 'task',
  priority: 2,
  companyId: null,
  assigneeIds: [],
  tagIds: [],
  startDate: null,
  dueDate: null,
  parent: null,
};

/** The kept draft with what the dialog was opened with; what belongs to another project is left out. */
export function formFrom(draft: string, start: NewTicketStart): NewTicketForm {
  const kept = parse(draft);
  const moved = start.projectId === undefined ? kept : inProject(kept, start.projectId);
  return { ...moved, ...start };
}

function parse(draft: string): NewTicketForm {
  try {
    return NewTicketForm.parse(JSON.parse(draft));
  } catch {
    return emptyForm;
  }
}

/** The form for another project: columns, tags, people, companies and parents are each project's own. */
export function inProject(form: NewTicketForm, projectId: string): NewTicketForm {
  if (form.projectId === projectId) return form;
  const { title, description, type, priority, startDate, dueDate } = form;
  return { ...emptyForm, title, description, type, priority, startDate, dueDate, projectId };
}

/** What stays for the next one of a row of tickets: everything but its words. */
export const nextForm = (form: NewTicketForm): NewTicketForm => ({ ...form, title: '', description: '' });

/** Whether there is anything worth keeping. */
export const isWritten = (form: NewTicketForm): boolean =>
  form.title.trim() !== '' || form.description.trim() !== '';

export function bodyOf(
  form: NewTicketForm,
  projectId: string,
  fileIds: readonly string[],
): BodySentOf<typeof openTicket> {
  const { parent, columnId, title, projectId: _, ...rest } = form;
  return {
    ...rest,
    projectId,
    title: title.trim(),
    parentId: parent?.id ?? null,
    ...(columnId === undefined ? {} : { columnId }),
    ...(fileIds.length === 0 ? {} : { fileIds: [...fileIds] }),
  };
}
